"""Words of a drawer over the API: a shift opened without a network, cash moved, and the sales that follow them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from noren.api.tests.client import Caller
from noren.api.tests.test_till_devices import enroll, send
from noren.kernel.ids import uuid7
from noren.orders.late.tests.devices import envelope
from noren.orders.models import Order, Receipt
from noren.orders.shifts.models import AloneOpening, DrawerEntry, Shift
from noren.orders.shifts.reading import report_of_shift
from noren.people.models import DeedRecord, Role, StaffMember
from noren.people.tokens import Scope, make_token
from noren.stores.devices.lock import let_device_send, lock_device
from noren.stores.devices.models import Device
from tests.factories import NOON, Shop, all_differences, make_register, make_staff

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
# As two tills that want the same rows at once are told.
_BUSY = """
CREATE FUNCTION pg_temp.busy() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '40001'; END $$;
CREATE TRIGGER busy BEFORE INSERT ON orders_aloneopening FOR EACH ROW EXECUTE FUNCTION pg_temp.busy();
"""


def _till(shop: Shop, staff: StaffMember | None = None) -> Caller:
    member = staff or shop.staff
    scopes = frozenset({Scope.TILL})
    return Caller(make_token(name="till", scopes=scopes, at=NOON, staff_id=member.pk, register_id=shop.register.pk))


def _send(till: Caller, *envelopes: Any) -> list[dict[str, Any]]:
    answer = till.post("/till/envelopes", {"envelopes": envelopes}, key=None)
    assert answer.status == 200, answer.body
    return list(answer.body["outcomes"])


def _word(shop: Shop, kind: str, **fields: Any) -> dict[str, Any]:
    values = {
        "kind": kind,
        "uid": str(uuid7()),
        "register_uid": str(shop.register.uid),
        "staff_uid": str(shop.staff.uid),
        "made_at": NOON.isoformat(),
        "clock_offset_s": 0,
        "synced_at": (NOON - MINUTE).isoformat(),
    }
    return values | fields


def _opening(shop: Shop, **fields: Any) -> dict[str, Any]:
    return _word(shop, "open_shift", **{"counts": [{"value_minor": 1_000, "pieces": 30}], **fields})


def _cash(shop: Shop, amount_minor: int = 5_000, **fields: Any) -> dict[str, Any]:
    said = {"purpose": "change", "amount_minor": amount_minor, "reason": "お釣り"}
    return _word(shop, "move_cash", **{"made_at": (NOON + MINUTE).isoformat(), **said, **fields})


def _sale(shop: Shop, **fields: Any) -> dict[str, Any]:
    return envelope(shop.staff, (shop.coffee, 1), made_at=(NOON + 2 * MINUTE).isoformat(), **fields)


def test_an_opening_cash_and_sales_of_one_batch_stand_in_one_shift() -> None:
    shop = Shop()
    sent = [_opening(shop), _cash(shop), _sale(shop), _sale(shop)]

    outcomes = _send(_till(shop), *sent)

    shift = Shift.objects.get()
    assert [each["outcome"] for each in outcomes] == ["booked"] * 4
    assert shift.uid == UUID(str(sent[0]["uid"]))
    told = {"uid": str(shift.uid), "number": 1, "closed_at": None, "has_joined": False}
    assert [each["shift"] and each["shift"] | {"opened_at": ""} for each in outcomes] == [
        *[told | {"opened_at": ""}] * 2,
        None,
        None,
    ]
    assert list(Receipt.objects.values_list("shift_id", flat=True)) == [shift.pk] * 2
    assert report_of_shift(shift).cash.expected_minor == 37_000
    assert all_differences() == []


def test_a_batch_whose_answer_was_lost_is_told_the_same_again() -> None:
    shop = Shop()
    sent = [_opening(shop), _cash(shop), _sale(shop)]
    lost = _send(_till(shop), *sent)

    again = _send(_till(shop, make_staff(store=shop.store)), *sent)

    assert again == [each | {"outcome": "repeated"} for each in lost]
    assert (Shift.objects.count(), DrawerEntry.objects.count(), Order.objects.count()) == (1, 1, 1)


def test_a_till_reads_that_its_shift_was_opened_alone_and_when_that_was_heard() -> None:
    shop = Shop()
    till = _till(shop)
    _send(till, _opening(shop), _cash(shop))

    desk = till.get("/till/shifts/current").body

    opening = AloneOpening.objects.get()
    assert desk["shift"]["opened_at"] == NOON.isoformat().replace("+00:00", "Z")
    assert desk["shift"]["heard_at"] is not None
    assert desk["at"] >= desk["shift"]["heard_at"]
    assert [(each["amount_minor"], each["is_late"]) for each in desk["shift"]["moves"]] == [(5_000, False)]
    assert opening.heard_at > NOON


def test_after_an_opening_that_cannot_be_booked_now_nothing_overtakes_it() -> None:
    shop = Shop()
    till, before = _till(shop), _sale(shop)
    sent = [before, _opening(shop), _cash(shop), _sale(shop), {"kind": "sale", "uid": str(uuid7())}]
    with connection.cursor() as cursor:
        cursor.execute(_BUSY)

    outcomes = _send(till, *sent)

    assert [each["outcome"] for each in outcomes] == ["booked", *["not_now"] * 4]
    assert [each["uid"] for each in outcomes] == [each["uid"] for each in sent]
    assert {each["problem"]["code"] for each in outcomes[1:]} == {"busy"}
    assert (Shift.objects.count(), Order.objects.count()) == (0, 1)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER busy ON orders_aloneopening")
    assert [each["outcome"] for each in _send(till, *sent[1:4])] == ["booked"] * 3
    assert all_differences() == []


def test_an_opening_that_is_refused_keeps_no_sale_and_is_booked_by_who_may() -> None:
    shop = Shop()
    marketer = make_staff(role=Role.MARKETER, store=shop.store)
    opening = _opening(shop, staff_uid=str(marketer.uid))
    unreadable = _opening(shop, counts=[{"value_minor": 1_000, "pieces": -1}])

    refused, broken, sold = _send(_till(shop, shop.staff), _opening(shop, counts=[{"value_minor": 7, "pieces": 1}]),
                                  unreadable, _sale(shop))  # fmt: skip

    assert (refused["outcome"], refused["problem"]["code"]) == ("refused", "denomination_unknown")
    assert (broken["outcome"], broken["problem"]["field"]) == ("refused", "counts.0.pieces")
    assert sold["outcome"] == "booked"
    assert not Shift.objects.exists()
    (booked,) = _send(_till(shop, shop.staff), opening)
    assert booked["outcome"] == "booked"
    assert Shift.objects.get().opened_by_id == marketer.pk
    assert all_differences() == []


def test_the_log_says_who_sent_an_opening_and_what_they_may_not(settings: Settings) -> None:
    settings.CLERKS_NEED_APPROVAL = ("cash_out_large",)
    settings.CASH_OUT_LIMIT_MINOR = 1_000
    shop = Shop()
    large = _cash(shop, purpose="bank", amount_minor=1_001)

    outcomes = _send(_till(shop), _opening(shop), large, _sale(shop))

    assert [each["outcome"] for each in outcomes] == ["booked", "refused", "booked"]
    assert outcomes[1]["problem"]["code"] == "cash_out_large_alone"
    done = DeedRecord.objects.filter(outcome="done").order_by("pk").values_list("deed", flat=True)
    assert list(done) == ["open_shift", "sell"]
    denied = DeedRecord.objects.get(outcome="refused")
    assert (denied.deed, denied.refusal) == ("cash_out_large", "cash_out_large_alone")
    assert denied.subject_uid == str(large["uid"])
    assert [each["outcome"] for each in _send(_till(shop, make_staff(role=Role.MANAGER, store=shop.store)), large)] == [
        "booked"
    ]


def test_a_stopped_device_sends_its_opening_before_its_sales_and_none_of_another_register() -> None:
    shop = Shop()
    secret = enroll(shop.register)["device_secret"]
    elsewhere = make_register(shop.store, code="02")
    lock_device(Device.objects.get().uid, note="", at=NOON + MINUTE)
    let_device_send(Device.objects.get().uid, at=NOON + MINUTE)

    answer = send(secret, _opening(shop), _opening(shop, register_uid=str(elsewhere.uid)), _sale(shop))

    outcomes = answer.body["outcomes"]
    assert [each["outcome"] for each in outcomes] == ["booked", "refused", "booked"]
    assert outcomes[1]["problem"]["code"] == "device_elsewhere"
    assert Receipt.objects.get().shift_id == Shift.objects.get().pk
    assert AloneOpening.objects.get().sent_by_id == shop.staff.pk


def test_practice_is_no_word_of_a_drawer() -> None:
    shop = Shop()

    (outcome,) = _send(_till(shop), _opening(shop, is_training=True))

    assert outcome["problem"]["code"] == "training_not_booked"
    assert not Shift.objects.exists()


def test_terms_say_how_much_cash_a_till_lets_out_alone(settings: Settings) -> None:
    settings.CASH_OUT_LIMIT_MINOR = 12_000
    assert _till(Shop()).get("/till/offline-terms").body["most_cash_out_minor"] == 12_000
