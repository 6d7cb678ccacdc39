"""Pages of stock in the office: in which stores somebody may act, and deeds with their answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from noren.kernel.errors import NorenError
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import logged
from noren.people.roles import Deed
from noren.stores.names import names_of_stores


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which stores.

    Attributes:
        stores: names by key of those in which one of the page's deeds is allowed.
        store_id: the one that is asked for; None for all of them.
    """

    visitor: Visitor
    stores: Mapping[int, str]
    store_id: int | None

    def store_ids(self) -> tuple[int, ...] | None:
        """The stores to show; None where nothing is left out."""
        if self.store_id is not None:
            return (self.store_id,)
        return tuple(self.stores)


def read_asked(request: HttpRequest, *deeds: Deed) -> Asked:
    """The stores of whoever looks, and `store` of the address where it is one of them.

    Raises:
        PermissionDenied: none of the deeds is allowed anywhere.
    """
    visitor = check_visitor_may(request, *deeds)
    stores = names_of_stores(visitor.store_ids(*deeds))
    typed = request.GET.get("store", "")
    store_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    if store_id is None and len(stores) == 1:
        store_id = next(iter(stores))
    return Asked(visitor, stores, store_id if store_id in stores else None)


def check_in_store(visitor: Visitor, store_id: int, *deeds: Deed) -> None:
    """Refuse a deed in a store in which none of the deeds is allowed: PermissionDenied."""
    stores = visitor.store_ids(*deeds)
    if stores is not None and store_id not in stores:
        raise PermissionDenied


def may_in_store(visitor: Visitor, store_id: int, *deeds: Deed) -> bool:
    """Whether one of the deeds is allowed there."""
    stores = visitor.store_ids(*deeds)
    return stores is None or store_id in stores


def is_done(request: HttpRequest, deed: Callable[[], object], *, done: object) -> bool:
    """Do it in one transaction and say so; or say why not."""
    try:
        with transaction.atomic(), logged(request):
            deed()
    except NorenError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, str(done))
    return True


def whole(typed: str | None) -> int | None:
    """A whole number of pieces as somebody typed it, in any width; None where nothing, or no number, was typed."""
    digits = (typed or "").strip().translate(_WIDE)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
