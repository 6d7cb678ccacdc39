"""Receipts over the API: printed, fetched by a print bridge, saved, mailed, made out to a name."""

import io

import pytest
from pypdf import PdfReader

from noren.api.tests.client import Caller
from noren.api.tests.test_till import Shop, _open_shop, _sale, _sign_in
from noren.kernel.ids import uuid7
from noren.orders.models import FormalReceipt, Receipt
from noren.orders.tests.printer import Printer
from noren.outreach.models import Message
from noren.timeline.models import Event
from tests.factories import all_differences, make_register, make_store

pytestmark = pytest.mark.django_db


def _sold(shop: Shop) -> str:
    return str(shop.till.post("/till/sales", _sale(shop.variant, total=1000)).body["receipt"]["number"])


def _file(caller: Caller, path: str) -> tuple[int, str, bytes]:
    answer = caller.client.get(
        f"/api/v1{path}", headers={"Authorization": f"Bearer {caller.token}", "Accept-Language": "ja"}
    )
    return answer.status_code, answer.headers["Content-Type"], answer.content


def test_a_receipt_brings_its_slip_and_its_link() -> None:
    shop = _open_shop()
    number = _sold(shop)

    receipt = shop.till.get(f"/till/receipts/{number}").body

    token = Receipt.objects.get().token
    assert receipt["link"] == receipt["slip"]["link"] == f"http://localhost:8000/r/{token}/"
    assert receipt["slip"]["title"] == "Receipt"
    assert receipt["slip"]["total"] == {"name": "Total", "value": "¥1,000"}
    assert (receipt["store_address"], receipt["points_balance"], receipt["formal_count"]) == (
        "東京都渋谷区1-2-3",
        None,
        0,
    )


def test_the_qr_code_of_an_electronic_receipt_names_the_sale() -> None:
    shop = _open_shop()
    number = _sold(shop)
    link = shop.till.get(f"/till/receipts/{number}").body["link"]

    found = shop.till.get("/till/resolve", code=link).body

    assert (found["kind"], found["receipt"]["number"]) == ("receipt", number)


@pytest.mark.parametrize(("paper", "columns"), [("58", 32), ("80", 48)])
def test_a_print_bridge_fetches_what_was_printed_and_counts_nothing(paper: str, columns: int) -> None:
    shop = _open_shop()
    number = _sold(shop)
    before = shop.till.get(f"/till/receipts/{number}/prints/1/escpos").code
    for _ in range(2):
        shop.till.post(f"/till/receipts/{number}/print")

    fetched = [_file(shop.till, f"/till/receipts/{number}/prints/2/escpos?paper={paper}") for _ in range(2)]

    assert before == "receipt_copy_not_found"
    assert fetched[0] == fetched[1]
    status, media_type, stream = fetched[0]
    printer = Printer().take(stream)
    assert (status, media_type) == (200, "application/vnd.escpos")
    assert max(line.columns for line in printer.lines) == columns
    assert "再発行" in printer.text()
    assert "山口" in printer.text()
    assert printer.qr.endswith(f"/r/{Receipt.objects.get().token}/")
    assert Receipt.objects.get().printed_count == 2


def test_the_drawer_opens_when_it_is_asked_for() -> None:
    shop = _open_shop()
    number = _sold(shop)
    shop.till.post(f"/till/receipts/{number}/print")

    kicks = [
        Printer().take(_file(shop.till, f"/till/receipts/{number}/prints/1/escpos?drawer={drawer}")[2]).kicks
        for drawer in ("false", "true")
    ]

    assert kicks == [0, 1]
    assert shop.till.get(f"/till/receipts/{number}/prints/1/escpos", paper="72").status == 422


def test_a_receipt_is_saved_as_a_pdf() -> None:
    shop = _open_shop()
    number = _sold(shop)

    status, media_type, content = _file(shop.till, f"/till/receipts/{number}/pdf?paper=a4")

    assert (status, media_type) == (200, "application/pdf")
    words = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "電子レシート" in words
    assert "¥1,000" in words


def test_a_receipt_is_mailed_once_to_an_address() -> None:
    shop = _open_shop()
    number = _sold(shop)

    first = shop.till.post(f"/till/receipts/{number}/mail", {"email": "Hanako@Example.jp"})
    again = shop.till.post(f"/till/receipts/{number}/mail", {"email": "hanako@example.jp"})
    other = shop.till.post(f"/till/receipts/{number}/mail", {"email": "ichiro@example.jp"})
    wrong = shop.till.post(f"/till/receipts/{number}/mail", {"email": "hanako"})

    assert (first.body["email"], first.body["is_new"]) == ("hanako@example.jp", True)
    assert (again.body["message_uid"], again.body["is_new"]) == (first.body["message_uid"], False)
    assert other.body["is_new"] is True
    assert (wrong.status, wrong.fields) == (422, {"email": "email_invalid"})
    assert sorted(Message.objects.values_list("to", flat=True)) == ["hanako@example.jp", "ichiro@example.jp"]
    assert Event.objects.filter(name="Receipt Mailed").count() == 2


def test_a_receipt_is_made_out_to_a_name_once_and_then_reissued() -> None:
    shop = _open_shop()
    number = _sold(shop)
    wish = {"uid": str(uuid7()), "recipient": "山田商店", "purpose": "お品代として"}

    first = shop.till.post(f"/till/receipts/{number}/formal", wish)
    again = shop.till.post(f"/till/receipts/{number}/formal", wish)
    second = shop.till.post(f"/till/receipts/{number}/formal", wish | {"uid": str(uuid7())})
    missing = shop.till.post(f"/till/receipts/{number}/formal", wish | {"uid": str(uuid7()), "recipient": " "})

    assert (first.status, first.body["number"], first.body["slip"]["marks"]) == (201, 1, [])
    assert again.body == first.body
    assert (second.body["number"], second.body["slip"]["marks"][0]["words"]) == (2, "Reissued")
    assert (missing.status, missing.fields) == (422, {"recipient": "recipient_missing"})
    stream = _file(shop.till, f"/till/receipts/{number}/formal/{first.body['uid']}/escpos?paper=58")[2]
    assert "山田商店 様" in Printer().take(stream).text()
    assert FormalReceipt.objects.count() == 2
    assert all_differences() == []


def test_the_receipts_of_another_store_are_not_there() -> None:
    shop, number = (found := _open_shop()), _sold(found)
    shop.till.post(f"/till/receipts/{number}/print")
    other = _sign_in(make_register(make_store()))
    wish = {"uid": str(uuid7()), "recipient": "山田商店"}

    codes = [
        other.get(f"/till/receipts/{number}").code,
        other.get(f"/till/receipts/{number}/pdf").code,
        other.get(f"/till/receipts/{number}/prints/1/escpos").code,
        other.post(f"/till/receipts/{number}/print").code,
        other.post(f"/till/receipts/{number}/mail", {"email": "a@example.jp"}).code,
        other.post(f"/till/receipts/{number}/formal", wish).code,
    ]

    assert codes == ["receipt_not_found"] * 6
    assert (Receipt.objects.get().printed_count, Message.objects.count(), FormalReceipt.objects.count()) == (1, 0, 0)
