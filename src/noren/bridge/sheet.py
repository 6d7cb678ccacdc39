"""A sheet: what is printed besides receipts, as blocks from top to bottom; reports, pickup slips, a test."""

from dataclasses import dataclass

from noren.orders.slips.shape import Row
from noren.orders.slips.strip import BOLD, CENTER, CUT, LEFT, LIGHT, Strip

# What a block of one text may be.
TEXTS = ("words", "bold", "center", "title", "qr", "barcode")
# What a block of a name and a value may be.
ROWS = ("row", "strong", "total")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a sheet.

    Attributes:
        kind: one of `TEXTS` or of `ROWS`, or `rule`.
        text: of a text; of a row its name.
        value: of a row, at its right.
    """

    kind: str
    text: str = ""
    value: str = ""


def render_sheet(blocks: tuple[Block, ...], *, paper_mm: int) -> bytes:
    """The bytes of a sheet, from the printer's reset to the cut."""
    strip = Strip(paper_mm)
    for block in blocks:
        _draw(strip, block)
    strip.command(CUT)
    return bytes(strip.out)


def _draw(strip: Strip, block: Block) -> None:
    match block.kind:
        case "words":
            strip.words(block.text)
        case "bold":
            strip.command(BOLD)
            strip.words(block.text)
            strip.command(LIGHT)
        case "row":
            strip.row(Row(block.text, block.value))
        case "strong":
            strip.command(BOLD)
            strip.row(Row(block.text, block.value))
            strip.command(LIGHT)
        case "total":
            strip.total(Row(block.text, block.value))
        case "rule":
            strip.rule()
        case _:
            strip.command(CENTER)
            {"center": strip.words, "title": strip.large, "qr": strip.qr, "barcode": strip.barcode}[block.kind](
                block.text
            )
            strip.command(LEFT)
