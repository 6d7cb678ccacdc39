"""Coupons: who may use which, what a definition may say, and grants."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noren.coupons.create import CouponDefinition, change_coupon
from noren.coupons.errors import CouponChangeInvalid, CouponNotApplicable, CouponNotFound
from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, CouponKind, CouponProduct, CustomerUse
from noren.coupons.queries import coupons_of_customer
from noren.coupons.usable import benefits_of, find_usable
from noren.kernel.ids import uuid7
from noren.orders.end import cancel_order
from noren.orders.place import place_order
from noren.pricing.errors import RuleInvalid
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    make_coupon,
    make_member,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def _find(code: str, **where: object) -> list[object]:
    place: dict[str, object] = {"customer_id": None, "channel": "web", "store_code": "S1", "at": NOON, **where}
    return list(find_usable([code], **place))  # type: ignore[arg-type]


def test_a_code_is_found_in_any_case_and_width() -> None:
    coupon = make_coupon(code="aki10")

    assert coupon.code == "AKI10"
    assert len(_find(" ａｋｉ１０ ")) == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, {"at": NOON - timedelta(days=400)}),
        ({}, {"at": NOON + timedelta(days=400)}),
        ({"channels": ["till"]}, {}),
        ({"store_codes": ["S2"]}, {}),
        ({"customer_limit": 1}, {}),
        ({"kind": CouponKind.MEMBER}, {}),
    ],
)
def test_a_coupon_is_refused_outside_its_dates_channel_store_and_audience(
    fields: dict[str, object], where: dict[str, object]
) -> None:
    coupon = make_coupon(**fields)  # type: ignore[arg-type]

    with refused(CouponNotApplicable) as refusal:
        _find(coupon.code, **where)

    assert refusal.value.field == "coupon_codes.0"
    assert str(refusal.value.details["reason"])


def test_a_coupon_not_in_force_is_not_found() -> None:
    coupon = make_coupon(is_active=False)

    with refused(CouponNotFound):
        _find(coupon.code)


def test_a_member_coupon_is_for_whom_it_was_granted_and_once_per_cause() -> None:
    member, other, cause = make_member(), make_member(), uuid7()
    coupon = make_coupon(kind=CouponKind.MEMBER, customer_limit=1)

    for _ in range(2):
        grant_coupon(
            code=coupon.code, customer_id=member.pk, channel="web", cause_kind="campaign", cause_uid=cause, at=NOON
        )

    assert len(_find(coupon.code, customer_id=member.pk)) == 1
    with refused(CouponNotApplicable):
        _find(coupon.code, customer_id=other.pk)
    assert coupon.grants.count() == Event.objects.filter(name="Coupon Granted").count() == 1
    assert [(each.code, each.uses_left) for each in coupons_of_customer(member.pk, at=NOON)] == [(coupon.code, 1)]
    assert coupons_of_customer(other.pk, at=NOON) == []
    with refused(CouponNotApplicable):
        grant_coupon(
            code=make_coupon().code, customer_id=member.pk, channel="web", cause_kind="x", cause_uid=cause, at=NOON
        )


def test_a_coupon_with_listed_goods_takes_something_off_those_alone() -> None:
    store, listed, other = make_store(), make_variant(price_minor=1000), make_variant(price_minor=1000)
    for variant in (listed, other):
        stock_up(store, variant, 5)
    coupon = make_coupon(percent_bp=5000, is_for_listed_goods=True)
    CouponProduct.objects.create(coupon=coupon, product=listed.product)

    placed = place_order(pickup(store, want(listed), want(other), coupon_codes=(coupon.code,)), at=NOON)

    assert (placed.discount_minor, placed.total_minor) == (500, 1500)
    usable = find_usable([coupon.code], customer_id=None, channel="web", store_code=None, at=NOON)
    (benefit,) = benefits_of(usable, {other.product.code})
    assert benefit.rule.goods is not None
    assert benefit.rule.goods.products == frozenset()


def _definition(coupon: Coupon, **fields: object) -> CouponDefinition:
    base = CouponDefinition(
        code=coupon.code,
        name=coupon.name,
        rule=coupon.rule,
        valid_from=coupon.valid_from,
        valid_until=coupon.valid_until,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def test_limits_set_later_count_what_was_used_before() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 9)
    coupon = make_coupon()
    orders = [
        place_order(pickup(store, want(variant), customer=member, coupon_codes=(coupon.code,)), at=NOON)
        for _ in range(3)
    ]
    cancel_order(orders[0].uid, by="customer", at=NOON)

    with refused(CouponChangeInvalid):
        change_coupon(coupon.code, _definition(coupon, redemption_limit=1))
    changed = change_coupon(coupon.code, _definition(coupon, redemption_limit=2, customer_limit=1))

    assert changed.redeemed_count == 2
    assert CustomerUse.objects.get().redeemed_count == 2
    assert all_differences() == []
    assert change_coupon(coupon.code, _definition(coupon)).redeemed_count == 0
    assert CustomerUse.objects.count() == 0
    assert all_differences() == []


def test_a_definition_that_cannot_stand_is_refused() -> None:
    coupon = make_coupon()

    with refused(CouponChangeInvalid) as refusal:
        make_coupon(code=coupon.code)
    assert refusal.value.field == "code"
    with refused(CouponChangeInvalid):
        make_coupon(code="　")
    with refused(CouponChangeInvalid):
        change_coupon(coupon.code, _definition(coupon, valid_until=coupon.valid_from))
    with refused(RuleInvalid):
        change_coupon(coupon.code, _definition(coupon, rule={"v": 1, "benefit": {"kind": "magic"}}))
    with refused(CouponNotFound):
        change_coupon("nothing", _definition(coupon))
