"""Holds: pieces kept for an owner for a time. The only code that changes `held`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, Sum

from noren.stock.errors import OutOfStock
from noren.stock.ledger import Cause, Ledger, lock_levels, lock_levels_by_id
from noren.stock.models import Hold, HoldKind, Level, MovementKind

_END = """
UPDATE stock_hold SET ended_at = %s
WHERE level_id = ANY(%s) AND ended_at IS NULL AND {condition}
RETURNING uid, level_id, quantity
"""
_END_OF_OWNER = _END.format(condition="owner_uid = %s")
_END_EXPIRED = _END.format(condition="expires_at <= %s")


def hold(
    store_id: int,
    wanted: Mapping[int, int],
    *,
    kind: HoldKind,
    owner_uid: UUID,
    expires_at: datetime | None,
    at: datetime,
    names: Mapping[int, str],
) -> None:
    """Keep pieces for an owner until `expires_at`, in place of what the owner held before, in any store.

    All or nothing; a second call extends. The owner's own earlier hold never stands in the way.

    Args:
        expires_at: None keeps them until they are released.

    Raises:
        OutOfStock: fewer pieces are available than wanted; the earlier hold is then as it was.
    """
    with transaction.atomic():
        _lock_all(owner_uid, store_id, wanted)
        release_holds(owner_uid, at=at, but_in_store=store_id)
        ledger = lock_levels(store_id, _with_held(owner_uid, wanted))
        end_holds_of(owner_uid, ledger, at=at)
        for variant_id, quantity in wanted.items():
            level = ledger.levels.get(variant_id)
            if level is not None and level.available < quantity:
                end_expired_holds(ledger, at=at)
            if level is None or level.available < quantity:
                raise OutOfStock(
                    field=f"variants.{variant_id}",
                    name=names[variant_id],
                    wanted=quantity,
                    available=max(0, level.available) if level else 0,
                )
        book_holds(ledger, wanted, kind=kind, owner_uid=owner_uid, expires_at=expires_at, at=at)
        ledger.write(Cause("hold", owner_uid, at))


def book_holds(
    ledger: Ledger,
    wanted: Mapping[int, int],
    *,
    kind: HoldKind,
    owner_uid: UUID,
    expires_at: datetime | None,
    at: datetime,
) -> None:
    """Book holds of an owner on the ledger's levels, which the caller has locked, has looked at, and will write."""
    for variant_id, quantity in wanted.items():
        ledger.book(variant_id, MovementKind.HELD, held=quantity)
    Hold.objects.bulk_create(
        Hold(
            level_id=ledger.levels[variant_id].id,
            kind=kind,
            owner_uid=owner_uid,
            quantity=quantity,
            held_at=at,
            expires_at=expires_at,
        )
        for variant_id, quantity in wanted.items()
    )


def write_kept(ledger: Ledger, kept: Mapping[int, int], *, owner_uid: UUID, at: datetime) -> None:
    """Write holds without expiry for goods that arrived for their owner, on top of what came before.

    The caller has locked the levels, and books the held pieces with the arrival, in one movement.
    """
    more = dict(kept)
    levels = [ledger.levels[variant_id].id for variant_id in kept]
    earlier = Hold.objects.filter(owner_uid=owner_uid, ended_at=None, level_id__in=levels)
    for hold_id, variant_id in list(earlier.values_list("pk", "level__variant_id")):
        Hold.objects.filter(pk=hold_id).update(quantity=F("quantity") + more.pop(variant_id))
    Hold.objects.bulk_create(
        Hold(
            level_id=ledger.levels[variant_id].id,
            kind=HoldKind.ARRIVED,
            owner_uid=owner_uid,
            quantity=quantity,
            held_at=at,
        )
        for variant_id, quantity in more.items()
    )


def end_kept(owner_uid: UUID, ledger: Ledger, *, at: datetime) -> dict[int, int]:
    """End an owner's holds on the ledger's levels and answer their pieces by variant id; the caller books the end."""
    variant_of = {level.id: variant_id for variant_id, level in ledger.levels.items()}
    with connection.cursor() as cursor:
        cursor.execute(_END_OF_OWNER, [at, list(variant_of), owner_uid])
        return {variant_of[level_id]: quantity for _uid, level_id, quantity in cursor.fetchall()}


def _lock_all(owner_uid: UUID, store_id: int, wanted: Mapping[int, int]) -> None:
    """Lock the levels to be left and those to be taken at once: store after store, two movers would meet crosswise."""
    held = Q(holds__owner_uid=owner_uid, holds__ended_at=None)
    levels = Level.objects.filter(held | Q(store_id=store_id, variant_id__in=wanted))
    lock_levels_by_id(levels.values_list("pk", flat=True))


def _with_held(owner_uid: UUID, wanted: Mapping[int, int]) -> set[int]:
    held = Hold.objects.filter(owner_uid=owner_uid, ended_at=None).values_list("level__variant_id", flat=True)
    return {*wanted, *held}


def end_holds_of(owner_uid: UUID, ledger: Ledger, *, at: datetime) -> None:
    """Book the end of an owner's holds on the ledger's levels, which the caller has locked and will write."""
    _end(_END_OF_OWNER, owner_uid, ledger, at=at)


def end_expired_holds(ledger: Ledger, *, at: datetime) -> None:
    """Book the end of holds whose time is over on the ledger's levels, which the caller has locked and will write."""
    _end(_END_EXPIRED, at, ledger, at=at)


def _end(sql: str, condition: UUID | datetime, ledger: Ledger, *, at: datetime) -> None:
    variant_of = {level.id: variant_id for variant_id, level in ledger.levels.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, list(variant_of), condition])
        for _uid, level_id, quantity in cursor.fetchall():
            ledger.book(variant_of[level_id], MovementKind.UNHELD, held=-quantity)


def release_holds(owner_uid: UUID, *, at: datetime, but_in_store: int | None = None) -> int:
    """End all holds of an owner, but for those in one store; answer how many pieces became free. Safe to repeat."""
    freed = 0
    with transaction.atomic():
        live = Hold.objects.filter(owner_uid=owner_uid, ended_at=None)
        if but_in_store is not None:
            live = live.exclude(level__store_id=but_in_store)
        lock_levels_by_id(live.values_list("level_id", flat=True))
        for store_id, variant_ids in _by_store(live.values_list("level_id", flat=True)).items():
            ledger = lock_levels(store_id, variant_ids)
            before = sum(level.held for level in ledger.levels.values())
            end_holds_of(owner_uid, ledger, at=at)
            freed += before - sum(level.held for level in ledger.levels.values())
            ledger.write(Cause("hold", owner_uid, at))
    return freed


def expire_holds(*, at: datetime, limit: int = 500) -> int:
    """End holds whose time is over; answer how many levels were looked at. For the worker; safe to run anywhere."""
    with transaction.atomic():
        level_ids = set(
            Hold.objects.filter(ended_at=None, expires_at__lte=at)
            .order_by("expires_at")
            .values_list("level_id", flat=True)[:limit]
        )
        if not level_ids:
            return 0
        by_id = lock_levels_by_id(level_ids)
        with connection.cursor() as cursor:
            cursor.execute(_END_EXPIRED, [at, list(by_id), at])
            ended = cursor.fetchall()
        for uid, level_id, quantity in ended:
            ledger = Ledger({by_id[level_id].variant_id: by_id[level_id]})
            ledger.book(by_id[level_id].variant_id, MovementKind.UNHELD, held=-quantity)
            ledger.write(Cause("hold_expired", uid, at))
    return len(level_ids)


def _by_store(level_ids: Iterable[int]) -> dict[int, list[int]]:
    stores: dict[int, list[int]] = {}
    levels = Level.objects.filter(pk__in=level_ids).order_by("store_id", "pk")
    for store_id, variant_id in levels.values_list("store_id", "variant_id"):
        stores.setdefault(store_id, []).append(variant_id)
    return stores


def held_by(owner_uid: UUID, *, store_id: int) -> dict[int, int]:
    """Pieces that an owner holds in a store, by variant id."""
    live = Hold.objects.filter(owner_uid=owner_uid, ended_at=None, level__store_id=store_id)
    return dict(live.values_list("level__variant_id", "quantity"))


def held_beyond_time(store_id: int, variant_ids: Iterable[int], *, but_of: UUID, at: datetime) -> dict[int, int]:
    """Pieces in a store that others hold though their time is over, by variant id: free to whoever asks for them."""
    late = Hold.objects.filter(
        ended_at=None, expires_at__lte=at, level__store_id=store_id, level__variant_id__in=variant_ids
    ).exclude(owner_uid=but_of)
    return dict(late.values_list("level__variant_id").annotate(pieces=Sum("quantity")).order_by())
