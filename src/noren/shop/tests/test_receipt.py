"""The electronic receipt: who sees it, what it offers, and that its link stays with whom it was given to."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from noren.kernel.ids import uuid7
from noren.orders.end import void_sale
from noren.orders.models import FormalReceipt, Receipt
from noren.orders.place import place_order
from noren.people.models import Customer
from noren.shop.tests.shopper import Shopper, make_account, sign_in
from tests.factories import counter_sale, make_register, make_staff, want

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


class Bought:
    """A purchase at the counter and the link on its paper."""

    def __init__(self, shopper: Shopper | None = None, customer: Customer | None = None) -> None:
        self.shopper = shopper or Shopper()
        code = str(self.shopper.store.registers.count() + 1)
        self.register, self.staff = make_register(self.shopper.store, code=code), make_staff(store=self.shopper.store)
        sale = counter_sale(
            self.register, self.staff, want(self.shopper.beans, 3), tendered_minor=3_000, customer=customer
        )
        self.sold = place_order(sale, at=timezone.now())
        self.path = f"/r/{Receipt.objects.get(order__uid=self.sold.uid).token}/"

    def wish(self, **fields: str) -> dict[str, str]:
        """What the form sends."""
        return {"uid": str(uuid7()), "recipient": "山田商店", "purpose": "お品代として", **fields}

    def void(self) -> None:
        """Take it back."""
        void_sale(
            self.sold.uid,
            reason="誤",
            register_uid=self.register.uid,
            staff_uid=self.staff.uid,
            at=timezone.now(),
        )


def test_whoever_has_the_link_sees_the_receipt_without_signing_in() -> None:
    bought = Bought()

    answer = Client(headers=ENGLISH).get(bought.path)

    said = answer.content.decode()
    assert answer.status_code == 200
    for words in ("T1234567890123", "¥2,940", "¥60", "※", "Electronic receipt"):
        assert words in said
    assert (answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == (
        "no-referrer",
        "noindex, nofollow, noarchive",
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in said


def test_a_guessed_link_opens_nothing() -> None:
    bought = Bought()
    other = "A" if bought.path[-2] != "A" else "B"

    assert Client().get(f"{bought.path[:-2]}{other}/").status_code == 404
    assert Client().get("/r/short/").status_code == 404


def test_the_receipt_is_saved_as_a_file() -> None:
    bought = Bought()

    answer = Client(headers={"Accept-Language": "ja"}).get(f"{bought.path}pdf/")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "電子レシート" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    roll = PdfReader(io.BytesIO(Client().get(f"{bought.path}pdf/?paper=roll").content))
    assert round(float(roll.pages[0].mediabox.width) / 72 * 25.4) == 80


def test_the_customer_has_it_made_out_to_a_name() -> None:
    bought, client = Bought(), Client(headers=ENGLISH)
    wish = bought.wish()

    sent = client.post(f"{bought.path}formal/", wish)
    again = client.post(f"{bought.path}formal/", wish)
    second = client.post(f"{bought.path}formal/", bought.wish(recipient="鈴木商店"), follow=True)

    formal = FormalReceipt.objects.get(number=1)
    assert sent.headers["Location"] == again.headers["Location"] == f"{bought.path}formal/{formal.uid}/"
    page = client.get(sent.headers["Location"]).content.decode()
    assert "山田商店" in page
    assert "Reissued" not in page
    assert "Reissued" in second.content.decode()
    assert "Formal receipt issued" in client.get(bought.path).content.decode()
    file = PdfReader(io.BytesIO(client.get(f"{sent.headers['Location']}pdf/").content))
    assert "山田商店" in file.pages[0].extract_text()
    assert FormalReceipt.objects.count() == 2


def test_without_a_name_nothing_is_issued_and_the_reason_stands_at_the_field() -> None:
    bought, client = Bought(), Client(headers=ENGLISH)

    answer = client.post(f"{bought.path}formal/", bought.wish(recipient=" "))

    assert answer.status_code == 422
    assert "Please enter the name." in answer.content.decode()
    assert not FormalReceipt.objects.exists()


def test_a_form_that_a_browser_sends_is_taken() -> None:
    bought, client = Bought(), Client(enforce_csrf_checks=True, headers=ENGLISH)
    form = client.get(f"{bought.path}formal/")
    token = client.cookies["csrftoken"].value

    answer = client.post(f"{bought.path}formal/", bought.wish() | {"csrfmiddlewaretoken": token})

    assert form.headers["Referrer-Policy"] == "same-origin"
    assert answer.status_code == 302


def test_what_was_taken_back_says_so_and_is_made_out_to_nobody() -> None:
    bought, client = Bought(), Client(headers=ENGLISH)
    bought.void()

    page = client.get(bought.path).content.decode()
    refused = client.post(f"{bought.path}formal/", bought.wish())

    assert "Taken back" in page
    assert 'id="make-out"' not in page
    assert refused.status_code == 409
    assert not FormalReceipt.objects.exists()


def test_a_formal_receipt_opens_under_its_own_receipt_alone() -> None:
    one, client = Bought(), Client()
    other = Bought(one.shopper)
    client.post(f"{one.path}formal/", one.wish())
    uid = FormalReceipt.objects.get().uid

    assert client.get(f"{one.path}formal/{uid}/").status_code == 200
    assert client.get(f"{other.path}formal/{uid}/").status_code == 404
    assert client.get(f"{other.path}formal/{uid}/pdf/").status_code == 404


def test_a_member_finds_their_own_receipts_and_nobody_elses() -> None:
    own = Bought(customer=make_account())
    Bought(own.shopper, make_account("ichiro@example.jp"))
    sign_in(own.shopper.client)

    page = own.shopper.client.get("/member/receipts/").content.decode()

    assert page.count('href="/r/') == 1
    assert own.path in page
    assert "/member/receipts/" in own.shopper.client.get("/member/").content.decode()
    assert Client().get("/member/receipts/").status_code == 302
