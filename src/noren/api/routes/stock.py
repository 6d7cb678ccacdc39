"""Stock at work: what is short, goods in, stocktakes, pieces set aside, what is low."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest
from noren.api.documenting import reads, writes
from noren.api.once import answered_before, once
from noren.api.paths import CountUid, DeliveryUid
from noren.api.present.stock import count_out, delivery_out
from noren.api.query import Query
from noren.api.schemas.base import StoreCode
from noren.api.schemas.stock import (
    AsideIn,
    CheckInListIn,
    CloseIn,
    CountIn,
    CountOut,
    DeliveryIn,
    DeliveryOut,
    EntryListIn,
    LevelOut,
    LowList,
    LowOut,
    ReorderPointIn,
    ReorderPointOut,
    ShortfallList,
    ShortfallOut,
    ThrowAwayIn,
)
from noren.api.second_person import HOW, IN_TWOS, ask_second_person
from noren.catalog.by_code import Goods, goods_by_code
from noren.catalog.errors import SkuNotFound
from noren.kernel.ids import uuid7
from noren.people.models import LimitKind
from noren.people.second_person import Weighty
from noren.people.tokens import Scope
from noren.stock import errors
from noren.stock.correct import MOST_PIECES
from noren.stock.count import cancel_count, open_count
from noren.stock.count_close import close_count, weight_of_closing
from noren.stock.count_goods import Counted, count_goods
from noren.stock.count_review import get_count
from noren.stock.goods_in import cancel_delivery, check_in, open_delivery, receive_delivery
from noren.stock.ledger import Cause
from noren.stock.models import AsideState
from noren.stock.reorder import low_levels, set_reorder_default, set_reorder_points
from noren.stock.set_aside import put_back, set_aside, throw_away, worth_minor
from noren.stock.shortfalls import open_shortfalls
from noren.stock.story import figures_in
from noren.stores.errors import StoreNotFound
from noren.stores.names import key_of_store

router = Router(tags=["Stock"])

_MOVE = (StoreNotFound, SkuNotFound, errors.MoveQuantityInvalid)


@router.get("/stock/shortfalls", **reads(ShortfallList, Scope.STOCK_READ, StoreNotFound), summary="What is short")
def list_shortfalls(
    request: HttpRequest, store_code: Annotated[StoreCode | None, Query(description="Of one store.")] = None
) -> ShortfallList:
    """Promised pieces that are not there, the oldest first. One ends by itself when nothing is short any more."""
    found = open_shortfalls(store_ids=_stores(store_code))
    return ShortfallList(shortfalls=[ShortfallOut.model_validate(each) for each in found])


@router.get("/stock/low", **reads(LowList, Scope.STOCK_READ, StoreNotFound), summary="What is low")
def list_low_stock(
    request: HttpRequest, store_code: Annotated[StoreCode | None, Query(description="Of one store.")] = None
) -> LowList:
    """Goods on sale of which no more is available than their reorder point, at most 10,000 of them."""
    found = low_levels(at=timezone.now(), store_ids=_stores(store_code), limit=10_000)
    return LowList(low=[LowOut.model_validate(each) for each in found])


@router.post(
    "/stock/reorder-points",
    **writes(ReorderPointOut, Scope.STOCK_WRITE, StoreNotFound, SkuNotFound),
    summary="Set a reorder point",
)
def set_reorder_point(request: ApiRequest, wanted: ReorderPointIn) -> HttpResponse:
    """Of a variant in a store, or of all goods of the store that have none of their own."""

    def deed(at: datetime) -> ReorderPointOut:
        store_id = key_of_store(wanted.store_code)
        if wanted.sku is None:
            set_reorder_default(store_id, wanted.pieces)
        else:
            (goods,) = _goods([wanted.sku]).values()
            set_reorder_points(store_id, {goods.variant_id: wanted.pieces})
        return ReorderPointOut(store_code=wanted.store_code, sku=wanted.sku, pieces=wanted.pieces)

    return once(request, deed)


@router.post(
    "/stock/deliveries",
    **writes(
        DeliveryOut,
        Scope.STOCK_WRITE,
        StoreNotFound,
        SkuNotFound,
        errors.SupplierMissing,
        errors.NoteNumberMissing,
        errors.PiecesInvalid,
        errors.DeliveryNoteTaken,
        errors.UidTakenByOther,
        status=201,
    ),
    summary="Begin a delivery",
)
def begin_delivery(request: ApiRequest, wanted: DeliveryIn) -> HttpResponse:
    """Draft a delivery against its note; nothing is in stock before it is received. A note is taken once."""

    def deed(at: datetime) -> DeliveryOut:
        goods = _goods([line.sku for line in wanted.lines])
        expected: dict[int, int] = {}
        for line in wanted.lines:
            key = goods[line.sku].variant_id
            expected[key] = min(MOST_PIECES, expected.get(key, 0) + line.pieces)
        open_delivery(
            wanted.uid,
            store_id=key_of_store(wanted.store_code),
            supplier=wanted.supplier,
            note_number=wanted.note_number,
            expected=expected,
            at=at,
        )
        return delivery_out(wanted.uid)

    return once(request, deed, status=201)


@router.get(
    "/stock/deliveries/{uid}",
    **reads(DeliveryOut, Scope.STOCK_WRITE, errors.DeliveryNotFound),
    summary="A delivery",
)
def read_delivery(request: HttpRequest, uid: DeliveryUid) -> DeliveryOut:
    """What its note says and what was found."""
    return delivery_out(uid)


@router.post(
    "/stock/deliveries/{uid}/check-in",
    **writes(
        DeliveryOut,
        Scope.STOCK_WRITE,
        errors.DeliveryNotFound,
        errors.DeliveryEnded,
        errors.PiecesInvalid,
        errors.DamagedTooMany,
        SkuNotFound,
    ),
    summary="Check goods in",
)
def check_goods_in(request: ApiRequest, uid: DeliveryUid, found: CheckInListIn) -> HttpResponse:
    """Add what was found in the boxes, all of it or nothing."""

    def deed(at: datetime) -> DeliveryOut:
        goods = _goods([line.sku for line in found.lines])
        for line in found.lines:
            check_in(uid, goods[line.sku].variant_id, pieces=line.pieces, damaged=line.damaged)
        return delivery_out(uid)

    return once(request, deed)


@router.post(
    "/stock/deliveries/{uid}/receive",
    **writes(DeliveryOut, Scope.STOCK_WRITE, errors.DeliveryNotFound, errors.DeliveryEnded, errors.DeliveryEmpty),
    summary="Take it into stock",
)
def receive(request: ApiRequest, uid: DeliveryUid) -> HttpResponse:
    """Book what was found; what is damaged is set aside. It can be done once, and a repeat changes nothing."""

    def deed(at: datetime) -> DeliveryOut:
        receive_delivery(uid, at=at, channel="api")
        return delivery_out(uid)

    return once(request, deed)


@router.post(
    "/stock/deliveries/{uid}/cancel",
    **writes(DeliveryOut, Scope.STOCK_WRITE, errors.DeliveryNotFound, errors.DeliveryEnded),
    summary="Give a delivery up",
)
def cancel_a_delivery(request: ApiRequest, uid: DeliveryUid) -> HttpResponse:
    """Nothing is booked, and its note may be brought again."""

    def deed(at: datetime) -> DeliveryOut:
        cancel_delivery(uid, at=at, channel="api")
        return delivery_out(uid)

    return once(request, deed)


@router.post(
    "/stock/counts",
    **writes(
        CountOut,
        Scope.STOCK_WRITE,
        StoreNotFound,
        SkuNotFound,
        errors.CountNameMissing,
        errors.UidTakenByOther,
        status=201,
    ),
    summary="Open a stocktake",
)
def begin_count(request: ApiRequest, wanted: CountIn) -> HttpResponse:
    """Of all goods of a store, or of some. Sales go on meanwhile."""

    def deed(at: datetime) -> CountOut:
        goods = _goods(wanted.skus)
        open_count(
            wanted.uid,
            store_id=key_of_store(wanted.store_code),
            name=wanted.name,
            variant_ids={each.variant_id for each in goods.values()},
            at=at,
            channel="api",
        )
        return count_out(wanted.uid)

    return once(request, deed, status=201)


@router.get("/stock/counts/{uid}", **reads(CountOut, Scope.STOCK_WRITE, errors.CountNotFound), summary="A stocktake")
def read_count(request: HttpRequest, uid: CountUid) -> CountOut:
    """What was counted and what differs; of a closed one, what was booked."""
    return count_out(uid)


@router.post(
    "/stock/counts/{uid}/entries",
    **writes(
        CountOut,
        Scope.STOCK_WRITE,
        errors.CountNotFound,
        errors.CountEnded,
        errors.NotInCount,
        errors.PiecesInvalid,
        errors.CountEntryTaken,
        SkuNotFound,
    ),
    summary="Say what was counted",
)
def enter_counts(request: ApiRequest, uid: CountUid, found: EntryListIn) -> HttpResponse:
    """What was counted in one place, now: what is sold afterwards is no difference. Entries of goods add up."""

    def deed(at: datetime) -> CountOut:
        goods = _goods([entry.sku for entry in found.entries])
        count_goods(
            uid,
            [Counted(entry.uid, goods[entry.sku].variant_id, entry.pieces) for entry in found.entries],
            area=found.area,
            at=at,
            names={each.variant_id: each.name for each in goods.values()},
            anew=found.anew,
        )
        return count_out(uid)

    return once(request, deed)


@router.post(
    "/stock/counts/{uid}/close",
    **writes(
        CountOut,
        Scope.STOCK_WRITE,
        errors.CountNotFound,
        errors.CountEnded,
        errors.CountEmpty,
        errors.CountUnsure,
        *IN_TWOS,
    ),
    summary="Close a stocktake",
)
def close(request: ApiRequest, uid: CountUid, how: CloseIn) -> HttpResponse:
    """Book the differences. It can be done once, and a repeat changes nothing.

    Beyond the limit of the shop a second person approves it by `approver`; `approval_needed` says so.
    """
    if (given := answered_before(request)) is not None:
        return given
    content = {"count": str(uid), "zero_uncounted": how.zero_uncounted, "leave_unsure": how.leave_unsure}
    found = get_count(uid)
    weighty = Weighty(LimitKind.COUNT, found.store_id, uid, content, found.name[:200], HOW)
    amount = weight_of_closing(uid, zero_uncounted=how.zero_uncounted) if found.status == "open" else 0
    second = ask_second_person(request, how.approver, weighty, amount)

    def deed(at: datetime) -> CountOut:
        close_count(
            uid,
            zero_uncounted=how.zero_uncounted,
            leave_unsure=how.leave_unsure,
            at=at,
            channel="api",
            weigh=second.weigh(weighty, at=at),
        )
        return count_out(uid)

    return once(request, deed)


@router.post(
    "/stock/counts/{uid}/cancel",
    **writes(CountOut, Scope.STOCK_WRITE, errors.CountNotFound, errors.CountEnded),
    summary="Give a stocktake up",
)
def cancel_a_count(request: ApiRequest, uid: CountUid) -> HttpResponse:
    """Nothing of what was counted is booked."""

    def deed(at: datetime) -> CountOut:
        cancel_count(uid, at=at, channel="api")
        return count_out(uid)

    return once(request, deed)


@router.post(
    "/stock/set-aside", **writes(LevelOut, Scope.STOCK_WRITE, *_MOVE, errors.NotThere), summary="Set pieces aside"
)
def set_pieces_aside(request: ApiRequest, wanted: AsideIn) -> HttpResponse:
    """Take pieces off sale: they stay in the building, damaged or to be checked."""
    return _move(request, wanted, set_aside)


@router.post(
    "/stock/put-back", **writes(LevelOut, Scope.STOCK_WRITE, *_MOVE, errors.NotAside), summary="Put pieces back"
)
def put_pieces_back(request: ApiRequest, wanted: AsideIn) -> HttpResponse:
    """Pieces that were set aside are for sale again."""
    return _move(request, wanted, put_back)


@router.post(
    "/stock/throw-away",
    **writes(LevelOut, Scope.STOCK_WRITE, *_MOVE, errors.NotAside, *IN_TWOS),
    summary="Throw pieces away",
)
def throw_pieces_away(request: ApiRequest, wanted: ThrowAwayIn) -> HttpResponse:
    """Pieces that were set aside leave the building for good.

    Beyond the limit of the shop a second person approves it by `approver`; `approval_needed` says so.
    """
    if (given := answered_before(request)) is not None:
        return given
    store_id, goods = key_of_store(wanted.store_code), _goods([wanted.sku])[wanted.sku]
    content = wanted.model_dump(mode="json", exclude={"approver"})
    weighty = Weighty(LimitKind.WRITE_OFF, store_id, goods.uid, content, wanted.reason, HOW)
    second = ask_second_person(request, wanted.approver, weighty, worth_minor({goods.variant_id: wanted.pieces}))
    return _move(request, wanted, partial(throw_away, weigh=second.weigh(weighty, at=timezone.now())))


def _move(request: ApiRequest, wanted: AsideIn, verb: Callable[..., None]) -> HttpResponse:
    def deed(at: datetime) -> LevelOut:
        store_id, goods = key_of_store(wanted.store_code), _goods([wanted.sku])[wanted.sku]
        cause = Cause("api", uuid7(), at, reason=wanted.reason)
        quantities, names = {goods.variant_id: wanted.pieces}, {goods.variant_id: goods.name}
        verb(store_id, quantities, AsideState(wanted.state), cause=cause, names=names)
        now = figures_in(store_id, goods.variant_id)
        return LevelOut(
            store_code=wanted.store_code,
            sku=goods.sku,
            on_hand=now.on_hand,
            aside=now.aside,
            available=now.available,
        )

    return once(request, deed)


def _goods(skus: Collection[str]) -> dict[str, Goods]:
    """The goods by the SKU, or barcode number, as it was sent.

    Raises:
        SkuNotFound.
    """
    found = goods_by_code(set(skus))
    for sku in skus:
        if sku not in found:
            raise SkuNotFound(field="sku", sku=sku)
    return found


def _stores(code: str | None) -> list[int] | None:
    return None if code is None else [key_of_store(code)]
