"""Coupons: who may use which, what a definition may say, and grants."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from noren.catalog.models import Product, Variant
from noren.coupons.coupon_form import CouponForm
from noren.coupons.create import CouponDefinition, change_coupon
from noren.coupons.errors import CouponChangeInvalid, CouponNotApplicable, CouponNotFound
from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, CouponKind, CouponProduct, CustomerUse
from noren.coupons.queries import coupons_of_customer, public_coupons
from noren.coupons.usable import benefits_of, find_usable, sort_out_usable
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
    make_store(code="S2")
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


_RULE = {"v": 1, "benefit": {"kind": "percent", "percent_bp": 1_000}}


@pytest.mark.parametrize(
    ("fields", "field", "named"),
    [
        ({"rule": _RULE | {"goods": {"categories": ["coffee", "tee"]}}}, "goods.categories", "tee"),
        ({"rule": _RULE | {"goods": {"products": ["BEANS", "PX", "PA"]}}}, "goods.products", "PA, PX"),
        ({"rule": _RULE | {"goods": {"skus": ["beans-200", "BEANS-200"]}}}, "goods.skus", "beans-200"),
        ({"store_codes": ["S1", "S9"]}, "store_codes", "S9"),
        (
            {"rule": _RULE | {"goods": {"skus": [f"X{number:02}" for number in range(12)]}}},
            "goods.skus",
            "X08, X09 and 2 more",
        ),
    ],
)
def test_a_coupon_for_goods_or_stores_that_do_not_exist_is_refused(
    fields: dict[str, Any], field: str, named: str
) -> None:
    make_store(code="S1")
    Product.objects.filter(pk=make_variant(sku="BEANS-200").product_id).update(code="BEANS")
    coupon = make_coupon(code="SOUND")

    with refused(CouponChangeInvalid) as new, override("en"):
        make_coupon(code="NEW", **fields)
    with refused(CouponChangeInvalid) as changed, override("en"):
        change_coupon("SOUND", _definition(coupon, **fields))

    assert (new.value.field, changed.value.field) == (field, field)
    assert str(new.value.details["reason"]).endswith(f" {named}.")
    assert Coupon.objects.get().rule == coupon.rule
    assert Coupon.objects.get().store_codes == []


def test_a_coupon_that_names_what_does_not_exist_any_more_can_still_be_ended() -> None:
    coupon = make_coupon(code="OLD")
    gone = {"categories": ["tee"], "products": ["P-1"], "skus": ["S-1"]}
    Coupon.objects.update(rule=coupon.rule | {"goods": gone}, store_codes=["S9"])
    coupon.refresh_from_db()

    ended = change_coupon("OLD", _definition(coupon, rule=coupon.rule, store_codes=("S9",), is_active=False))

    assert not ended.is_active
    with refused(CouponChangeInvalid):
        change_coupon("OLD", _definition(coupon, rule=coupon.rule, store_codes=("S9", "S8")))


def test_a_coupon_for_goods_that_exist_is_saved_even_while_they_are_not_on_sale() -> None:
    variant = make_variant(sku="BEANS-200")
    Product.objects.update(code="BEANS", is_active=False)
    Variant.objects.update(is_active=False)
    goods = {"skus": [variant.sku], "products": ["BEANS"], "categories": ["coffee"]}

    assert make_coupon(rule=_RULE | {"goods": goods}).rule["goods"] == goods


def _public(customer_id: int | None = None) -> list[str]:
    return [each.code for each in public_coupons(channel="web", customer_id=customer_id, at=NOON)]


def test_a_coupon_is_shown_to_everybody_only_when_it_is_public_live_for_the_channel_and_not_used_up() -> None:
    later = make_coupon(code="LATER", is_public=True, redemption_limit=1)
    make_coupon(code="SOON", is_public=True, channels=["web"], valid_until=later.valid_until - timedelta(days=9))
    make_coupon(code="SECRET")
    make_coupon(code="TILL", is_public=True, channels=["till"])
    make_coupon(code="STOPPED", is_public=True, is_active=False)
    make_coupon(code="PAST", is_public=True, valid_until=NOON)
    make_coupon(code="AHEAD", is_public=True, valid_from=NOON + timedelta(minutes=1))

    assert _public() == ["SOON", "LATER"]
    Coupon.objects.filter(pk=later.pk).update(redeemed_count=1)
    assert _public() == ["SOON"]


def test_of_very_many_public_coupons_those_that_end_first_are_read() -> None:
    for number in range(51):
        make_coupon(code=f"C{number:02}", is_public=True, valid_until=NOON + timedelta(days=60 - number))

    assert _public() == [f"C{number:02}" for number in range(50, 0, -1)]


def test_a_public_coupon_that_a_member_has_used_up_is_shown_to_others_alone() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 9)
    coupon = make_coupon(is_public=True, customer_limit=1)
    place_order(pickup(store, want(variant), customer=member, coupon_codes=(coupon.code,)), at=NOON)

    assert _public(member.pk) == []
    assert _public(make_member().pk) == _public() == [coupon.code]


def test_a_coupon_for_chosen_members_cannot_be_public() -> None:
    coupon = make_coupon(kind=CouponKind.MEMBER)

    with refused(CouponChangeInvalid) as refusal:
        change_coupon(coupon.code, _definition(coupon, kind=CouponKind.MEMBER, is_public=True))
    assert refusal.value.field == "is_public"
    with pytest.raises(IntegrityError, match="coupons_coupon_public"), transaction.atomic():
        Coupon.objects.update(is_public=True)


def test_the_form_of_a_coupon_says_whether_it_is_public() -> None:
    coupon = make_coupon(is_public=True, minimum_minor=100)
    asked = {"code": coupon.code, "name": coupon.name, "kind": "code", "benefit": "percent", "percent": "10"}
    dates = {"valid_from": "2026-07-01T00:00", "valid_until": "2026-08-01T00:00"}

    shown, ticked, empty = CouponForm(instance=coupon), *(CouponForm(asked | dates | more) for more in _TICKS)

    assert shown["is_public"].value() is True
    assert [form.is_valid() and form.definition().is_public for form in (ticked, empty)] == [True, False]


_TICKS = ({"code": "A1", "is_public": "on"}, {"code": "A2"})


def test_coupons_are_sorted_out_one_by_one() -> None:
    make_store(code="S2")
    for code, fields in (("FREE", {}), ("S2", {"store_codes": ["S2"]}), ("ONCE", {"customer_limit": 1})):
        make_coupon(code=code, **fields)

    usable, reasons = sort_out_usable(
        ["FREE", "S2", "ONCE", "NONE"], customer_id=None, channel="web", store_code="S1", at=NOON
    )

    assert list(usable) == ["FREE"]
    assert sorted(reasons) == ["ONCE", "S2"]
    assert all(reasons.values())
