"""The log: positions in commit order, each event to each listener once."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, connections, transaction

from noren.timeline.consume import Listener, consume
from noren.timeline.models import Consumer, Event
from noren.timeline.queries import RecordedEvent
from noren.timeline.record import HISTORY, Told, record
from noren.timeline.sequence import sequence
from tests.factories import NOON


@dataclass(frozen=True, slots=True)
class DoorOpened:
    """An event of the tests."""

    event_name: ClassVar[str] = "Door Opened"
    door: str


def _record(door: str, *, source: str = "live") -> None:
    with transaction.atomic():
        record(DoorOpened(door), told=Told(at=NOON, channel="system", source=source))


class _Heard:
    """A listener that keeps what it was given."""

    def __init__(self) -> None:
        self.doors: list[object] = []
        self.listener = Listener("test", frozenset({"Door Opened"}), self.handle)

    def handle(self, events: Sequence[RecordedEvent]) -> None:
        self.doors += [event.properties["door"] for event in events]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(DoorOpened("front"), told=Told(at=NOON, channel="system"))

    assert Event.objects.count() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_commits_later_arrives_too_and_once() -> None:
    heard, recorded, go_on = _Heard(), threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record(DoorOpened("slow"), told=Told(at=NOON, channel="system"))
            recorded.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    recorded.wait(10)
    _record("quick")
    sequence()
    consume(heard.listener)
    assert heard.doors == ["quick"]
    go_on.set()
    thread.join(10)
    sequence()
    consume(heard.listener)

    assert heard.doors == ["quick", "slow"]
    assert Event.objects.get(properties__door="slow").pk < Event.objects.get(properties__door="quick").pk


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_keeps_its_place_and_is_given_the_events_again() -> None:
    heard = _Heard()

    def fail(events: Sequence[RecordedEvent]) -> None:
        raise ValueError("no")

    _record("front")
    sequence()
    with pytest.raises(ValueError, match="no"):
        consume(Listener("test", frozenset({"Door Opened"}), fail))
    assert Consumer.objects.get(name="test").position == 0

    assert consume(heard.listener) == 1
    assert consume(heard.listener) == 0
    assert heard.doors == ["front"]


@pytest.mark.django_db(transaction=True)
def test_past_sales_and_other_names_are_passed_over_but_the_place_moves() -> None:
    heard = _Heard()
    _record("old", source=HISTORY)
    sequence()

    assert consume(heard.listener) == 0

    assert heard.doors == []
    assert Consumer.objects.get(name="test").position == Event.objects.get().position


@pytest.mark.django_db(transaction=True)
def test_batches_lose_nothing() -> None:
    heard = _Heard()
    for number in range(7):
        _record(str(number))
    assert sequence(limit=4) == 4
    assert sequence(limit=4) == 3

    while consume(heard.listener, limit=2):
        pass

    assert heard.doors == [str(number) for number in range(7)]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_sequencer_works_at_a_time() -> None:
    _record("front")
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(7305001)")
            held.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    assert sequence() == 0
    go_on.set()
    thread.join(10)

    assert sequence() == 1
