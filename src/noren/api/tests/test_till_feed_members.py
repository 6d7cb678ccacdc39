"""Members on a till: those of its store, what a cashier needs of them, and each again when it changed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from noren.api.routes.till import feed
from noren.api.tests.client import integrator
from noren.api.tests.test_till_feed import Device, at_new_till
from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, CustomerUse, Grant
from noren.coupons.queries import coupons_of_customer
from noren.kernel.ids import uuid7
from noren.loyalty.earn import earn_points
from noren.loyalty.models import PointsAccount
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.regulars.feed import MEMBERS
from noren.orders.regulars.keep import Seen, keep_seen
from noren.orders.regulars.models import Regular
from noren.people.change_member import MemberChange, change_member
from noren.people.models import Customer, Identity, Role
from noren.people.roles import DEEDS, Deed
from noren.people.tokens import Scope
from noren.stores.models import Register, Store
from tests.factories import counter_sale, make_coupon, make_member, make_staff, make_store, make_variant, stock_up, want

pytestmark = pytest.mark.django_db(transaction=True)


def see(store: Store, *members: Customer) -> None:
    """The store saw these members today."""
    keep_seen([Seen(store.pk, member.pk, timezone.now().date()) for member in members])


def earn(member: Customer, points: int) -> None:
    """Points for something."""
    earn_points(
        customer_id=member.pk, points=points, cause_kind="test", cause_uid=uuid7(), at=timezone.now(), valid_days=30
    )


def grant(coupon: Coupon, member: Customer) -> None:
    """A coupon that is given to a member."""
    grant_coupon(
        code=coupon.code,
        customer_id=member.pk,
        channel="office",
        cause_kind="test",
        cause_uid=uuid7(),
        at=timezone.now(),
    )


def changed(device: Device) -> tuple[list[Any], list[str]]:
    """What is told when the device asks once more: rows and uids that are gone; afterwards nothing of it again."""
    page = device.page("members")
    assert (page["has_more"], page["starts_anew"]) == (False, False)
    device.settle("members")
    return page["rows"], page["gone"]


def row(member: Customer, points: int = 0, coupons: Sequence[str] = ()) -> list[object]:
    """A member as a till is told."""
    return [str(member.uid), member.member_number, member.family_name, points, list(coupons)]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three members on a page."""
    monkeypatch.setattr(feed, "MEMBERS", replace(MEMBERS, page=3))


def test_a_till_is_told_the_members_of_its_store_and_what_a_cashier_needs_of_them() -> None:
    device, store = at_new_till()
    hanako, taro = make_member(name='山田"\\'), make_member(name="", given_name="太郎")
    elsewhere, unseen = make_member(), make_member()
    Customer.objects.filter(pk=hanako.pk).update(phone="09012345678", birth_date="1990-04-01")
    see(store, hanako, taro)
    see(make_store(), elsewhere)
    earn(hanako, 120)
    grant(make_coupon(code="OWN", kind="member"), hanako)
    grant(make_coupon(code="HERS", kind="member"), unseen)

    (page,) = device.follow("members")

    assert (page["starts_anew"], page["total"], page["gone"]) == (True, 2, [])
    assert sorted(page["rows"]) == sorted([row(hanako, 120, ["OWN"]), [*row(taro)[:2], "太郎", 0, []]])
    assert changed(device) == ([], [])


def test_all_come_page_by_page(small_pages: None) -> None:
    device, store = at_new_till()
    members = [make_member() for _ in range(7)]
    see(store, *members)

    pages = device.follow("members")

    assert [len(page["rows"]) for page in pages] == [3, 3, 1]
    assert set(device.kept["members"]) == {str(each.uid) for each in members}
    PointsAccount.objects.bulk_create(PointsAccount(customer=each, balance=5) for each in members)
    assert [len(page["rows"]) for page in device.follow("members")] == [3, 3, 1]
    assert {each[3] for each in device.kept["members"].values()} == {5}


def test_a_member_comes_again_when_points_name_or_grants_change_and_only_then() -> None:
    device, store = at_new_till()
    member, other, elsewhere = make_member(), make_member(), make_member()
    coupon = make_coupon(code="OWN", kind="member", customer_limit=1)
    see(store, member, other)
    device.follow("members")
    assert changed(device) == ([], [])

    earn(member, 30)
    earn(elsewhere, 30)
    assert changed(device) == ([row(member, 30)], [])
    assert changed(device) == ([], [])
    grant(coupon, member)
    assert changed(device) == ([row(member, 30, ["OWN"])], [])
    CustomerUse.objects.create(coupon=coupon, customer=member, redeemed_count=1, customer_limit=1)
    assert changed(device) == ([row(member, 30)], [])
    CustomerUse.objects.update(redeemed_count=0)
    assert changed(device) == ([row(member, 30, ["OWN"])], [])
    Grant.objects.all().delete()
    assert changed(device) == ([row(member, 30)], [])
    change_member(member.uid, MemberChange(family_name="高橋"), channel="office", at=timezone.now())
    assert changed(device) == ([[*row(member)[:2], "高橋", 30, []]], [])
    change_member(member.uid, MemberChange(phone="090-1234-5678"), channel="office", at=timezone.now())
    see(store, member)
    assert changed(device) == ([], [])


def test_a_sale_tells_points_and_the_used_coupon_at_once() -> None:
    device, store = at_new_till()
    member, variant = make_member(), make_variant(price_minor=1_000)
    stock_up(store, variant, 1)
    coupon = make_coupon(code="OWN", kind="member", amount_minor=100, customer_limit=1)
    grant(coupon, member)
    see(store, member)
    device.follow("members")
    register = Register.objects.get(store=store)
    wanted = counter_sale(
        register,
        make_staff(store=store),
        want(variant),
        tendered_minor=900,
        customer=member,
        coupon_codes=(coupon.code,),
    )

    place_order(wanted, at=timezone.now())

    assert changed(device) == ([row(member, Order.objects.get().points)], [])


def test_who_leaves_is_merged_or_erased_goes_and_who_comes_back_comes() -> None:
    device, store = at_new_till()
    left, erased, unseen = (make_member() for _ in range(3))
    see(store, left, erased, unseen)
    device.follow("members")

    erased_uid = str(erased.uid)
    Customer.objects.filter(pk=left.pk).update(member_number=None)
    Identity.objects.filter(customer=erased).delete()
    erased.delete()
    Regular.objects.filter(customer=unseen).update(is_kept=False)
    rows, gone = changed(device)
    assert (rows, sorted(gone)) == ([], sorted([str(left.uid), erased_uid, str(unseen.uid)]))
    earn(unseen, 10)
    assert changed(device) == ([], [])
    see(store, unseen)

    assert changed(device) == ([row(unseen, 10)], [])


@pytest.mark.parametrize(
    "misfit",
    [
        {"channels": ["web"]},
        {"store_codes": ["ELSEWHERE"]},
        {"valid_until": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_a_coupon_that_no_till_of_the_store_can_take_is_not_among_theirs(misfit: dict[str, Any]) -> None:
    make_store(code="ELSEWHERE")
    device, store = at_new_till()
    member = make_member()
    see(store, member)
    grant(make_coupon(code="NOT", kind="member", **misfit), member)

    device.follow("members")

    assert list(device.kept["members"].values()) == [row(member)]


def test_a_coupon_that_is_mended_brings_its_members_again() -> None:
    device, store = at_new_till()
    member, other = make_member(), make_member()
    coupon = make_coupon(code="OWN", kind="member", channels=["web"])
    grant(coupon, member)
    see(store, member, other)
    device.follow("members")
    assert changed(device) == ([], [])

    Coupon.objects.filter(pk=coupon.pk).update(channels=[])
    assert changed(device) == ([row(member, 0, ["OWN"])], [])
    Coupon.objects.filter(pk=coupon.pk).update(is_active=False)

    assert changed(device) == ([row(member)], [])


def test_the_coupons_are_those_that_the_server_would_offer() -> None:
    device, store = at_new_till()
    member = make_member()
    see(store, member)
    for number in range(3):
        coupon = make_coupon(code=f"OWN{number}", kind="member", customer_limit=2)
        grant(coupon, member)
        grant(coupon, member)
        if number:
            CustomerUse.objects.create(coupon=coupon, customer=member, redeemed_count=number, customer_limit=2)

    device.follow("members")

    offered = [each.code for each in coupons_of_customer(member.pk, at=timezone.now())]
    assert device.kept["members"][str(member.uid)][4] == offered == ["OWN0", "OWN1"]


def test_another_stores_till_begins_anew_with_its_own_members() -> None:
    device, store = at_new_till()
    see(store, make_member())
    device.follow("members")
    moved, there = at_new_till()
    member = make_member()
    see(there, member)
    device.caller = moved.caller

    page = device.page("members")

    assert (page["starts_anew"], page["rows"]) == (True, [row(member)])


def test_a_shop_that_turns_it_off_has_its_tills_forget_all_members(settings: LazySettings) -> None:
    device, store = at_new_till()
    see(store, make_member())
    device.follow("members")
    settings.TILL_MEMBERS = 0

    off, again = device.page("members"), device.page("members")
    assert (off["starts_anew"], off["total"], off["rows"]) == (True, 0, [])
    assert (again["starts_anew"], again["rows"], device.kept["members"]) == (False, [], {})
    settings.TILL_MEMBERS = 10

    assert (device.page("members")["starts_anew"], len(device.kept["members"])) == (True, 1)


def test_only_who_may_look_for_members_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    device, _store = at_new_till()
    assert device.caller.get("/till/feed", part="members").status == 200
    monkeypatch.setitem(DEEDS, Role.CLERK, DEEDS[Role.CLERK] - {Deed.FIND_MEMBER})

    assert device.caller.get("/till/feed", part="members").code == "not_allowed"
    assert device.caller.get("/till/feed", part="goods").status == 200


def test_a_token_of_another_scope_is_told_no_member() -> None:
    assert integrator(scopes=frozenset({Scope.CATALOG_READ})).get("/till/feed", part="members").code == "scope_missing"


def test_no_row_says_how_to_reach_somebody() -> None:
    device, store = at_new_till()
    member = make_member(name="山田", given_name="花子", email="hanako@example.jp")
    Customer.objects.filter(pk=member.pk).update(phone="09012345678", family_kana="ヤマダ", birth_date="1990-04-01")
    see(store, member)

    told = json.dumps(device.page("members"), ensure_ascii=False)

    assert "山田" in told
    assert not [secret for secret in ("hanako", "090", "花子", "ヤマダ", "1990") if secret in told]
