"""PDF: a slip as a file, on A4 or on a roll of 80 mm that is as long as the receipt.

The font is embedded, cut down to the letters that are used, so that the file looks alike everywhere and in ten years.
The same slip gives the same bytes.
"""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import segno
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from noren.orders.slips.printable import GETA
from noren.orders.slips.shape import Row, Slip

MEDIA_TYPE = "application/pdf"
# BIZ UDPGothic, SIL Open Font License 1.1 (fonts/OFL.txt).
_FONT = "BIZ UDPGothic"
_FONT_FILE = Path(__file__).parent / "fonts" / "BIZUDPGothic-Regular.ttf"
_INK, _SOFT, _LINE = (0.11, 0.106, 0.098), (0.36, 0.345, 0.306), (0.79, 0.75, 0.65)


class Paper(StrEnum):
    """What it is laid out for."""

    A4 = "a4"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A paper's measures in points. `height` is None for a roll."""

    width: float
    height: float | None
    margin: float
    size: float

    @property
    def column(self) -> float:
        return self.width - 2 * self.margin


_SHEETS = {
    Paper.A4: _Sheet(210 * mm, 297 * mm, 20 * mm, 10),
    Paper.ROLL: _Sheet(80 * mm, None, 4 * mm, 8.5),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that is drawn without being parted: a line of text, a rule, a gap, a QR code.

    Attributes:
        size: of the letters, in points; `height` is what it takes of the page.
        align: left, center, or both: `text` at the left and `end` at the right.
    """

    kind: str
    height: float
    text: str = ""
    end: str = ""
    size: float = 0.0
    align: str = "left"
    is_bold: bool = False
    is_soft: bool = False
    is_boxed: bool = False


def render_pdf(slip: Slip, *, paper: Paper) -> bytes:
    """The file. A receipt longer than a sheet goes on on the next, with its number and the page's at the foot."""
    sheet = _SHEETS[paper]
    _register_font()
    pieces = list(_pieces(slip, sheet))
    pages = _pages(pieces, sheet)
    height = sheet.height or sum(piece.height for piece in pieces) + 2 * sheet.margin
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(sheet.width, height), invariant=1, lang=slip.language)
    canvas.setTitle(f"{drawable(slip.title)} {slip.number}")
    canvas.setAuthor(drawable(slip.issuer))
    canvas.setCreator("Noren")
    for place, page in enumerate(pages, start=1):
        y = height - sheet.margin
        for piece in page:
            y -= piece.height
            _draw(canvas, piece, sheet, y)
        if len(pages) > 1:
            foot = f"{slip.number}  {place} / {len(pages)}"
            _text(canvas, foot, sheet.width / 2, sheet.margin / 2, size=sheet.size * 0.8, anchor="center")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def drawable(text: str) -> str:
    """One line of text in what the font has: no control characters, and a geta mark for what is missing."""
    found = "".join(_one(symbol) for symbol in unicodedata.normalize("NFC", text))
    while GETA * 2 in found:
        found = found.replace(GETA * 2, GETA)
    return found.strip()


def _one(symbol: str) -> str:
    category = unicodedata.category(symbol)
    if category.startswith("Z") or symbol in "\t\n\r\x0b\x0c\x85":
        return " "
    if category in {"Cc", "Cf", "Cs"}:
        return ""
    glyphs = _register_font().face.charToGlyph
    if ord(symbol) in glyphs:
        return symbol
    if category.startswith("M"):
        return ""
    return "".join(part for part in unicodedata.normalize("NFKD", symbol) if ord(part) in glyphs) or GETA


@cache
def _register_font() -> TTFont:
    font = TTFont(_FONT, str(_FONT_FILE))
    pdfmetrics.registerFont(font)
    return font


# What stands where


def _pieces(slip: Slip, sheet: _Sheet) -> Iterator[_Piece]:
    size = sheet.size
    for mark in slip.marks:
        yield _Piece("text", size * 2.3, drawable(mark.words), size=size * 1.3, align="center", is_boxed=True)
        yield from _lines(mark.detail, sheet, size=size * 0.9, align="center")
    yield from _lines(slip.title, sheet, size=size * 1.7, align="center", is_bold=True)
    yield _gap(size * 0.5)
    if slip.recipient:
        yield from _lines(slip.recipient, sheet, size=size * 1.4, is_bold=True)
        yield _rule(size)
        yield from _lines(slip.total.value, sheet, size=size * 2.2, align="center", is_bold=True)
        for sentence in slip.statement:
            yield from _lines(sentence, sheet, size=size, align="center")
        yield _rule(size)
    yield from _lines(slip.issuer, sheet, size=size * 1.2, align="center", is_bold=True)
    for detail in slip.issuer_details:
        yield from _lines(detail, sheet, size=size, align="center", is_soft=True)
    yield _rule(size)
    yield from _rows(slip.facts, sheet)
    yield _rule(size)
    for goods in slip.goods:
        yield from _lines(goods.name, sheet, size=size)
        yield from _rows(goods.rows, sheet, indent="\u3000", is_soft=True)
        yield _gap(size * 0.35)
    yield _rule(size)
    yield from _rows(slip.sums, sheet)
    yield from _row(slip.total, sheet, size=size * 1.6, is_bold=True)
    yield _gap(size * 0.3)
    yield from _rows(slip.taxes, sheet, is_soft=True)
    yield _rule(size)
    yield from _rows(slip.tenders, sheet)
    if slip.points:
        yield _rule(size)
        yield from _rows(slip.points, sheet)
    if slip.notes:
        yield _rule(size)
    for note in slip.notes:
        yield from _lines(note, sheet, size=size * 0.9, is_soft=True)
    if slip.link:
        yield _gap(size)
        yield _Piece("qr", 26 * mm, slip.link)
        yield from _lines(slip.link_words, sheet, size=size * 0.9, align="center", is_soft=True)


def _gap(height: float) -> _Piece:
    return _Piece("gap", height)


def _rule(size: float) -> _Piece:
    return _Piece("rule", size * 1.2)


def _lines(
    text: str,
    sheet: _Sheet,
    *,
    size: float,
    align: str = "left",
    is_bold: bool = False,
    is_soft: bool = False,
) -> Iterator[_Piece]:
    for line in _wrap(drawable(text), size, sheet.column):
        yield _Piece("text", size * 1.55, line, size=size, align=align, is_bold=is_bold, is_soft=is_soft)


def _rows(rows: tuple[Row, ...], sheet: _Sheet, *, indent: str = "", is_soft: bool = False) -> Iterator[_Piece]:
    for row in rows:
        yield from _row(row, sheet, size=sheet.size, indent=indent, is_soft=is_soft)


def _row(
    row: Row, sheet: _Sheet, *, size: float, indent: str = "", is_bold: bool = False, is_soft: bool = False
) -> Iterator[_Piece]:
    """Both on one line if they fit; else the value on lines of its own under the name, at the right."""
    name, value = indent + drawable(row.name), drawable(row.value)
    if _width(name, size) + size + _width(value, size) <= sheet.column:
        yield _Piece("text", size * 1.55, name, value, size=size, align="both", is_bold=is_bold, is_soft=is_soft)
        return
    for line in _wrap(name, size, sheet.column):
        yield _Piece("text", size * 1.55, line, size=size, is_bold=is_bold, is_soft=is_soft)
    for line in _wrap(value, size, sheet.column):
        yield _Piece("text", size * 1.55, "", line, size=size, align="both", is_bold=is_bold, is_soft=is_soft)


def _width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _FONT, size))


def _wrap(text: str, size: float, column: float) -> Iterator[str]:
    """Lines that fit, broken at a space where one stands in the second half of the line."""
    rest = text
    while _width(rest, size) > column:
        cut = len(rest)
        used = 0.0
        for place, symbol in enumerate(rest):
            used += _width(symbol, size)
            if used > column:
                cut = place
                break
        space = rest.rfind(" ", 0, cut + 1)
        if space > cut // 2:
            cut = space
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def _pages(pieces: list[_Piece], sheet: _Sheet) -> list[list[_Piece]]:
    if sheet.height is None:
        return [pieces]
    room = sheet.height - 2 * sheet.margin
    pages: list[list[_Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        if used + piece.height > room and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(piece)
        used += piece.height
    return pages


# How it is drawn: y is the lower edge of the piece


def _draw(canvas: Canvas, piece: _Piece, sheet: _Sheet, y: float) -> None:
    left, right, middle = sheet.margin, sheet.width - sheet.margin, sheet.width / 2
    if piece.kind == "rule":
        canvas.setStrokeColorRGB(*_LINE)
        canvas.setLineWidth(0.6)
        canvas.line(left, y + piece.height / 2, right, y + piece.height / 2)
    elif piece.kind == "qr":
        _draw_qr(canvas, piece.text, middle - piece.height / 2, y, piece.height)
    elif piece.kind == "text":
        base = y + piece.size * 0.4
        if piece.is_boxed:
            half = _width(piece.text, piece.size) / 2 + piece.size
            canvas.setStrokeColorRGB(*_INK)
            canvas.setLineWidth(1.2)
            canvas.rect(middle - half, y + piece.size * 0.1, 2 * half, piece.size * 1.5)
        x, anchor = (middle, "center") if piece.align == "center" else (left, "left")
        look = {"size": piece.size, "is_bold": piece.is_bold, "is_soft": piece.is_soft}
        if piece.text:
            _text(canvas, piece.text, x, base, anchor=anchor, **look)  # type: ignore[arg-type]
        if piece.end:
            _text(canvas, piece.end, right, base, anchor="right", **look)  # type: ignore[arg-type]


def _text(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    anchor: str,
    is_bold: bool = False,
    is_soft: bool = False,
) -> None:
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[anchor] * _width(text, size)
    color = _SOFT if is_soft else _INK
    drawn = canvas.beginText(x - shift, y)
    drawn.setFont(_FONT, size)
    drawn.setFillColorRGB(*color)
    if is_bold:  # the weight comes from an outline, which costs no second font in the file
        drawn.setTextRenderMode(2)
        drawn.setStrokeColorRGB(*color)
        canvas.setLineWidth(size * 0.02)
    drawn.textOut(text)
    if is_bold:
        drawn.setTextRenderMode(0)
    canvas.drawText(drawn)


def _draw_qr(canvas: Canvas, content: str, x: float, y: float, edge: float) -> None:
    rows = list(segno.make_qr(content, error="m").matrix_iter(scale=1, border=2))
    module = edge / len(rows)
    canvas.setFillColorRGB(0, 0, 0)
    for place, row in enumerate(rows):
        top = y + edge - (place + 1) * module
        for at, is_dark in enumerate(row):
            if is_dark:
                # A hair wider than it is, so that no viewer shows a gap between neighbours.
                canvas.rect(x + at * module, top, module * 1.02, module * 1.02, stroke=0, fill=1)
