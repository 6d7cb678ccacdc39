"""Limits beyond which a second person is needed: head office sets them here, and sees who could be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noren.kernel.ids import uuid7
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.second_person import HOW, is_done_in_twos, needed_beyond
from noren.office.stock_access import is_done
from noren.people.limits import DEED_BEYOND, IN_PERCENT, MOST, is_looser, limits, set_limit
from noren.people.managers import is_anybody_else
from noren.people.models import LimitKind
from noren.people.roles import Deed
from noren.people.second_person import Weigh, Weighty

SAYS: Mapping[LimitKind, Promise] = {
    LimitKind.REFUND: gettext_lazy("Given back for one sale, all its returns together. Clerks then ask a manager."),
    LimitKind.CORRECTION: gettext_lazy(
        "The pieces a figure is corrected by, at selling price. Managers ask another one."
    ),
    LimitKind.WRITE_OFF: gettext_lazy("What is thrown away at once, at selling price. Managers ask another one."),
    LimitKind.COUNT: gettext_lazy("Missing and surplus added up, at selling price. Managers ask another one."),
    LimitKind.CASH_OUT: gettext_lazy("Taken out of a drawer at once, also to the bank. Clerks then ask a manager."),
    LimitKind.MARKDOWN: gettext_lazy("All that is taken off one sale at a till. Clerks then ask a manager."),
    LimitKind.MARKDOWN_PERCENT: gettext_lazy("Of the list price of any goods in a sale. Clerks then ask a manager."),
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
    visitor = check_visitor_may(request, Deed.MANAGE_STAFF)
    if request.method == "POST":
        return _save(request, visitor)
    unit = settings.CURRENCY
    guarded = [str(kind.label) for kind in LimitKind if _is_guarded(visitor, kind)]
    rows = [
        LimitRow(
            kind.value,
            str(kind.label),
            str(SAYS[kind]),
            "" if limit is None else str(limit),
            "%" if kind in IN_PERCENT else unit,
        )
        for kind, limit in limits().items()
    ]
    return page(request, "office/approval_limits.html", {"rows": rows, "guarded": guarded}, title=_("A second person"))


def _is_guarded(visitor: Visitor, kind: LimitKind) -> bool:
    """Whether loosening it takes two, as beyond it does: if nobody else is there who could, it is only logged."""
    if visitor.staff is None or needed_beyond(visitor, kind, None) is None:
        return False
    return is_anybody_else(DEED_BEYOND[kind], staff_id=visitor.staff.id)


def _save(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    typed = {kind: _limit(request.POST.get(kind.value, "")) for kind in LimitKind}
    if any(limit == -1 for limit in typed.values()):
        messages.error(request, _("A limit is a whole number, or empty."))
    else:
        now, guarded = limits(), [kind for kind in typed if _is_guarded(visitor, kind)]
        _set(request, typed, [kind for kind in guarded if is_looser(now[kind], typed[kind])])
    return HttpResponseRedirect(reverse("admin:approval_limits"))


def _set(request: HttpRequest, typed: Mapping[LimitKind, int | None], in_twos: Sequence[LimitKind]) -> None:
    """Set all of them or none; those that are loosened in twos one after the other, each under its old limit."""
    done = _("The limits were saved. They hold from now on.")

    def deed(guarded: LimitKind | None, weigh: Weigh | None) -> None:
        for kind, limit in typed.items():
            if kind == guarded or kind not in in_twos:
                set_limit(kind, limit, at=timezone.now(), weigh=weigh if kind == guarded else None)

    if not in_twos:
        is_done(request, lambda: deed(None, None), done=done)
    for kind in in_twos:
        limit = typed[kind]
        content = {"limit": kind.value, "before": limits()[kind], "after": limit}
        weighty = Weighty(kind, None, uuid7(), content, how=HOW)
        if not is_done_in_twos(request, weighty, MOST if limit is None else limit, partial(deed, kind), done=done):
            return


def _limit(typed: str) -> int | None:
    """What was typed, in any width and with commas; None where nothing was, -1 where it is no number."""
    digits = typed.strip().translate(_PLAIN)
    if not digits:
        return None
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 13 else -1


_PLAIN = str.maketrans("０１２３４５６７８９", "0123456789", ",，¥￥% ")
