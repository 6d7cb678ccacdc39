"""Stocktakes: opening one for a store, and giving it up. Counting is `count_goods`, closing `count_close`."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from noren.stock.errors import CountEnded, CountNameMissing, CountNotFound, CountScopeMissing, UidTakenByOther
from noren.stock.events import CountCancelled, CountOpened
from noren.stock.models import Count, CountScope, CountStatus
from noren.timeline.record import EventData, Told, record

CAUSE = "stocktake"
LONGEST_NAME = 120

# Those who count hold the stocktake together; who closes or gives it up waits for them, and they for whoever does.
_SHARE = "SELECT id FROM stock_count WHERE uid = %s FOR SHARE"
_POSITION = "SELECT coalesce(max(id), 0) FROM stock_movement"
_IN_SCOPE = """
WITH RECURSIVE below (id) AS (
    SELECT category_id FROM stock_count_categories WHERE count_id = %(count_id)s
    UNION SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
)
SELECT v.id FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE v.id = ANY(%(variant_ids)s) AND (
    %(scope)s = 'all'
    OR %(scope)s = 'categories' AND p.category_id IN (SELECT id FROM below)
    OR %(scope)s = 'goods' AND v.id IN (SELECT variant_id FROM stock_count_variants WHERE count_id = %(count_id)s))
"""


def open_count(
    uid: UUID,
    *,
    store_id: int,
    name: str,
    at: datetime,
    category_ids: Collection[int] = (),
    variant_ids: Collection[int] = (),
    staff_id: int | None = None,
    channel: str = "office",
) -> Count:
    """Open a stocktake of all goods of a store, or of some categories with those below them, or of some goods.

    Nothing is frozen. Safe to repeat: the same uid answers the first. Records "Count Opened".

    Raises:
        CountNameMissing.
        CountScopeMissing: categories and goods are both named.
        UidTakenByOther: the uid is a stocktake's of another store or name.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise CountNameMissing(field="name")
    if category_ids and variant_ids:
        raise CountScopeMissing(field="scope")
    scope = CountScope.CATEGORIES if category_ids else CountScope.GOODS if variant_ids else CountScope.ALL
    with transaction.atomic(savepoint=False):
        _lock_uid(uid)
        if earlier := Count.objects.filter(uid=uid).first():
            if (earlier.store_id, earlier.name) != (store_id, name):
                raise UidTakenByOther(field="uid", uid=str(uid))
            return earlier
        count = Count.objects.create(
            uid=uid,
            store_id=store_id,
            name=name,
            scope=scope,
            position=ledger_position(),
            opened_at=at,
            opened_by_id=staff_id,
        )
        count.categories.set(category_ids)
        count.variants.set(variant_ids)
        _tell(CountOpened(uid, name, scope.value), count, at=at, channel=channel)
    return count


def cancel_count(uid: UUID, *, at: datetime, staff_id: int | None = None, channel: str = "office") -> Count:
    """Give a stocktake up: nothing is booked. Safe to repeat. Records "Count Cancelled".

    Raises:
        CountNotFound.
        CountEnded: it was closed.
    """
    with transaction.atomic(savepoint=False):
        count = lock_count(uid)
        if count.status == CountStatus.CANCELED:
            return count
        check_open(count)
        end_count(
            count, CountStatus.CANCELED, CountCancelled(uid, count.name), at=at, staff_id=staff_id, channel=channel
        )
    return count


def find_count(uid: UUID) -> Count:
    """A stocktake, without a lock.

    Raises:
        CountNotFound.
    """
    count = Count.objects.filter(uid=uid).first()
    if count is None:
        raise CountNotFound(uid=str(uid))
    return count


def lock_count(uid: UUID) -> Count:
    """Lock a stocktake for whoever ends it: entries that are being written are waited for.

    Raises:
        CountNotFound.
    """
    count = Count.objects.select_for_update(no_key=True).filter(uid=uid).first()
    if count is None:
        raise CountNotFound(uid=str(uid))
    return count


def share_count(uid: UUID) -> Count:
    """An open stocktake, held so that nobody ends it before the transaction ends; others count beside.

    Raises:
        CountNotFound, CountEnded.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [uid])
        if cursor.fetchone() is None:
            raise CountNotFound(uid=str(uid))
    count = Count.objects.get(uid=uid)
    check_open(count)
    return count


def check_open(count: Count) -> None:
    """Raises:
    CountEnded: nothing can be counted in it any more.
    """
    if count.status != CountStatus.OPEN:
        raise CountEnded(count=str(count.uid), status=str(count.get_status_display()))


def end_count(
    count: Count, status: CountStatus, told: EventData, *, at: datetime, staff_id: int | None, channel: str
) -> None:
    """Write how a locked stocktake ended, and tell it."""
    count.status, count.ended_at, count.ended_by_id = status, at, staff_id
    count.save(update_fields=["status", "ended_at", "ended_by"])
    _tell(told, count, at=at, channel=channel)


def ledger_position() -> int:
    """The newest movement that is committed. For levels that the caller has locked no older one can appear later."""
    with connection.cursor() as cursor:
        cursor.execute(_POSITION)
        return int(cursor.fetchone()[0])


def in_scope(count: Count, variant_ids: Collection[int]) -> set[int]:
    """Those of the variants that the stocktake is about."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_SCOPE, {"count_id": count.pk, "variant_ids": list(variant_ids), "scope": count.scope})
        return {variant_id for (variant_id,) in cursor.fetchall()}


def _lock_uid(uid: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('count ' || %s::text, 0))", [uid])


def _tell(told: EventData, count: Count, *, at: datetime, channel: str) -> None:
    record(told, told=Told(at=at, channel=channel, store_id=count.store_id, subject_uid=count.uid))
