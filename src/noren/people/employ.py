"""Employing: the only code that writes staff members, their roles and their way to sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from noren.kernel.text import storable
from noren.people.errors import AccountTaken, NameMissing, PasswordWeak, StaffCodeInvalid
from noren.people.events import StaffSaved
from noren.people.models import Account, Role, StaffMember, StaffRole
from noren.people.pins import check_pin, forget_pin, set_pin
from noren.people.rules import normalize_email, normalize_name
from noren.timeline.record import Told, record

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('people_staffmember ' || %s || ' ' || %s, 0))"


@dataclass(frozen=True, slots=True)
class StaffDefinition:
    """What a staff member is to be; the code names them and stays.

    Attributes:
        code: 1 to 16 letters and digits, typed at the till.
        email: with which they sign in at the office.
        password: a new one; empty to keep the one there is.
        roles: role and store, None for all stores.
        pin: a new one for tills; empty to keep the one there is.
        forgets_pin: takes the PIN away, and registers ask for the password again.
        may_sign_in: False for who no longer works here: their roles end, their deeds stay in the records.
    """

    code: str
    name: str
    email: str
    roles: Sequence[tuple[Role, int | None]]
    password: str = ""
    may_sign_in: bool = True
    pin: str = ""
    forgets_pin: bool = False


def save_staff(definition: StaffDefinition, *, at: datetime, channel: str = "office") -> UUID:
    """Employ somebody, or change the one who has this code; safe to repeat. Returns the staff member's uid.

    Raises:
        StaffCodeInvalid, NameMissing, EmailInvalid, PasswordWeak, PinWeak.
        AccountTaken: somebody else on the staff signs in with this e-mail.

    Records "Staff Saved".
    """
    code, name, email = definition.code.strip(), normalize_name(definition.name), normalize_email(definition.email)
    if not (code.isascii() and code.isalnum() and len(code) <= 16):
        raise StaffCodeInvalid(field="code")
    if not name or len(name) > 60 or storable(name) != name:
        raise NameMissing(field="name")
    if definition.pin:
        check_pin(definition.pin)
    with transaction.atomic(savepoint=False):
        _lock_names(code, email)
        staff = StaffMember.objects.select_for_update(no_key=True).filter(code=code).first()
        account = _save_account(staff, email, definition)
        if staff is None:
            staff = StaffMember.objects.create(account=account, code=code, name=name)
        else:
            StaffMember.objects.filter(pk=staff.pk).update(name=name)
        if definition.forgets_pin or not definition.may_sign_in:
            forget_pin(staff.pk)
        elif definition.pin:
            set_pin(staff.pk, definition.pin, at=at)
        kept = definition.roles if definition.may_sign_in else ()
        _set_roles(staff, kept)
        roles = tuple(sorted({str(role) for role, _store in kept}))
        event = StaffSaved(staff.uid, code, roles, definition.may_sign_in)
        record(event, told=Told(at, channel, subject_uid=staff.uid))
    return staff.uid


def _lock_names(code: str, email: str) -> None:
    """Lock a staff code and an e-mail, taken or not: of two who bring a new one at once, the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, ["code", code])
        cursor.execute(_LOCK, ["email", email])


def _save_account(staff: StaffMember | None, email: str, definition: StaffDefinition) -> Account:
    """The account of the staff member; a new one takes an account that signs in with this e-mail as a customer."""
    namesake = Account.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if staff is None and StaffMember.objects.filter(account=namesake).exists():
        raise AccountTaken(field="email")
    if staff and namesake and namesake.pk != staff.account_id:
        raise AccountTaken(field="email")
    account = staff.account if staff else namesake or Account(email=email)
    account.email = email
    account.is_staff = definition.may_sign_in
    # Who is a customer too goes on signing in as one.
    account.is_active = definition.may_sign_in or account.customer_id is not None
    if definition.password:
        _check_password(definition.password, account)
        account.set_password(definition.password)
    elif not account.password:
        account.set_unusable_password()
    account.save()
    return account


def _set_roles(staff: StaffMember, roles: Sequence[tuple[Role, int | None]]) -> None:
    staff.roles.all().delete()
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=role, store_id=store_id) for role, store_id in dict.fromkeys(roles)
    )


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordWeak(field="password", why=" ".join(error.messages)) from None
