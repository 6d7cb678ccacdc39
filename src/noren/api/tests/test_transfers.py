"""Transfers over the API: the whole way, every repeat, and refusals with their place."""

from typing import Any

import pytest

from noren.api.tests.client import Caller, integrator
from noren.kernel.ids import uuid7
from noren.people.tokens import Scope
from noren.stock.models import Level
from noren.stock.transfers.models import Transfer, TransferArrival
from noren.timeline.models import Event
from tests.factories import all_differences, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller() -> Caller:
    """Two stores, ten packets of coffee in the first, and a token for everything."""
    here, _there = make_store(code="S001"), make_store(code="S002")
    stock_up(here, make_variant(sku="COFFEE"), 10)
    stock_up(here, make_variant(sku="TEA"), 10)
    return integrator()


def drafted(caller: Caller, **fields: object) -> Any:
    """A transfer of six packets of coffee and two of tea."""
    lines = [{"sku": "COFFEE", "pieces": 6}, {"sku": "TEA", "pieces": 2}]
    return caller.post("/transfers", {"from_store": "S001", "to_store": "S002", "lines": lines, **fields})


def sent(caller: Caller) -> str:
    """The path of a transfer that is on the way."""
    path = f"/transfers/{drafted(caller).body['uid']}"
    caller.post(f"{path}/ready")
    caller.post(f"{path}/send", {})
    return path


def test_a_transfer_goes_its_whole_way(caller: Caller) -> None:
    uid = str(uuid7())

    first, repeat = (drafted(caller, uid=uid, expected_on="2026-07-06", note="フェア用") for _ in range(2))
    assert (first.status, first.body["status"], repeat.body) == (201, "draft", first.body)
    changed = caller.patch(
        f"/transfers/{uid}", {"from_store": "S001", "to_store": "S002", "lines": [{"sku": "COFFEE", "pieces": 5}]}
    )
    assert [(line["sku"], line["wanted"], line["available"]) for line in changed.body["lines"]] == [("COFFEE", 5, 10)]
    assert caller.post(f"/transfers/{uid}/ready").body["status"] == "ready"
    gone = caller.post(f"/transfers/{uid}/send", {"lines": [{"sku": "COFFEE", "pieces": 4}]}).body
    assert (gone["status"], gone["lines"][0]["on_the_way"]) == ("in_transit", 4)
    came = {"uid": str(uuid7()), "lines": [{"sku": "COFFEE", "pieces": 3, "damaged": 1}], "seen_arrivals": 0}
    partly, again = (caller.post(f"/transfers/{uid}/receive", came) for _ in range(2))
    assert (partly.body["status"], again.body) == ("partly_received", partly.body)
    lost = {"lines": [{"sku": "COFFEE", "pieces": 0, "difference": "lost", "remark": "破れ"}], "is_closing": True}
    ended = caller.post(f"/transfers/{uid}/receive", lost).body

    assert ended["status"] == "received"
    line = {name: ended["lines"][0][name] for name in ("sent", "received", "damaged", "lost", "remark", "difference")}
    assert line == {"sent": 4, "received": 3, "damaged": 1, "lost": 1, "remark": "破れ", "difference": "lost"}
    assert [each["pieces"] for each in ended["arrivals"]] == [3, 0]
    assert caller.get(f"/transfers/{uid}").body == ended
    assert set(Event.objects.filter(name__startswith="Transfer").values_list("channel", flat=True)) == {"api"}
    assert all_differences() == []


def test_everything_is_received_without_a_list(caller: Caller) -> None:
    path = sent(caller)

    received = caller.post(f"{path}/receive", {})

    assert received.body["status"] == "received"
    assert Level.objects.get(store__code="S002", variant__sku="COFFEE").on_hand == 6


def test_a_key_does_a_step_once(caller: Caller) -> None:
    path = sent(caller)
    count = {"lines": [{"sku": "COFFEE", "pieces": 3}]}

    first, repeat = (caller.post(f"{path}/receive", count, key="count-1") for _ in range(2))

    assert (repeat.headers["Idempotency-Replayed"], repeat.body) == ("true", first.body)
    assert TransferArrival.objects.count() == 1


def test_goods_that_are_not_available_are_listed_line_by_line(caller: Caller) -> None:
    lines = [{"sku": "COFFEE", "pieces": 11}, {"sku": "TEA", "pieces": 12}]
    path = f"/transfers/{drafted(caller, lines=lines).body['uid']}"

    reply = caller.post(f"{path}/ready")

    assert (reply.status, reply.code, reply.body["field"]) == (409, "transfer_goods_missing", "lines.COFFEE")
    assert [(line["sku"], line["wanted"], line["available"]) for line in reply.body["lines"]] == [
        ("COFFEE", 11, 10),
        ("TEA", 12, 10),
    ]


@pytest.mark.parametrize(
    ("step", "body", "status", "code"),
    [
        ("receive", {"lines": [{"sku": "COFFEE", "pieces": 7}]}, 422, "transfer_difference_unnamed"),
        (
            "receive",
            {"lines": [{"sku": "COFFEE", "pieces": 5}], "is_closing": True},
            422,
            "transfer_difference_unnamed",
        ),
        ("receive", {"lines": [{"sku": "COFFEE", "pieces": 1, "damaged": 2}]}, 422, "transfer_damaged_too_many"),
        ("receive", {"lines": []}, 422, "transfer_empty"),
        ("receive", {"lines": [{"sku": "NONE", "pieces": 1}]}, 404, "sku_not_found"),
        ("receive", {"seen_arrivals": 1}, 409, "transfer_moved"),
        ("receive", {"lines": [{"sku": "COFFEE", "pieces": -1}]}, 422, "input_invalid"),
        ("receive", {"difference": "lost"}, 422, "input_invalid"),
        ("cancel", {}, 422, "transfer_whereabouts_missing"),
        ("cancel", {"goods_are": "somewhere"}, 422, "input_invalid"),
        ("send", {"lines": [{"sku": "COFFEE", "pieces": 1}]}, 409, "transfer_not_possible"),
        ("send", {"lines": [{"sku": "COFFEE", "pieces": 7}]}, 422, "transfer_sent_too_many"),
        ("send", {"lines": [{"sku": "NONE", "pieces": 1}]}, 422, "line_not_of_transfer"),
        ("ready", None, 409, "transfer_not_possible"),
    ],
)
def test_a_step_that_cannot_be_is_refused_and_changes_nothing(
    caller: Caller, step: str, body: object, status: int, code: str
) -> None:
    path = sent(caller)
    before = caller.get(path).body

    reply = caller.post(f"{path}/{step}", body)

    assert (reply.status, reply.code) == (status, code)
    assert caller.get(path).body == before


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"to_store": "S001"}, 422, "transfer_same_store"),
        ({"to_store": "NONE"}, 404, "store_not_found"),
        ({"lines": []}, 422, "input_invalid"),
        ({"lines": [{"sku": "NONE", "pieces": 1}]}, 404, "sku_not_found"),
        ({"lines": [{"sku": "TEA", "pieces": 600_000}] * 2}, 422, "move_quantity_invalid"),
        ({"expected_on": "1850-01-01"}, 422, "input_invalid"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(caller: Caller, change: dict[str, object], status: int, code: str) -> None:
    reply = drafted(caller, **change)

    assert (reply.status, reply.code) == (status, code)
    assert Transfer.objects.count() == 0


def test_a_uid_is_for_one_draft(caller: Caller) -> None:
    uid = str(uuid7())
    drafted(caller, uid=uid)

    assert drafted(caller, uid=uid, note="else").code == "transfer_uid_taken"
    assert caller.get(f"/transfers/{uuid7()}").code == "transfer_not_found"


def test_goods_on_the_way_are_cancelled_with_their_whereabouts(caller: Caller) -> None:
    path = sent(caller)

    cancelled = caller.post(f"{path}/cancel", {"goods_are": "back", "reason": "事故"}).body

    assert (cancelled["status"], cancelled["goods_are"], cancelled["lines"][0]["returned"]) == ("canceled", "back", 6)
    assert all_differences() == []


def test_transfers_are_listed_page_by_page_and_filtered(caller: Caller) -> None:
    first, second = drafted(caller).body["uid"], sent(caller).removeprefix("/transfers/")

    page = caller.get("/transfers", limit=1).body
    rest = caller.get("/transfers", limit=1, before_id=page["next_before_id"]).body

    assert [each["uid"] for each in (*page["transfers"], *rest["transfers"])] == [second, first]
    assert rest["next_before_id"] is None
    assert [each["uid"] for each in caller.get("/transfers", status="draft").body["transfers"]] == [first]
    assert caller.get("/transfers", from_store="S002").body["transfers"] == []
    assert (page["transfers"][0]["wanted"], page["transfers"][0]["line_count"]) == (8, 2)


def test_a_token_without_the_scope_reads_and_writes_nothing(caller: Caller) -> None:
    reader = integrator(scopes=frozenset({Scope.TRANSFERS_READ}))
    other = integrator(scopes=frozenset({Scope.STOCK_READ}))

    assert other.get("/transfers").code == "scope_missing"
    assert drafted(reader).code == "scope_missing"
    assert reader.get("/transfers").status == 200
