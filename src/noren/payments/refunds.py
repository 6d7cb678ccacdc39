"""Refunds: the only code that sends money back through a provider, or notes that staff gave it back.

A refund is owed by `balance` in the deed's own transaction. It is sent afterwards, with a lease, under a key of its
own: asked again, the provider gives back once. Nothing is given up while nobody knows how it went.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F

from noren.payments.attempts import AttemptView, ask, find_attempt
from noren.payments.errors import RefundNotFound
from noren.payments.models import Entry, MoneyKind, Payment, PaymentStatus, Refund, RefundStatus
from noren.payments.provider import ProviderAnswer, Said

LEASE = timedelta(seconds=60)
TRIES_S = (5, 15, 60, 300, 900, 3_600)

_CLAIM = """
UPDATE payments_refund SET next_try_at = %(leased_until)s, tries = tries + 1 WHERE id IN (
    SELECT id FROM payments_refund WHERE next_try_at <= %(at)s ORDER BY next_try_at, id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) RETURNING uid
"""


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money on its way back."""

    uid: UUID
    order_uid: UUID
    provider: str
    status: str
    amount_minor: int
    reason: str
    words: str
    asked_at: datetime
    done_at: datetime | None


def claim_refunds(*, at: datetime, limit: int) -> list[UUID]:
    """Refunds to be sent now, claimed for the length of a lease."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "leased_until": at + LEASE, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def get_refund(uid: UUID) -> RefundView:
    """A refund as it stands.

    Raises:
        RefundNotFound.
    """
    refund = Refund.objects.select_related("payment", "attempt").filter(uid=uid).first()
    if refund is None:
        raise RefundNotFound(field="refund_uid")
    return refund_view(refund)


def refund_view(refund: Refund) -> RefundView:
    """A row as a value; it comes with its payment and attempt."""
    return RefundView(
        uid=refund.uid,
        order_uid=refund.payment.order_uid,
        provider=refund.attempt.provider if refund.attempt else refund.payment.provider,
        status=refund.status,
        amount_minor=refund.amount_minor,
        reason=refund.reason,
        words=refund.words,
        asked_at=refund.asked_at,
        done_at=refund.done_at,
    )


def ask_refund(uid: UUID) -> ProviderAnswer:
    """Have the provider give back what a refund says. Outside of every transaction; safe to repeat."""
    refund = Refund.objects.select_related("attempt").get(uid=uid)
    attempt = _attempt_of(refund)
    key, amount_minor = refund.uid, refund.amount_minor
    return ask(attempt, lambda one, charge: one.refund(charge, key=key, amount_minor=amount_minor))


def _attempt_of(refund: Refund) -> AttemptView:
    attempt = find_attempt(refund.attempt.uid) if refund.attempt else None
    assert attempt is not None
    return attempt


def note_refund(uid: UUID, answer: ProviderAnswer, *, at: datetime) -> bool:
    """Write down how the provider answered: done, to be given back by hand, or to be asked again.

    The caller holds the order's lock.

    Returns:
        Whether the money went back now; False also when that was noted before.
    """
    refund = Refund.objects.select_related("payment").select_for_update(no_key=True, of=("self",)).get(uid=uid)
    if refund.status != RefundStatus.ON_THE_WAY:
        return False
    if answer.said == Said.REFUNDED:
        _book(refund, at=at)
        return True
    if answer.said == Said.DECLINED:
        refund.status, refund.next_try_at = RefundStatus.BY_HAND, None
    else:
        wait = TRIES_S[min(refund.tries, len(TRIES_S)) - 1] if refund.tries else TRIES_S[0]
        refund.next_try_at = at + timedelta(seconds=wait)
    refund.words = answer.words[:200]
    refund.save(update_fields=["status", "next_try_at", "words"])
    return False


def note_given_back(uid: UUID, *, staff_id: int | None, at: datetime) -> bool:
    """Note that staff gave the money back. Safe to repeat; the caller holds the order's lock.

    Raises:
        RefundNotFound: there is no such refund, or the provider is giving it back.
    """
    refunds = Refund.objects.select_related("payment").select_for_update(no_key=True, of=("self",))
    refund = refunds.filter(uid=uid).first()
    if refund is None or refund.status == RefundStatus.ON_THE_WAY:
        raise RefundNotFound(field="refund_uid")
    if refund.status == RefundStatus.DONE:
        return False
    _book(refund, at=at, staff_id=staff_id)
    return True


def _book(refund: Refund, *, at: datetime, staff_id: int | None = None) -> None:
    Refund.objects.filter(pk=refund.pk).update(
        status=RefundStatus.DONE, next_try_at=None, done_at=at, words="", staff_id=staff_id
    )
    Entry.objects.create(
        uid=refund.uid,
        payment=refund.payment,
        kind=MoneyKind.REFUND,
        amount_minor=refund.amount_minor,
        staff_id=staff_id,
        at=at,
    )
    Payment.objects.filter(pk=refund.payment_id).update(refunded_minor=F("refunded_minor") + refund.amount_minor)
    Payment.objects.filter(pk=refund.payment_id, refunded_minor=F("captured_minor")).exclude(
        status=PaymentStatus.DUE
    ).update(status=PaymentStatus.REFUNDED)
