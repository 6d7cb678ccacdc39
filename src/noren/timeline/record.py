"""Recording: the only code that writes events. Call it inside the transaction of the deed."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import ClassVar, Protocol
from uuid import UUID

from django.db import connection

from noren.timeline.hearing import Heard, tell
from noren.timeline.wake import wake_after_commit

HISTORY = "history"

_COLUMNS = 10
_INSERT = """
INSERT INTO timeline_event
(name, channel, store_id, customer_id, anonymous_id, subject_uid, occurred_at, received_at, properties, context, source)
VALUES """
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, '{}'::jsonb, %s)"


class EventData(Protocol):
    """A frozen dataclass of a room's `events.py`; its fields become the event's properties."""

    event_name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[object]]]


@dataclass(frozen=True, slots=True)
class Told:
    """Where and about whom an event is told.

    Attributes:
        at: when it happened, aware.
        received_at: when it came here, where that was later; None where it was told at once.
        channel: web, till, tablet, office, api or system.
        source: `live`, `simulated`, or `history` (which no consumer reacts to).
    """

    at: datetime
    channel: str
    store_id: int | None = None
    customer_id: int | None = None
    subject_uid: UUID | None = None
    anonymous_id: str = ""
    source: str = "live"
    received_at: datetime | None = None


def record(*events: EventData, told: Told) -> None:
    """Append the events to the log, in this order, in one statement of the caller's transaction.

    Raises:
        RuntimeError: there is no transaction: the event could be told without its deed.
    """
    record_each((event, told) for event in events)


def record_each(pairs: Iterable[tuple[EventData, Told]]) -> None:
    """Append events that happened at different places, in one statement of the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its deed")
    values: list[str | int | datetime | UUID | None] = []
    for event, told in pairs:
        properties = properties_json(event)
        tell(Heard(event.event_name, told.store_id, told.subject_uid, properties))
        values += [
            event.event_name,
            told.channel,
            told.store_id,
            told.customer_id,
            told.anonymous_id,
            told.subject_uid,
            told.at,
            told.received_at or told.at,
            properties,
            told.source,
        ]
    if not values:
        return
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + ", ".join([_ROW] * (len(values) // _COLUMNS)), values)
    wake_after_commit()


def properties_json(event: EventData) -> str:
    """The event's fields as JSON: ids as text, instants and dates in ISO 8601, money as integers."""
    return _ENCODER.encode({name: getattr(event, name) for name in _names_of(type(event))})


@cache
def _names_of(kind: type[EventData]) -> tuple[str, ...]:
    # `__dataclass_fields__` would bring the ClassVar `event_name` along.
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"an event cannot hold {type(value).__name__}")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"))
