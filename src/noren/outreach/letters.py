"""Letters: what a mail says, as data, before it becomes text and HTML. Both are made of the same parts."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; an important one stands on a wash."""

    kind: ClassVar[str] = "paragraph"
    text: str
    is_important: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, such as the store and its hours. A value may have several lines."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One line of an order. `note` says what changed about it, if anything did."""

    name: str
    quantity: str
    amount: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """The lines of an order and the sums under them; the last sum is what is paid."""

    kind: ClassVar[str] = "goods"
    title: str
    rows: tuple[GoodsRow, ...]
    sums: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code that somebody shows or types, in large letters.

    Attributes:
        qr: what the square beside it holds; empty for none.
    """

    kind: ClassVar[str] = "code"
    label: str
    code: str
    qr: str = ""
    qr_label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The one thing to do next."""

    kind: ClassVar[str] = "link"
    words: str
    url: str


Part = Paragraph | Facts | Goods | Code | Link


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in one language.

    Attributes:
        preview: what a mailbox shows beside the subject.
        footer: why the mail was sent.
    """

    subject: str
    preview: str
    title: str
    greeting: str
    parts: tuple[Part, ...]
    footer: str


class Mail(Protocol):
    """A cause to write: a frozen dataclass with what its letter needs. `letter` is called in the reader's language."""

    template: ClassVar[str]

    def letter(self) -> Letter:
        """The letter in the active language."""
