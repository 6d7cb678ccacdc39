"""Limits beyond which a second person is needed: head office sets them, and where none is set the usual ones hold."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from noren.people.errors import LimitInvalid
from noren.people.events import ApprovalLimitSet
from noren.people.models import ApprovalLimit, LimitKind
from noren.people.roles import Deed
from noren.timeline.record import Told, record

MOST = 1_000_000_000_000
IN_PERCENT = frozenset({LimitKind.PRICE, LimitKind.MARKDOWN_PERCENT})
DEED_BEYOND: Mapping[LimitKind, Deed] = {
    LimitKind.REFUND: Deed.REFUND_LARGE,
    LimitKind.CORRECTION: Deed.CORRECT_LARGE,
    LimitKind.WRITE_OFF: Deed.WRITE_OFF_LARGE,
    LimitKind.COUNT: Deed.CLOSE_COUNT_LARGE,
    LimitKind.PRICE: Deed.PRICE_LARGE,
    LimitKind.CASH_OUT: Deed.CASH_OUT_LARGE,
    LimitKind.MARKDOWN: Deed.MARK_DOWN_LARGE,
    LimitKind.MARKDOWN_PERCENT: Deed.MARK_DOWN_LARGE,
}


def limit_of(kind: LimitKind) -> int | None:
    """The limit in minor units, or in percent (`IN_PERCENT`); None where nobody is needed, however much it is."""
    return limits()[kind]


def limits() -> dict[LimitKind, int | None]:
    """All limits."""
    return _usual() | {LimitKind(kind): limit for kind, limit in ApprovalLimit.objects.values_list("kind", "limit")}


def is_beyond(kind: LimitKind, amount: int) -> bool:
    """Whether so much needs a second person."""
    limit = limit_of(kind)
    return limit is not None and amount > limit


def is_looser(before: int | None, limit: int | None) -> bool:
    """Whether more could be done alone than before."""
    return before is not None and (limit is None or limit > before)


def set_limit(
    kind: LimitKind,
    limit: int | None,
    *,
    at: datetime,
    channel: str = "office",
    weigh: Callable[[int], None] | None = None,
) -> None:
    """Set a limit; None: nobody is needed, however much it is. Safe to repeat.

    Args:
        weigh: is told how much more could be done alone than before, and refuses what needs a second person under the
            limit that still holds.

    Raises:
        LimitInvalid: below 0, or beyond all reason.

    Records "Approval Limit Set", unless nothing changes.
    """
    if limit is not None and not 0 <= limit <= MOST:
        raise LimitInvalid(field=kind.value, limit=MOST)
    with transaction.atomic(savepoint=False):
        before = limit_of(kind)
        if before == limit:
            return
        if weigh is not None and is_looser(before, limit):
            weigh(MOST if limit is None else limit)
        ApprovalLimit.objects.update_or_create(kind=kind, defaults={"limit": limit})
        record(ApprovalLimitSet(kind.value, before, limit), told=Told(at=at, channel=channel))


def _usual() -> dict[LimitKind, int | None]:
    return dict.fromkeys(LimitKind) | {
        LimitKind.REFUND: settings.REFUND_LIMIT_MINOR,
        LimitKind.CORRECTION: settings.CORRECTION_LIMIT_MINOR,
        LimitKind.CASH_OUT: settings.CASH_OUT_LIMIT_MINOR,
        LimitKind.MARKDOWN: settings.MARKDOWN_LIMIT_MINOR,
        LimitKind.MARKDOWN_PERCENT: settings.MARKDOWN_LIMIT_PERCENT,
    }
