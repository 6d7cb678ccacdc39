"""What is told about points. The subject is the cause, an order as a rule."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PointsEarned:
    """A lot of points was earned."""

    event_name: ClassVar[str] = "Points Earned"
    points: int
    valid_until: datetime
    cause_kind: str
    cause_uid: UUID


@dataclass(frozen=True, slots=True)
class PointsTakenBack:
    """Points of a deed that was undone were taken back; `owed` of them were spent already."""

    event_name: ClassVar[str] = "Points Taken Back"
    points: int
    cause_kind: str
    cause_uid: UUID
    owed: int = 0


@dataclass(frozen=True, slots=True)
class PointsExpired:
    """Points were not spent in time."""

    event_name: ClassVar[str] = "Points Expired"
    points: int
