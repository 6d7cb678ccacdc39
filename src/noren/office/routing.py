"""The rules by which stores are chosen: those in force, a draft in another order, its preview, and switching on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.stock_access import is_done, whole
from noren.orders.routing.models import RuleKind
from noren.orders.routing.preview import CaseKind, preview
from noren.orders.routing.rule_sets import (
    RuleChoice,
    RuleSetView,
    active_set,
    draft_set,
    drop_draft,
    put_in_force,
    save_draft,
)
from noren.people.roles import Deed

PARAMETERS: Mapping[RuleKind, Promise] = {
    RuleKind.NEAREST: gettext_lazy("metres that count alike"),
    RuleKind.WALK_INS: gettext_lazy("pieces to be left"),
}
SAYS: Mapping[RuleKind, Promise] = {
    RuleKind.NEAREST: gettext_lazy(
        "The store nearest to where the goods are to go. Within these metres all are alike."
    ),
    RuleKind.FEWEST_PARCELS: gettext_lazy("The store with which the goods make the fewest parcels."),
    RuleKind.MOST_STOCK: gettext_lazy("The store that has the most of the goods to give."),
    RuleKind.OPEN: gettext_lazy("A store that is open now, else the one that opens first."),
    RuleKind.WALK_INS: gettext_lazy("A store that then still has so many pieces of each for people who come in."),
}
CASES: Mapping[CaseKind, Promise] = {
    CaseKind.SOURCED: gettext_lazy("looked for in other stores"),
    CaseKind.SHORTFALL: gettext_lazy("a shortfall"),
    CaseKind.ORDER: gettext_lazy("an order, as if its store had none of it"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as its row of the form shows it."""

    kind: str
    words: str
    says: str
    place: int
    parameter: int
    parameter_words: str
    is_on: bool


def routing(request: HttpRequest) -> HttpResponse:
    """Look at the rules, write a draft, see what it would do, and put it in force or throw it away."""
    visitor = check_visitor_may(request, Deed.SET_ROUTING)
    if request.method == "POST":
        return _done(request, visitor)
    active, draft = active_set(), draft_set()
    shown, at = draft or active, timezone.now()
    found = preview(draft.in_order(), at=at) if draft else None
    context = {
        "active": [row for row in _rows(active) if row.is_on],
        "active_set": active,
        "draft": draft,
        "rows": _rows(shown),
        "places": range(1, len(RuleKind) + 1),
        "preview": found,
        "cases": [(case, str(CASES[case.kind])) for case in found.cases] if found else [],
    }
    return page(request, "office/routing.html", context, title=_("How stores are chosen"))


def _done(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    deed, staff_id, at = request.POST.get("deed", ""), visitor.staff_id(), timezone.now()
    if deed == "save":
        rules, name = _typed(request), request.POST.get("name", "")
        if rules is None:
            messages.error(request, _("Give each rule its own place and a whole number."))
        else:
            done = _("The draft was saved. Look below at what it would do; nothing is routed by it yet.")
            is_done(request, lambda: save_draft(rules, name=name, staff_id=staff_id, at=at), done=done)
    elif deed == "drop":
        is_done(request, drop_draft, done=_("The draft was thrown away."))
    elif deed == "switch_on":
        version = whole(request.POST.get("version")) or 0
        done = _("These rules are in force from now on.")
        is_done(request, lambda: put_in_force(version, staff_id=staff_id, at=at), done=done)
    return HttpResponseRedirect(reverse("admin:routing"))


def _typed(request: HttpRequest) -> list[RuleChoice] | None:
    """The rules in the order of their places; None where a place is there twice or something is no number."""
    placed: dict[int, RuleChoice] = {}
    for kind in RuleKind:
        place = whole(request.POST.get(f"place_{kind}"))
        parameter = whole(request.POST.get(f"parameter_{kind}")) if kind in PARAMETERS else 0
        if place is None or parameter is None or place in placed:
            return None
        placed[place] = RuleChoice(kind, parameter, f"on_{kind}" in request.POST)
    return [placed[place] for place in sorted(placed)]


def _rows(rule_set: RuleSetView) -> list[RuleRow]:
    return [
        RuleRow(
            kind=rule.kind.value,
            words=str(rule.kind.label),
            says=str(SAYS[rule.kind]),
            place=place,
            parameter=rule.parameter,
            parameter_words=str(PARAMETERS.get(rule.kind, "")),
            is_on=rule.is_on,
        )
        for place, rule in enumerate(rule_set.rules, start=1)
    ]
