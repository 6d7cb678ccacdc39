"""Limits beyond which a second person is needed: head office sets them here, and sees who could be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noren.office.answers import page
from noren.office.permissions import check_visitor_may
from noren.office.stock_access import is_done
from noren.people.limits import limits, set_limit
from noren.people.models import LimitKind
from noren.people.roles import Deed

SAYS: Mapping[LimitKind, Promise] = {
    LimitKind.REFUND: gettext_lazy("Given back for one sale, all its returns together. Clerks then ask a manager."),
    LimitKind.CORRECTION: gettext_lazy(
        "The pieces a figure is corrected by, at selling price. Managers ask another one."
    ),
    LimitKind.WRITE_OFF: gettext_lazy("What is thrown away at once, at selling price. Managers ask another one."),
    LimitKind.COUNT: gettext_lazy("Missing and surplus added up, at selling price. Managers ask another one."),
    LimitKind.PRICE: gettext_lazy("In percent of the price before. Two people of head office are needed then."),
}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit as its row of the form shows it."""

    kind: str
    words: str
    says: str
    value: str
    unit: str


def approval_limits(request: HttpRequest) -> HttpResponse:
    """Look at the limits and set them; an empty one asks nobody, however much it is."""
    check_visitor_may(request, Deed.MANAGE_STAFF)
    if request.method == "POST":
        return _save(request)
    unit = settings.CURRENCY
    rows = [
        LimitRow(
            kind.value,
            str(kind.label),
            str(SAYS[kind]),
            "" if limit is None else str(limit),
            "%" if kind is LimitKind.PRICE else unit,
        )
        for kind, limit in limits().items()
    ]
    return page(request, "office/approval_limits.html", {"rows": rows}, title=_("A second person"))


def _save(request: HttpRequest) -> HttpResponse:
    typed = {kind: _limit(request.POST.get(kind.value, "")) for kind in LimitKind}
    if any(limit == -1 for limit in typed.values()):
        messages.error(request, _("A limit is a whole number, or empty."))
    else:
        at = timezone.now()

        def deed() -> None:
            for kind, limit in typed.items():
                set_limit(kind, limit, at=at)

        is_done(request, deed, done=_("The limits were saved. They hold from now on."))
    return HttpResponseRedirect(reverse("admin:approval_limits"))


def _limit(typed: str) -> int | None:
    """What was typed, in any width and with commas; None where nothing was, -1 where it is no number."""
    digits = typed.strip().translate(_PLAIN)
    if not digits:
        return None
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 13 else -1


_PLAIN = str.maketrans("０１２３４５６７８９", "0123456789", ",，¥￥% ")
