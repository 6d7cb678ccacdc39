"""The staff log in the office: what somebody did, in the deed's transaction, what they looked up or were refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from noren.office.permissions import deeds_asked, note_deeds, visitor_of
from noren.people.roles import Deed
from noren.people.staff_log import OPEN_PAGE, About, Changes, Doer, doer_in_office, log_done, log_refused
from noren.timeline.hearing import hear_events


@contextmanager
def logged(request: HttpRequest, *, changes: Changes | None = None, kind: str = "", uid: str = "") -> Iterator[None]:
    """Around a deed, inside its transaction: once it is done, the log says so. A refused deed leaves nothing."""
    with hear_events() as heard:
        yield
        log_done(
            _doer(request),
            [*(deeds_asked(request)[:1] or [OPEN_PAGE]), *request.META.get("noren.deeds", [])],
            at=timezone.now(),
            about=_about(request, changes=changes, kind=kind, uid=uid),
            heard=heard,
        )


@contextmanager
def logged_record(request: HttpRequest, deed: str, record: Model, changes: Changes) -> Iterator[None]:
    """The same around a verb that adds, changes or deletes a record of the office."""
    note_deeds(request, deed)
    with hear_events() as heard:
        yield
        uid = str(getattr(record, "uid", None) or record.pk)
        approval = request.META.get("noren.approval")
        about = About(record._meta.label_lower, uid, request.POST.get("reason", ""), changes, approval)
        deeds = [deed, *request.META.get("noren.deeds", [])]
        doer = replace(_doer(request), store_id=getattr(record, "store_id", None) or _doer(request).store_id)
        log_done(doer, deeds, at=timezone.now(), about=about, heard=heard)


def log_looked_at(request: HttpRequest) -> None:
    """Somebody looked up a person, or took figures away as a file."""
    log_done(_doer(request), deeds_asked(request)[:1], at=timezone.now(), about=_about(request))


def log_export(request: HttpRequest, kind: str) -> None:
    """Somebody took a list of records away as a file."""
    about = About(kind=kind, reason=request.GET.urlencode())
    log_done(_doer(request), [Deed.SEE_REPORTS], at=timezone.now(), about=about)


def log_refusal(request: HttpRequest) -> None:
    """Somebody in the office tried what they may not do, or to open a page that is not for them."""
    deed = next(iter(deeds_asked(request)), OPEN_PAGE)
    log_refused(_doer(request), deed, refusal="not_allowed", at=timezone.now(), about=_about(request))


def _doer(request: HttpRequest) -> Doer:
    visitor = visitor_of(request)
    typed = request.POST.get("store", "") or request.GET.get("store", "")
    stores = visitor.store_ids()
    store_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    if stores is not None and store_id not in stores:
        store_id = next(iter(stores)) if len(stores) == 1 else None
    is_known = store_id is not None and stores is not None
    place = request.path
    return doer_in_office(visitor.staff, visitor.account_id, place=place, store_id=store_id if is_known else None)


def _about(request: HttpRequest, *, changes: Changes | None = None, kind: str = "", uid: str = "") -> About:
    match = request.resolver_match
    named = match.kwargs if match else {}
    found = uid or str(named.get("uid") or named.get("level_id") or named.get("object_id") or "")
    approval = request.META.get("noren.approval")
    return About(kind=kind, uid=found, reason=request.POST.get("reason", ""), changes=changes, approval_uid=approval)
