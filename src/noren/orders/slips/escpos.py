"""ESC/POS: a slip as the bytes that a thermal receipt printer takes. Needs no more than Python, as `strip` does not."""

from noren.orders.slips.shape import Goods, Row, Slip
from noren.orders.slips.strip import (
    BOLD,
    CENTER,
    CUT,
    KICK,
    LEFT,
    LIGHT,
    NORMAL,
    PLAIN_GROUND,
    REVERSED,
    TALL,
    Strip,
)

MEDIA_TYPE = "application/vnd.escpos"


def render_escpos(slip: Slip, *, paper_mm: int, opens_drawer: bool = False) -> bytes:
    """The bytes of a slip, from the printer's reset to the cut.

    Args:
        paper_mm: 58 or 80.
        opens_drawer: kick the cash drawer first.

    Raises:
        ValueError: no such paper.
    """
    strip = Strip(paper_mm)
    if opens_drawer:
        strip.command(KICK)
    _head(strip, slip)
    strip.rows(slip.facts)
    strip.rule()
    for goods in slip.goods:
        _goods(strip, goods)
    strip.rule()
    strip.rows(slip.sums)
    strip.total(slip.total)
    for sentence in slip.statement:
        strip.words(sentence)
    strip.rows(slip.taxes)
    strip.rule()
    strip.rows(slip.tenders)
    if slip.points:
        strip.rule()
        strip.rows(slip.points)
    _foot(strip, slip)
    strip.command(CUT)
    return bytes(strip.out)


def _head(strip: Strip, slip: Slip) -> None:
    strip.command(CENTER)
    for mark in slip.marks:
        strip.command(REVERSED, BOLD)
        strip.words(f" {mark.words} ")
        strip.command(PLAIN_GROUND, LIGHT)
        strip.words(mark.detail)
    strip.large(slip.issuer)
    for detail in slip.issuer_details:
        strip.words(detail)
    strip.feed()
    strip.large(slip.title)
    strip.command(LEFT)
    if slip.recipient:
        strip.command(BOLD, TALL)
        strip.words(slip.recipient)
        strip.command(NORMAL, LIGHT)
    strip.rule()


def _goods(strip: Strip, goods: Goods) -> None:
    strip.words(goods.name)
    for row in goods.rows:
        strip.row(Row(f"  {row.name}", row.value))


def _foot(strip: Strip, slip: Slip) -> None:
    if slip.notes:
        strip.rule()
    for note in slip.notes:
        strip.words(note)
    strip.command(CENTER)
    strip.barcode(slip.number)
    if slip.link:
        strip.feed()
        strip.qr(slip.link)
        strip.words(slip.link_words)
    strip.command(LEFT)
