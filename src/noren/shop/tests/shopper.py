"""A shopper in tests: goods in stores, a browser, and the way to an order."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from noren.catalog.models import Variant
from noren.people.link_account import link_account, verify_email
from noren.people.models import Account, Customer
from noren.stores.models import Store
from tests.factories import make_member, make_store, make_variant, stock_up

PASSWORD = "okyakusama-2026"
CONTACT = {"name": "田中 一郎", "email": "ichiro@example.jp", "phone": "090-1234-5678"}


@dataclass(slots=True)
class Shopper:
    """A guest in English before a store that has ten packets of beans."""

    store: Store = field(default_factory=lambda: make_store(code="S001", name="渋谷店"))
    beans: Variant = field(default_factory=lambda: make_variant(sku="BEANS", price_minor=980))
    client: Client = field(default_factory=lambda: Client(headers={"accept-language": "en"}))

    def __post_init__(self) -> None:
        stock_up(self.store, self.beans, 10)

    def put_in(self, quantity: object = 1, *, sku: str = "BEANS", store: str = "S001") -> Any:
        """Press "Reserve here" on a product's page."""
        return self.client.post("/basket/add/", {"sku": sku, "quantity": str(quantity), "store": store})

    def go_to_review(self) -> Any:
        """Say who picks it up, and open the review page."""
        self.client.post("/checkout/", CONTACT)
        return self.client.get("/checkout/confirm/")

    def place(self, **changes: str) -> Any:
        """Press "Place the order" on the review page."""
        confirmation = self.go_to_review().context["confirmation"]
        basket = confirmation.basket
        asked = {"basket": str(basket.uid), "total": str(basket.quote.total_minor)}
        return self.client.post("/checkout/place/", asked | changes)


def make_account(email: str = "haruka@example.jp") -> Customer:
    """A member who can sign in."""
    member = make_member(email=email)
    account = Account.objects.create_user(email, PASSWORD)
    link_account(account_id=account.pk, customer_id=member.pk)
    verify_email(account_id=account.pk, email=email, at=timezone.now())
    return member


def sign_in(client: Client, email: str = "haruka@example.jp") -> None:
    """Sign in as a person does."""
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
