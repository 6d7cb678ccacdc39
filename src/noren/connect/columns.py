"""Columns: what a file of a kind may hold, by the names that people give them, and how the header is understood."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noren.connect.errors import ColumnRepeated, ColumnsMissing, ColumnUnknown
from noren.connect.values import Convert, Value, fold

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of file.

    Attributes:
        name: its English name in a header.
        also: other names, most of them Japanese; the first is the one that is written in documents.
        into: the staged column it goes into; by default one of its own name.
        is_needed: whether the header must have it and no cell may be blank.
        about: what may stand in it, for people, where its name does not say it.
    """

    name: str
    also: tuple[str, ...]
    convert: Convert
    into: str = ""
    is_needed: bool = False
    about: "str | _StrPromise" = ""

    @property
    def staged_as(self) -> str:
        """The name of its value."""
        return self.into or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file in its order; None for a column without a name, whose cells must be blank.

    Attributes:
        titles: as the file writes them, by the name of the value.
    """

    columns: tuple[Column | None, ...]
    titles: Mapping[str, str]


Row = dict[str, Value]


def read_header(cells: Sequence[str], columns: Sequence[Column]) -> Header:
    """Understand a header: case, width, spaces, dashes and underscores do not count.

    Raises:
        ColumnUnknown, ColumnRepeated, ColumnsMissing.
    """
    known = {_folded(name): column for column in columns for name in column.names}
    found: list[Column | None] = []
    titles: dict[str, str] = {}
    for cell in cells:
        title = cell.strip()
        column = known.get(_folded(title))
        if title and column is None:
            raise ColumnUnknown(field="file", column=title[:60], known=", ".join(_documented(columns)))
        if column is not None:
            if column.staged_as in titles:
                raise ColumnRepeated(field="file", first=titles[column.staged_as], second=title[:60])
            titles[column.staged_as] = title[:60]
        found.append(column)
    missing = [column for column in columns if column.is_needed and column.staged_as not in titles]
    if missing:
        shown = ", ".join(cell.strip() for cell in cells if cell.strip())[:200]
        raise ColumnsMissing(field="file", missing=", ".join(_documented(missing)), found=shown)
    return Header(tuple(found), titles)


def count_known(cells: Sequence[str], columns: Sequence[Column]) -> int:
    """How many of the cells are names of columns."""
    known = {_folded(name) for column in columns for name in column.names}
    return sum(_folded(cell) in known for cell in cells)


def _documented(columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        yield f"{column.name} ({column.also[0]})" if column.also else column.name


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-・()]", "", fold(name).lower())
