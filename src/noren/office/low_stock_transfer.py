"""From low stock to a draft: which other store could spare what, how many pieces to ask for, and the draft itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from noren.kernel.ids import uuid7
from noren.office.deeds import is_done
from noren.office.permissions import check_visitor_may
from noren.office.stock_access import check_in_store, whole
from noren.office.transfer_access import by_visitor
from noren.office.transfers import to_transfer
from noren.people.roles import Deed
from noren.stock.correct import MOST_PIECES
from noren.stock.reorder import LowLevel
from noren.stock.spare import SpareStore, asked_for, stores_that_could_spare, wanted_of
from noren.stock.transfers.draft import Draft, draft_transfer
from noren.stores.names import codes_of_stores


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of the list with what the other store has of it, and what is to be asked for as it stands in the form.

    Attributes:
        asked: pieces that are on a transfer already which was not sent yet.
        pieces: as it is suggested, or as it was typed.
    """

    row: LowLevel
    asked: int
    available: int
    spare: int
    is_chosen: bool
    pieces: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The form that asks another store for what is low.

    Attributes:
        sources: stores that have some of it, with how many of the goods each could spare; the best first.
        source: the one that is asked; None when no store has any.
    """

    uid: UUID
    sources: Sequence[tuple[SpareStore, int]]
    source: SpareStore | None
    rows: Sequence[AskedRow]


def asking(request: HttpRequest, rows: Sequence[LowLevel], *, store_id: int, at: datetime) -> Asking:
    """What other stores could send of what is low in one; the store of the address is asked, or who could spare most.

    What was typed is kept.
    """
    on_transfers = asked_for(store_id, [row.variant_id for row in rows])
    wanted = wanted_of(rows, on_transfers)
    stores = stores_that_could_spare(wanted, for_store_id=store_id, at=at)
    from_id = whole(request.POST.get("from") or request.GET.get("from"))
    source = next((store for store in stores if store.store_id == from_id), next(iter(stores), None))
    typed = request.POST if request.POST.get("do") == "draft" else None
    return Asking(
        uid=_uid(typed.get("uid", "") if typed else ""),
        sources=[(store, store.goods_to_spare(wanted)) for store in stores],
        source=source,
        rows=[_row(row, on_transfers, wanted, source, typed) for row in rows],
    )


def draft_from(request: HttpRequest) -> HttpResponse | None:
    """Make the draft of the rows that are ticked, and go to it; None when something is missing, which is said."""
    visitor = check_visitor_may(request, Deed.DRAFT_TRANSFER)
    store_id, from_id = whole(request.POST.get("store")) or 0, whole(request.POST.get("from")) or 0
    check_in_store(visitor, store_id, Deed.DRAFT_TRANSFER)
    lines = [(sku, whole(request.POST.get(f"pieces_{sku}"))) for sku in request.POST.getlist("sku")]
    codes = codes_of_stores([store_id, from_id])
    bad = [sku for sku, pieces in lines if pieces is None or not 1 <= pieces <= MOST_PIECES]
    if not lines:
        messages.error(request, _("Tick at least one row."))
    elif from_id not in codes:
        messages.error(request, _("Choose the store that is to send it."))
    elif bad:
        words = _("Write a whole number of pieces from 1 to %(limit)s for what is ticked: %(skus)s")
        messages.error(request, words % {"limit": f"{MOST_PIECES:,}", "skus": ", ".join(bad[:5])})
    else:
        wanted = Draft(
            uid=_uid(request.POST.get("uid", "")),
            from_store=codes[from_id],
            to_store=codes.get(store_id, ""),
            lines=tuple((sku, pieces or 0) for sku, pieces in lines),
        )
        done = _("The draft is made. Change it if you like; it goes on once it is made ready.")
        if is_done(request, lambda: draft_transfer(wanted, by=by_visitor(visitor)), done=done):
            return to_transfer(wanted.uid)
    return None


def _row(
    row: LowLevel,
    on_transfers: Mapping[int, int],
    wanted: Mapping[int, int],
    source: SpareStore | None,
    typed: QueryDict | None,
) -> AskedRow:
    available = source.available.get(row.variant_id, 0) if source else 0
    spare = source.spare.get(row.variant_id, 0) if source else 0
    suggested = min(wanted[row.variant_id], spare)
    pieces, is_chosen = str(suggested or ""), suggested > 0
    if typed is not None:
        pieces, is_chosen = typed.get(f"pieces_{row.sku}", ""), row.sku in typed.getlist("sku")
    return AskedRow(row, on_transfers.get(row.variant_id, 0), available, spare, is_chosen, pieces)


def _uid(text: str) -> UUID:
    """The uid that the form brought, so that a second press of the button is no second draft."""
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
