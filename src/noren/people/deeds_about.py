"""Reading the staff log about one thing: who did what with it last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.people.models import DeedOutcome, DeedRecord

_LOOKED_AT = 20
"""Deeds that are looked through for one that is asked for; others are mails sent again, notes, prints."""


@dataclass(frozen=True, slots=True)
class LastDeed:
    """A deed as the log has it. `place` is the register or the page of the office."""

    event_name: str
    staff_id: int | None
    who: str
    channel: str
    place: str
    at: datetime


def find_last_deed(subject_uid: UUID, *, names: Collection[str]) -> LastDeed | None:
    """The latest deed of staff about a thing that recorded an event of these names; None when there is none lately.

    Of several such events in one deed the last is named.
    """
    done = DeedRecord.objects.filter(subject_uid=str(subject_uid), outcome=DeedOutcome.DONE)
    columns = ("told", "staff_id", "who", "channel", "place", "at")
    for told, *deed in done.order_by("-at", "-pk").values_list(*columns)[:_LOOKED_AT]:
        heard = [name for name, _properties in told if name in names]
        if heard:
            return LastDeed(heard[-1], *deed)
    return None
