"""Errors of the trade: every refusal is a class with a stable code and words a person can act on.

A room declares one class per cause, derived from one of the categories here. The category says what kind of
answer it is; a face maps the category, never the class, to a status. `words` is translated when it is read.
"""

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Detail = str | int


class NorenError(Exception):
    """A deed that was refused, with nothing written.

    Attributes:
        code: stable, snake_case; part of the public API.
        words: translatable sentence with `%(name)s` places for the details.
        field: path of the input at fault, such as `lines.0.quantity`, or None.
        details: subject, value and limit, for the words and for machines.
    """

    code: ClassVar[str] = "error"
    words: "ClassVar[str | _StrPromise]" = "%(message)s"

    def __init__(self, *, field: str | None = None, **details: Detail) -> None:
        super().__init__(self.code)
        self.field = field
        self.details = details

    def __str__(self) -> str:
        return str(self.words) % self.details


class NotFound(NorenError):
    """What was named does not exist, or not for this caller."""


class Refused(NorenError):
    """The input can never be accepted as it is."""


class Conflict(NorenError):
    """The input was sound, but the state of things does not allow it now."""


class Forbidden(NorenError):
    """The caller is known and may not do this."""


class Busy(NorenError):
    """Somebody else holds what is needed; the same request may succeed in a moment."""


class NotSignedIn(NorenError):
    """Nobody knows who calls: no proof, a wrong one, or one that has run out."""


class TooOften(NorenError):
    """The same was tried too often in a short time; the detail `retry_after_s` says how long to wait, in seconds."""
