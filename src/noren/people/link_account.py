"""Linking: the only code that says which customer an account signs in as."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from noren.people.errors import AccountTaken
from noren.people.models import Account, Identity, IdentityKind
from noren.people.rules import normalize_email


def link_account(*, account_id: int, customer_id: int) -> None:
    """Let the account sign in as the customer. Safe to repeat.

    Raises:
        AccountTaken: it signs in as another customer already.
    """
    with transaction.atomic(savepoint=False):
        account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
        if account.customer_id not in (None, customer_id):
            raise AccountTaken(field="email")
        Account.objects.filter(pk=account_id).update(customer_id=customer_id)


def verify_email(*, account_id: int, email: str, at: datetime) -> None:
    """Note that the person behind the account proved to read this mailbox, for sign-in and as an identity."""
    email = normalize_email(email)
    with transaction.atomic(savepoint=False):
        EmailAddress.objects.update_or_create(
            user_id=account_id, email=email, defaults={"verified": True, "primary": True}
        )
        customer_id = Account.objects.values_list("customer_id", flat=True).get(pk=account_id)
        Identity.objects.filter(
            customer_id=customer_id, kind=IdentityKind.EMAIL, value=email, verified_at__isnull=True
        ).update(verified_at=at)
