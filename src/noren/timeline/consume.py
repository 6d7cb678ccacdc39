"""Consuming: a listener reads numbered events, and its position moves in the transaction of its effects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from noren.timeline.models import Consumer, Event
from noren.timeline.queries import RecordedEvent, recorded
from noren.timeline.record import HISTORY


@dataclass(frozen=True, slots=True)
class Listener:
    """Something that reacts to events.

    Attributes:
        name: stable; its position is kept under it.
        event_names: what it reads; everything else is passed over.
        handle: called inside the transaction with up to a batch of events in order of position. It must be
            idempotent by event, and must not leave the machine (mail, HTTP): it writes rows that others work off.
    """

    name: str
    event_names: frozenset[str]
    handle: Callable[[Sequence[RecordedEvent]], None]


def consume(listener: Listener, *, limit: int = 500) -> int:
    """Let a listener handle the next batch; answer how many events it was given.

    Zero when nothing is new or another process holds its position. Events of past sales (source `history`) are
    passed over. An error of the listener leaves its position where it was.
    """
    Consumer.objects.get_or_create(name=listener.name)
    with transaction.atomic():
        place = Consumer.objects.select_for_update(no_key=True, skip_locked=True).filter(name=listener.name).first()
        if place is None:
            return 0
        top = Event.objects.aggregate(top=Max("position"))["top"] or 0
        if top <= place.position:
            return 0
        events = [
            recorded(event)
            for event in Event.objects.filter(
                position__gt=place.position, position__lte=top, name__in=listener.event_names
            )
            .exclude(source=HISTORY)
            .order_by("position")[:limit]
        ]
        if events:
            listener.handle(events)
        reached = events[-1].position if len(events) == limit else top
        Consumer.objects.filter(pk=place.pk).update(position=reached)
    return len(events)
