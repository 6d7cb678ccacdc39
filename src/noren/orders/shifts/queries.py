"""Reads for faces: a shift with all that belongs to it, and lists of shifts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from noren.orders.late.moment import TOLERANCE, corrected
from noren.orders.shifts.errors import ShiftNotFound
from noren.orders.shifts.models import UNEXPLAINED, UNSEEN_JOINED, AloneOpening, LateBatch, Shift
from noren.orders.shifts.reading import report_of_batch, report_of_shift
from noren.orders.shifts.rules import Counts, Report, report_from


@dataclass(frozen=True, slots=True)
class MoveView:
    """Cash that no sale moved, minor units; `delta_minor` is what the drawer had more by it.

    `sent_by` is who sent the word of what was done without a network, where that was somebody else.
    """

    uid: UUID
    purpose: str
    purpose_words: str
    amount_minor: int
    delta_minor: int
    reason: str
    staff_name: str
    moved_at: datetime
    heard_at: datetime | None = None
    sent_by: str = ""
    late_batch_id: int | None = None

    @property
    def is_late(self) -> bool:
        """Whether the word of it came after the shift was closed: a late batch has it, and no figure of the shift."""
        return self.late_batch_id is not None


@dataclass(frozen=True, slots=True)
class OpeningView:
    """A count by which a till opened a shift without a network; `clock_ahead_s` is how wrong its clock was, seconds."""

    uid: UUID
    has_joined: bool
    counted_minor: int
    counts: Counts
    staff_name: str
    sent_by: str
    made_at: datetime
    heard_at: datetime
    clock_ahead_s: int
    seen_at: datetime | None
    seen_by: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """A look at a shift while it went on; `difference_minor` is None where nobody counted."""

    uid: UUID
    staff_name: str
    checked_at: datetime
    expected_minor: int
    counted_minor: int | None
    difference_minor: int | None
    report: Report


@dataclass(frozen=True, slots=True)
class LateView:
    """What was booked after its shift was closed; as it was acknowledged, or as it stands."""

    uid: UUID
    number: int
    began_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    report: Report


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """A shift in a list.

    `late_open` counts its late batches that nobody has acknowledged, `joined_open` whether a count that began no shift
    stands beside it and nobody has looked. `heard_at` is when the word came that it was opened without a network.
    """

    uid: UUID
    number: int
    store_id: int
    store_name: str
    time_zone: str
    register_id: int
    register_code: str
    register_name: str
    opened_at: datetime
    opened_by: str
    opened_by_id: int
    closed_at: datetime | None
    closed_by: str
    closed_by_id: int | None
    opening_minor: int
    expected_minor: int | None
    counted_minor: int | None
    difference_minor: int | None
    reason: str
    late_open: int
    do_tenders_differ: bool = False
    heard_at: datetime | None = None
    joined_open: bool = False

    @property
    def needs_reason(self) -> bool:
        """Whether nobody has said yet why it differs."""
        return (bool(self.difference_minor) or self.do_tenders_differ) and not self.reason


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift with all that belongs to it; its report is the one it was closed with, else what it comes to now."""

    summary: ShiftSummary
    opening_counts: Counts | None
    found_minor: int | None
    closing_counts: Counts | None
    is_blind: bool
    report: Report
    moves: tuple[MoveView, ...]
    checks: tuple[CheckView, ...]
    late: tuple[LateView, ...]
    openings: tuple[OpeningView, ...] = ()


def find_open_shift(register_id: int) -> UUID | None:
    """The open shift of a register."""
    return Shift.objects.filter(register_id=register_id, closed_at__isnull=True).values_list("uid", flat=True).first()


def left_in_drawer(register_id: int) -> int | None:
    """What the last closed shift of a register counted, minor units; None where there was none."""
    closed = Shift.objects.filter(register_id=register_id, closed_at__isnull=False).order_by("-number")
    return closed.values_list("counted_minor", flat=True).first()


def shifts_of_register(register_id: int, *, limit: int = 20) -> list[ShiftSummary]:
    """The shifts of a register, the newest first; one statement."""
    return [_summary(shift) for shift in _listed().filter(register_id=register_id).order_by("-number")[:limit]]


def shifts_of_stores(
    store_ids: Collection[int] | None, *, only_open_work: bool = False, before_id: int | None = None, limit: int = 50
) -> list[ShiftSummary]:
    """Shifts of stores, the newest first; one statement, which reads no more of the table than what it answers.

    Args:
        store_ids: None for all stores.
        only_open_work: those with a difference that nobody explained, or late sales, or a second count, that nobody
            looked at.
    """
    shifts = _listed()
    if store_ids is not None:
        shifts = shifts.filter(register__store_id__in=store_ids)
    if only_open_work:
        # Each of them has its index; as one condition with OR they would have none.
        unexplained = Shift.objects.filter(UNEXPLAINED).values("pk")
        late = LateBatch.objects.filter(acknowledged_at__isnull=True).values("shift_id")
        joined = AloneOpening.objects.filter(UNSEEN_JOINED).values("shift_id")
        shifts = shifts.filter(pk__in=unexplained.union(late, joined, all=True))
    if before_id is not None:
        shifts = shifts.filter(pk__lt=before_id)
    return [_summary(shift) for shift in shifts.order_by("-opened_at", "-pk")[:limit]]


def get_shift(uid: UUID) -> ShiftView:
    """A shift with all that belongs to it.

    Raises:
        ShiftNotFound.
    """
    shift = _shifts().filter(uid=uid).first()
    if shift is None:
        raise ShiftNotFound(field="shift_uid")
    return ShiftView(
        summary=_summary(shift),
        opening_counts=_counts(shift.opening_counts),
        found_minor=shift.found_minor,
        closing_counts=_counts(shift.closing_counts),
        is_blind=shift.is_blind,
        report=report_from(shift.report) if shift.report else report_of_shift(shift),
        moves=_moves(shift),
        checks=_checks(shift),
        late=_late(shift),
        openings=_openings(shift),
    )


def late_work(store_ids: Collection[int] | None) -> int:
    """How many late batches of these stores nobody has acknowledged; None for all stores."""
    batches = LateBatch.objects.filter(acknowledged_at__isnull=True)
    return (batches if store_ids is None else batches.filter(shift__register__store_id__in=store_ids)).count()


def joined_work(store_ids: Collection[int] | None) -> int:
    """How many counts that joined a shift of these stores nobody has looked at; None for all stores."""
    joined = AloneOpening.objects.filter(UNSEEN_JOINED)
    return (joined if store_ids is None else joined.filter(shift__register__store_id__in=store_ids)).count()


def _shifts() -> "QuerySet[Shift]":
    # Looked up for each shift that is answered: a count over a join would group the whole table first.
    unseen = LateBatch.objects.filter(shift=OuterRef("pk"), acknowledged_at__isnull=True)
    shifts = Shift.objects.select_related("register__store", "opened_by", "closed_by")
    openings = AloneOpening.objects.filter(shift=OuterRef("pk"))
    return shifts.annotate(
        late_open=Cast(Exists(unseen), IntegerField()),
        heard_at=Subquery(openings.filter(has_joined=False).values("heard_at")),
        joined_open=Exists(openings.filter(UNSEEN_JOINED)),
    )


def _listed() -> "QuerySet[Shift]":
    """Without what only its own page shows."""
    return _shifts().defer("opening_counts", "closing_counts", "report")


def _summary(shift: Shift) -> ShiftSummary:
    register, store = shift.register, shift.register.store
    return ShiftSummary(
        uid=shift.uid,
        number=shift.number,
        store_id=store.pk,
        store_name=store.name,
        time_zone=store.time_zone,
        register_id=register.pk,
        register_code=register.code,
        register_name=register.name,
        opened_at=shift.opened_at,
        opened_by=shift.opened_by.name,
        opened_by_id=shift.opened_by_id,
        closed_at=shift.closed_at,
        closed_by=shift.closed_by.name if shift.closed_by else "",
        closed_by_id=shift.closed_by_id,
        opening_minor=shift.opening_minor,
        expected_minor=shift.expected_minor,
        counted_minor=shift.counted_minor,
        difference_minor=shift.difference_minor,
        reason=shift.reason,
        late_open=shift.late_open,  # type: ignore[attr-defined]
        do_tenders_differ=shift.do_tenders_differ,
        heard_at=shift.heard_at,  # type: ignore[attr-defined]
        joined_open=shift.joined_open,  # type: ignore[attr-defined]
    )


def _counts(kept: list[list[int]] | None) -> Counts | None:
    return None if kept is None else tuple((value, pieces) for value, pieces in kept)


def _moves(shift: Shift) -> tuple[MoveView, ...]:
    return tuple(
        MoveView(
            uid=move.uid,
            purpose=move.purpose,
            purpose_words=move.get_purpose_display(),
            amount_minor=move.amount_minor,
            delta_minor=move.delta_minor,
            reason=move.reason,
            staff_name=move.staff.name,
            moved_at=move.moved_at,
            heard_at=move.heard_at,
            sent_by=move.sent_by.name if move.sent_by and move.sent_by != move.staff else "",
            late_batch_id=move.late_batch_id,
        )
        for move in shift.moves.select_related("staff", "sent_by").order_by("pk")
    )


def _openings(shift: Shift) -> tuple[OpeningView, ...]:
    return tuple(
        OpeningView(
            uid=each.uid,
            has_joined=each.has_joined,
            counted_minor=each.counted_minor,
            counts=tuple((value, pieces) for value, pieces in each.counts),
            staff_name=each.staff.name,
            sent_by=each.sent_by.name,
            made_at=each.made_at,
            heard_at=each.heard_at,
            clock_ahead_s=_clock_ahead_s(each),
            seen_at=each.seen_at,
            seen_by=each.seen_by.name if each.seen_by else "",
        )
        for each in shift.alone_openings.select_related("staff", "sent_by", "seen_by").order_by("pk")
    )


def _clock_ahead_s(opening: AloneOpening) -> int:
    """By how much the till's clock was ahead of the moment that was taken; 0 where it may have been right."""
    ahead = corrected(opening.device_at, opening.clock_offset_s) - opening.made_at
    return int(ahead.total_seconds()) if abs(ahead) > TOLERANCE else 0


def _checks(shift: Shift) -> tuple[CheckView, ...]:
    return tuple(
        CheckView(
            uid=check.uid,
            staff_name=check.staff.name,
            checked_at=check.checked_at,
            expected_minor=check.expected_minor,
            counted_minor=check.counted_minor,
            difference_minor=None if check.counted_minor is None else check.counted_minor - check.expected_minor,
            report=report_from(check.report),
        )
        for check in shift.checks.select_related("staff").order_by("pk")
    )


def _late(shift: Shift) -> tuple[LateView, ...]:
    return tuple(
        LateView(
            uid=batch.uid,
            number=batch.number,
            began_at=batch.began_at,
            acknowledged_at=batch.acknowledged_at,
            acknowledged_by=batch.acknowledged_by.name if batch.acknowledged_by else "",
            report=report_from(batch.report) if batch.report else report_of_batch(shift.pk, batch.pk),
        )
        for batch in shift.late_batches.select_related("acknowledged_by").order_by("number")
    )
