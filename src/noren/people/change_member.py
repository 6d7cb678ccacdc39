"""Changing a member: the only code that changes what a member told when they joined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.kernel.errors import Conflict
from noren.people.errors import ContactNeeded, CustomerNotFound, EmailTaken, NameMissing, PhoneTaken
from noren.people.events import MemberChanged
from noren.people.identities import add_identities, lock_identities
from noren.people.models import Customer, Identity, IdentityKind
from noren.people.queries import CustomerView, get_customer_by_id
from noren.people.rules import normalize_email, normalize_kana, normalize_name, normalize_phone
from noren.timeline.record import Told, record

_TAKEN: dict[str, type[Conflict]] = {IdentityKind.EMAIL.value: EmailTaken, IdentityKind.PHONE.value: PhoneTaken}


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What is different now, as typed. None leaves it as it was; an empty e-mail or phone takes it off the record."""

    family_name: str | None = None
    given_name: str | None = None
    family_kana: str | None = None
    given_kana: str | None = None
    email: str | None = None
    phone: str | None = None


def change_member(
    uid: UUID,
    change: MemberChange,
    *,
    channel: str,
    at: datetime,
    store_id: int | None = None,
    staff_uid: UUID | None = None,
) -> CustomerView:
    """Change a member's names, e-mail or phone; the member is known by the new ones alone from now on. Safe to repeat.

    An e-mail that named a guest names the member now; the guest's orders stay the guest's. How the member signs in
    online does not change: whoever proved an address and chose a password goes on with these (ADR 0011).

    Args:
        channel: office or till; staff_uid: who changes it.

    Raises:
        CustomerNotFound: no member has this uid.
        NameMissing, ContactNeeded, EmailInvalid, PhoneInvalid: what was told cannot be accepted.
        EmailTaken, PhoneTaken: it names another member.

    Records "Member Changed" with the names of the columns, unless nothing is different.
    """
    told = _columns(change)
    with transaction.atomic(savepoint=False):
        member = _lock_member(uid)
        changed = {name: value for name, value in told.items() if value != getattr(member, name)}
        if not changed:
            return get_customer_by_id(member.pk)
        _change_identities(member, {kind: changed[kind] for kind in _TAKEN if kind in changed})
        Customer.objects.filter(pk=member.pk).update(**changed)
        record(
            MemberChanged(uid, tuple(sorted(changed)), staff_uid),
            told=Told(at, channel, store_id, member.pk, subject_uid=uid),
        )
    return get_customer_by_id(member.pk)


def _columns(change: MemberChange) -> dict[str, str]:
    """What was told, each in its one form, by column."""
    forms: dict[str, Callable[[str], str]] = {
        "family_name": normalize_name,
        "given_name": normalize_name,
        "family_kana": normalize_kana,
        "given_kana": normalize_kana,
        "email": lambda typed: normalize_email(typed) if typed.strip() else "",
        "phone": lambda typed: normalize_phone(typed) if typed.strip() else "",
    }
    columns = {name: form(typed) for name, form in forms.items() if (typed := getattr(change, name)) is not None}
    if columns.get("family_name") == "":
        raise NameMissing(field="family_name")
    return columns


def _lock_member(uid: UUID) -> Customer:
    """Lock the member before the identities: of two changes at once the second sees what the first left to forget."""
    members = Customer.objects.filter(member_number__isnull=False)
    member = members.select_for_update(no_key=True).filter(uid=uid).first()
    if member is None:
        raise CustomerNotFound(field="customer_uid", uid=str(uid))
    return member


def _change_identities(member: Customer, changed: Mapping[str, str]) -> None:
    """Let the member be named by the new e-mail or phone, unproved as yet, and no longer by the old one."""
    if changed and not (changed.get("email", member.email) or changed.get("phone", member.phone)):
        raise ContactNeeded(field="email")
    values = {kind: value for kind, value in changed.items() if value}
    known = lock_identities(values)
    for kind, identity in known.items():
        if identity.customer_id != member.pk and identity.customer.member_number is not None:
            raise _TAKEN[kind](field=kind)
    for kind, value in changed.items():
        Identity.objects.filter(customer=member, kind=kind).exclude(value=value).delete()
    add_identities(member.pk, values, known=known.values())
