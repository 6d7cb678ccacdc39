"""Transfers as the API tells them."""

from noren.api.schemas.orders import StoreBrief
from noren.api.schemas.transfers import ArrivalOut, TransferBrief, TransferLineOut, TransferOut
from noren.stock.transfers.queries import Place, TransferSummary, TransferView


def transfer_out(transfer: TransferView) -> TransferOut:
    """Everything about a transfer."""
    return TransferOut(
        uid=transfer.uid,
        number=transfer.number,
        status=transfer.status,
        from_store=_store(transfer.from_store),
        to_store=_store(transfer.to_store),
        note=transfer.note,
        expected_on=transfer.expected_on,
        drafted_at=transfer.drafted.at,
        ready_at=transfer.ready.at if transfer.ready else None,
        sent_at=transfer.sent.at if transfer.sent else None,
        received_at=transfer.received.at if transfer.received else None,
        canceled_at=transfer.canceled.at if transfer.canceled else None,
        cancel_reason=transfer.cancel_reason,
        goods_are=transfer.goods_are,
        lines=[TransferLineOut.model_validate(line) for line in transfer.lines],
        arrivals=[ArrivalOut.model_validate(each) for each in transfer.arrivals],
    )


def transfer_brief(transfer: TransferSummary) -> TransferBrief:
    """A transfer in a list."""
    return TransferBrief(
        uid=transfer.uid,
        number=transfer.number,
        status=transfer.status,
        from_store=_store(transfer.from_store),
        to_store=_store(transfer.to_store),
        expected_on=transfer.expected_on,
        drafted_at=transfer.drafted_at,
        sent_at=transfer.sent_at,
        received_at=transfer.received_at,
        line_count=transfer.lines,
        wanted=transfer.wanted,
        sent=transfer.pieces_sent,
        came=transfer.came,
    )


def _store(store: Place) -> StoreBrief:
    return StoreBrief(code=store.code, name=store.name)
