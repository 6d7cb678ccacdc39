"""Guests: who orders without having joined, known by the e-mail of the order."""

from datetime import datetime

from django.db import transaction

from noren.kernel.ids import uuid7
from noren.people.identities import add_identities, lock_identities
from noren.people.models import Customer, Identity, IdentityKind
from noren.people.rules import normalize_email, normalize_name


def find_or_make_guest(*, name: str, email: str, phone: str, language: str, channel: str, at: datetime) -> int:
    """The key of the customer whom the e-mail names, or of a new guest. One statement when the e-mail is known.

    It may be a member's. Nothing proves that the caller is that member, so nothing that belongs to the member (granted
    coupons, points to spend, earlier orders) may be used or shown on the strength of it.

    Args:
        name, phone: of the contact; kept on a new guest, never written over what is known.

    Raises:
        EmailInvalid: it is no e-mail address.
    """
    values = {IdentityKind.EMAIL.value: normalize_email(email)}
    found = Identity.objects.filter(kind=IdentityKind.EMAIL, value=values["email"]).first()
    if found is None:
        with transaction.atomic(savepoint=False):
            found = lock_identities(values).get("email")
            if found is None:
                return _make_guest(values, name=name, phone=phone, language=language, channel=channel, at=at)
    return found.customer_id


def _make_guest(values: dict[str, str], *, name: str, phone: str, language: str, channel: str, at: datetime) -> int:
    guest = Customer.objects.create(
        uid=uuid7(),
        family_name=normalize_name(name)[:60],
        email=values["email"],
        phone=phone.strip(),
        language=language,
        joined_at=at,
        joined_channel=channel,
    )
    add_identities(guest.pk, values, known=())
    return guest.pk
