"""The demo's outbox: what would have been mailed. It exists only where `NOREN_DEMO` is set."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from noren.kernel.headers import POLICY_HEADER
from noren.outreach.queries import get_message, outbox

P = ParamSpec("P")
_SHOWN = 50
# A mail brings its own styles and may load and run nothing; its links lead where they would lead in a mailbox. Of the
# same origin, so that the page around it can measure how long it is.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-top-navigation-by-user-activation"
)


def _only_in_demo(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_only_in_demo
def messages(request: HttpRequest) -> HttpResponse:
    """All mails, the latest first."""
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() else None
    found = outbox(before=before, limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    context = {"mails": shown, "before": shown[-1].position if len(found) > _SHOWN else None}
    return render(request, "shop/outbox.html", context)


@_only_in_demo
def message(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """One mail: as it looks, and its plain text."""
    return render(request, "shop/outbox_mail.html", {"mail": get_message(uid)})


@_only_in_demo
@xframe_options_sameorigin
def message_html(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """The mail's HTML alone, for the frame."""
    html = get_message(uid).html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html, headers={POLICY_HEADER: _MAIL_POLICY})
