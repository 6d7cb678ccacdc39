"""The sandbox provider's page, as a bank's page would be: the buyer agrees or not, and says what should go wrong."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noren.payments.sandbox import book
from noren.payments.sandbox.models import SandboxCharge


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the charge; a press decides it and leads back to the shop."""
    if "test" not in settings.PAY_BY:
        raise Http404
    charge = get_object_or_404(SandboxCharge, ref=ref)
    if request.method == "POST":
        return _decide(request, charge)
    context = {"charge": charge, "faults": _faults(), "back": _back(charge)}
    return render(request, "shop/sandbox.html", context)


def _decide(request: HttpRequest, charge: SandboxCharge) -> HttpResponse:
    calls = {name: calls for name, _words, calls in _faults()}
    for call, fault, times in calls.get(request.POST.get("fault", ""), ()):
        book.fail_next(call, fault, times=times)
    book.decide(charge.ref, is_agreed=request.POST.get("answer") == "agree", at=timezone.now())
    if request.POST.get("answer") == "leave":
        return redirect("shop:home")
    return HttpResponseRedirect(_back(charge))


def _back(charge: SandboxCharge) -> str:
    """The path of the return page, on whatever host this is looked at."""
    return urlsplit(charge.return_url).path or "/"


def _faults() -> list[tuple[str, str, tuple[tuple[str, str, int], ...]]]:
    """What can be told to go wrong, in words, and the calls that then do."""
    return [
        ("", _("Nothing"), ()),
        ("slow", _("The answer takes long"), (("capture", "slow", 1),)),
        ("lost", _("The money is taken, but the answer is lost"), (("capture", "lost", 1), ("look_up", "down", 2))),
        ("down", _("The service is down for a while"), (("look_up", "down", 4),)),
        ("declined", _("It is declined when the money is taken"), (("capture", "declined", 1),)),
        ("twice", _("The notice comes twice"), (("notice", "twice", 2),)),
        ("stale", _("Notices come out of order"), (("notice", "stale", 2),)),
    ]
