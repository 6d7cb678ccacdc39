"""Loading the sample: the only code that takes it from the package to the rooms. Each step can be repeated."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.campaigns.bulk import AUDIENCE_COLUMNS, CAMPAIGN_COLUMNS, publish_audience, publish_campaigns
from noren.catalog.bulk import CATEGORY_COLUMNS, PRODUCT_COLUMNS, publish_categories, publish_products
from noren.connect.journey import KIND, sales
from noren.connect.journey import campaigns as sample_campaigns
from noren.connect.journey import coupons as sample_coupons
from noren.connect.journey.calendar import Calendar, calendar_of
from noren.connect.journey.goods import category_rows, product_rows, subcategory_rows
from noren.connect.journey.hands import together
from noren.connect.journey.members import member_rows, number_of
from noren.connect.journey.naming import Goods, read_goods, unfiled_goods
from noren.connect.journey.package import digest_of, find_tables
from noren.connect.journey.recording import Recorder
from noren.connect.journey.stock import stock_shelves
from noren.connect.journey.stores import store_rows
from noren.connect.journey.uses import SampleUse, find_uses
from noren.connect.models import Import, ImportStatus
from noren.connect.progress import Progress
from noren.connect.run import locked
from noren.coupons.bulk import (
    COUPON_COLUMNS,
    GRANT_COLUMNS,
    LISTED_COLUMNS,
    USE_COLUMNS,
    publish_coupons,
    publish_grants,
    publish_listed_goods,
    publish_past_uses,
)
from noren.kernel.staging import copy_rows, count_rows, drop_staging, make_staging, work_in_bulk
from noren.orders.check_history import count_receipts
from noren.orders.finish_history import finish_history
from noren.orders.prepare_history import SALE_COLUMNS, prepare_history
from noren.orders.record_history import open_history
from noren.people.bulk import MEMBER_COLUMNS, publish_members
from noren.stores.bulk import STORE_COLUMNS, publish_stores

_ENDED = (ImportStatus.FINISHED, ImportStatus.FAILED, ImportStatus.REFUSED)


@dataclass(frozen=True, slots=True)
class _Sample:
    """What all steps share."""

    batch: Import
    folder: Path
    weeks: int | None
    calendar: Calendar
    goods: list[Goods]
    progress: Progress

    def table(self, name: str) -> str:
        """The name of a staging table of this import."""
        return f"connect_staged_{self.batch.pk}_{name}"


def load_sample(*, at: datetime, progress: Progress, weeks: int | None = None) -> UUID:
    """Load the sample, or go on with it; answer the uid of its import. What is loaded already is left as it is.

    Args:
        at: decides by how many weeks the year moves, when it is loaded for the first time.
        weeks: only the sales of so many last weeks, 1 to 53; None for the whole year.

    Raises:
        PackageMissing; ImportAtWork: another process is at it.
    """
    folder = find_tables()
    digest = digest_of(folder, weeks=weeks)
    batch, _is_new = Import.objects.exclude(status__in=(ImportStatus.FAILED, ImportStatus.REFUSED)).get_or_create(
        kind=KIND, digest=digest, defaults={"filename": folder.parent.name, "format": "parquet", "started_at": at}
    )
    with locked(batch.pk):
        batch.refresh_from_db()
        if batch.status not in _ENDED:
            # A part that was loaded earlier gave the year its place.
            first = Import.objects.filter(kind=KIND).order_by("pk")[0]
            calendar = calendar_of(first.started_at, zone=settings.TIME_ZONE)
            _load(_Sample(batch, folder, weeks, calendar, read_goods(folder), progress), at=at)
    return batch.uid


def _load(sample: _Sample, *, at: datetime) -> None:
    batch, raw, prepared = sample.batch, sample.table("raw"), sample.table("prepared")
    if batch.status == ImportStatus.RECEIVED or count_rows(raw) != batch.row_count:
        _stage(sample, raw)
    if batch.status == ImportStatus.STAGED:
        _publish_masters(sample, raw, at=at)
        _move(batch, ImportStatus.PUBLISHING)
    elif not count_rows(prepared):
        _stage_sales(sample, raw)
    if not count_rows(prepared):
        _prepare_sales(sample, prepared)
    open_history(uid=batch.uid, source=sales.SOURCE, at=at)
    last = count_receipts(prepared)
    Recorder(batch, prepared, last=last, progress=sample.progress).record_all()
    sample.progress("finishing", batch.done_count, 0.0)
    together(lambda: _publish_coupons_and_stock(sample, raw, at=at), lambda: _show_sales(batch, at=at))
    _finish(sample, at=at)


def _stage(sample: _Sample, raw: str) -> None:
    batch = sample.batch
    batch.row_count = 0
    for rows in sales.stage_raw(sample.folder, raw, sample.goods, weeks=sample.weeks, progress=sample.progress):
        batch.row_count += rows
        Import.objects.filter(pk=batch.pk).update(row_count=batch.row_count)
    batch.notes = sales.left_out(raw)
    # After a crash of the server the raw lines are read again, and all that was published stays.
    status = ImportStatus.STAGED if batch.status == ImportStatus.RECEIVED else ImportStatus(batch.status)
    _move(batch, status)


def _publish_masters(sample: _Sample, raw: str, *, at: datetime) -> None:
    """Stores, categories, goods and members; the sales are got ready at the same time."""
    sample.progress("masters", 0, 0.0)
    with transaction.atomic():
        work_in_bulk()
        stores = _staged(sample, "stores", STORE_COLUMNS, store_rows(sample.folder))
        publish_stores(stores, time_zone=sample.calendar.zone)
    together(lambda: _publish_goods(sample, raw), lambda: _stage_sales(sample, raw))
    members = list(member_rows(sales.households(raw, sample.calendar)))
    with transaction.atomic():
        work_in_bulk()
        publish_members(_staged(sample, "members", MEMBER_COLUMNS, members), language="ja", at=at)
    sample.progress("masters", len(members), 1.0)


def _publish_goods(sample: _Sample, raw: str) -> None:
    prices, sold = sales.regular_prices(raw), sales.sold_products(raw)
    wanted = sample.goods if sample.weeks is None else [each for each in sample.goods if each.id in sold]
    goods = [*wanted, *map(unfiled_goods, sorted(sold - {each.id for each in sample.goods}))]
    with transaction.atomic():
        work_in_bulk()
        categories = chain(category_rows(), subcategory_rows(goods))
        publish_categories(_staged(sample, "categories", CATEGORY_COLUMNS, categories))
        publish_products(_staged(sample, "products", PRODUCT_COLUMNS, product_rows(goods, prices)))
    sample.progress("masters", len(goods), 0.9)


def _stage_sales(sample: _Sample, raw: str) -> None:
    staged = sample.table("sales")
    make_staging(staged, SALE_COLUMNS)
    numbers = {each.id: number_of(each.id) for each in sales.households(raw, sample.calendar)}
    sales.stage_sales(raw, staged, sample.calendar, numbers)


def _prepare_sales(sample: _Sample, prepared: str) -> None:
    sample.progress("checking", 0, 0.0)
    with transaction.atomic():
        work_in_bulk()
        found = prepare_history(staged=sample.table("sales"), prepared=prepared, source=sales.SOURCE)
    sample.progress("checking", found.lines, 1.0)


def _show_sales(batch: Import, *, at: datetime) -> None:
    with transaction.atomic():
        work_in_bulk()
        finish_history(history_uid=batch.uid, at=at)


def _publish_coupons_and_stock(sample: _Sample, raw: str, *, at: datetime) -> None:
    _publish_coupons(sample, raw, at=at)
    sample.progress("finishing", 0, 0.5)
    stock_shelves(raw, sample.table("levels"), sample.calendar, uid=sample.batch.uid)


def _publish_coupons(sample: _Sample, raw: str, *, at: datetime) -> None:
    folder, calendar = sample.folder, sample.calendar
    campaigns, audience = sample_campaigns.read_campaigns(folder), sample_campaigns.read_audience(folder)
    coupons, repeated = sample_coupons.read_coupons(folder, campaigns)
    uses = sample_coupons.read_uses(folder)
    if sample.weeks is not None:
        audience, uses = _of_known(sample, raw, audience, uses)
    listed = _staged(sample, "listed", LISTED_COLUMNS, sample_coupons.listed_rows(coupons))
    found = find_uses(raw, listed, sample.table("found"), uses, calendar)
    rows = sample_coupons.coupon_rows(coupons, found, uses, sample.goods, calendar, at=sample.batch.started_at)
    addressed = sample_campaigns.audience_rows(campaigns, audience)
    granted = sample_coupons.grant_rows(coupons, audience, uses, calendar)
    used = list(sample_coupons.use_rows(uses, found, calendar))
    with transaction.atomic():
        work_in_bulk()
        publish_campaigns(
            _staged(sample, "campaigns", CAMPAIGN_COLUMNS, sample_campaigns.campaign_rows(campaigns, calendar))
        )
        publish_audience(_staged(sample, "audience", AUDIENCE_COLUMNS, addressed))
        publish_coupons(_staged(sample, "coupons", COUPON_COLUMNS, rows))
        publish_listed_goods(listed)
        publish_grants(_staged(sample, "grants", GRANT_COLUMNS, granted))
        publish_past_uses(_staged(sample, "uses", USE_COLUMNS, used), at=at)
    without_sale = sum(each["order_uid"] is None for each in used)
    sample.batch.notes |= {"repeated_coupon_goods": repeated, "uses_without_sale": without_sale}


def _of_known(
    sample: _Sample, raw: str, audience: list[tuple[int, int]], uses: list[SampleUse]
) -> tuple[list[tuple[int, int]], list[SampleUse]]:
    """What concerns households that bought in the wanted weeks: only they are members."""
    known = {each.id for each in sales.households(raw, sample.calendar)}
    return [pair for pair in audience if pair[1] in known], [use for use in uses if use.household in known]


def _staged(sample: _Sample, name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> str:
    """A fresh staging table with these rows."""
    table = sample.table(name)
    make_staging(table, columns)
    with transaction.atomic():
        work_in_bulk()
        copy_rows(table, list(columns), _in_order(columns, rows))
    return table


def _in_order(columns: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> Iterator[list[object]]:
    for row in rows:
        yield [row.get(name) for name in columns]


def _move(batch: Import, status: ImportStatus) -> None:
    batch.status = status
    batch.save(update_fields=["status", "row_count", "notes"])


_TABLES = (
    "raw",
    "stores",
    "categories",
    "products",
    "members",
    "sales",
    "prepared",
    "listed",
    "found",
    "campaigns",
    "audience",
    "coupons",
    "grants",
    "uses",
    "levels",
)


def _finish(sample: _Sample, *, at: datetime) -> None:
    batch = sample.batch
    sample.progress("finishing", batch.row_count, 1.0)
    batch.status, batch.finished_at = ImportStatus.FINISHED, at
    batch.save(update_fields=["status", "finished_at", "notes"])
    drop_staging(*(sample.table(name) for name in _TABLES))
