"""The parts of a slip: words and values, laid out. It needs no more than Python: the print bridge has it too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A name at the left and its value at the right."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of goods: its name, marked when its rate is reduced, and what it comes to."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What must be seen at once, such as that it is a reprint; the detail says who and when."""

    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt in words, from top to bottom.

    Attributes:
        recipient: to whom it is made out, with the form of address; empty for a plain receipt.
        statement: sentences under the total of a formal receipt.
        link: address of the electronic receipt for the QR code; empty on the electronic receipt itself.
    """

    language: str
    number: str
    title: str
    marks: tuple[Mark, ...]
    issuer: str
    issuer_details: tuple[str, ...]
    recipient: str
    facts: tuple[Row, ...]
    goods: tuple[Goods, ...]
    sums: tuple[Row, ...]
    total: Row
    statement: tuple[str, ...]
    taxes: tuple[Row, ...]
    tenders: tuple[Row, ...]
    points: tuple[Row, ...]
    notes: tuple[str, ...]
    link: str
    link_words: str
