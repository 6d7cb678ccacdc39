"""Lists of goods that people paste: a code and pieces a line, as spreadsheets, mails and supplier's files have them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from noren.catalog.by_code import Goods, goods_by_code
from noren.stock.correct import MOST_PIECES
from noren.stock.errors import GoodsUnknown, PastedLineInvalid

MOST_NAMED = 10
_BETWEEN = re.compile(r"\s*[\t,;、]\s*|\s+(?=\d+\s*$)")


@dataclass(frozen=True, slots=True)
class PastedGoods:
    """Goods and the pieces of them that the lines name together."""

    goods: Goods
    pieces: int


def read_pasted(text: str) -> list[PastedGoods]:
    """Understand a list: SKU or barcode number, then pieces, parted by a tab, a comma, a semicolon or a space.

    A line with a code alone is one piece, so that what a scanner typed may be pasted; a first line without a number
    where the pieces stand is taken for a header. Codes that stand in several lines add up, in the order of the first.

    Raises:
        PastedLineInvalid: a line is something else.
        GoodsUnknown: codes that name no goods; nothing is read then.
    """
    lines = list(_lines(text))
    named = goods_by_code({code for code, _pieces in lines})
    unknown = list(dict.fromkeys(code for code, _pieces in lines if code not in named))
    if unknown:
        more = f" … (+{len(unknown) - MOST_NAMED})" if len(unknown) > MOST_NAMED else ""
        raise GoodsUnknown(field="pasted", codes=", ".join(unknown[:MOST_NAMED]) + more)
    sums: dict[int, PastedGoods] = {}
    for code, pieces in lines:
        goods = named[code]
        before = sums[goods.variant_id].pieces if goods.variant_id in sums else 0
        sums[goods.variant_id] = PastedGoods(goods, before + pieces)
    return list(sums.values())


def _lines(text: str) -> Iterator[tuple[str, int]]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line = unicodedata.normalize("NFKC", raw).replace("\ufeff", "").strip()
        if not line:
            continue
        cells = [cell.strip().strip('"') for cell in _BETWEEN.split(line)]
        pieces = _pieces(cells)
        if pieces is None and number == 1:
            continue
        if pieces is None or not cells[0]:
            raise PastedLineInvalid(field="pasted", line=number, text=line[:60])
        yield cells[0], pieces


def _pieces(cells: Sequence[str]) -> int | None:
    if len(cells) == 1:
        return 1
    digits = cells[1].replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits[:9]) <= MOST_PIECES else None
