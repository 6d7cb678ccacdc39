"""Files of stock levels. Published in pieces: each level is a count of its own, and orders want the locks."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from noren.catalog.bulk import unknown_skus
from noren.connect.columns import Column
from noren.connect.kinds.kind import Batch, Changes, Kind, Published
from noren.connect.values import MOST_PIECES, code_up_to, whole
from noren.kernel.staging import BadCell
from noren.stock.bulk import LEVEL_COLUMNS, check_levels, count_changes, count_levels
from noren.stock.ledger import Cause
from noren.stores.bulk import unknown_stores

LINES_AT_ONCE = 2_000


def check(staged: str) -> Iterator[BadCell]:
    """Stores and SKUs that do not exist, and pairs that stand twice."""
    yield from unknown_stores(staged)
    yield from unknown_skus(staged)
    yield from check_levels(staged)


def publish(batch: Batch) -> Published:
    """The next lines."""
    through = min(batch.lines, batch.through + LINES_AT_ONCE)
    cause = Cause("import", batch.uid, batch.at)
    rows, changed, added = count_levels(batch.table, after=batch.through, through=through, cause=cause)
    return Published(through=through, rows=rows, changes=Changes(changed, added), is_last=through == batch.lines)


def foresee(batch: Batch) -> Changes:
    """The levels that differ from the file now."""
    return Changes(*count_changes(batch.table))


STOCK = Kind(
    name="stock",
    title=_("stock levels"),
    columns=(
        Column("store", ("店舗コード", "店番", "store_code"), code_up_to(32), is_needed=True),
        Column("sku", ("商品コード", "品番", "商品番号", "sku_code"), code_up_to(64), is_needed=True),
        Column("on_hand", ("在庫数", "在庫", "実在庫", "quantity"), whole(-MOST_PIECES, MOST_PIECES), is_needed=True),
        Column("safety", ("安全在庫", "余裕数"), whole(0, MOST_PIECES)),
        Column("reorder_point", ("発注点",), whole(0, MOST_PIECES)),
    ),
    staged=LEVEL_COLUMNS,
    check=check,
    publish=publish,
    foresee=foresee,
)
