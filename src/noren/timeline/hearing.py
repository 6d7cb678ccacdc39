"""Hearing: what is recorded while a deed is done, for whoever keeps a log of deeds beside the timeline."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as it was recorded; `properties` as JSON text."""

    name: str
    store_id: int | None
    subject_uid: UUID | None
    properties: str


_HEARD: ContextVar[list[Heard] | None] = ContextVar("noren_heard", default=None)


@contextmanager
def hear_events() -> Iterator[list[Heard]]:
    """Whatever is recorded inside, in its order; also what a refused deed recorded and took back."""
    heard: list[Heard] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def tell(heard: Heard) -> None:
    """Said by `record` for each event."""
    listening = _HEARD.get()
    if listening is not None:
        listening.append(heard)
