"""A receipt in the office: shown as it was printed, and handed out again in every way."""

import pytest
from django.test import Client

from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.orders.models import FormalReceipt, Receipt
from noren.orders.place import place_order
from noren.orders.tests.printer import Printer
from noren.outreach.models import Message
from noren.people.models import Account, Role
from noren.stores.models import Store
from tests.factories import NOON, counter_sale, make_register, make_staff, make_store, make_variant, want

pytestmark = pytest.mark.django_db


def _sold(store: Store | None = None) -> Receipt:
    store = store or make_store()
    sale = counter_sale(make_register(store), make_staff(store=store), want(make_variant()), tendered_minor=980)
    return Receipt.objects.get(number=place_order(sale, at=NOON).receipt_number)


@pytest.fixture
def client() -> Client:
    """Head office, reading English."""
    client = signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_it_is_shown_as_it_was_printed_with_every_way_to_hand_it_out(client: Client) -> None:
    receipt = _sold()
    path = f"/office/receipts/{receipt.uid}/"

    record = client.get(f"/office/orders/receipt/{receipt.uid}/change/").content.decode()
    page = client.get(path).content.decode()

    assert path in record
    for words in ("T1234567890123", "¥980", f"/r/{receipt.token}/", "PDF, A4", "ESC/POS, 58 mm", "Send by mail"):
        assert words in page
    assert client.get(f"{path}pdf/").headers["Content-Type"] == "application/pdf"


def test_a_print_is_counted_and_names_who_printed_it_again() -> None:
    store = make_store()
    receipt, clerk = _sold(store), working(Role.CLERK, store)
    path = f"/office/receipts/{receipt.uid}/print/"

    first, second = (clerk.post(path, {"paper": "58"}) for _ in range(2))

    assert first.headers["Content-Type"] == "application/vnd.escpos"
    assert "再発行" not in Printer().take(first.content).text()
    printed = Printer().take(second.content).text()
    assert "再発行" in printed
    assert "山口" in printed
    receipt.refresh_from_db()
    assert receipt.printed_count == 2
    assert clerk.post(path, {"paper": "72"}).status_code == 404
    assert clerk.get(path).status_code == 405


def test_it_is_mailed_once_and_stands_in_the_list(client: Client) -> None:
    receipt = _sold()
    path = f"/office/receipts/{receipt.uid}/"

    said = [client.post(f"{path}mail/", {"email": "hanako@example.jp"}, follow=True).content.decode() for _ in range(2)]
    wrong = client.post(f"{path}mail/", {"email": "hanako"})

    assert "The receipt is on its way to hanako@example.jp." in said[0]
    assert "It was mailed to hanako@example.jp before." in said[1]
    assert "mail to hanako@example.jp: queued" in said[1]
    assert wrong.status_code == 422
    assert Message.objects.count() == 1


def test_it_is_made_out_to_a_name(client: Client) -> None:
    receipt = _sold()
    path = f"/office/receipts/{receipt.uid}/"
    wish = {"uid": str(uuid7()), "recipient": "山田商店", "purpose": ""}

    page = client.post(f"{path}formal/", wish, follow=True).content.decode()
    missing = client.post(f"{path}formal/", wish | {"recipient": ""})

    formal = FormalReceipt.objects.get()
    assert "made out to 山田商店 (original)" in page
    assert client.get(f"{path}formal/{formal.uid}/pdf/").headers["Content-Type"] == "application/pdf"
    assert missing.status_code == 422
    assert client.get(f"/office/receipts/{_sold().uid}/formal/{formal.uid}/pdf/").status_code == 404


def test_who_works_in_another_store_or_may_not_hand_receipts_out_sees_none() -> None:
    receipt = _sold()
    path = f"/office/receipts/{receipt.uid}/"
    strangers = [working(Role.CLERK, make_store()), working(Role.MARKETER)]

    statuses = [
        [
            stranger.get(path).status_code,
            stranger.get(f"{path}pdf/").status_code,
            stranger.post(f"{path}print/", {"paper": "80"}).status_code,
            stranger.post(f"{path}mail/", {"email": "a@example.jp"}).status_code,
        ]
        for stranger in strangers
    ]

    assert statuses == [[403] * 4] * 2
    assert (Receipt.objects.get().printed_count, Message.objects.count()) == (0, 0)
