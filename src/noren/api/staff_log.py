"""The staff log at the till: what its user did, in the deed's transaction, and what they tried and may not do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from noren.api.callers import deeds_noted
from noren.kernel.errors import Forbidden, NorenError
from noren.people.staff_log import About, Doer, doer_at_till, log_done, log_refused
from noren.people.tokens import Scope, Token
from noren.timeline.hearing import hear_events


@contextmanager
def logged(request: HttpRequest, *, at: datetime, only_told: bool = False) -> Iterator[None]:
    """Around a deed, inside its transaction: once it is done, the log says so; not for programs, which are no staff.

    Args:
        only_told: a deed that records no event was a repeat, and is not written down again.

    Raises:
        RuntimeError: somebody at a till did what no deed was noted for.
    """
    doer = _doer(request)
    if doer is None:
        yield
        return
    with hear_events() as heard:
        yield
        deeds = deeds_noted(request)
        if only_told and not heard:
            return
        if not deeds:
            raise RuntimeError(f"{request.path} notes no deed for the staff log")
        log_done(doer, deeds, at=at, about=_about(request), heard=heard)


def log_looked_at(request: HttpRequest) -> None:
    """Somebody at a till looked up a person."""
    doer = _doer(request)
    if doer is not None:
        log_done(doer, deeds_noted(request), at=timezone.now(), about=_about(request))


def log_refusal(request: HttpRequest, error: NorenError, *, uid: UUID | None = None) -> None:
    """Somebody at a till may not do what they tried; after the deed's transaction.

    Args:
        uid: what it was about, where the request is about several things.
    """
    doer = _doer(request)
    if doer is not None and isinstance(error, Forbidden):
        deed = str(error.details.get("deed") or next(iter(deeds_noted(request)), ""))
        about = About(uid=str(uid)) if uid else _about(request)
        log_refused(doer, deed, refusal=error.code, at=timezone.now(), about=about)


def _doer(request: HttpRequest) -> Doer | None:
    """Who is signed in at a till; a program's token, which has other scopes, is nobody's hand."""
    token = getattr(request, "auth", None)
    if not isinstance(token, Token) or token.staff is None or token.till is None or token.scopes != {Scope.TILL}:
        return None
    return doer_at_till(token.staff, store_id=token.till.store_id, register_name=token.till.register_name)


def _about(request: HttpRequest) -> About:
    body = _body(request)
    match = request.resolver_match
    named = str(match.kwargs.get("uid", "")) if match else ""
    return About(
        uid=named or str(body.get("order_uid") or body.get("uid") or ""),
        reason=str(body.get("reason") or ""),
        approval_uid=_uid(body.get("approval_uid")),
    )


def _uid(typed: object) -> UUID | None:
    try:
        return UUID(str(typed)) if typed else None
    except ValueError:
        return None


def _body(request: HttpRequest) -> dict[str, object]:
    try:
        told = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
