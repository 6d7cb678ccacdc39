"""Joining: the only code that makes a member."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from noren.people.errors import ContactNeeded, EmailTaken, NameMissing, PhoneTaken
from noren.people.events import MemberJoined
from noren.people.identities import add_identities, lock_identities
from noren.people.models import Customer, Identity, IdentityKind
from noren.people.queries import CustomerView, get_customer_by_id
from noren.people.rules import member_number, normalize_email, normalize_kana, normalize_name, normalize_phone
from noren.timeline.record import Told, record


@dataclass(frozen=True, slots=True)
class NewMember:
    """What somebody tells when they join, as typed.

    Attributes:
        uid: made by the caller; a repeat with it answers the member that joined first.
    """

    uid: UUID
    family_name: str
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    language: str = "ja"


def join_member(
    new: NewMember, *, channel: str, at: datetime, store_id: int | None = None, source: str = "live"
) -> CustomerView:
    """Make a member, who is known by member number, e-mail and phone from now on.

    A guest who ordered with this e-mail before becomes the member and keeps the uid and the orders. Safe to repeat
    with the same `uid`.

    Args:
        channel: web, till or api.
        store_id: where they joined; becomes the home store.

    Raises:
        NameMissing, ContactNeeded, EmailInvalid, PhoneInvalid: what was told cannot be accepted.
        EmailTaken, PhoneTaken: it names another member.

    Records "Member Joined".
    """
    family_name = normalize_name(new.family_name)
    if not family_name:
        raise NameMissing(field="family_name")
    values = _contact_of(new)
    with transaction.atomic(savepoint=False):
        known = lock_identities(values)
        if earlier := Customer.objects.filter(uid=new.uid, member_number__isnull=False).first():
            return get_customer_by_id(earlier.pk)
        _check_free(known)
        guest = known[IdentityKind.EMAIL].customer if IdentityKind.EMAIL in known else None
        number = next_member_number()
        fields = {
            "member_number": number,
            "family_name": family_name,
            "given_name": normalize_name(new.given_name),
            "family_kana": normalize_kana(new.family_kana),
            "given_kana": normalize_kana(new.given_kana),
            "email": values.get(IdentityKind.EMAIL, ""),
            "phone": values.get(IdentityKind.PHONE, ""),
            "birth_date": new.birth_date,
            "language": new.language,
            "joined_at": at,
            "joined_channel": channel,
            "home_store_id": store_id,
        }
        customer = guest or Customer.objects.create(uid=new.uid, **fields)
        if guest is not None:
            Customer.objects.filter(pk=guest.pk).update(**fields)
        add_identities(customer.pk, {**values, IdentityKind.MEMBER_NUMBER: number}, known=known.values())
        record(
            MemberJoined(customer.uid, number, was_guest=guest is not None),
            told=Told(at, channel, store_id, customer.pk, subject_uid=customer.uid, source=source),
        )
    return get_customer_by_id(customer.pk)


def next_member_number() -> str:
    """A member number that nobody has; also past numbers that an import brought along."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('people_member_serial')")
            number = member_number(cursor.fetchone()[0])
        if not Identity.objects.filter(kind=IdentityKind.MEMBER_NUMBER, value=number).exists():
            return number


def _contact_of(new: NewMember) -> dict[str, str]:
    values: dict[str, str] = {}
    if new.email.strip():
        values[IdentityKind.EMAIL] = normalize_email(new.email)
    if new.phone.strip():
        values[IdentityKind.PHONE] = normalize_phone(new.phone)
    if not values:
        raise ContactNeeded(field="email")
    return values


def _check_free(known: dict[str, Identity]) -> None:
    """What names a member is that member's; what names a guest goes over to the one who joins."""
    for kind, error in ((IdentityKind.EMAIL, EmailTaken), (IdentityKind.PHONE, PhoneTaken)):
        if kind in known and known[kind].customer.member_number is not None:
            raise error(field=str(kind))
