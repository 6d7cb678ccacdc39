"""Whose home this is: the demo's, a shop's, or nobody's yet. The demo's passwords are published, its mails too."""

from noren.connect.demo.people import CLERK_OF_ALL, EMAILS
from noren.connect.journey import KIND
from noren.connect.models import Import
from noren.orders.models import Order
from noren.people.models import Account, Customer
from noren.stores.models import Store


def holds_a_shop() -> bool:
    """Whether somebody's own shop is here, into which no invented people, orders and passwords may be put."""
    if Import.objects.filter(kind=KIND).exists():
        return False
    return any(model.objects.exists() for model in (Store, Account, Customer, Order))


def has_published_passwords() -> bool:
    """Whether the demo's staff can sign in here."""
    return Account.objects.filter(email__in=[*EMAILS.values(), CLERK_OF_ALL[2]], is_active=True).exists()
