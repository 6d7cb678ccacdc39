"""Staff at the till: the only code that signs somebody in at a register."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction

from noren.people.errors import NotAllowed, SignInFailed
from noren.people.models import StaffMember
from noren.people.roles import Deed, Staff, check_may, staff_of
from noren.people.staff_log import SIGN_IN, Doer, doer_at_till, log_done, log_refused
from noren.people.tokens import Scope, make_token
from noren.people.tries import count_try, forget_tries, take_back_try
from noren.stores.registers import RegisterAt

VALID_FOR = timedelta(hours=14)
KNOWN_FOR = timedelta(days=30)
TRIES_WITHIN = timedelta(minutes=15)
TRIES_PER_CODE = 10
TRIES_PER_ADDRESS = 100  # a whole store, or the tills of a mall, may come from one address

_CODE = "till code"
_ADDRESS = "till address"
_KNOW = """
INSERT INTO people_registerstaff (register_id, staff_id, known_until) VALUES (%s, %s, %s)
ON CONFLICT (register_id, staff_id) DO UPDATE SET known_until = excluded.known_until
"""


def sign_in_till(
    *, code: str, password: str, register: RegisterAt, address: str, at: datetime, device_id: int | None = None
) -> str:
    """Sign a staff member in at a register; answer the secret of a token that lives for 14 hours.

    An unknown code takes as long as a wrong password. Not to be called inside a transaction: tries are counted
    whatever follows.

    Args:
        address: where the request comes from.
        device_id: the enrolled device they sign in at, with which the token dies.

    Raises:
        TooManyTries: of this code or from this address, within 15 minutes.
        SignInFailed: unknown code, wrong password, or an account that may not sign in.
        NotAllowed: no role in this store includes selling.
    """
    nobody = Doer(None, code.strip(), "till", register.store_id, register.name)
    try:
        staff = know_staff(code, password, address=address, at=at)
    except SignInFailed as refusal:
        log_refused(nobody, SIGN_IN, refusal=refusal.code, at=at)
        raise
    doer = doer_at_till(staff, store_id=register.store_id, register_name=register.name)
    try:
        check_may(staff, Deed.SELL, register.store_id)
    except NotAllowed as refusal:
        log_refused(doer, SIGN_IN, refusal=refusal.code, at=at)
        raise NotAllowed(field="store_code", deed=str(Deed.SELL)) from None
    with transaction.atomic(savepoint=False):
        forget_staff_tries(staff, address=address, at=at)
        note_known(staff.id, register.id, at=at)
        log_done(doer, [SIGN_IN], at=at)
        return make_token(
            name=f"{staff.name}, {register.store_name}, {register.name}"[:80],
            scopes=frozenset({Scope.TILL}),
            at=at,
            valid_until=at + VALID_FOR,
            staff_id=staff.id,
            register_id=register.id,
            device_id=device_id,
        )


def know_staff(code: str, password: str, *, address: str, at: datetime) -> Staff:
    """Who this is, by staff code and password; the try is counted. Not to be called inside a transaction.

    Raises:
        TooManyTries, SignInFailed.
    """
    code = code.strip()
    count_try(purpose=_ADDRESS, subject=address, limit=TRIES_PER_ADDRESS, within=TRIES_WITHIN, at=at)
    count_try(purpose=_CODE, subject=code, limit=TRIES_PER_CODE, within=TRIES_WITHIN, at=at)
    return staff_of(_check_password(code, password))


def note_known(staff_id: int, register_id: int, *, at: datetime) -> None:
    """Somebody gave the password at a register: their PIN is good there for 30 days from now."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOW, [register_id, staff_id, at + KNOWN_FOR])


def forget_staff_tries(staff: Staff, *, address: str, at: datetime) -> None:
    """Forget the tries of somebody whose password was right, and who may do what they asked for."""
    forget_tries(purpose=_CODE, subject=staff.code, at=at)
    take_back_try(purpose=_ADDRESS, subject=address)


def _check_password(code: str, password: str) -> StaffMember:
    member = StaffMember.objects.select_related("account").filter(code=code).first()
    if member is None:
        make_password(password)
    elif check_password(password, member.account.password) and member.account.is_active:
        return member
    raise SignInFailed(field="password")
