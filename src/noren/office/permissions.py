"""Who is signed in at the office, and what they may do where."""

from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from noren.people.models import Account
from noren.people.roles import DEEDS, Deed, Staff, find_staff_of_account

_ATTRIBUTE = "noren_visitor"
_ASKED = "noren_deeds"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is signed in. `staff` is None for an account that may do everything without being on the staff."""

    account_id: int
    is_superuser: bool
    staff: Staff | None

    def may(self, *deeds: str) -> bool:
        """Whether one of the deeds is allowed, in one store at least; without any, whether somebody works here."""
        stores = self.store_ids(*deeds)
        return stores is None or bool(stores)

    def store_ids(self, *deeds: str) -> frozenset[int] | None:
        """The stores in which one of the deeds is allowed; None for all of them."""
        if self.is_superuser:
            return None
        stores: set[int] = set()
        for held in self.staff.roles if self.staff else ():
            if deeds and DEEDS[held.role].isdisjoint(deeds):
                continue
            if held.store_id is None:
                return None
            stores.add(held.store_id)
        return frozenset(stores)

    def staff_id(self) -> int | None:
        """The staff member's key, for what a verb records."""
        return self.staff.id if self.staff else None


NOBODY = Visitor(account_id=0, is_superuser=False, staff=None)


def visitor_of(request: HttpRequest) -> Visitor:
    """Whoever is signed in, read once per request."""
    known = getattr(request, _ATTRIBUTE, None)
    if known is None:
        known = _visitor(request)
        setattr(request, _ATTRIBUTE, known)
    return cast(Visitor, known)


def check_visitor_may(request: HttpRequest, *deeds: Deed) -> Visitor:
    """Whoever is signed in, if one of the deeds is allowed to them in one store at least.

    Raises:
        PermissionDenied: none is; the answer is the page 403.
    """
    visitor = visitor_of(request)
    note_deeds(request, *sorted(deeds, key=lambda deed: not visitor.may(deed)))
    if not visitor.may(*deeds):
        raise PermissionDenied
    return visitor


def note_deeds(request: HttpRequest, *deeds: str) -> None:
    """Note what the request comes to, for the staff log; the first is what the person may do."""
    setattr(request, _ASKED, tuple(map(str, deeds)))


def deeds_asked(request: HttpRequest) -> tuple[str, ...]:
    """What was noted last."""
    return cast(tuple[str, ...], getattr(request, _ASKED, ()))


def _visitor(request: HttpRequest) -> Visitor:
    account = request.user
    if not isinstance(account, Account) or not (account.is_active and account.is_staff):
        return NOBODY
    staff = find_staff_of_account(account.pk)
    return Visitor(account_id=account.pk, is_superuser=account.is_superuser, staff=staff)
