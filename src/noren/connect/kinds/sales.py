"""Files of past sales. Published in pieces that readers do not see before the last one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from noren.catalog.bulk import unknown_skus
from noren.connect.columns import Column, Row
from noren.connect.kinds.kind import Batch, Changes, Kind, Published
from noren.connect.values import (
    MOST_MINOR,
    MOST_PIECES,
    amount,
    code_up_to,
    member_number,
    moment_in,
    tax_rate,
    text_up_to,
    whole,
)
from noren.kernel.money import decimals_of
from noren.kernel.staging import BadCell
from noren.orders.check_history import changed_receipts, count_new_lines, count_receipts, mixed_receipts
from noren.orders.finish_history import finish_history
from noren.orders.prepare_history import SALE_COLUMNS, prepare_history
from noren.orders.record_history import open_history, record_history
from noren.people.bulk import unknown_members
from noren.stores.bulk import unknown_stores

SOURCE = "files"
RECEIPTS_AT_ONCE = 5_000
_MOST_TOTAL = 2_000_000_000
_ZONE = ZoneInfo(settings.TIME_ZONE)


def shape(row: Row) -> Row:
    """The row with a receipt that is named within all files: numbers start again at every store and often every day."""
    sold_at = row["sold_at"]
    local = sold_at.astimezone(_ZONE).date() if isinstance(sold_at, datetime) else sold_at
    row["receipt"] = f"{row['store']}/{local}/{row['receipt']}"
    row["discount_minor"] = row.get("discount_minor") or 0
    return row


def check(staged: str) -> Iterator[BadCell]:
    """Stores, SKUs and members that do not exist, and receipts whose lines do not belong together."""
    yield from unknown_stores(staged)
    yield from unknown_skus(staged)
    yield from unknown_members(staged)
    yield from map(_as_in_file, mixed_receipts(staged))


def prepare(batch: Batch) -> Iterator[BadCell]:
    """Number the receipts; those imported before with other contents are refused."""
    prepare_history(staged=batch.table, prepared=batch.prepared, source=SOURCE)
    yield from map(_as_in_file, changed_receipts(batch.prepared, source=SOURCE))


def publish(batch: Batch) -> Published:
    """The next receipts; with the last ones all become visible."""
    open_history(uid=batch.uid, source=SOURCE, at=batch.at)
    last = count_receipts(batch.prepared)
    through = min(last, batch.through + RECEIPTS_AT_ONCE)
    recorded = record_history(history_uid=batch.uid, prepared=batch.prepared, after=batch.through, through=through)
    if through == last:
        finish_history(history_uid=batch.uid, at=batch.at)
    changes = Changes(recorded.lines, added=recorded.lines)
    return Published(through=through, rows=recorded.seen_lines, changes=changes, is_last=through == last)


def foresee(batch: Batch) -> Changes:
    """The lines of receipts not imported before; a past sale never changes."""
    lines = count_new_lines(batch.prepared, source=SOURCE)
    return Changes(lines, added=lines)


def _as_in_file(bad: BadCell) -> BadCell:
    """The receipt's number without store and day before it."""
    return replace(bad, value=bad.value.split("/", 2)[-1])


_MONEY = amount(0, _MOST_TOTAL, decimals=decimals_of(settings.CURRENCY))

SALES = Kind(
    name="sales",
    title=_("past sales"),
    columns=(
        Column("receipt", ("レシート番号", "伝票番号", "取引番号"), code_up_to(60), is_needed=True),
        Column("store", ("店舗コード", "店番", "store_code"), code_up_to(32), is_needed=True),
        Column("sold_at", ("販売日時", "取引日時", "売上日時", "日時"), moment_in(settings.TIME_ZONE), is_needed=True),
        Column("sku", ("商品コード", "品番", "商品番号", "sku_code"), code_up_to(64), is_needed=True),
        Column("quantity", ("数量", "個数"), whole(1, MOST_PIECES), is_needed=True),
        Column("total", ("金額", "税込金額", "小計", "total_minor"), _MONEY, into="total_minor", is_needed=True),
        Column("discount", ("値引", "値引額", "割引額"), _MONEY, into="discount_minor"),
        Column(
            "unit_price",
            ("単価", "税込単価"),
            amount(0, MOST_MINOR, decimals=decimals_of(settings.CURRENCY)),
            into="unit_price_minor",
        ),
        Column("member", ("会員番号", "会員コード", "member_number"), member_number),
        Column("name", ("商品名", "品名"), text_up_to(200)),
        Column("tax_rate", ("税率",), tax_rate, into="tax_rate_bp"),
    ),
    staged=SALE_COLUMNS,
    check=check,
    publish=publish,
    shape=shape,
    prepare=prepare,
    foresee=foresee,
)
