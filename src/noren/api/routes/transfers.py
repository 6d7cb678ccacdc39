"""Transfers between stores: draft, change, make ready, send, receive, cancel, look at."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import TransferUid
from noren.api.present.transfers import transfer_brief, transfer_out
from noren.api.query import Query
from noren.api.schemas.base import StoreCode
from noren.api.schemas.transfers import (
    CancelTransferIn,
    DraftTransferIn,
    ReceiveTransferIn,
    SendTransferIn,
    TransferContent,
    TransferOut,
    TransferPage,
)
from noren.catalog.errors import SkuNotFound
from noren.kernel.ids import uuid7
from noren.people.tokens import Scope
from noren.stock.errors import MoveQuantityInvalid
from noren.stock.transfers import cancel, draft, ready, receive, send
from noren.stock.transfers.errors import (
    DamagedTooMany,
    DifferenceUnnamed,
    LineNotOfTransfer,
    SentTooMany,
    TransferEmpty,
    TransferGoodsMissing,
    TransferMoved,
    TransferNotFound,
    TransferNotPossible,
    TransferSameStore,
    TransferTooLong,
    TransferUidTaken,
    WhereaboutsMissing,
)
from noren.stock.transfers.locking import By
from noren.stock.transfers.queries import get_transfer, list_transfers
from noren.stores.errors import StoreNotFound

router = Router(tags=["Transfers"])

_DRAFT_REFUSALS = (
    StoreNotFound,
    TransferSameStore,
    TransferEmpty,
    TransferTooLong,
    MoveQuantityInvalid,
    SkuNotFound,
)
_STEP_REFUSALS = (TransferNotFound, TransferNotPossible)
Status = Literal["draft", "ready", "in_transit", "partly_received", "received", "canceled"]


@router.get("/transfers", **reads(TransferPage, Scope.TRANSFERS_READ), summary="Transfers, the newest first")
def list_all_transfers(
    request: ApiRequest,
    status: Annotated[Status | None, Query(description="Only those that stand so.")] = None,
    from_store: Annotated[StoreCode | None, Query(description="Only those that this store sends.")] = None,
    to_store: Annotated[StoreCode | None, Query(description="Only those that this store receives.")] = None,
    before_id: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="`next_before_id` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 50,
) -> TransferPage:
    """Transfers with their stores, dates and sums of pieces."""
    found = list_transfers(
        status=status or "",
        from_store=from_store or "",
        to_store=to_store or "",
        before_id=before_id,
        limit=limit + 1,
    )
    shown = found[:limit]
    return TransferPage(
        transfers=[transfer_brief(each) for each in shown],
        next_before_id=shown[-1].id if len(found) > limit else None,
    )


@router.get(
    "/transfers/{uid}",
    **reads(TransferOut, Scope.TRANSFERS_READ, TransferNotFound),
    summary="Everything about a transfer",
)
def read_transfer(request: ApiRequest, uid: TransferUid) -> TransferOut:
    """A transfer with its lines and arrivals, and what the source could promise of each line now."""
    return transfer_out(get_transfer(uid, at=timezone.now()))


@router.post(
    "/transfers",
    **writes(TransferOut, Scope.TRANSFERS_WRITE, *_DRAFT_REFUSALS, TransferUidTaken, status=201),
    summary="Draft a transfer",
)
def draft_transfer(request: ApiRequest, wanted: DraftTransferIn) -> HttpResponse:
    """Write down what one store is to send to another. Nothing is held yet."""
    uid = wanted.uid or uuid7()
    content = _content(uid, wanted)
    return _once(request, uid, lambda by: draft.draft_transfer(content, by=by), status=201)


@router.patch(
    "/transfers/{uid}",
    **writes(TransferOut, Scope.TRANSFERS_WRITE, *_STEP_REFUSALS, *_DRAFT_REFUSALS),
    summary="Change a draft",
)
def change_transfer(request: ApiRequest, uid: TransferUid, wanted: TransferContent) -> HttpResponse:
    """Put another content in place of a draft's. One that was made ready cannot be changed any more."""
    content = _content(uid, wanted)
    return _once(request, uid, lambda by: draft.change_draft(content, by=by))


@router.post(
    "/transfers/{uid}/ready",
    **writes(TransferOut, Scope.TRANSFERS_WRITE, *_STEP_REFUSALS, TransferGoodsMissing),
    summary="Hold its goods at the source",
)
def ready_transfer(request: ApiRequest, uid: TransferUid) -> HttpResponse:
    """Keep all its pieces for it until they are sent. When some are not available the problem lists them as `lines`."""
    return _once(request, uid, lambda by: ready.make_ready(uid, by=by))


@router.post(
    "/transfers/{uid}/send",
    **writes(TransferOut, Scope.TRANSFERS_WRITE, *_STEP_REFUSALS, LineNotOfTransfer, SentTooMany, TransferEmpty),
    summary="Send it",
)
def send_transfer(request: ApiRequest, uid: TransferUid, wanted: SendTransferIn) -> HttpResponse:
    """What is in the box leaves the source's stock and is on the way; what was not packed is free again."""
    packed = None if wanted.lines is None else {line.sku: line.pieces for line in wanted.lines}
    return _once(request, uid, lambda by: send.send_transfer(uid, packed, by=by))


@router.post(
    "/transfers/{uid}/receive",
    **writes(
        TransferOut,
        Scope.TRANSFERS_WRITE,
        *_STEP_REFUSALS,
        TransferMoved,
        TransferUidTaken,
        TransferEmpty,
        MoveQuantityInvalid,
        DamagedTooMany,
        DifferenceUnnamed,
        SkuNotFound,
    ),
    summary="Receive what came",
)
def receive_transfer(request: ApiRequest, uid: TransferUid, wanted: ReceiveTransferIn) -> HttpResponse:
    """What came is in the receiving store's stock. It is received when nothing is on the way any more."""
    counted = wanted.lines and tuple(
        receive.Counted(line.sku, line.pieces, line.damaged, line.difference, line.remark) for line in wanted.lines
    )
    arrival = receive.Arrival(
        wanted.uid or uuid7(),
        None if wanted.lines is None else counted or (),
        is_closing=wanted.is_closing,
        seen_arrivals=wanted.seen_arrivals,
    )
    return _once(request, uid, lambda by: receive.receive_transfer(uid, arrival, by=by))


@router.post(
    "/transfers/{uid}/cancel",
    **writes(TransferOut, Scope.TRANSFERS_WRITE, *_STEP_REFUSALS, WhereaboutsMissing),
    summary="Cancel a transfer",
)
def cancel_transfer(request: ApiRequest, uid: TransferUid, wanted: CancelTransferIn) -> HttpResponse:
    """Give it up. Held goods are free again; of goods on the way it must be said where they are."""
    return _once(
        request,
        uid,
        lambda by: cancel.cancel_transfer(uid, goods_are=wanted.goods_are, reason=wanted.reason, by=by),
    )


def _once(request: ApiRequest, uid: UUID, step: Callable[[By], None], *, status: int = 200) -> HttpResponse:
    """Do a step once and answer the transfer as it then stands."""
    staff = request.auth.staff

    def deed(at: datetime) -> TransferOut:
        step(By(at, staff.id if staff else None, "api"))
        return transfer_out(get_transfer(uid, at=at))

    return once(request, deed, status=status)


def _content(uid: UUID, wanted: TransferContent) -> draft.Draft:
    return draft.Draft(
        uid=uid,
        from_store=wanted.from_store,
        to_store=wanted.to_store,
        lines=tuple((line.sku, line.pieces) for line in wanted.lines),
        note=wanted.note,
        expected_on=wanted.expected_on,
    )
