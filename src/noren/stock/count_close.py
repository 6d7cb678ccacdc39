"""Closing a stocktake: the only code that books what was counted in one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.people.second_person import Weigh
from noren.stock.count import CAUSE, check_open, end_count, find_count, lock_count
from noren.stock.count_review import ReviewLine, counted_lines, uncounted_lines
from noren.stock.errors import CountEmpty, CountUnsure
from noren.stock.events import CountClosed
from noren.stock.ledger import Cause, Ledger, lock_levels_by_id
from noren.stock.models import Count, CountLine, CountOutcome, CountStatus, MovementKind


def close_count(
    uid: UUID,
    *,
    zero_uncounted: bool,
    leave_unsure: bool,
    at: datetime,
    staff_id: int | None = None,
    channel: str = "office",
    weigh: Weigh | None = None,
) -> Count:
    """Book the differences of a stocktake and end it. Safe to repeat: a closed one is answered as it is.

    A difference is what was counted less what the ledger said at that moment, so what was sold, handed over or received
    since stays as it is. Locks the stocktake, then the levels in order of primary key. Records "Count Closed".

    Args:
        zero_uncounted: goods that nobody counted are gone; not those that came in since the stocktake was opened.
        leave_unsure: goods that moved while they were counted keep their figure.
        weigh: is told what the differences come to at selling price, missing and surplus added up, and refuses what
            needs a second person.

    Raises:
        CountNotFound.
        CountEnded: it was cancelled.
        CountEmpty: nothing was counted.
        CountUnsure: goods moved while they were counted, and nobody said that they are to be left.
    """
    with transaction.atomic(savepoint=False):
        count = lock_count(uid)
        if count.status == CountStatus.CLOSED:
            return count
        check_open(count)
        ledger = _lock_what_changes(count, zero_uncounted=zero_uncounted)
        # Read again under the locks: what moved until they were given is part of the answer.
        counted, uncounted = counted_lines(count), uncounted_lines(count)
        if not counted:
            raise CountEmpty(count=str(uid))
        unsure = sum(line.is_unsure for line in counted)
        if unsure and not leave_unsure:
            raise CountUnsure(field="leave_unsure", count=unsure)
        zeroed = set(ledger.levels) if zero_uncounted else set()
        lines = [_line(count, each, zeroed=zeroed) for each in (*counted, *uncounted)]
        if weigh is not None:
            weigh(differences_minor(lines))
        for each, line in zip((*counted, *uncounted), lines, strict=True):
            if line.difference:
                ledger.book(each.variant_id, MovementKind.COUNTED, on_hand=line.difference)
        ledger.write(Cause(CAUSE, uid, at, staff_id=staff_id))
        CountLine.objects.bulk_create(lines, batch_size=2_000)
        end_count(count, CountStatus.CLOSED, _told(count, lines), at=at, staff_id=staff_id, channel=channel)
    return count


def weight_of_closing(count_uid: UUID, *, zero_uncounted: bool) -> int:
    """What closing would book now, missing and surplus added up at selling price, minor units."""
    count = find_count(count_uid)
    counted, uncounted = counted_lines(count), uncounted_lines(count)
    zeroed = {line.variant_id for line in uncounted} if zero_uncounted else set()
    return differences_minor([_line(count, each, zeroed=zeroed) for each in (*counted, *uncounted)])


def differences_minor(lines: Sequence[CountLine]) -> int:
    """Missing and surplus added up, so that the one does not hide the other."""
    return sum(abs(line.difference) * line.price_minor for line in lines)


def _lock_what_changes(count: Count, *, zero_uncounted: bool) -> Ledger:
    """Lock the levels that will be booked, those alone: all goods of a store would keep its tills waiting."""
    changing = [line.level_id for line in counted_lines(count) if line.difference]
    if zero_uncounted:
        changing += [line.level_id for line in uncounted_lines(count) if not line.is_unsure]
    return Ledger({level.variant_id: level for level in lock_levels_by_id(changing).values()})


def _line(count: Count, found: ReviewLine, *, zeroed: Collection[int]) -> CountLine:
    if found.counted is not None:
        outcome = CountOutcome.UNSURE if found.is_unsure else CountOutcome.COUNTED
    else:
        outcome = CountOutcome.ZEROED if found.variant_id in zeroed and not found.is_unsure else CountOutcome.LEFT
    difference = {CountOutcome.COUNTED: found.difference, CountOutcome.ZEROED: -found.expected}.get(outcome, 0)
    return CountLine(
        count=count,
        level_id=found.level_id,
        outcome=outcome,
        expected=found.expected,
        counted=found.counted,
        difference=difference,
        price_minor=found.price_minor,
    )


def _told(count: Count, lines: Sequence[CountLine]) -> CountClosed:
    return CountClosed(
        count.uid,
        count.name,
        counted=sum(line.counted is not None for line in lines),
        changed=sum(line.difference != 0 for line in lines),
        missing_pieces=-sum(min(0, line.difference) for line in lines),
        surplus_pieces=sum(max(0, line.difference) for line in lines),
        value_minor=sum(line.difference * line.price_minor for line in lines),
    )
