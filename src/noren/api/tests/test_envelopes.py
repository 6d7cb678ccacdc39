"""Envelopes over the API: each booked or refused by itself, repeats answered, whatever a device may send."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from noren.api.tests.client import Caller
from noren.kernel.ids import uuid7
from noren.orders.late.models import LateDifference, LateSale
from noren.orders.late.tests.devices import envelope
from noren.orders.models import Order
from noren.people.models import DeedRecord, StaffMember
from noren.people.tokens import Scope, make_token
from tests.factories import NOON, Shop, all_differences, make_coupon, make_member, make_staff

pytestmark = pytest.mark.django_db


def _till(shop: Shop, staff: StaffMember | None = None) -> Caller:
    member = staff or shop.staff
    scopes = frozenset({Scope.TILL})
    return Caller(make_token(name="till", scopes=scopes, at=NOON, staff_id=member.pk, register_id=shop.register.pk))


def _send(till: Caller, *envelopes: Any) -> list[dict[str, Any]]:
    answer = till.post("/till/envelopes", {"envelopes": envelopes}, key=None)
    assert answer.status == 200, answer.body
    return list(answer.body["outcomes"])


def test_a_batch_is_booked_in_its_order_with_numbers_and_receipts() -> None:
    shop, member = Shop(), make_member()
    first = envelope(shop.staff, (shop.coffee, 2), member_number=member.member_number)
    second = envelope(shop.staff, (shop.coffee, 1), provisional_number="01-000002")

    outcomes = _send(_till(shop), first, second)

    orders = list(Order.objects.order_by("pk"))
    assert [each["outcome"] for each in outcomes] == ["booked", "booked"]
    assert [each["uid"] for each in outcomes] == [first["uid"], second["uid"]]
    assert [each["sale"]["number"] for each in outcomes] == [order.number for order in orders]
    assert [each["sale"]["points"] for each in outcomes] == [18, 0]
    assert orders[0].placed_at == NOON
    assert all_differences() == []


def test_one_that_is_refused_keeps_no_other() -> None:
    shop = Shop()
    good = [envelope(shop.staff, (shop.coffee, 1)) for _ in range(2)]
    lying = envelope(shop.staff, (shop.coffee, 1), total_minor=1)
    unreadable = envelope(shop.staff, (shop.coffee, 1), made_at="yesterday")
    unknown = envelope(shop.staff, (shop.coffee, 1), kind="cash_move")

    outcomes = _send(_till(shop), good[0], lying, unreadable, unknown, 7, good[1])

    assert [each["outcome"] for each in outcomes] == ["booked", *["refused"] * 4, "booked"]
    problems = [(each["problem"]["code"], each["problem"]["field"]) for each in outcomes[1:5]]
    assert problems[:3] == [
        ("figures_do_not_add_up", "total_minor"),
        ("input_invalid", "made_at"),
        ("input_invalid", "kind"),
    ]
    assert outcomes[2]["uid"] == unreadable["uid"]
    assert outcomes[4]["uid"] is None
    assert Order.objects.count() == 2
    assert all_differences() == []


def test_an_answer_that_was_lost_is_given_again() -> None:
    shop = Shop()
    sent = envelope(shop.staff, (shop.coffee, 1))
    (lost,) = _send(_till(shop), sent)

    (again,) = _send(_till(shop, make_staff(store=shop.store)), sent)

    assert again == lost | {"outcome": "repeated"}
    assert Order.objects.count() == 1


def test_a_uid_stands_for_one_content_also_within_a_batch() -> None:
    shop = Shop()
    sent = envelope(shop.staff, (shop.coffee, 1))
    other = envelope(shop.staff, (shop.coffee, 3), uid=sent["uid"])

    outcomes = _send(_till(shop), sent, sent, other)

    assert [each["outcome"] for each in outcomes] == ["booked", "repeated", "refused"]
    assert outcomes[2]["problem"]["code"] == "order_uid_taken"
    assert Order.objects.get().total_minor == 1_000
    assert all_differences() == []


def test_a_practice_sale_is_refused_and_logged_and_keeps_no_other() -> None:
    shop = Shop()
    practice = envelope(shop.staff, (shop.coffee, 1), is_training=True)
    real = envelope(shop.staff, (shop.coffee, 2), is_training=False)

    outcomes = _send(_till(shop), practice, real)

    assert [each["outcome"] for each in outcomes] == ["refused", "booked"]
    problem = outcomes[0]["problem"]
    assert (problem["status"], problem["code"], problem["field"]) == (403, "training_not_booked", "is_training")
    assert Order.objects.get().uid == UUID(str(real["uid"]))
    refusal = DeedRecord.objects.get(outcome="refused")
    assert (refusal.refusal, refusal.subject_uid) == ("training_not_booked", str(practice["uid"]))
    assert all_differences() == []


def test_more_than_a_batch_holds_is_refused_as_a_whole() -> None:
    shop = Shop()
    sent = [envelope(shop.staff, (shop.coffee, 1)) for _ in range(26)]

    answer = _till(shop).post("/till/envelopes", {"envelopes": sent}, key=None)

    assert (answer.status, answer.code) == (422, "input_invalid")
    assert answer.fields == {"envelopes": "too_many"}
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("lines", 0, "unit_price_minor"), -1, "lines.0.unit_price_minor"),
        (("lines", 0, "quantity"), 10**9, "lines.0.quantity"),
        (("lines", 0, "quantity"), 1.5, "lines.0.quantity"),
        (("lines", 0, "tax_rate_bp"), 10_001, "lines.0.tax_rate_bp"),
        (("lines", 0, "sku"), "\x00", "lines.0.sku"),
        (("total_minor",), 10**30, "total_minor"),
        (("points",), 10**12, "points"),
        (("made_at",), "2026-07-04T12:00:00", "made_at"),
        (("clock_offset_s",), 10**12, "clock_offset_s"),
        (("lines",), [], "lines"),
        (("uid",), "1", "uid"),
        (("secret",), "x", "secret"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field(place: tuple[Any, ...], value: object, field: str) -> None:
    shop = Shop()
    sent = envelope(shop.staff, (shop.coffee, 1))
    at: Any = sent
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value

    (outcome,) = _send(_till(shop), sent)

    assert (outcome["outcome"], outcome["problem"]["field"]) == ("refused", field)
    assert not Order.objects.exists()


def test_a_clock_that_began_anew_keeps_no_sale_from_the_books() -> None:
    shop = Shop()
    synced_at = timezone.now() - timedelta(hours=1)
    sent = envelope(shop.staff, (shop.coffee, 1), made_at="1970-01-01T00:00:09Z", synced_at=synced_at.isoformat())

    (outcome,) = _send(_till(shop), sent)

    assert outcome["outcome"] == "booked"
    assert Order.objects.get().placed_at == synced_at
    assert "clock" in LateDifference.objects.values_list("cause", flat=True)
    assert all_differences() == []


@pytest.mark.parametrize("made_at", ["9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"])
def test_a_clock_at_the_end_of_time_is_moved_to_now_and_noted(made_at: str) -> None:
    shop = Shop()

    (outcome,) = _send(_till(shop), envelope(shop.staff, (shop.coffee, 1), made_at=made_at, synced_at=made_at))

    order = Order.objects.get()
    assert outcome["outcome"] == "booked"
    assert order.placed_at == order.booked_at
    assert "clock" in LateDifference.objects.values_list("cause", flat=True)
    assert all_differences() == []


def test_sums_beyond_the_books_are_refused_by_themselves() -> None:
    shop = Shop()
    coupon = make_coupon(percent_bp=10_000)
    huge = envelope(shop.staff, (shop.coffee, 9_999, 99_999_999), coupons=(coupon,), tenders=[])
    good = envelope(shop.staff, (shop.coffee, 1))

    outcomes = _send(_till(shop), huge, good)

    assert [each["outcome"] for each in outcomes] == ["refused", "booked"]
    assert outcomes[0]["problem"]["code"] in {"out_of_range", "input_invalid"}
    assert all_differences() == []


def test_ids_of_something_else_are_refused_by_themselves() -> None:
    shop = Shop()
    first = envelope(shop.staff, (shop.coffee, 1))
    stolen = envelope(shop.staff, (shop.coffee, 1))
    stolen["lines"][0]["uid"] = first["lines"][0]["uid"]

    outcomes = _send(_till(shop), first, stolen, envelope(shop.staff, (shop.coffee, 1)))

    assert [each["outcome"] for each in outcomes] == ["booked", "refused", "booked"]
    assert outcomes[1]["problem"]["code"] == "uid_taken"
    assert all_differences() == []


def test_a_register_of_another_store_is_refused_and_another_one_of_the_store_is_not() -> None:
    shop, other = Shop(), Shop()
    till = _till(shop)
    theirs = envelope(shop.staff, (shop.coffee, 1), register_uid=str(other.register.uid))
    ours = envelope(shop.staff, (shop.coffee, 1), register_uid=str(shop.register.uid))

    outcomes = _send(till, theirs, ours)

    assert [each["outcome"] for each in outcomes] == ["refused", "booked"]
    assert outcomes[0]["problem"]["code"] == "register_not_found"


def test_who_sold_stands_on_the_order_and_who_sent_it_in_the_staff_log() -> None:
    shop = Shop()
    sender = make_staff(store=shop.store)
    sent = envelope(shop.staff, (shop.coffee, 1))
    till = _till(shop, sender)

    _send(till, sent)
    _send(till, sent)

    order = Order.objects.get()
    entry = DeedRecord.objects.get(deed="sell")
    assert order.staff_id == shop.staff.pk
    assert LateSale.objects.get().sent_by_id == entry.staff_id == sender.pk
    assert entry.subject_uid == str(order.uid)
    assert entry.told[0][1]["made_offline"] is True


def test_who_may_not_sell_sends_nothing() -> None:
    shop = Shop()
    marketer = make_staff(store=shop.store, role="marketer")

    answer = _till(shop, marketer).post(
        "/till/envelopes", {"envelopes": [envelope(shop.staff, (shop.coffee, 1))]}, key=None
    )

    assert (answer.status, answer.code) == (403, "not_allowed")
    assert not Order.objects.exists()


def test_terms_say_what_a_till_may_do_alone(settings: Any) -> None:
    settings.OFFLINE_PER_SALE_MINOR, settings.OFFLINE_COUPON_KINDS = 1_500, ["member"]
    shop, coupon = Shop(), make_coupon()
    till = _till(shop)

    terms = till.get("/till/offline-terms").body
    _send(till, envelope(shop.staff, (shop.coffee, 2), coupons=(coupon,)))

    assert (terms["most_per_sale_minor"], terms["most_hours"], terms["most_envelopes"]) == (1_500, 24, 25)
    assert terms["coupons"] == {"kinds": ["member"], "uses_per_register": 1}
    assert "void" in terms["forbidden"]
    causes = set(LateDifference.objects.values_list("cause", flat=True))
    assert {"sale_over_limit", "coupon_allowance"} <= causes


def test_a_till_of_yesterday_sends_the_same_bytes_after_a_member_was_added_to_the_schema() -> None:
    shop = Shop()
    sent = envelope(shop.staff, (shop.coffee, 1))
    del sent["assortment_version"]
    till = _till(shop)
    _send(till, sent)

    (again,) = _send(till, json.loads(json.dumps(sent)))

    assert again["outcome"] == "repeated"


def test_a_sale_of_this_minute_is_no_difference() -> None:
    shop = Shop()
    now = timezone.now() - timedelta(seconds=20)
    sent = envelope(shop.staff, (shop.coffee, 1), made_at=now.isoformat(), synced_at=now.isoformat(), uid=str(uuid7()))

    _send(_till(shop), sent)

    assert LateSale.objects.get().difference_count == 0
