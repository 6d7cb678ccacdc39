"""Where a deed at a register stands: in a shift, in a late batch of one, or in none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShiftAt:
    """The shift that a deed at a register belongs to; with `late_batch_id` it was booked after that was closed."""

    id: int | None = None
    late_batch_id: int | None = None


NO_SHIFT = ShiftAt()
