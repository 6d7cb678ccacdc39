"""Markdowns over the API of the till: what is quoted, what a clerk may alone, and what a second person approves."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from noren.api.tests.client import Caller, Reply, integrator
from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.orders.late.models import LateDifference
from noren.orders.late.tests.devices import envelope
from noren.orders.markdowns.models import MarkdownGiven
from noren.orders.models import Order
from noren.people.models import Approval, DeedRecord, Role, StaffMember
from noren.pricing import MarkdownKind
from noren.stores.models import Register
from tests.factories import all_differences, make_register, make_staff, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


@dataclass(frozen=True, slots=True)
class Desk:
    """A register with a clerk signed in at it, a manager nearby, and goods for 1,000 yen."""

    register: Register
    variant: Variant
    clerk: StaffMember
    manager: StaffMember
    till: Caller

    def approve(self, sale: dict[str, Any]) -> Reply:
        """The manager approves the markdowns of a sale."""
        asked = {
            "deed": "mark_down",
            "order_uid": sale["uid"],
            "lines": [{name: line[name] for name in ("uid", "sku", "quantity")} for line in sale["lines"]],
            "markdowns": sale["markdowns"],
        }
        wanted = {"request": asked, "staff_code": self.manager.code, "password": PASSWORD}
        return self.till.post("/till/approvals", wanted, key=None)

    def sale(self, off_minor: int, *, pieces: int = 1, reason: str = "傷あり") -> dict[str, Any]:
        """So many pieces, with so much off their line."""
        line = {"uid": str(uuid7()), "sku": self.variant.sku, "quantity": pieces, "unit_price_minor": 1_000}
        total = pieces * 1_000 - off_minor
        return {
            "uid": str(uuid7()),
            "lines": [line],
            "markdowns": [{"line_uid": line["uid"], "kind": "amount", "value": off_minor, "reason": reason}],
            "tenders": [{"uid": str(uuid7()), "amount_minor": total}] if total else [],
            "expected_total_minor": total,
        }

    def quote(self, sale: dict[str, Any]) -> Reply:
        """What it costs."""
        return self.till.post("/till/quote", {"lines": sale["lines"], "markdowns": sale["markdowns"]}, key=None)


@pytest.fixture
def desk() -> Desk:
    register, variant = make_register(make_store()), make_variant(price_minor=1_000)
    stock_up(register.store, variant, 50)
    clerk = make_staff(role=Role.CLERK, store=register.store, password=PASSWORD)
    manager = make_staff(role=Role.MANAGER, store=register.store, password=PASSWORD)
    who = {"staff_code": clerk.code, "password": PASSWORD}
    place = {"store_code": register.store.code, "register_code": register.code}
    till = Caller(Caller().post("/till/sign-in", who | place, key=None).body["token"])
    return Desk(register, variant, clerk, manager, till)


def test_a_clerk_takes_a_little_off_alone_and_the_log_says_what_and_why(desk: Desk) -> None:
    sale = desk.sale(300)

    quoted = desk.quote(sale)
    done = desk.till.post("/till/sales", sale)

    assert (quoted.body["total_minor"], quoted.body["markdown_minor"], quoted.body["needs_approval"]) == (700, 300, [])
    assert quoted.body["lines"][0]["discounts"] == [{"code": "@line", "amount_minor": 300}]
    assert (done.status, done.body["order"]["total_minor"]) == (201, 700)
    logged = DeedRecord.objects.filter(deed="mark_down").get()
    assert (logged.who, logged.subject_uid) == ("山口", sale["uid"])
    told = dict(logged.told)["Price Marked Down"]
    assert (told["amount_minor"], told["markdowns"][0]["reason"]) == (300, "傷あり")
    assert all_differences() == []


def test_a_clerk_takes_much_off_only_when_a_manager_approves_exactly_that(desk: Desk) -> None:
    sale, other = desk.sale(400), desk.sale(400)

    quoted = desk.quote(sale)
    refused = desk.till.post("/till/sales", sale)
    approved = desk.approve(sale)
    approval = {"approval_uid": approved.body["uid"]}
    changed = [{**sale["markdowns"][0], "reason": "展示品"}]
    of_other = desk.till.post("/till/sales", other | approval)
    with_other_reason = desk.till.post("/till/sales", sale | approval | {"markdowns": changed})
    done = desk.till.post("/till/sales", sale | approval)
    again = desk.till.post("/till/sales", desk.sale(400) | approval)

    assert quoted.body["needs_approval"] == ["mark_down_large"]
    assert (refused.status, refused.code) == (403, "approval_needed")
    assert (of_other.code, with_other_reason.code, again.code) == ("approval_invalid",) * 3
    assert (approved.status, done.status) == (201, 201)
    row = MarkdownGiven.objects.get()
    assert row.approval is not None
    assert (row.approval.approved_by, row.approval.amount_minor, row.approval.reason) == (desk.manager, 400, "傷あり")
    assert Order.objects.count() == 1


def test_a_little_off_that_a_manager_had_to_approve_says_who_did(desk: Desk, settings: Settings) -> None:
    settings.CLERKS_NEED_APPROVAL = ["mark_down"]
    sale = desk.sale(300)

    done = desk.till.post("/till/sales", sale | {"approval_uid": desk.approve(sale).body["uid"]})

    assert done.status == 201
    approval = MarkdownGiven.objects.get().approval
    assert approval is not None
    assert (approval.approved_by, approval.deeds) == (desk.manager, ["mark_down"])


def test_a_manager_takes_much_off_alone(desk: Desk) -> None:
    who = {"staff_code": desk.manager.code, "password": PASSWORD}
    place = {"store_code": desk.register.store.code, "register_code": desk.register.code}
    till = Caller(Caller().post("/till/sign-in", who | place, key=None).body["token"])

    done = till.post("/till/sales", desk.sale(1_000))

    assert (done.status, done.body["order"]["total_minor"]) == (201, 0)
    assert Approval.objects.count() == 0


def test_what_needs_nobody_else_is_not_approved(desk: Desk) -> None:
    assert desk.approve(desk.sale(10)).code == "not_allowed"


def test_a_markdown_that_cannot_be_is_named_at_its_place(desk: Desk) -> None:
    sale = desk.sale(100)
    line = sale["lines"][0]["uid"]
    wrong = [
        {"line_uid": line, "kind": "price", "value": 1_000, "reason": "値札違い"},
        {"line_uid": str(uuid7()), "kind": "amount", "value": 10, "reason": "値札違い"},
        {"kind": "price", "value": 10, "reason": "値札違い"},
    ]

    replies = [desk.quote(sale | {"markdowns": [each]}) for each in wrong]
    twice = desk.quote(sale | {"markdowns": sale["markdowns"] * 2})
    without_words = desk.quote(sale | {"markdowns": [{**sale["markdowns"][0], "reason": " "}]})

    assert [reply.code for reply in replies] == ["markdown_without_effect", "markdown_invalid", "markdown_invalid"]
    assert (twice.code, without_words.status) == ("markdown_invalid", 422)


def test_no_other_program_brings_a_price_of_its_own(desk: Desk) -> None:
    order = {
        "store_code": desk.register.store.code,
        "contact": {"name": "田中 一郎", "email": "tanaka@example.jp"},
        "lines": [{"uid": str(uuid7()), "sku": desk.variant.sku, "quantity": 1}],
    }
    markdowns = [{"kind": "amount", "value": 100, "reason": "なし"}]

    refused = integrator().post("/orders", order | {"markdowns": markdowns})

    assert refused.status == 422
    assert Order.objects.count() == 0


def test_a_till_is_told_the_limits_and_what_it_did_alone_is_booked_with_the_difference(desk: Desk) -> None:
    terms = desk.till.get("/till/offline-terms").body["markdowns"]
    sent = envelope(
        desk.clerk,
        (desk.variant, 2),
        by_hand=((MarkdownKind.PERCENT, 5_000, 0),),
        made_at=timezone.now().isoformat(),
        synced_at=timezone.now().isoformat(),
    )

    outcome = desk.till.post("/till/envelopes", {"envelopes": [sent]}, key=None).body["outcomes"][0]

    assert terms == {"most_minor": 3_000, "most_percent": 30}
    assert (outcome["outcome"], outcome["problem"]) == ("booked", None)
    assert list(LateDifference.objects.values_list("cause", "said", "ours")) == [("markdown_percent", 50, 30)]
    assert MarkdownGiven.objects.get().reason == "傷あり"
    assert all_differences() == []
