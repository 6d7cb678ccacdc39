"""What the `notes` of an import say: what was left out on purpose, how many rows were new, what was made beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from noren.connect.kinds.kind import NEW_CATEGORIES, Changes

MOST_NAMED = 20
_ADDED = "added_rows"
_MADE = frozenset({NEW_CATEGORIES})

Notes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What an import made beside the records of its rows, or would have in a dry run.

    Attributes:
        code: what it is, stable, such as `new_categories`.
        count: how many in all; names: the first twenty, in the order of the file.
    """

    code: str
    count: int
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """How many of what, in the active language."""
        return ngettext("%(count)s new category", "%(count)s new categories", self.count) % {"count": f"{self.count:,}"}

    @property
    def listed(self) -> str:
        """The names as one text, with how many more there are."""
        names = pgettext("between names", ", ").join(self.names)
        more = self.count - len(self.names)
        return _("%(names)s and %(more)s more") % {"names": names, "more": f"{more:,}"} if more else names


def with_changes(notes: Notes, changes: Changes) -> dict[str, Any]:
    """The notes with what one more piece of the file changed."""
    added = {_ADDED: notes.get(_ADDED, 0) + changes.added}
    for code, names in changes.made.items():
        known = notes.get(code, {"count": 0, "names": []})
        if names:
            added[code] = {"count": known["count"] + len(names), "names": [*known["names"], *names][:MOST_NAMED]}
    return {**notes, **added}


def added_count(notes: Notes) -> int | None:
    """How many rows made a new record; None where nobody counted."""
    return notes.get(_ADDED)


def made(notes: Notes) -> tuple[Made, ...]:
    """What was made beside the records of the rows."""
    return tuple(Made(code, notes[code]["count"], tuple(notes[code]["names"])) for code in sorted(_MADE & set(notes)))


def left_out(notes: Notes) -> dict[str, int]:
    """Counts of what was left out on purpose, by words in the active language."""
    words = {
        "lines_without_quantity": _("lines of quantity 0, not sold"),
        "fuel_lines": _("lines of fuel by the liter, kept as one piece"),
        "repeated_coupon_goods": _("goods that a coupon listed twice"),
        "uses_without_sale": _("coupon uses whose sale is not known"),
    }
    return {words.get(cause, cause): count for cause, count in notes.items() if cause != _ADDED and cause not in _MADE}
