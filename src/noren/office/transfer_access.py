"""Who may do which step of a transfer: clerks of the source prepare and send, those of the destination receive."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from noren.office.permissions import Visitor, check_visitor_may
from noren.people.roles import Deed
from noren.stock.transfers.errors import TransferNotFound
from noren.stock.transfers.locking import By
from noren.stock.transfers.models import TransferStatus
from noren.stock.transfers.queries import TransferView, get_transfer

SEES_TRANSFERS = (Deed.DRAFT_TRANSFER, Deed.SEND_TRANSFER, Deed.RECEIVE_TRANSFER, Deed.CANCEL_TRANSFER)
_ON_THE_WAY = {TransferStatus.IN_TRANSIT, TransferStatus.PARTLY_RECEIVED}


@dataclass(frozen=True, slots=True)
class Access:
    """A transfer, and what whoever looks may do with it as it stands."""

    transfer: TransferView
    visitor: Visitor

    def may(self, deed: Deed) -> bool:
        """Whether the deed is allowed in the store that does it; drafting and cancelling in either of the two."""
        stores = self.visitor.store_ids(deed)
        if stores is None:
            return True
        source, destination = self.transfer.from_store.id, self.transfer.to_store.id
        where = {Deed.SEND_TRANSFER: {source}, Deed.RECEIVE_TRANSFER: {destination}}.get(deed, {source, destination})
        return not stores.isdisjoint(where)

    @property
    def can_change(self) -> bool:
        """Whether the draft may be changed now."""
        return self.transfer.status == TransferStatus.DRAFT and self.may(Deed.DRAFT_TRANSFER)

    @property
    def can_make_ready(self) -> bool:
        """Whether its goods may be held now."""
        return self.transfer.status == TransferStatus.DRAFT and self.may(Deed.SEND_TRANSFER)

    @property
    def can_send(self) -> bool:
        """Whether it may be sent now."""
        return self.transfer.status == TransferStatus.READY and self.may(Deed.SEND_TRANSFER)

    @property
    def can_receive(self) -> bool:
        """Whether it may be received now."""
        return self.transfer.status in _ON_THE_WAY and self.may(Deed.RECEIVE_TRANSFER)

    @property
    def can_cancel(self) -> bool:
        """Whether it may be given up now."""
        is_open = self.transfer.status not in {TransferStatus.RECEIVED, TransferStatus.CANCELED}
        return is_open and self.may(Deed.CANCEL_TRANSFER)


def access_to(request: HttpRequest, uid: UUID, deed: Deed | None = None) -> Access:
    """The transfer, for somebody of one of its stores.

    Args:
        deed: must be allowed in the store that does it.

    Raises:
        PermissionDenied, Http404.
    """
    visitor = check_visitor_may(request, *((deed,) if deed else SEES_TRANSFERS))
    try:
        access = Access(get_transfer(uid, at=timezone.now()), visitor)
    except TransferNotFound as missing:
        raise Http404(str(missing)) from None
    if not any(access.may(each) for each in SEES_TRANSFERS):
        raise Http404
    if deed is not None and not access.may(deed):
        raise PermissionDenied
    return access


def by_visitor(visitor: Visitor) -> By:
    """Whoever is signed in, now, in the office."""
    return By(at=timezone.now(), staff_id=visitor.staff_id(), channel="office")
