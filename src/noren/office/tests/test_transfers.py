"""Transfers in the office: drafted without a script, sent, counted, and each step by those who may."""

import re
from uuid import UUID

import pytest
from django.test import Client

from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import working
from noren.people.models import Role
from noren.stock.models import Hold, Level
from noren.stock.transfers.draft import Draft, draft_transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.models import Transfer, TransferArrival, TransferLine
from noren.stock.transfers.ready import make_ready
from noren.stock.transfers.send import send_transfer
from tests.factories import NOON, all_differences, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db
NEW = "/office/transfers/new/"
LIST = "/office/stock/transfer/"


class Desk:
    """Two stores with goods in the first, and somebody in each."""

    def __init__(self) -> None:
        self.here, self.there = make_store(code="S001", name="渋谷店"), make_store(code="S002", name="新宿店")
        self.coffee, self.tea = make_variant(name="コーヒー豆", sku="COFFEE"), make_variant(name="煎茶", sku="TEA")
        self.level = stock_up(self.here, self.coffee, 10)
        stock_up(self.here, self.tea, 5)
        self.head = english(working(Role.HEAD_OFFICE))
        self.sender = english(working(Role.CLERK, self.here))
        self.receiver = english(working(Role.CLERK, self.there))

    def drafted(self) -> UUID:
        """Six packets of coffee and two of tea."""
        uid = uuid7()
        draft_transfer(Draft(uid, "S001", "S002", (("COFFEE", 6), ("TEA", 2))), by=By(NOON))
        return uid

    def ready(self) -> UUID:
        """Held at the source."""
        uid = self.drafted()
        make_ready(uid, by=By(NOON))
        return uid

    def sent(self) -> UUID:
        """On the way."""
        uid = self.ready()
        send_transfer(uid, by=By(NOON))
        return uid


def english(client: Client) -> Client:
    """A client that reads English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def url(uid: UUID, step: str = "") -> str:
    """The address of a transfer, or of a step."""
    return f"/office/transfers/{uid}/" + (f"{step}/" if step else "")


def text(client: Client, path: str) -> str:
    """A page as text, with single spaces."""
    return " ".join(client.get(path).content.decode().split())


def counts(coffee: object, tea: object, **more: object) -> dict[str, object]:
    """What the form of a count sends."""
    return {"sku": ["COFFEE", "TEA"], "pieces:COFFEE": coffee, "pieces:TEA": tea, **more}


def test_a_transfer_is_drafted_by_scanning_searching_and_pasting_without_a_script() -> None:
    desk = Desk()
    uid = re.search(r'name="uid" value="([^"]+)"', text(desk.head, NEW))
    assert uid is not None
    stores = {"uid": uid[1], "from_store": "S001 渋谷店", "to_store": "新宿店", "note": "週末のフェア用"}

    scanned = desk.head.post(NEW, {**stores, "do": "find", "find": "coffee"})
    assert [(line.goods.sku, line.pieces, line.available) for line in scanned.context["listing"].lines] == [
        ("COFFEE", "1", 10)
    ]
    found = desk.head.post(NEW, {**stores, "sku": "COFFEE", "pieces": "1", "do": "find", "find": "煎"})
    assert [goods.sku for goods in found.context["listing"].results] == ["TEA"]
    taken = desk.head.post(NEW, {**stores, "sku": "COFFEE", "pieces": "1", "do": "take:TEA"})
    assert [line.goods.sku for line in taken.context["listing"].lines] == ["COFFEE", "TEA"]
    rows = {"sku": ["COFFEE", "TEA"], "pieces": ["1", "1"]}
    saved = desk.head.post(NEW, {**stores, **rows, "pasted": "COFFEE\t5\nTEA 1\n", "do": "save"})

    assert saved.headers["Location"] == url(UUID(uid[1]))
    transfer = Transfer.objects.get()
    assert (str(transfer.uid), transfer.note) == (uid[1], "週末のフェア用")
    assert list(transfer.lines.values_list("variant__sku", "wanted")) == [("COFFEE", 6), ("TEA", 2)]
    again = desk.head.post(NEW, {**stores, **rows, "pasted": "COFFEE\t5\nTEA 1\n", "do": "save"})
    assert (again.status_code, Transfer.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"to_store": "S001"}, "Choose another store"),
        ({"pieces": "1.5"}, "Write a whole number from 1 to 1,000,000."),
        ({"pieces": "0"}, "There is not a single piece in it."),
        ({"pasted": "NONE\t1"}, "There are no goods with these codes: NONE"),
        ({"pasted": "COFFEE\tmany"}, "These lines are not a code and a number of pieces"),
        ({"expected_on": "1850-01-01"}, "2000"),
        ({"from_store": ""}, "This field is required."),
    ],
)
def test_a_draft_that_cannot_be_saved_says_why_and_loses_nothing(typed: dict[str, str], words: str) -> None:
    desk = Desk()
    form = {"from_store": "S001", "to_store": "S002", "sku": "COFFEE", "pieces": "3", "do": "save", **typed}

    answer = desk.head.post(NEW, form)

    assert answer.status_code in {200, 422}
    assert words in " ".join(answer.content.decode().split())
    assert Transfer.objects.count() == 0


def test_a_draft_is_changed_and_a_line_is_taken_off() -> None:
    desk = Desk()
    uid = desk.drafted()
    form = {"from_store": "S001", "to_store": "S002", "sku": ["COFFEE", "TEA"], "pieces": ["6", "2"]}

    page = desk.head.get(url(uid, "change"))
    assert [(line.goods.sku, line.pieces) for line in page.context["listing"].lines] == [("COFFEE", "6"), ("TEA", "2")]
    less = desk.head.post(url(uid, "change"), {**form, "do": "remove:TEA"})
    assert [line.goods.sku for line in less.context["listing"].lines] == ["COFFEE"]
    desk.head.post(url(uid, "change"), {**form, "pieces": ["4", ""], "do": "save"})

    assert list(TransferLine.objects.values_list("variant__sku", "wanted")) == [("COFFEE", 4)]


def test_the_page_says_where_it_stands_and_what_to_do_next() -> None:
    desk = Desk()
    uid = desk.drafted()

    drafted = text(desk.sender, url(uid))
    assert "Nothing is held yet." in drafted
    assert desk.sender.post(url(uid, "ready")).status_code == 302
    ready = text(desk.sender, url(uid))
    assert "The pieces are held at 渋谷店." in ready
    assert "Send it" in ready
    send_transfer(uid, by=By(NOON))
    assert "8 pieces are on the way and in no store" in text(desk.sender, url(uid))
    assert "Somebody at 新宿店 does this." in text(desk.sender, url(uid))
    assert "Receive it" in text(desk.receiver, url(uid))
    assert f"{Transfer.objects.get()}" in text(desk.receiver, LIST)


def test_goods_that_are_not_there_are_named_when_it_is_to_be_made_ready() -> None:
    desk, uid = Desk(), uuid7()
    draft_transfer(Draft(uid, "S001", "S002", (("COFFEE", 11),)), by=By(NOON))

    assert "1 line asks for more than 渋谷店 has available." in text(desk.sender, url(uid))
    answer = desk.sender.post(url(uid, "ready"), follow=True)

    assert "Not enough is available: コーヒー豆 (10/11)." in answer.content.decode()
    assert Hold.objects.count() == 0


def test_a_box_is_packed_by_scanning_and_sent() -> None:
    desk = Desk()
    uid = desk.ready()

    scanned = desk.sender.post(url(uid, "send"), {**counts("2", ""), "do": "scan", "scan": "coffee"})
    assert "コーヒー豆: 3" in scanned.content.decode()
    stranger = make_variant(name="ココア", sku="COCOA")
    for code, words in (("COCOA", "is not on the list of this transfer."), ("NONE", "Nothing has the code")):
        assert (
            words
            in desk.sender.post(url(uid, "send"), {**counts("2", ""), "do": "scan", "scan": code}).content.decode()
        ), stranger
    filled = desk.sender.post(url(uid, "send"), {**counts("", ""), "do": "all"})
    assert [line.pieces for line in filled.context["sheet"].lines] == ["6", "2"]
    for wrong in (counts("7", "1"), counts("x", "1"), counts("", "")):
        assert desk.sender.post(url(uid, "send"), {**wrong, "do": "send"}).status_code in {200, 422}
    assert Transfer.objects.get().status == "ready"
    assert desk.sender.post(url(uid, "send"), {**counts("5", "2"), "do": "send"}).status_code == 302

    desk.level.refresh_from_db()
    assert (Transfer.objects.get().status, desk.level.on_hand, desk.level.held) == ("in_transit", 5, 0)
    assert all_differences() == []


def test_what_came_as_it_was_sent_is_received_with_two_presses() -> None:
    desk = Desk()
    uid = desk.sent()

    filled = desk.receiver.post(url(uid, "receive"), {**counts("", ""), "do": "all"})
    lines = filled.context["sheet"].lines
    done = desk.receiver.post(
        url(uid, "receive"),
        {**counts(lines[0].pieces, lines[1].pieces), "do": "receive", "uid": filled.context["uid"], "seen": "0"},
    )

    assert (done.status_code, Transfer.objects.get().status) == (302, "received")
    assert Level.objects.get(store=desk.there, variant=desk.coffee).on_hand == 6
    assert all_differences() == []


def test_what_differs_is_asked_about_before_it_is_closed() -> None:
    desk = Desk()
    uid = desk.sent()
    count = counts("5", "3", uid=str(uuid7()), seen="0", **{"damaged:COFFEE": "1"})

    asked = desk.receiver.post(url(uid, "receive"), {**count, "do": "receive"})
    assert [(line.missing, line.surplus) for line in asked.context["differing"]] == [(1, 0), (0, 1)]
    unnamed = desk.receiver.post(url(uid, "receive"), {**count, "do": "close"})
    assert unnamed.status_code == 422
    assert "Say what became of the difference." in unnamed.content.decode()
    assert TransferArrival.objects.count() == 0
    named = {"difference:COFFEE": "lost", "difference:TEA": "surplus", "remark:COFFEE": "破れ"}
    assert desk.receiver.post(url(uid, "receive"), {**count, **named, "do": "close"}).status_code == 302

    page = text(desk.receiver, url(uid))
    assert "lost on the way 1" in page
    assert "more than written 1" in page
    assert "破れ" in page
    assert Level.objects.get(store=desk.there, variant=desk.coffee).aside == 1
    assert all_differences() == []


def test_the_rest_may_come_later_but_a_surplus_is_named_at_once() -> None:
    desk = Desk()
    uid = desk.sent()
    count = counts("5", "3", uid=str(uuid7()), seen="0")

    assert desk.receiver.post(url(uid, "receive"), {**count, "do": "open"}).status_code == 422
    desk.receiver.post(url(uid, "receive"), {**count, "difference:TEA": "surplus", "do": "open"})

    assert Transfer.objects.get().status == "partly_received"
    assert "1 piece is still on the way" in text(desk.receiver, url(uid))


def test_goods_on_no_list_are_counted_when_they_are_scanned() -> None:
    desk = Desk()
    uid = desk.sent()
    cocoa = make_variant(name="ココア", sku="COCOA")
    stock_up(desk.here, cocoa, 2)

    scanned = desk.receiver.post(url(uid, "receive"), {**counts("6", "2"), "do": "scan", "scan": "cocoa"})
    assert [(line.sku, line.pieces, line.surplus) for line in scanned.context["sheet"].lines][2] == ("COCOA", "1", 1)
    count = counts("6", "2", uid=str(uuid7()), seen="0", **{"pieces:COCOA": "1", "difference:COCOA": "surplus"})
    count["sku"] = ["COFFEE", "TEA", "COCOA"]
    desk.receiver.post(url(uid, "receive"), {**count, "do": "close"})

    assert Level.objects.get(store=desk.there, variant=cocoa).on_hand == 1
    assert all_differences() == []


def test_somebody_who_counted_beside_another_is_told() -> None:
    desk = Desk()
    uid = desk.sent()
    for _ in range(2):
        answer = desk.receiver.post(
            url(uid, "receive"), {**counts("3", ""), "uid": str(uuid7()), "seen": "0", "do": "open"}
        )

    assert "Somebody else has received a part of this meanwhile." in answer.content.decode()
    assert TransferArrival.objects.count() == 1


def test_goods_on_the_way_are_asked_for_before_a_transfer_is_given_up() -> None:
    desk = Desk()
    uid = desk.sent()
    manager = english(working(Role.MANAGER, desk.here))

    assert "8 pieces have left 渋谷店" in text(manager, url(uid, "cancel"))
    assert manager.post(url(uid, "cancel"), {"reason": "戻ってきた"}).status_code == 200
    assert Transfer.objects.get().status == "in_transit"
    assert manager.post(url(uid, "cancel"), {"goods_are": "back", "reason": "戻ってきた"}).status_code == 302

    assert "back in the stock of 渋谷店" in text(manager, url(uid))
    assert manager.get(url(uid, "cancel")).status_code == 302
    assert all_differences() == []


def test_each_step_is_for_those_of_the_store_that_does_it() -> None:
    desk = Desk()
    uid, sent = uuid7(), desk.sent()
    draft_transfer(Draft(uid, "S001", "S002", (("TEA", 1),)), by=By(NOON))
    make_ready(uid, by=By(NOON))
    stranger = working(Role.MANAGER, make_store())
    marketer = working(Role.MARKETER)

    assert desk.receiver.get(url(uid, "send")).status_code == 403
    assert desk.sender.get(url(uid, "send")).status_code == 200
    assert desk.sender.get(url(sent, "receive")).status_code == 403
    assert desk.receiver.get(url(sent, "receive")).status_code == 200
    assert desk.sender.get(url(sent, "cancel")).status_code == 403
    assert desk.sender.get(NEW).status_code == 403
    for step in ("", "send", "cancel", "packing-list"):
        assert stranger.get(url(uid, step)).status_code == 404
        assert marketer.get(url(uid, step)).status_code == 403
    assert stranger.get(LIST).context["cl"].result_count == 0
    assert desk.receiver.get(LIST).context["cl"].result_count == 2
    assert desk.head.get(url(uuid7())).status_code == 404


def test_a_manager_drafts_only_between_the_own_store_and_others() -> None:
    Desk()
    stranger = english(working(Role.MANAGER, make_store(code="S009")))
    form = {"from_store": "S001", "to_store": "S002", "sku": "COFFEE", "pieces": "1", "do": "save"}

    assert "One of the two stores must be yours." in stranger.post(NEW, form).content.decode()
    assert stranger.post(NEW, {**form, "to_store": "S009"}).status_code == 302

    assert Transfer.objects.get().to_store.code == "S009"


def test_the_packing_list_has_a_barcode_for_each_line() -> None:
    desk = Desk()
    uid = desk.ready()

    page = text(desk.sender, url(uid, "packing-list"))

    assert page.count('<svg class="barcode"') == 3
    assert Transfer.objects.get().number[:4] in page


def test_a_levels_page_names_the_transfers_behind_its_movements_and_on_their_way() -> None:
    desk = Desk()
    held, sent = desk.ready(), uuid7()
    there = stock_up(desk.there, desk.coffee, 1)
    draft_transfer(Draft(sent, "S001", "S002", (("COFFEE", 2),)), by=By(NOON))
    make_ready(sent, by=By(NOON))
    send_transfer(sent, by=By(NOON))

    source, destination = (text(desk.head, f"/office/levels/{level.pk}/") for level in (desk.level, there))

    numbers = {transfer.uid: str(transfer) for transfer in Transfer.objects.all()}
    assert f'<a href="{url(held)}">Transfer {numbers[held]}</a>' in source
    assert f'<a href="{url(sent)}">Transfer {numbers[sent]}</a>' in source
    assert "On the way here" in destination
    assert numbers[sent] in destination
    assert "On the way here" not in source


def test_the_record_of_a_transfer_leads_to_its_page() -> None:
    desk = Desk()
    uid = desk.drafted()

    assert desk.head.get(f"{LIST}{Transfer.objects.get().pk}/change/").headers["Location"] == url(uid)
