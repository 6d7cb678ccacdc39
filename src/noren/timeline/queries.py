"""Reading the log: a customer's timeline, and everything about one subject."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from noren.timeline.models import Event


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event as it was recorded. `position` is 0 while the sequencer has not seen it."""

    id: int
    position: int
    name: str
    channel: str
    store_id: int | None
    customer_id: int | None
    subject_uid: UUID | None
    occurred_at: datetime
    properties: Mapping[str, object]
    source: str


def recorded(event: Event) -> RecordedEvent:
    """The event as other rooms see it."""
    return RecordedEvent(
        id=event.pk,
        position=event.position or 0,
        name=event.name,
        channel=event.channel,
        store_id=event.store_id,
        customer_id=event.customer_id,
        subject_uid=event.subject_uid,
        occurred_at=event.occurred_at,
        properties=event.properties,
        source=event.source,
    )


def events_of_customer(
    customer_id: int, *, before: datetime | None = None, before_id: int | None = None, limit: int = 100
) -> list[RecordedEvent]:
    """What a customer did and what was done for them, the latest first.

    Args:
        before: page on with the instant of the last event shown, and its id as `before_id`: several events of one
            deed have the same instant.
    """
    events = Event.objects.filter(customer_id=customer_id)
    if before is not None and before_id is not None:
        events = events.filter(Q(occurred_at__lt=before) | Q(occurred_at=before, id__lt=before_id))
    elif before is not None:
        events = events.filter(occurred_at__lt=before)
    return [recorded(event) for event in events.order_by("-occurred_at", "-id")[:limit]]


def events_of_subject(subject_uid: UUID) -> list[RecordedEvent]:
    """Everything that was recorded about one order, basket or member, the earliest first."""
    events = Event.objects.filter(subject_uid=subject_uid).order_by("occurred_at", "id")
    return [recorded(event) for event in events]


def latest_position() -> int:
    """The position of the last numbered event; 0 when there is none."""
    return Event.objects.aggregate(top=Max("position"))["top"] or 0


def events_in_store(
    store_id: int, *, after: int, until: int, names: Collection[str], limit: int
) -> list[RecordedEvent]:
    """What happened in a store between two positions (after, until], the earliest first. For those who follow."""
    events = Event.objects.filter(position__gt=after, position__lte=until, store_id=store_id, name__in=names)
    return [recorded(event) for event in events.order_by("position")[:limit]]
