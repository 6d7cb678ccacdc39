"""Claims: a store member gets an online account by the card's number and a code mailed to the address on record.

Nobody learns from it who is a member: a claim that matches nobody is a row like any other, with the same answer, the
same number of tries and the same end. The code is in the mail alone; the row has a keyed digest of it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.crypto import constant_time_compare, salted_hmac

from noren.kernel.ids import uuid7
from noren.people.errors import AccountTaken, ClaimCodeWrong, ClaimTriesSpent, EmailInvalid, PasswordWeak
from noren.people.events import AccountClaimAsked, AccountClaimed
from noren.people.link_account import link_account, verify_email
from noren.people.models import Account, Claim, Customer, IdentityKind
from noren.people.rules import fold_member_number, normalize_email
from noren.people.tries import count_try
from noren.timeline.record import Told, record

VALID_FOR = timedelta(minutes=15)
MAX_TRIES = 5
ASKED_WITHIN = timedelta(hours=1)
ASKS_PER_NUMBER = 5
ASKS_PER_ADDRESS = 30


@dataclass(frozen=True, slots=True)
class ClaimMail:
    """The mail that the face queues in the same transaction; the only place where the code stands."""

    to: str
    code: str
    language: str
    customer_id: int
    claim_uid: UUID


@dataclass(frozen=True, slots=True)
class AskedClaim:
    """What the asker is told: a claim, until when its code is valid. `mail` is None when nobody matched."""

    uid: UUID
    valid_until: datetime
    mail: ClaimMail | None


def count_claim(*, member_number: str, address: str, at: datetime) -> None:
    """Count that somebody asks; call it before `ask_claim`, outside the transaction.

    Raises:
        TooManyTries: asked for this number more than 5 times an hour, or from this address more than 30 times.
    """
    number = fold_member_number(member_number)
    count_try(purpose="claim address", subject=address, limit=ASKS_PER_ADDRESS, within=ASKED_WITHIN, at=at)
    count_try(purpose="claim number", subject=number, limit=ASKS_PER_NUMBER, within=ASKED_WITHIN, at=at)


def ask_claim(*, member_number: str, email: str, at: datetime) -> AskedClaim:
    """Ask for an online account; the answer is the same whether or not number and e-mail belong together.

    The face queues `mail` in the same transaction and tells the asker the uid, nothing else.

    Records "Account Claim Asked", about a customer who matched.
    """
    code = f"{secrets.randbelow(10**6):06d}"
    uid = uuid7()
    with transaction.atomic(savepoint=False):
        customer = _matching(member_number, email)
        claim = Claim.objects.create(
            uid=uid,
            customer=customer,
            email=customer.email if customer else "",
            code_digest=_digest(uid, code),
            asked_at=at,
            valid_until=at + VALID_FOR,
        )
        if customer is None:
            return AskedClaim(uid, claim.valid_until, mail=None)
        told = Told(at, "web", customer_id=customer.pk, subject_uid=customer.uid)
        record(AccountClaimAsked(customer.uid, uid), told=told)
    mail = ClaimMail(customer.email, code, customer.language, customer.pk, uid)
    return AskedClaim(uid, claim.valid_until, mail)


def confirm_claim(*, claim_uid: UUID, code: str, password: str, at: datetime) -> Account:
    """Prove the mailed code and set a password; answer the account, linked and with a verified e-mail.

    A code that was mailed to an address which is no longer the member's proves nothing.

    An account that has this e-mail already, the customer's own or nobody's yet, is linked and gets its password set
    anew: the mailbox is proved. Not to be called inside a transaction: a wrong code counts whatever follows.

    Raises:
        PasswordWeak: costs no try.
        ClaimCodeWrong: wrong, over, used or unknown; which of these is not told.
        ClaimTriesSpent: five codes were tried.
        AccountTaken: an account with this e-mail belongs to another customer.

    Records "Account Claimed".
    """
    _check_password(password)
    _spend_try(claim_uid, at=at)
    with transaction.atomic():
        claim = Claim.objects.select_related("customer").get(uid=claim_uid)
        is_right = constant_time_compare(claim.code_digest, _digest(claim_uid, code.strip()))
        member = claim.customer
        if not is_right or member is None or member.email != claim.email or not _use(claim, at=at):
            raise ClaimCodeWrong(field="code")
        account = _account_of(member, claim.email, password)
        link_account(account_id=account.pk, customer_id=member.pk)
        verify_email(account_id=account.pk, email=claim.email, at=at)
        told = Told(at, "web", customer_id=member.pk, subject_uid=member.uid)
        record(AccountClaimed(member.uid, claim_uid), told=told)
    return account


def _matching(member_number: str, email: str) -> Customer | None:
    """The member whom both name. Who has an account with another address is not: staff can change the address on
    record, and must not open a way in beside the member's own (ADR 0011).
    """
    try:
        address = normalize_email(email)
    except EmailInvalid:
        return None
    accounts = Account.objects.filter(customer=OuterRef("pk"))
    return Customer.objects.filter(
        ~Exists(accounts) | Exists(accounts.filter(email__iexact=address)),
        member_number=fold_member_number(member_number),
        identities__kind=IdentityKind.EMAIL,
        identities__value=address,
    ).first()


def _spend_try(claim_uid: UUID, *, at: datetime) -> None:
    """Count the try before the code is looked at: codes sent at the same instant all count."""
    with transaction.atomic(durable=True):
        live = Claim.objects.filter(uid=claim_uid, used_at__isnull=True, valid_until__gt=at)
        if live.filter(failed_count__lt=MAX_TRIES).update(failed_count=F("failed_count") + 1):
            return
        if live.exists():
            raise ClaimTriesSpent(field="code")
        raise ClaimCodeWrong(field="code")


def _use(claim: Claim, *, at: datetime) -> bool:
    """Mark the claim as used, once: the second of two right codes waits here and finds it used."""
    unused = Claim.objects.filter(pk=claim.pk, used_at__isnull=True)
    return unused.update(used_at=at, failed_count=F("failed_count") - 1) == 1


def _account_of(customer: Customer, email: str, password: str) -> Account:
    account = Account.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if account is None:
        return Account.objects.create_user(email, password, customer=customer)
    if account.customer_id not in (None, customer.pk):
        raise AccountTaken(field="email")
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise PasswordWeak(field="password", why=" ".join(error.messages)) from None


def _digest(claim_uid: UUID, code: str) -> str:
    """A digest keyed with the deployment's secret: a million codes are tried in a second by who has the table alone."""
    return salted_hmac("noren.people.claim", f"{claim_uid} {code}", algorithm="sha256").hexdigest()
