"""Rendering: one letter as plain text and as HTML, from one layout."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import segno
from django.conf import settings
from django.template.loader import render_to_string
from mjml import mjml2html

from noren.outreach.letters import Code, Facts, Goods, Letter, Link, Paragraph, Part

_LAYOUT = "outreach/letter.mjml"
_MODULE_PX = 7


@dataclass(frozen=True, slots=True)
class QrRun:
    """Neighbouring modules of one color: fewer cells than modules, so that the mail stays small."""

    modules: int
    width_px: int
    is_dark: bool


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """A QR code with its quiet zone, row by row."""

    width_px: int
    module_px: int
    rows: tuple[tuple[QrRun, ...], ...]


def as_text(letter: Letter) -> str:
    """The letter for a reader without HTML, and for the search of a mailbox."""
    blocks = [letter.title, letter.greeting, *(_text_of(part) for part in letter.parts), f"-- \n{_signature(letter)}"]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_html(letter: Letter) -> str:
    """The letter in the look of the shop: tables and inline styles, no picture to load."""
    context = {
        "letter": letter,
        "shop_name": settings.SHOP_NAME,
        "shop_url": f"{settings.BASE_URL}/",
        "parts": [(part, draw_qr(part.qr) if isinstance(part, Code) and part.qr else None) for part in letter.parts],
    }
    return str(mjml2html(render_to_string(_LAYOUT, context), disable_comments=True))


def draw_qr(content: str) -> QrDrawing:
    """The QR code of a text as runs of table cells.

    Mailboxes block pictures and strip data addresses, and the code is needed in a store without network.
    """
    matrix = list(segno.make_qr(content, error="m").matrix_iter(scale=1, border=2))
    return QrDrawing(
        width_px=len(matrix) * _MODULE_PX,
        module_px=_MODULE_PX,
        rows=tuple(tuple(_runs(row)) for row in matrix),
    )


def _runs(row: Iterable[int]) -> Iterator[QrRun]:
    for is_dark, modules in groupby(row, key=bool):
        width = sum(1 for _ in modules)
        yield QrRun(modules=width, width_px=width * _MODULE_PX, is_dark=is_dark)


def _text_of(part: Part) -> str:
    if isinstance(part, Paragraph):
        return f"** {part.text} **" if part.is_important else part.text
    if isinstance(part, Facts):
        return "\n".join(f"{name}: {_indented(value)}" for name, value in part.rows)
    if isinstance(part, Goods):
        return _goods_text(part)
    if isinstance(part, Code):
        return f"{part.label}: {part.code}"
    return _link_text(part)


def _link_text(link: Link) -> str:
    return f"{link.words}\n{link.url}"


def _goods_text(goods: Goods) -> str:
    lines = [goods.title]
    for row in goods.rows:
        lines.append(f"- {row.name}  {row.quantity}  {row.amount}")
        if row.note:
            lines.append(f"  ({row.note})")
    return "\n".join([*lines, *(f"{name}: {amount}" for name, amount in goods.sums)])


def _indented(value: str) -> str:
    return value.replace("\n", "\n  ")


def _signature(letter: Letter) -> str:
    return f"{settings.SHOP_NAME}\n{settings.BASE_URL}/\n{letter.footer}"
