"""What a kind of file is made of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from noren.connect.columns import Column, Row
from noren.kernel.staging import BadCell

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NEW_CATEGORIES = "new_categories"
"""The code of categories that did not exist."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A staged and checked file on its way to be published.

    Attributes:
        table: where its rows are staged.
        lines: the highest line of the file.
        through: what is published already; 0 at first.
    """

    uid: UUID
    table: str
    lines: int
    through: int
    at: datetime

    @property
    def prepared(self) -> str:
        """The name of a second table, for kinds that need one."""
        return f"{self.table}_prepared"


@dataclass(frozen=True, slots=True)
class Changes:
    """What rows change, or would.

    Attributes:
        changed: how many of them change something; added: how many of these make a new record.
        made: names of what they make beside their own records, by their code, such as `NEW_CATEGORIES`.
    """

    changed: int
    added: int
    made: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """A piece that was published: up to where, how many rows that were, what they changed, and whether more is to
    come."""

    through: int
    rows: int
    changes: Changes
    is_last: bool


class Publish(Protocol):
    """Publishes the next piece of a batch, inside the caller's transaction. Safe to repeat."""

    def __call__(self, batch: Batch) -> Published: ...


def keep_row(row: Row) -> Row:
    """A row whose values are staged as they are."""
    return row


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    Attributes:
        name: as in commands and addresses; title: for people.
        staged: the columns of the staging table and their SQL types; `line` is filled in by the reader.
        shape: from the values of a row to those that are staged.
        check: what is wrong with the staged rows as a whole.
        prepare: what comes between check and publishing, once per file; it may find more that is wrong.
        publish: see `Publish`.
        foresee: for a dry run of a kind that is published in pieces: what its rows would change. None for kinds that
            are published in one transaction: a dry run publishes and takes it back.
    """

    name: str
    title: "str | _StrPromise"
    columns: tuple[Column, ...]
    staged: Mapping[str, str]
    check: Callable[[str], Iterator[BadCell]]
    publish: Publish
    shape: Callable[[Row], Row] = keep_row
    prepare: Callable[[Batch], Iterator[BadCell]] | None = None
    foresee: Callable[[Batch], Changes] | None = None
