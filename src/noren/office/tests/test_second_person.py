"""A second person for what is beyond a limit: limits in the office, write-offs, stocktakes, prices; the API too."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from noren.api.tests.client import integrator
from noren.kernel.ids import uuid7
from noren.office.second_person import price_changes_by
from noren.office.tests.signing_in import signed_in, working
from noren.office.tests.test_stock_work import text
from noren.people.limits import limits, set_limit
from noren.people.models import Approval, DeedRecord, LimitKind, Role
from noren.stock.count import open_count
from noren.stock.count_goods import Counted, count_goods
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, Count
from noren.stock.set_aside import set_aside
from noren.timeline.models import Event
from tests.factories import all_differences, make_staff, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


class Two:
    """A store with two managers and twenty pieces for 1,000 yen, ten of them set aside as damaged; a limit of 5,000."""

    def __init__(self) -> None:
        self.store, self.beans = make_store(code="S001"), make_variant(price_minor=1_000, sku="100042")
        self.level = stock_up(self.store, self.beans, 20)
        cause = Cause("office", uuid7(), timezone.now(), "濡れた")
        names = {self.beans.pk: "豆"}
        set_aside(self.store.pk, {self.beans.pk: 10}, AsideState.DAMAGED, cause=cause, names=names)
        self.one, self.other = (
            make_staff(role=Role.MANAGER, store=self.store, password=PASSWORD) for _person in range(2)
        )
        self.manager = in_english(signed_in(self.one.account))
        for kind in (LimitKind.WRITE_OFF, LimitKind.COUNT):
            set_limit(kind, 5_000, at=timezone.now())

    def on_hand(self) -> int:
        """What is in the building."""
        self.level.refresh_from_db()
        return self.level.on_hand

    def throw_away(self, pieces: int, **typed: object) -> str:
        """The form on the page of the level, sent and followed."""
        form = {"deed": "throw_away", "state": "damaged", "pieces": pieces, "reason": "カビ", **typed}
        return text(self.manager.post(f"/office/levels/{self.level.pk}/deed/", form, follow=True))

    def second(self) -> dict[str, object]:
        """The other manager's code and password."""
        return {"staff_code": self.other.code, "password": PASSWORD}

    def counted(self, pieces: int) -> Count:
        """A stocktake in which so many were found."""
        count = open_count(uuid7(), store_id=self.store.pk, name="月末", at=timezone.now())
        found = [Counted(uuid7(), self.beans.pk, pieces)]
        count_goods(count.uid, found, area="", names={self.beans.pk: "豆"}, at=timezone.now(), staff_id=None)
        return count


def in_english(client: Client) -> Client:
    """The same browser, reading English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_manager_throws_little_away_alone_and_much_with_another_manager() -> None:
    two = Two()
    page = text(two.manager.get(f"/office/levels/{two.level.pk}/"))
    assert "Above ¥5,000 a second person types this" in page

    assert "Taken out of the building" in two.throw_away(3)
    assert "A second person must approve this." in two.throw_away(6)
    own = {"staff_code": two.one.code, "password": PASSWORD}
    assert "Somebody else must approve this" in two.throw_away(6, **own)
    assert two.on_hand() == 17

    set_limit(LimitKind.WRITE_OFF, 3_000, at=timezone.now())
    assert "Taken out of the building" in two.throw_away(4, **two.second())

    assert two.on_hand() == 13
    approval = Approval.objects.get()
    assert (approval.asked_by, approval.approved_by, approval.amount_minor) == (two.one, two.other, 4_000)
    assert approval.used_at is not None
    entry = DeedRecord.objects.get(deed="write_off_large", outcome="done")
    assert (entry.approval, entry.staff, entry.reason) == (approval, two.one, "カビ")
    assert all_differences() == []


def test_throwing_away_is_a_form_of_its_own_and_done_once_however_often_it_is_pressed() -> None:
    two = Two()
    page = text(two.manager.get(f"/office/levels/{two.level.pk}/"))
    forms = [each.split("</form>")[0] for each in page.split("<form")]
    (form,) = (each for each in forms if 'name="password"' in each)
    assert re.findall(r'<button[^>]*value="(\w+)"', form) == ["throw_away"]
    uid = re.search(r'name="uid" value="([0-9a-f-]{36})"', form)[1]  # type: ignore[index]

    for _press in range(2):
        assert "Taken out of the building" in two.throw_away(6, uid=uid, **two.second())
    assert "Taken out of the building" in two.throw_away(6, uid=uid)
    assert "used for something else" in two.throw_away(1, uid=uid)

    assert two.on_hand() == 14
    assert Approval.objects.get().content["uid"] == uid
    assert all_differences() == []


def test_a_closed_stocktake_asks_nobody_again() -> None:
    two = Two()
    count = two.counted(10)
    url, close = f"/office/stocktakes/{count.uid}/", {"deed": "close", "uncounted": "leave"}

    for _press in range(2):
        assert "is closed" in text(two.manager.post(url, close | two.second(), follow=True))

    assert Approval.objects.count() == 1


def test_a_stocktake_with_large_differences_is_closed_in_twos_and_surplus_hides_nothing() -> None:
    two = Two()
    cups = make_variant(price_minor=1_000)
    stock_up(two.store, cups, 10)
    count = two.counted(17)
    more = [Counted(uuid7(), cups.pk, 13)]
    count_goods(count.uid, more, area="", names={cups.pk: "カップ"}, at=timezone.now(), staff_id=None)
    url, close = f"/office/stocktakes/{count.uid}/", {"deed": "close", "uncounted": "leave"}
    assert "Above ¥5,000 a second person types this" in text(two.manager.get(url))

    assert "A second person must approve this." in text(two.manager.post(url, close, follow=True))
    count.refresh_from_db()
    assert (count.status, two.on_hand()) == ("open", 20)
    assert "is closed" in text(two.manager.post(url, close | two.second(), follow=True))

    assert two.on_hand() == 17
    assert Approval.objects.get().amount_minor == 6_000
    assert DeedRecord.objects.filter(deed="close_count_large", outcome="done").count() == 1
    assert all_differences() == []


def test_head_office_does_it_alone_and_is_not_asked() -> None:
    two = Two()
    owner = in_english(working(Role.HEAD_OFFICE))
    count = two.counted(2)

    page = text(owner.get(f"/office/stocktakes/{count.uid}/"))
    owner.post(f"/office/stocktakes/{count.uid}/", {"deed": "close"})

    assert "a second person types this" not in page
    assert two.on_hand() == 2


def test_a_large_change_of_a_price_takes_two_of_head_office() -> None:
    beans = make_variant(price_minor=1_000, sku="100042")
    owner, partner = (make_staff(role=Role.HEAD_OFFICE, password=PASSWORD) for _person in range(2))
    office = in_english(signed_in(owner.account))
    url = f"/office/catalog/variant/{beans.pk}/change/"
    form = {"product_code": beans.product.code, "sku": beans.sku, "name": "", "gtin": "", "is_active": "on"}

    def price(minor: int, **typed: object) -> tuple[int, int]:
        status = office.post(url, {**form, "price_minor": minor, **typed}).status_code
        beans.refresh_from_db()
        return status, beans.price_minor

    assert "A second person" not in text(office.get(url)).split("<main")[1]
    assert price(500) == (302, 500)
    set_limit(LimitKind.PRICE, 20, at=timezone.now())
    assert "more than 20 %" in text(office.get(url))
    assert price(600) == (302, 600)
    assert price(721) == (200, 600)
    assert price(721, staff_code=partner.code, password="wrong") == (200, 600)
    assert price(721, staff_code=owner.code, password=PASSWORD) == (200, 600)
    manager = make_staff(role=Role.MANAGER, password=PASSWORD)
    assert price(721, staff_code=manager.code, password=PASSWORD) == (200, 600)

    assert price(721, staff_code=partner.code, password=PASSWORD) == (302, 721)

    approval = Approval.objects.get()
    assert (approval.store, approval.asked_by, approval.approved_by) == (None, owner, partner)
    assert approval.content["after"] == 721
    entry = DeedRecord.objects.get(deed="price_large", outcome="done")
    assert entry.approval == approval
    assert PASSWORD not in str(entry.changes)
    assert text(in_english(working(Role.HEAD_OFFICE)).get("/office/people/approval/")).count(
        "a large change of a price"
    )


@pytest.mark.parametrize(
    ("before", "after", "percent"), [(1_000, 1_200, 20), (1_000, 1_201, 21), (1_000, 0, 100), (0, 5, 100), (0, 0, 0)]
)
def test_a_price_changes_by_percent_of_the_price_before_rounded_up(before: int, after: int, percent: int) -> None:
    assert price_changes_by(before, after) == percent


def test_head_office_sets_limits_and_the_usual_ones_ask_nobody_for_what_was_not_asked_before() -> None:
    owner = in_english(working(Role.HEAD_OFFICE))
    usual = {kind.value: limit for kind, limit in limits().items()}
    of_cash = {"refund": 10_000, "correction": 50_000, "cash_out": 30_000}
    of_cash |= {"markdown": 3_000, "markdown_pct": 30}
    assert usual == of_cash | {"write_off": None, "count": None, "price": None}
    typed = {"refund": "8,000", "correction": "３０００", "write_off": "3000", "count": "", "price": "30%"}
    typed |= {"cash_out": "30000", "markdown": "3000", "markdown_pct": "30"}

    page = text(owner.post("/office/second-person/", typed, follow=True))

    assert "They hold from now on." in page
    assert list(limits().values()) == [8_000, 3_000, 3_000, None, 30, 30_000, 3_000, 30]
    told = Event.objects.filter(name="Approval Limit Set").order_by("pk")
    assert [event.properties["kind"] for event in told] == ["refund", "correction", "write_off", "price"]
    assert "whole number" in text(owner.post("/office/second-person/", typed | {"price": "half"}, follow=True))
    owner.post("/office/second-person/", typed | {"correction": ""})
    assert list(limits().values()) == [8_000, None, 3_000, None, 30, 30_000, 3_000, 30]
    assert working(Role.MANAGER, make_store()).get("/office/second-person/").status_code == 403


def test_loosening_the_limit_of_prices_takes_two_under_the_old_one_unless_nobody_else_is_there() -> None:
    owner = make_staff(role=Role.HEAD_OFFICE, password=PASSWORD)
    office = in_english(signed_in(owner.account))

    def price(limit: str, **typed: object) -> int | None:
        usual = {kind.value: "" if now is None else now for kind, now in limits().items()}
        office.post("/office/second-person/", usual | {"price": limit, **typed})
        return limits()[LimitKind.PRICE]

    assert [price("20"), price("30"), price("20")] == [20, 30, 20]
    partner = make_staff(role=Role.HEAD_OFFICE, password=PASSWORD)
    assert "To raise or empty this limit" in text(office.get("/office/second-person/"))
    assert [price("21"), price(""), price("21", staff_code=owner.code, password=PASSWORD)] == [20, 20, 20]
    assert price("10") == 10
    assert price("", staff_code=partner.code, password=PASSWORD) is None

    approval = Approval.objects.get()
    assert (approval.asked_by, approval.approved_by, approval.content["before"]) == (owner, partner, 10)
    assert DeedRecord.objects.get(deed="price_large", outcome="done").approval == approval
    told = Event.objects.filter(name="Approval Limit Set", properties__kind="price").order_by("pk")
    assert [event.properties["limit"] for event in told] == [20, 30, 20, 10, None]


def test_a_program_is_told_how_a_second_person_approves_and_does_it_so() -> None:
    two = Two()
    program = integrator()
    wanted = {"store_code": "S001", "sku": "100042", "pieces": 6, "state": "damaged", "reason": "カビ"}
    count = two.counted(18)

    refused = program.post("/stock/throw-away", wanted)
    wrong = program.post("/stock/throw-away", wanted | {"approver": {"staff_code": two.one.code, "password": "x"}})

    assert (refused.status, refused.code, refused.body["field"]) == (403, "approval_needed", "approver")
    assert (refused.body["limit"], refused.body["amount"]) == (5_000, 6_000)
    assert "approver" in refused.body["how"]
    assert (wrong.status, two.on_hand()) == (401, 20)
    approver = {"staff_code": two.one.code, "password": PASSWORD}
    done = program.post("/stock/throw-away", wanted | {"approver": approver})
    assert (done.status, done.body["on_hand"]) == (200, 14)
    closed = program.post(f"/stock/counts/{count.uid}/close", {})
    assert (closed.status, closed.body["status"]) == (200, "closed")
    assert Approval.objects.get().asked_by is None
    large = two.counted(0)
    assert program.post(f"/stock/counts/{large.uid}/close", {}).code == "approval_needed"
    assert program.post(f"/stock/counts/{large.uid}/close", {"approver": approver}).status == 200
    assert two.on_hand() == 0
    assert all_differences() == []


def test_a_repeat_of_a_program_asks_the_second_person_no_more_and_keeps_no_trace_of_the_password() -> None:
    two = Two()
    program = integrator()
    wanted = {"store_code": "S001", "sku": "100042", "pieces": 6, "state": "damaged", "reason": "カビ"}
    approver = {"staff_code": two.one.code, "password": PASSWORD}
    first = program.post("/stock/throw-away", wanted | {"approver": approver}, key="k1")
    again = program.post("/stock/throw-away", wanted | {"approver": approver}, key="k1")
    other = program.post("/stock/throw-away", wanted | {"approver": approver | {"password": "other"}}, key="k1")

    assert (first.status, again.body, other.body) == (200, first.body, first.body)
    assert other.headers["Idempotency-Replayed"] == "true"
    reused = program.post("/stock/throw-away", wanted | {"pieces": 1, "approver": approver}, key="k1")
    assert reused.code == "idempotency_key_reused"
    close = f"/stock/counts/{two.counted(0).uid}/close"
    assert [program.post(close, {"approver": approver}, key="k2").status for _time in range(2)] == [200, 200]
    assert Approval.objects.count() == 2
    assert two.on_hand() == 0
