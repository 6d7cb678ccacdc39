"""Attempts: the only code that writes them. What is asked of a provider stands here before it is asked.

What writes here but `claim_looks` is called inside a transaction that holds the order's lock, so that an attempt never
moves while its order does. Which state may follow which, and why: docs/adr/0013-money-is-asked-for-under-a-promise.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F

from noren.payments.models import LIVE, Answer, Attempt, AttemptStatus, Entry, MoneyKind, Payment, PaymentStatus
from noren.payments.provider import Charge, OnlineProvider, ProviderAnswer, Said, check_outside, get_provider

LEASE = timedelta(seconds=60)
# From a second after the first look to ten minutes: a buyer takes a minute or two, a provider that is down longer.
LOOKS_S = (2, 3, 5, 10, 15, 30, 60, 120, 300, 600)

_CLAIM = """
UPDATE payments_attempt SET next_look_at = %(leased_until)s, looks = looks + 1 WHERE id IN (
    SELECT id FROM payments_attempt WHERE next_look_at <= %(at)s ORDER BY next_look_at, id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) RETURNING uid
"""


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt as it was read; `order_uid` is whose money it is about."""

    uid: UUID
    order_uid: UUID
    provider: str
    status: str
    amount_minor: int
    provider_ref: str
    pay_url: str
    said: str
    words: str
    made_at: datetime

    @property
    def is_live(self) -> bool:
        """Whether money may still be taken by it."""
        return self.status in LIVE

    @property
    def is_in_flight(self) -> bool:
        """Whether money may be on its way at this moment: it was asked for, or nobody knows what was done."""
        return self.status == AttemptStatus.CAPTURING or (self.is_live and self.said == Said.UNKNOWN)


def start_attempt(payment: Payment, *, provider: str, at: datetime) -> AttemptView:
    """Write down that a provider is going to be asked for what is due. One may be live at a time."""
    attempt = Attempt.objects.create(
        payment=payment,
        provider=provider,
        status=AttemptStatus.STARTED,
        amount_minor=payment.amount_minor - payment.captured_minor,
        next_look_at=at + LEASE,
        made_at=at,
    )
    return _view(attempt, payment.order_uid)


def live_attempt(order_uid: UUID) -> AttemptView | None:
    """The attempt by which an order's money may still be taken."""
    attempt = Attempt.objects.select_related("payment").filter(payment__order_uid=order_uid, status__in=LIVE).first()
    return _view(attempt, order_uid) if attempt else None


def last_attempt(order_uid: UUID) -> AttemptView | None:
    """The attempt that was made last."""
    attempts = Attempt.objects.select_related("payment").filter(payment__order_uid=order_uid)
    attempt = attempts.order_by("-pk").first()
    return _view(attempt, order_uid) if attempt else None


def find_attempt(uid: UUID) -> AttemptView | None:
    """An attempt as it stands; None when we made none of this uid."""
    attempt = Attempt.objects.select_related("payment").filter(uid=uid).first()
    return _view(attempt, attempt.payment.order_uid) if attempt else None


def let_go(order_uid: UUID, *, at: datetime) -> None:
    """Never ask for money by the order's live attempt any more; the worker tells the provider. Safe to repeat."""
    Attempt.objects.filter(payment__order_uid=order_uid, status__in=LIVE).update(
        status=AttemptStatus.CANCELING, next_look_at=at, looks=0
    )


def let_go_of_wrong_amount(order_uid: UUID, *, at: datetime) -> None:
    """Never ask for the amount of the order's live attempt any more, as another is due now.

    One whose money is being taken stays: what it takes too much goes back.
    """
    asking = Attempt.objects.filter(payment__order_uid=order_uid, status__in=LIVE)
    asking.exclude(status=AttemptStatus.CAPTURING).update(status=AttemptStatus.CANCELING, next_look_at=at, looks=0)


def allow_capture(uid: UUID) -> bool:
    """Mark a live attempt as asking for the money; False when it may not any more."""
    return bool(Attempt.objects.filter(uid=uid, status__in=LIVE).update(status=AttemptStatus.CAPTURING))


def ask(
    attempt: AttemptView,
    deed: Callable[[OnlineProvider, Charge], ProviderAnswer],
    *,
    words: str = "",
    return_url: str = "",
) -> ProviderAnswer:
    """Ask the attempt's provider, outside of every transaction."""
    check_outside()
    charge = Charge(
        key=attempt.uid,
        ref=attempt.provider_ref,
        amount_minor=attempt.amount_minor,
        currency=settings.CURRENCY,
        words=words,
        return_url=return_url,
    )
    return deed(get_provider(attempt.provider), charge)


def note_answer(uid: UUID, call: str, answer: ProviderAnswer, *, at: datetime) -> AttemptView:
    """Write down what was said; the attempt moves on as far as that goes, but for `CAPTURED`, which moves money.

    A known end stays as it is. An attempt whose provider has never heard of it after the lease is canceled there too.
    """
    attempt = Attempt.objects.select_related("payment").select_for_update(no_key=True, of=("self",)).get(uid=uid)
    is_news = (answer.said, answer.words[:200]) != (attempt.said, attempt.words)
    if is_news:
        Answer.objects.create(attempt=attempt, call=call, said=answer.said, words=answer.words[:200], at=at)
    status = _after(attempt, answer, at=at)
    attempt.looks = 0 if is_news or status != attempt.status else attempt.looks
    attempt.status = status
    attempt.provider_ref = answer.ref[:120] or attempt.provider_ref
    attempt.pay_url = answer.pay_url or attempt.pay_url
    attempt.said, attempt.words, attempt.said_at = answer.said, answer.words[:200], at
    is_over = status in {AttemptStatus.CAPTURED, AttemptStatus.DECLINED, AttemptStatus.CANCELED}
    attempt.next_look_at = None if is_over else at + _wait(attempt.looks)
    attempt.save(
        update_fields=[
            "status",
            "provider_ref",
            "pay_url",
            "said",
            "words",
            "said_at",
            "looks",
            "next_look_at",
        ]
    )
    return _view(attempt, attempt.payment.order_uid)


def _after(attempt: Attempt, answer: ProviderAnswer, *, at: datetime) -> AttemptStatus:
    """The state after an answer. Money that was taken is booked by `book_attempt`, and by nothing else."""
    status = AttemptStatus(attempt.status)
    if status not in {*LIVE, AttemptStatus.CANCELING}:
        return status
    if answer.said == Said.DECLINED:
        return AttemptStatus.DECLINED
    if answer.said == Said.CANCELED:
        return AttemptStatus.CANCELED
    if answer.said == Said.PENDING and status == AttemptStatus.STARTED:
        return AttemptStatus.PENDING
    if answer.said == Said.UNHEARD and at - attempt.made_at >= LEASE:
        return AttemptStatus.CANCELING
    return status


def _wait(looks: int) -> timedelta:
    return timedelta(seconds=LOOKS_S[min(looks, len(LOOKS_S) - 1)])


def book_attempt(uid: UUID, *, at: datetime) -> bool:
    """Book the money that an attempt took: once; False when it was booked before."""
    attempt = Attempt.objects.select_related("payment").select_for_update(no_key=True, of=("self",)).get(uid=uid)
    if attempt.status == AttemptStatus.CAPTURED:
        return False
    Attempt.objects.filter(pk=attempt.pk).update(status=AttemptStatus.CAPTURED, next_look_at=None)
    book_capture(attempt.payment, uid=attempt.uid, amount_minor=attempt.amount_minor, at=at)
    return True


def book_capture(
    payment: Payment, *, uid: UUID, amount_minor: int, at: datetime, words: str = "", staff_id: int | None = None
) -> None:
    """Write money that came in into the ledger, under a uid that lets it in once."""
    Entry.objects.create(
        uid=uid,
        payment=payment,
        kind=MoneyKind.CAPTURE,
        amount_minor=amount_minor,
        words=words,
        staff_id=staff_id,
        at=at,
    )
    Payment.objects.filter(pk=payment.pk).update(captured_minor=F("captured_minor") + amount_minor)
    payment.refresh_from_db(fields=["captured_minor", "status"])
    if payment.captured_minor >= payment.amount_minor or payment.status != PaymentStatus.DUE:
        Payment.objects.filter(pk=payment.pk).update(status=PaymentStatus.CAPTURED)


def claim_looks(*, at: datetime, limit: int) -> list[UUID]:
    """Attempts that the worker asks about now, claimed for the length of a lease."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "leased_until": at + LEASE, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def _view(attempt: Attempt, order_uid: UUID) -> AttemptView:
    return AttemptView(
        uid=attempt.uid,
        order_uid=order_uid,
        provider=attempt.provider,
        status=attempt.status,
        amount_minor=attempt.amount_minor,
        provider_ref=attempt.provider_ref,
        pay_url=attempt.pay_url,
        said=attempt.said,
        words=attempt.words,
        made_at=attempt.made_at,
    )
