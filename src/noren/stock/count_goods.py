"""Counting: what somebody found in one place is written down with what the ledger said at that moment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.stock.correct import MOST_PIECES
from noren.stock.count import in_scope, ledger_position, share_count
from noren.stock.errors import CountEntryTaken, NotInCount, PiecesInvalid
from noren.stock.ledger import Ledger, lock_levels
from noren.stock.models import Count, CountEntry

LONGEST_AREA = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """Pieces of a variant in one place. `uid` is made by the device, so that a repeat is known."""

    uid: UUID
    variant_id: int
    pieces: int


def count_goods(
    count_uid: UUID,
    counted: Sequence[Counted],
    *,
    area: str,
    at: datetime,
    names: Mapping[int, str],
    staff_id: int | None = None,
    anew: bool = False,
) -> dict[int, int]:
    """Write down what was counted; answer the pieces counted so far in all places, by variant id.

    Each entry keeps what is on hand by the ledger at this moment, read under the level's lock, so that what is sold
    afterwards is no difference. Entries of one variant add up, whoever made them. Safe to repeat by the uids.

    Args:
        area: the shelf or room, in words.
        names: words for a refusal, by variant id.
        anew: in place of all that was counted of these goods before; count all their places in one go.

    Raises:
        CountNotFound, CountEnded.
        PiecesInvalid: below 0 or above 1,000,000.
        NotInCount: the stocktake is not about these goods; `field` is `variants.<id>`.
        CountEntryTaken: a uid is that of other pieces or goods.
    """
    for each in counted:
        if not 0 <= each.pieces <= MOST_PIECES:
            raise PiecesInvalid(field="pieces", pieces=each.pieces, limit=MOST_PIECES)
    variant_ids = {each.variant_id for each in counted}
    with transaction.atomic(savepoint=False):
        count = share_count(count_uid)
        _check_in_scope(count, variant_ids, names)
        ledger = lock_levels(count.store_id, variant_ids, make_missing=True)
        new = _new_ones(count, counted, ledger)
        if anew and new:
            _withdraw(count, [ledger.levels[each.variant_id].id for each in new], at=at)
        position = ledger_position()
        CountEntry.objects.bulk_create(
            CountEntry(
                uid=each.uid,
                count=count,
                level_id=ledger.levels[each.variant_id].id,
                area=" ".join(area.split())[:LONGEST_AREA],
                pieces=each.pieces,
                on_hand=ledger.levels[each.variant_id].on_hand,
                position=position,
                staff_id=staff_id,
                at=at,
            )
            for each in new
        )
        return _so_far(count, ledger)


def withdraw_entry(count_uid: UUID, entry_uid: UUID, *, at: datetime) -> bool:
    """Take an entry back that was a mistake; answer whether it counted until now. Safe to repeat.

    Raises:
        CountNotFound, CountEnded.
    """
    with transaction.atomic(savepoint=False):
        count = share_count(count_uid)
        live = CountEntry.objects.filter(count=count, uid=entry_uid, withdrawn_at=None)
        return live.update(withdrawn_at=at) > 0


def withdraw_counts(count_uid: UUID, variant_id: int, *, at: datetime) -> int:
    """Take back all that was counted of a variant, so that it is counted anew; answer how many entries.

    Raises:
        CountNotFound, CountEnded.
    """
    with transaction.atomic(savepoint=False):
        count = share_count(count_uid)
        ledger = lock_levels(count.store_id, [variant_id])
        return _withdraw(count, [level.id for level in ledger.levels.values()], at=at)


def _withdraw(count: Count, level_ids: Collection[int], *, at: datetime) -> int:
    live = CountEntry.objects.filter(count=count, level_id__in=level_ids, withdrawn_at=None)
    return live.update(withdrawn_at=at)


def _check_in_scope(count: Count, variant_ids: Collection[int], names: Mapping[int, str]) -> None:
    for variant_id in sorted(set(variant_ids) - in_scope(count, variant_ids)):
        raise NotInCount(field=f"variants.{variant_id}", name=names.get(variant_id, str(variant_id)))


def _new_ones(count: Count, counted: Sequence[Counted], ledger: Ledger) -> list[Counted]:
    """Those that are not written down yet; asked under the levels' locks, where a repeat waits for the first."""
    known = {entry.uid: entry for entry in CountEntry.objects.filter(uid__in=[each.uid for each in counted])}
    for each in counted:
        entry = known.get(each.uid)
        same = (count.pk, ledger.levels[each.variant_id].id, each.pieces)
        if entry is not None and (entry.count_id, entry.level_id, entry.pieces) != same:
            raise CountEntryTaken(field="uid", uid=str(each.uid))
    return [each for each in counted if each.uid not in known]


def _so_far(count: Count, ledger: Ledger) -> dict[int, int]:
    variant_of = {level.id: variant_id for variant_id, level in ledger.levels.items()}
    sums = dict.fromkeys(variant_of.values(), 0)
    live = CountEntry.objects.filter(count=count, level_id__in=variant_of, withdrawn_at=None)
    for level_id, pieces in live.values_list("level_id", "pieces"):
        sums[variant_of[level_id]] += pieces
    return sums
