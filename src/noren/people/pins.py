"""PINs: the only code that sets, forgets and checks the short number with which staff take over a till.

A PIN is good only where its owner signed in with the password before, within 30 days; see
docs/adr/0025-a-pin-takes-over-a-till.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from noren.people.errors import NotAllowed, PinWeak, PinWrong
from noren.people.models import RegisterStaff, StaffMember, StaffPin
from noren.people.roles import Deed, Staff, check_may, deeds_in, staff_of
from noren.people.staff import VALID_FOR, forget_staff_tries, know_staff, note_known
from noren.people.staff_log import SET_PIN, SWITCH, Doer, doer_at_till, log_done, log_refused
from noren.people.tokens import Scope, Till, make_token
from noren.people.tries import count_try, forget_tries, take_back_try

TRIES_AT_REGISTER = 5
TRIES_WITHIN = timedelta(minutes=15)
TRIES_A_DAY = 20
_DAY = timedelta(days=1)
_AT_REGISTER = "till pin"
_A_DAY = "staff pin"


@dataclass(frozen=True, slots=True)
class KnownStaff:
    """Somebody who may take over a register; `pin_set_at` is None while they have no PIN."""

    uid: UUID
    name: str
    pin_set_at: datetime | None


def check_pin(pin: str) -> None:
    """Refuse a PIN that is none, or one of those that are tried first.

    Raises:
        PinWeak: not four to eight digits, all the same, or in a row.
    """
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise PinWeak(field="pin")
    if {int(after) - int(before) for before, after in pairwise(pin)} in ({0}, {1}, {-1}):
        raise PinWeak(field="pin")


def set_pin(staff_id: int, pin: str, *, at: datetime) -> None:
    """Give a staff member this PIN in place of the one before. Safe to repeat.

    Raises:
        PinWeak.
    """
    check_pin(pin)
    StaffPin.objects.update_or_create(staff_id=staff_id, defaults={"digest": make_password(pin), "set_at": at})


def forget_pin(staff_id: int) -> None:
    """Take the PIN away, and let no register know the staff member any more. Safe to repeat."""
    StaffPin.objects.filter(staff_id=staff_id).delete()
    RegisterStaff.objects.filter(staff_id=staff_id).delete()


def set_own_pin(staff: Staff, *, password: str, pin: str, till: Till, address: str, at: datetime) -> None:
    """Set the PIN of who is signed in at a till, who gives the password again. Not to be called inside a transaction.

    Raises:
        TooManyTries, SignInFailed: as at a sign-in.
        PinWeak.
    """
    check_pin(pin)
    know_staff(staff.code, password, address=address, at=at)
    with transaction.atomic(savepoint=False):
        forget_staff_tries(staff, address=address, at=at)
        set_pin(staff.id, pin, at=at)
        note_known(staff.id, till.register_id, at=at)
        log_done(doer_at_till(staff, store_id=till.store_id, register_name=till.register_name), [SET_PIN], at=at)


def staff_known_at(till: Till, *, at: datetime) -> list[KnownStaff]:
    """Who may take over this register with a PIN, or could if they had one, by name."""
    members = (
        StaffMember.objects.filter(
            registers__register_id=till.register_id, registers__known_until__gt=at, account__is_active=True
        )
        .select_related("pin")
        .prefetch_related("roles")
        .order_by("name", "code")
    )
    return [
        KnownStaff(member.uid, member.name, member.pin.set_at if hasattr(member, "pin") else None)
        for member in members
        if Deed.SELL in deeds_in(staff_of(member), till.store_id)
    ]


def switch_till(*, staff_uid: UUID, pin: str, till: Till, at: datetime) -> str:
    """Let somebody take over a till by PIN; answer the secret of a token of their own, good for 14 hours.

    Whoever is not known here, has no PIN, or gave another one is refused alike. Not to be called inside a transaction:
    tries are counted whatever follows.

    Raises:
        TooManyTries: 5 tries at this register within 15 minutes, or 20 wrong ones a day anywhere.
        PinWrong: a wrong PIN, none, or somebody who did not sign in here with the password within 30 days.
        NotAllowed: no role in this store includes selling.
    """
    here = f"{till.register_id} {staff_uid}"
    count_try(purpose=_AT_REGISTER, subject=here, limit=TRIES_AT_REGISTER, within=TRIES_WITHIN, at=at)
    count_try(purpose=_A_DAY, subject=str(staff_uid), limit=TRIES_A_DAY, within=_DAY, at=at)
    member = _member_with_pin(staff_uid, pin, till, at=at)
    if member is None:
        nobody = Doer(None, str(staff_uid), "till", till.store_id, till.register_name)
        log_refused(nobody, SWITCH, refusal=PinWrong.code, at=at)
        raise PinWrong(field="pin")
    staff = staff_of(member)
    doer = doer_at_till(staff, store_id=till.store_id, register_name=till.register_name)
    try:
        check_may(staff, Deed.SELL, till.store_id)
    except NotAllowed as refusal:
        log_refused(doer, SWITCH, refusal=refusal.code, at=at)
        raise
    with transaction.atomic(savepoint=False):
        forget_tries(purpose=_AT_REGISTER, subject=here, at=at)
        # The wrong ones of the day stay counted: else its owner's next right one would let somebody guess on.
        take_back_try(purpose=_A_DAY, subject=str(staff_uid))
        log_done(doer, [SWITCH], at=at)
        return make_token(
            name=f"{staff.name}, {till.store_name}, {till.register_name}"[:80],
            scopes=frozenset({Scope.TILL}),
            at=at,
            valid_until=at + VALID_FOR,
            staff_id=staff.id,
            register_id=till.register_id,
            device_id=till.device_id,
        )


def _member_with_pin(staff_uid: UUID, pin: str, till: Till, *, at: datetime) -> StaffMember | None:
    """Whose PIN this is, if this register knows them; whoever it does not know takes as long."""
    member = (
        StaffMember.objects.filter(
            uid=staff_uid,
            account__is_active=True,
            pin__isnull=False,
            registers__register_id=till.register_id,
            registers__known_until__gt=at,
        )
        .select_related("pin")
        .prefetch_related("roles")
        .first()
    )
    if member is None:
        make_password(pin)
        return None
    return member if check_password(pin, member.pin.digest) else None
