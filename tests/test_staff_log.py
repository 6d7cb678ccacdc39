"""The staff log: every deed of staff leaves an entry, through the faces that they use, and nothing changes one."""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from noren.api.tests.client import Caller
from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.orders.late.models import LateSale
from noren.orders.late.tests.devices import late_sale
from noren.orders.models import Order, OrderLine
from noren.orders.place import place_order
from noren.orders.routing.models import RuleKind
from noren.orders.shifts.models import LateBatch, Shift
from noren.orders.shifts.reading import report_of_batch
from noren.orders.shipping.models import Shipment
from noren.orders.shipping.tests.desk import HOME
from noren.outreach.listeners import ORDER_MAILS
from noren.people.deed_words import DEED_WORDS
from noren.people.limits import set_limit
from noren.people.models import Approval, DeedRecord, LimitKind, Role
from noren.people.roles import Deed
from noren.stock.models import Level
from noren.stores.models import Store
from noren.timeline.consume import consume
from noren.timeline.sequence import sequence
from tests.factories import Shop, cash, counter_sale, make_coupon, make_member, make_staff, pickup, want

PASSWORD = "nagoya-castle-1612"
# Deeds that no face does yet.
NOWHERE = {Deed.ADJUST_POINTS}


class Day:
    """A day in a store: a clerk and a manager at its register, head office at a desk."""

    def __init__(self) -> None:
        self.shop = Shop(code="S001")
        self.other = Shop(code="S002")
        self.clerk_staff = make_staff(store=self.shop.store, password=PASSWORD)
        self.manager_staff = make_staff(role=Role.MANAGER, store=self.shop.store, password=PASSWORD)
        self.clerk, self.manager = self.at_till(self.clerk_staff.code), self.at_till(self.manager_staff.code)
        self.office = working(Role.HEAD_OFFICE)

    def at_till(self, code: str) -> Caller:
        """Somebody signs in at the register."""
        place = {"store_code": self.shop.store.code, "register_code": self.shop.register.code}
        answer = Caller().post("/till/sign-in", {"staff_code": code, "password": PASSWORD, **place}, key=None)
        return Caller(answer.body["token"])

    def sale(self, till: Caller, quantity: int = 2) -> dict[str, Any]:
        """A sale over the counter."""
        wanted = {
            "uid": uuid7(),
            "lines": [{"uid": uuid7(), "sku": self.shop.coffee.sku, "quantity": quantity}],
            "tenders": [{"uid": uuid7(), "amount_minor": 90_000}],
            "expected_total_minor": 1_000 * quantity,
        }
        done = till.post("/till/sales", wanted)
        assert done.status == 201, done.body
        return dict(done.body["order"])

    def back(self, order: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
        """Some of it comes back."""
        line = {"line_uid": order["lines"][0]["uid"], "quantity": quantity, "condition": "resalable"}
        return {
            "uid": uuid7(),
            "order_uid": order["uid"],
            "lines": [line],
            "reason": "サイズが合わない",
            "expected_minor": 1_000 * quantity,
        }

    def order(self, **more: Any) -> Any:
        """A pickup from the web."""
        return place_order(pickup(self.shop.store, want(self.shop.coffee), **more), at=timezone.now())


def _till(day: Day) -> None:
    sold = day.sale(day.clerk)
    assert day.clerk.post("/till/returns", day.back(sold)).status == 201
    _marked_down(day)
    late = day.sale(day.manager)
    Order.objects.filter(uid=late["uid"]).update(completed_at="2020-01-01T03:00Z")
    assert day.manager.post("/till/returns", day.back(late)).status == 201
    large = day.sale(day.manager, 30)
    assert day.manager.post("/till/returns", day.back(large, 20)).status == 201
    goods = [{"sku": day.shop.coffee.sku, "quantity": 1, "condition": "resalable"}]
    blind = {"uid": uuid7(), "goods": goods, "reason": "レシートなし", "expected_minor": 1_000}
    assert day.manager.post("/till/returns", blind).status == 201
    voided = day.sale(day.manager)
    assert day.manager.post(f"/till/sales/{voided['uid']}/void", {"reason": "打ち間違い"}).status == 200
    number = day.clerk.get("/till/sales").body["sales"][0]["number"]
    assert day.clerk.post(f"/till/receipts/{number}/print").status == 200


def _marked_down(day: Day) -> None:
    """All of a packet is taken off, which is much."""
    line = {"uid": uuid7(), "sku": day.shop.coffee.sku, "quantity": 1}
    markdown = {"line_uid": line["uid"], "kind": "price", "value": 0, "reason": "破損"}
    sale = {"uid": uuid7(), "lines": [line], "markdowns": [markdown], "tenders": [], "expected_total_minor": 0}
    assert day.manager.post("/till/sales", sale).status == 201
    assert day.office.get("/office/markdowns/?csv=1").status_code == 200


def _pickups(day: Day) -> None:
    ready, rejected = day.order(), day.order()
    assert day.clerk.post(f"/till/pickups/{ready.uid}/ready").status == 200
    sequence()
    consume(ORDER_MAILS)
    assert day.clerk.post(f"/till/orders/{ready.uid}/resend-mail", {}).status == 202
    tender = {
        "tenders": [{"uid": uuid7(), "amount_minor": 1_000}],
        "expected_total_minor": 1_000,
        "pickup_code": ready.pickup_code,
    }
    done = day.clerk.post(f"/till/pickups/{ready.uid}/hand-over", tender)
    assert done.status == 200, done.body
    assert day.clerk.post(f"/till/pickups/{rejected.uid}/reject", {"reason": "破損"}).status == 200


def _members(day: Day) -> None:
    new = {"uid": uuid7(), "family_name": "山田", "given_name": "花子", "email": "hanako@example.jp"}
    joined = day.clerk.post("/till/members", new)
    assert joined.status == 201, joined.body
    assert day.clerk.get(f"/till/members/{joined.body['uid']}").status == 200
    changed = day.manager.client.patch(
        f"/api/v1/till/members/{joined.body['uid']}",
        {"given_name": "花"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {day.manager.token}", "Idempotency-Key": str(uuid7())},
    )
    assert changed.status_code == 200, changed.content


def _desk(day: Day) -> None:
    office, store = day.office, day.shop.store
    canceled = day.order()
    _posted(office, f"/office/orders/{canceled.uid}/cancel/", {"reason": "お客様のご都合"})
    member = make_member()
    assert office.get(f"/office/customers/{member.uid}/").status_code == 200
    assert office.get("/office/orders/order/?format=csv").status_code == 200
    coupon = make_coupon(kind="member")
    _posted(office, "/office/coupons/grant/add/", {"coupon": coupon.pk, "member": member.email})
    _posted(office, "/office/campaigns/campaign/add/", _CAMPAIGN)
    _posted(
        office, "/office/stores/register/add/", {"store": store.pk, "code": "9", "name": "レジ9", "is_active": "on"}
    )
    _posted(office, "/office/catalog/category/add/", {"code": "tea", "name": "お茶", "glyph": "box"})
    staff = {"code": "Z042", "name": "山口", "email": "y@example.jp", "password": PASSWORD, "may_sign_in": "on"}
    _posted(office, "/office/people/staffmember/add/", staff | {"everywhere": ["marketer"]})
    office.post("/office/people/apitoken/add/", {"name": "ERP", "scopes": ["orders:read"]})
    file = {"kind": "stores", "is_dry_run": "on"}
    _upload(office, file)
    waits = place_order(pickup(store, want(day.shop.coffee), pay_by="bank_transfer"), at=timezone.now())
    money = {"uid": uuid7(), "amount": "1000", "words": "ヤマダ"}
    _posted(office, f"/office/orders/{waits.uid}/transfer/", money)


def _changes(day: Day) -> None:
    changed = day.order()
    line = OrderLine.objects.get(order__uid=changed.uid)
    form = {"uid": uuid7(), f"seen_{line.uid}": "1", f"pieces_{line.uid}": "2", "expected": "2000", "do": "save"}
    _posted(day.office, f"/office/orders/{changed.uid}/goods/", form)
    rules = {f"place_{kind}": str(place) for place, kind in enumerate(RuleKind, start=1)}
    rules |= {f"parameter_{kind}": "5" for kind in RuleKind} | {f"on_{kind}": "on" for kind in RuleKind}
    _posted(day.office, "/office/routing/", rules | {"deed": "save", "name": "近い順"})


def _parcels(day: Day) -> None:
    Store.objects.filter(pk=day.shop.store.pk).update(ships=True)
    home = {"fulfillment": "delivery", "delivery": HOME, "register_uid": day.shop.register.uid}
    sold = day.order(**home, staff_uid=day.clerk_staff.uid, contact=None, tenders=(cash(2_000),))
    parcel = Shipment.objects.get(order__uid=sold.uid)
    _posted(day.office, f"/office/to-ship/{parcel.uid}/pack/", {})


def _stock(day: Day) -> None:
    office, store = day.office, day.shop.store
    level = Level.objects.get(store=store, variant=day.shop.coffee)
    _posted(office, f"/office/stock/level/{level.pk}/change/", {"found": "90", "reason": "破損", "set_aside": "0"})
    note = {"uid": uuid7(), "store": store.pk, "supplier": "山田珈琲", "note_number": "D-7"}
    _posted(office, "/office/deliveries/new/", note | {"pasted": f"{day.shop.coffee.sku}\t4"})
    count = uuid7()
    _posted(office, "/office/stocktakes/new/", {"uid": count, "store": store.pk, "name": "月末", "pasted": ""})
    scan = {"deed": "scan", "uid": uuid7(), "code": day.shop.coffee.sku, "pieces": "6", "area": "棚A"}
    working(Role.CLERK, store).post(f"/office/stocktakes/{count}/shelf/", scan)


def _in_twos(day: Day) -> None:
    """What is beyond a limit: head office throws away and closes alone, and changes a price with another one of it."""
    office, store, coffee = day.office, day.shop.store, day.shop.coffee
    for kind in (LimitKind.WRITE_OFF, LimitKind.COUNT, LimitKind.PRICE):
        set_limit(kind, 1, at=timezone.now())
    level, count = Level.objects.get(store=store, variant=coffee), uuid7()
    aside = {"pieces": "3", "state": "damaged", "reason": "破損"}
    for deed in ("set_aside", "throw_away"):
        office.post(f"/office/levels/{level.pk}/deed/", aside | {"deed": deed})
    _posted(office, "/office/stocktakes/new/", {"uid": count, "store": store.pk, "name": "再棚卸し", "pasted": ""})
    scan = {"deed": "scan", "uid": uuid7(), "code": coffee.sku, "pieces": "6", "area": "棚A"}
    office.post(f"/office/stocktakes/{count}/shelf/", scan)
    office.post(f"/office/stocktakes/{count}/", {"deed": "close"})
    other = make_staff(role=Role.HEAD_OFFICE, password=PASSWORD)
    goods = {"product_code": coffee.product.code, "sku": coffee.sku, "name": coffee.name, "gtin": coffee.gtin or ""}
    price = {"price_minor": "1500", "is_active": "on", "staff_code": other.code, "password": PASSWORD}
    _posted(office, f"/office/catalog/variant/{coffee.pk}/change/", goods | price)


def _late_sales(day: Day) -> None:
    late = late_sale(day.shop.register, day.clerk_staff, (day.shop.coffee, 1, 900))
    place_order(late, at=timezone.now())
    _posted(day.office, f"/office/late-sales/{LateSale.objects.get().uid}/", {"note": "確認"})


def _transfers(day: Day) -> None:
    office = day.office
    for last in ("send", "cancel"):
        page = office.get("/office/transfers/new/").content.decode()
        uid = re.search(r'name="uid" value="([^"]+)"', page)
        assert uid
        form = {"uid": uid[1], "from_store": "S001", "to_store": "S002", "note": "", "do": "save"}
        _posted(office, "/office/transfers/new/", form | {"sku": [day.shop.coffee.sku], "pieces": ["2"], "pasted": ""})
        transfer = f"/office/transfers/{uid[1]}/"
        if last == "cancel":
            _posted(office, f"{transfer}cancel/", {"reason": "不要"})
            continue
        _posted(office, f"{transfer}ready/", {})
        pieces = {"sku": [day.shop.coffee.sku], f"pieces:{day.shop.coffee.sku}": "2"}
        _posted(office, f"{transfer}send/", pieces | {"do": "send"})
        _posted(office, f"{transfer}receive/", pieces | {"do": "receive", "uid": uuid7()})


def _shifts(day: Day) -> None:
    """A drawer is opened, checked and closed; a sale comes late."""
    thousands, till = [{"value_minor": 1_000, "pieces": 90}], day.manager
    shift = f"/till/shifts/{till.post('/till/shifts', {'uid': uuid7(), 'counts': thousands}).body['uid']}"
    taken = {"purpose": "bank", "amount_minor": 60_000, "reason": "銀行へ"}
    assert till.post(f"{shift}/cash", taken | {"uid": uuid7()}).status == 201
    assert till.post(f"{shift}/checks", {"uid": uuid7()}).status == 201
    assert till.post(f"{shift}/close", {"counts": thousands, "reason": "数え間違い"}).status == 200
    closed = Shift.objects.get()
    late = counter_sale(day.shop.register, day.clerk_staff, want(day.shop.coffee), tendered_minor=90_000)
    place_order(late, at=closed.opened_at)
    page, batch = f"/office/shifts/{closed.uid}/", LateBatch.objects.get()
    _posted(
        day.office,
        page,
        {"deed": "acknowledge", "batch": str(batch.uid), "seen": report_of_batch(closed.pk, batch.pk).digest},
    )
    assert day.office.get(f"{page}?csv=1").status_code == 200


_CAMPAIGN = {"code": "autumn", "name": "秋", "starts_at": "2026-09-01T00:00", "ends_at": "2026-10-01T00:00"}


def _posted(client: Client, path: str, form: dict[str, Any]) -> None:
    answer = client.post(path, form)
    assert answer.status_code == 302, (
        path,
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))[:1500],
    )


def _upload(client: Client, form: dict[str, Any]) -> None:
    file = SimpleUploadedFile("stores.csv", "店舗コード,店舗名\nS9,九号店\n".encode())
    answer = client.post("/office/imports/", form | {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:1500]


@pytest.mark.django_db
def test_every_deed_of_staff_leaves_an_entry(settings: Settings) -> None:
    settings.PAY_BY = ["at_store", "bank_transfer"]
    day = Day()

    parts = (_till, _pickups, _members, _desk, _changes, _parcels, _stock, _transfers, _late_sales, _in_twos, _shifts)
    for part in parts:
        part(day)

    kept = set(DeedRecord.objects.filter(outcome="done").values_list("deed", flat=True))
    assert set(map(str, Deed)) - set(map(str, NOWHERE)) - kept == set()
    assert DeedRecord.objects.filter(deed="sign_in", staff=day.clerk_staff).exists()


@pytest.mark.django_db
def test_an_entry_says_who_what_where_why_what_changed_and_who_approved() -> None:
    day = Day()
    order = day.sale(day.clerk)
    wanted = day.back(order, 2)
    asked = {"request": wanted | {"deed": "return_goods"}, "staff_code": day.manager_staff.code, "password": PASSWORD}
    approval = day.clerk.post("/till/approvals", asked, key=None).body["uid"]
    returned = day.clerk.post("/till/returns", wanted | {"approval_uid": approval})
    assert returned.status == 201, returned.body

    entries = DeedRecord.objects.filter(deed__in=["return_goods", "void_sale"]).order_by("pk")
    assert [(each.deed, each.staff, each.store, each.place) for each in entries] == [
        ("return_goods", day.clerk_staff, day.shop.store, day.shop.register.name),
        ("void_sale", day.clerk_staff, day.shop.store, day.shop.register.name),
    ]
    first = entries[0]
    assert (first.reason, first.approval) == ("サイズが合わない", Approval.objects.get())
    assert [name for name, _properties in first.told] == ["Order Refunded"]
    _posted(
        day.office, f"/office/stores/register/{day.shop.register.pk}/change/", {"name": "レジ奥", "is_active": "on"}
    )
    changed = DeedRecord.objects.get(deed="edit_store")
    assert (changed.subject_kind, changed.changes) == ("stores.register", {"name": [day.shop.register.name, "レジ奥"]})


@pytest.mark.django_db
def test_a_large_correction_of_stock_needs_a_second_manager_beside_the_form() -> None:
    day = Day()
    second = make_staff(role=Role.MANAGER, store=day.shop.store, password=PASSWORD)
    level = Level.objects.get(store=day.shop.store, variant=day.shop.coffee)
    manager, path = signed_in(day.manager_staff.account), f"/office/stock/level/{level.pk}/change/"
    large = {"found": "900", "reason": "水濡れ", "set_aside": "0"}

    _posted(manager, path, {"found": "960", "reason": "破損", "set_aside": "0"})
    alone = manager.post(path, large)
    own = manager.post(path, large | {"staff_code": day.manager_staff.code, "password": PASSWORD})
    wrong = manager.post(path, large | {"staff_code": second.code, "password": "wrong"})
    level.refresh_from_db()
    assert ([each.status_code for each in (alone, own, wrong)], level.on_hand) == ([200, 200, 200], 960)
    assert set(own.context["adminform"].form.errors) == {"staff_code"}
    assert set(wrong.context["adminform"].form.errors) == {"password"}
    _posted(manager, path, large | {"staff_code": second.code, "password": PASSWORD})

    level.refresh_from_db()
    assert level.on_hand == 900
    assert Approval.objects.get().amount_minor == 60_000
    entry = DeedRecord.objects.get(deed="correct_large")
    assert (entry.approval, entry.reason, entry.staff) == (Approval.objects.get(), "水濡れ", day.manager_staff)
    assert (entry.changes, entry.store) == ({"found": ["960", "900"]}, day.shop.store)


@pytest.mark.django_db
def test_refused_attempts_and_failed_sign_ins_are_kept_and_a_refused_deed_is_not_told_as_done() -> None:
    day = Day()
    order = day.sale(day.clerk)
    place = {"store_code": day.shop.store.code, "register_code": day.shop.register.code}

    day.clerk.post(f"/till/sales/{order['uid']}/void", {"reason": "打ち間違い"})
    day.clerk.post("/till/returns", day.back(order, 9))
    Caller().post("/till/sign-in", {"staff_code": day.clerk_staff.code, "password": "wrong", **place}, key=None)
    assert working(Role.CLERK, day.shop.store).get("/office/money/").status_code == 403

    refused = DeedRecord.objects.filter(outcome="refused").order_by("pk")
    assert [(each.deed, each.refusal, each.who) for each in refused] == [
        ("void_sale", "approval_needed", day.clerk_staff.name),
        ("sign_in", "sign_in_failed", day.clerk_staff.code),
        ("note_money", "not_allowed", refused[2].who),
    ]
    assert not DeedRecord.objects.filter(outcome="done", deed__in=["void_sale", "return_goods"]).exists()


@pytest.mark.django_db
def test_the_log_is_not_changed_by_anybody() -> None:
    Day()
    entry = DeedRecord.objects.first()
    assert entry is not None

    for spoil in (lambda: DeedRecord.objects.update(who="nobody"), entry.delete):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            spoil()

    assert DeedRecord.objects.filter(pk=entry.pk, who=entry.who).exists()


@pytest.mark.django_db
def test_the_log_is_read_by_filters_and_taken_away_as_a_file_without_formulas() -> None:
    day = Day()
    order = day.sale(day.clerk)
    day.clerk.post("/till/returns", {**day.back(order), "reason": "=HYPERLINK(1)"})

    page = day.office.get("/office/people/deedrecord/", {"deed": "return_goods"}).content.decode()
    answer = day.office.get("/office/people/deedrecord/", {"deed": "return_goods", "format": "csv"})
    file = cast(StreamingHttpResponse, answer).getvalue().decode()

    assert "=HYPERLINK(1)" in page
    rows = file.lstrip("\ufeff").splitlines()
    assert (file[0], len(rows)) == ("\ufeff", 2)
    assert "'=HYPERLINK(1)" in rows[1]
    assert working(Role.CLERK, day.shop.store).get("/office/people/deedrecord/").status_code == 403
    manager = signed_in(day.manager_staff.account).get("/office/people/deedrecord/")
    assert {entry.store for entry in manager.context["cl"].result_list} == {day.shop.store}


def test_every_deed_has_words_and_no_page_of_the_office_does_one_past_the_log() -> None:
    assert set(map(str, Deed)) <= set(map(str, DEED_WORDS))
    past = [
        f"{file.name}: {line.strip()}"
        for file in Path("src/noren/office").glob("*.py")
        for line in file.read_text().splitlines()
        if "transaction.atomic()" in line and "logged(" not in line
    ]
    assert past == []
