"""A second person beside a form of the office: what they typed, and what it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.kernel.errors import NorenError
from noren.kernel.money import format_money
from noren.office.permissions import Visitor, visitor_of
from noren.office.stock_access import is_done
from noren.people.approve import Approver
from noren.people.limits import DEED_BEYOND, limit_of
from noren.people.models import LimitKind
from noren.people.roles import deeds_in
from noren.people.second_person import SecondPerson, Weigh, Weighty

HOW = "Type the staff code and password of somebody who may approve it, beside the button."
_PRICE, _REFUSED = "noren.second_person_for_price", "noren.second_person_refused"


@dataclass(frozen=True, slots=True)
class Needed:
    """Beyond what whoever is signed in needs a second person, in words."""

    limit: str


def needed_beyond(visitor: Visitor, kind: LimitKind, store_id: int | None) -> Needed | None:
    """Whether a second person's code is asked for beside a button; None for who may do it alone, however much it is."""
    limit = limit_of(kind)
    if limit is None or visitor.staff is None or DEED_BEYOND[kind] in deeds_in(visitor.staff, store_id):
        return None
    return Needed(f"{limit} %" if kind is LimitKind.PRICE else format_money(limit, settings.CURRENCY))


def is_done_in_twos(
    request: HttpRequest, weighty: Weighty, amount: int, deed: Callable[[Weigh | None], object], *, done: object
) -> bool:
    """Do it, approved by whose code and password were typed if it is beyond its limit, and say so; or say why not.

    Args:
        amount: what it comes to now; the verb weighs it again under its locks.
    """
    visitor = visitor_of(request)
    if visitor.staff is None:
        return is_done(request, lambda: deed(None), done=done)
    at, second = timezone.now(), SecondPerson(visitor.staff, _approver(request), "office")
    try:
        second.ask(weighty, amount, at=at)
    except NorenError as refusal:
        messages.error(request, str(refusal))
        return False
    weigh = second.weigh(weighty, at=at)

    def weighed(amount: int) -> None:
        weigh(amount)
        note_used(request, second, weighty)

    return is_done(request, lambda: deed(weighed), done=done)


def note_used(request: HttpRequest, second: SecondPerson, weighty: Weighty) -> None:
    """For the staff log: what the deed came to beyond the limit, and who approved it."""
    if second.is_used:
        request.META["noren.deeds"] = [str(DEED_BEYOND[weighty.kind])]
        request.META["noren.approval"] = second.approval_uid


def ask_about_price(request: HttpRequest, variant_uid: UUID, before: int, after: int) -> None:
    """Take the code and password beside another price, before its transaction; a refusal waits for the check."""
    second, weighty, percent = _price(request, variant_uid, before, after)
    request.META[_PRICE] = second
    if second is not None:
        try:
            second.ask(weighty, percent, at=timezone.now())
        except NorenError as refusal:
            request.META[_REFUSED] = refusal


def check_price(request: HttpRequest, variant_uid: UUID, before: int, after: int) -> None:
    """Refuse another price beyond the limit that no second person agreed to; in its transaction.

    Raises:
        NotAllowed, ApprovalNeeded, ApprovalInvalid; what the second person was refused with.
    """
    second, weighty, percent = _price(request, variant_uid, before, after)
    second = request.META.get(_PRICE) or second
    if second is None or before == after:
        return
    if refusal := request.META.get(_REFUSED):
        raise refusal
    second.weigh(weighty, at=timezone.now())(percent)
    note_used(request, second, weighty)


def price_changes_by(before: int, after: int) -> int:
    """By how many percent of the price before, rounded up; of nothing everything is a hundred."""
    return -(-abs(after - before) * 100 // before) if before else 100 * (after != before)


def _price(
    request: HttpRequest, variant_uid: UUID, before: int, after: int
) -> tuple[SecondPerson | None, Weighty, int]:
    staff = visitor_of(request).staff
    second = SecondPerson(staff, _approver(request), "office") if staff else None
    content = {"variant": str(variant_uid), "before": before, "after": after}
    return second, Weighty(LimitKind.PRICE, None, variant_uid, content, how=HOW), price_changes_by(before, after)


def _approver(request: HttpRequest) -> Approver | None:
    code = request.POST.get("staff_code", "").strip()
    if not code:
        return None
    return Approver(code, request.POST.get("password", ""), str(request.META.get("REMOTE_ADDR", "")))


def price_words() -> str:
    """What stands above the fields of the second person beside a price; empty where no limit is set."""
    limit = limit_of(LimitKind.PRICE)
    if limit is None:
        return ""
    return _("Needed when the price changes by more than %(limit)s %%, for head office too.") % {"limit": limit}
