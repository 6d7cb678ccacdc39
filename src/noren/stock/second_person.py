"""A correction of stock that is worth much: which ones are, and who agreed."""

from django.http import HttpRequest
from django.utils import timezone

from noren.kernel.errors import NorenError
from noren.people.approve import Approver, Request, approve, check_permitted
from noren.people.limits import is_beyond
from noren.people.models import LimitKind
from noren.people.roles import Deed, Staff
from noren.stock.models import Level

_GIVEN, _REFUSED, DEEDS = "noren.approval", "noren.approval_refused", "noren.deeds"


def is_large(level: Level, found: int) -> bool:
    """Whether setting what is on hand to this writes more off, or on, than one manager may decide: at selling price."""
    return is_beyond(LimitKind.CORRECTION, abs(found - level.on_hand) * level.variant.price_minor)


def ask_second_person(request: HttpRequest, level: Level, asker: Staff) -> None:
    """Take the code and password that a second person typed beside the correction; before its transaction.

    A refusal waits for `check_correction`, which says it where the form stands.
    """
    code, found = request.POST.get("staff_code", "").strip(), _whole(request.POST.get("found", ""))
    if not code or found is None or not is_large(level, found):
        return
    reason = request.POST.get("reason", "").strip()
    by = Approver(code, request.POST.get("password", ""), str(request.META.get("REMOTE_ADDR", "")))
    worth = abs(found - level.on_hand) * level.variant.price_minor
    asked = _request(level, found, reason, worth)
    try:
        given = approve(asked, [Deed.CORRECT_LARGE], asker=asker, by=by, at=timezone.now(), channel="office")
    except NorenError as refusal:
        request.META[_REFUSED] = refusal
    else:
        request.META[_GIVEN] = given.uid


def check_correction(request: HttpRequest, level: Level, found: int, reason: str, asker: Staff) -> None:
    """Refuse a large correction that a second person has not agreed to; in its transaction, with the level locked.

    Raises:
        NotAllowed, ApprovalNeeded, ApprovalInvalid; what the second person was refused with.
    """
    if not is_large(level, found):
        return
    if refusal := request.META.get(_REFUSED):
        raise refusal
    worth = abs(found - level.on_hand) * level.variant.price_minor
    asked = _request(level, found, reason, worth)
    check_permitted(asker, asked, [Deed.CORRECT_LARGE], approval_uid=request.META.get(_GIVEN), at=timezone.now())
    request.META[DEEDS] = [str(Deed.CORRECT_LARGE)]


def _request(level: Level, found: int, reason: str, worth_minor: int) -> Request:
    """It names the figure before, so that it is good only while that stands."""
    content = {"deed": "correct_stock", "level": level.pk, "before": level.on_hand, "found": found, "reason": reason}
    return Request(level.store_id, level.variant.uid, content, reason, worth_minor)


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else None
