"""The demo's own page: what to open and whom to sign in as. It exists only where `NOREN_DEMO` is set."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from noren.connect.demo.sign_ins import SignIn, sign_ins


@dataclass(frozen=True, slots=True)
class Face:
    """One part of the demo to open."""

    path: str
    name: str
    words: str


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Faces and sign-ins."""
    if not settings.DEMO:
        raise Http404
    faces = [
        Face("/", _("Shop"), _("Find goods near you and reserve them, on a phone best.")),
        Face("/till/", _("Till"), _("Prepare pickups, hand them over, sell over the counter, on a tablet best.")),
        Face("/office/", _("Office"), _("All records, and what the online shop brings to the stores.")),
        Face("/api/v1/docs", _("API"), _("The same deeds for other systems.")),
        Face("/outbox/", _("Outbox"), _("The mails that this demo would have sent.")),
    ]
    return render(request, "shop/demo.html", {"faces": faces, "sign_ins": _sign_ins()})


def _sign_ins() -> list[SignIn]:
    try:
        return sign_ins()
    except (ObjectDoesNotExist, IndexError):  # the pages run without the sample data too
        return []
