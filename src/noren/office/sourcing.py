"""Goods that an order's store does not have: what is parked or coming, and saying that a line cannot be served."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from noren.kernel.errors import NotFound
from noren.kernel.ids import uuid7
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.stock_access import check_in_store, is_done, may_in_store, read_asked
from noren.orders.queries import OrderView, get_order
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.parked import give_up, note_sourcing, route_again, settle_by_hand, take_sourcing
from noren.orders.routing.queries import (
    ServedLine,
    ended_in_stores,
    get_sourcing,
    open_in_stores,
    served_lines,
    sourcings_of_order,
)
from noren.orders.routing.reject import reject_line
from noren.people.roles import Deed

MAY_SEE = (Deed.PICK, Deed.ADJUST_STOCK)
_DECIDING = {"again": Deed.PICK, "found": Deed.ADJUST_STOCK, "give_up": Deed.REJECT_PICKUP}


def sourcing(request: HttpRequest) -> HttpResponse:
    """What is parked, then what is coming; with `ended`, what was settled."""
    asked = read_asked(request, *MAY_SEE)
    is_ended, store_ids = "ended" in request.GET, asked.store_ids()
    rows = (ended_in_stores if is_ended else open_in_stores)(store_ids=store_ids)
    visitor = asked.visitor
    context = {
        "asked": asked,
        "is_ended": is_ended,
        "parked": [row for row in rows if row.is_parked],
        "coming": [row for row in rows if row.is_coming],
        "ended": rows if is_ended else [],
        "at": timezone.now(),
        "staff_id": visitor.staff_id(),
        "may_find": visitor.may(Deed.ADJUST_STOCK),
        "may_give_up": visitor.may(Deed.REJECT_PICKUP),
    }
    return page(request, "office/sourcing.html", context, title=_("From other stores, and parked"))


@require_POST
def change_sourcing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take it, give it back, note what was done; look again, say that it was found, or take it off the order."""
    visitor = check_visitor_may(request, *MAY_SEE)
    try:
        found = get_sourcing(uid)
    except NotFound as missing:
        raise Http404(str(missing)) from None
    deed = request.POST.get("deed", "")
    check_in_store(visitor, found.store_id, *((_DECIDING[deed],) if deed in _DECIDING else MAY_SEE))
    if deed in _DECIDING and visitor.staff is None:
        return _back(uid)
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "take": (lambda: take_sourcing(uid, staff_id=visitor.staff_id()), _("You see to it.")),
        "give_back": (lambda: take_sourcing(uid, staff_id=None), _("Somebody else may take it.")),
        "note": (lambda: note_sourcing(uid, note=request.POST.get("note", "")), _("The note was saved.")),
        "again": (lambda: _again(uid, visitor), _("It was routed again. Where it comes from is said below.")),
        "found": (
            lambda: _by_hand(uid, visitor, request.POST.get("reason", "")),
            _("The pieces are on hand and promised to the order. It can be picked or packed."),
        ),
        "give_up": (
            lambda: _give_up(uid, visitor, request.POST.get("reason", "")),
            _("The pieces are off the order, and the customer gets a mail."),
        ),
    }
    if deed in steps:
        step, done = steps[deed]
        is_done(request, step, done=done)
    return _back(uid)


class RejectForm(forms.Form):
    """Which line, how many pieces, and why; `uid` makes sending it twice harmless."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    line = forms.ChoiceField(label=gettext_lazy("Which line?"), widget=forms.RadioSelect)
    quantity = forms.IntegerField(
        label=gettext_lazy("How many pieces cannot be given?"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        widget=forms.RadioSelect,
        choices=[
            (SourcingReason.NOT_FOUND, gettext_lazy("Not found: the pieces leave the stock figures")),
            (SourcingReason.DAMAGED, gettext_lazy("Damaged: the pieces are set aside")),
            (SourcingReason.OTHER, gettext_lazy("Another reason: the pieces stay for sale; say why")),
        ],
    )
    words = forms.CharField(label=gettext_lazy("In words"), max_length=200, required=False)

    def __init__(self, lines: list[ServedLine], data: object = None) -> None:
        super().__init__(data, initial={"uid": uuid7(), "quantity": 1})  # type: ignore[arg-type]
        choices = [(str(line.uid), f"{line.name} ({line.sku}) × {line.to_give}") for line in lines]
        field = self.fields["line"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if len(choices) == 1:
            field.initial = choices[0][0]


def cannot_serve(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that the store cannot give pieces of a line: a page that says what follows, and the deed."""
    visitor = check_visitor_may(request, Deed.PICK)
    order = _order(uid)
    check_in_store(visitor, order.store.id, Deed.PICK)
    lines = [line for line in served_lines(uid) if line.to_give]
    form = RejectForm(lines, request.POST or None)
    may = visitor.staff is not None and order.status == "placed"
    if request.method == "POST" and may and form.is_valid():
        said = form.cleaned_data
        staff_uid = visitor.staff.uid if visitor.staff else uuid7()

        def deed() -> None:
            reject_line(
                uid,
                UUID(said["line"]),
                uid=said["uid"],
                quantity=said["quantity"],
                reason=SourcingReason(said["reason"]),
                words=said["words"],
                staff_uid=staff_uid,
                channel="office",
                at=timezone.now(),
            )

        if is_done(request, deed, done=_("It was routed. Where the goods come from is said below.")):
            return HttpResponseRedirect(reverse("admin:cannot_serve", args=[uid]))
    context = {
        "order": order,
        "form": form if may and lines else None,
        "rows": sourcings_of_order(uid),
        "lines": lines,
        "may_open_list": may_in_store(visitor, order.store.id, *MAY_SEE),
    }
    title = _("Order %(number)s: a line cannot be served") % {"number": order.number}
    return page(request, "office/cannot_serve.html", context, title=title)


def _again(uid: UUID, visitor: Visitor) -> None:
    assert visitor.staff is not None
    route_again(uid, staff_uid=visitor.staff.uid, at=timezone.now())


def _by_hand(uid: UUID, visitor: Visitor, reason: str) -> None:
    assert visitor.staff is not None
    settle_by_hand(uid, reason=reason, staff_uid=visitor.staff.uid, at=timezone.now())


def _give_up(uid: UUID, visitor: Visitor, reason: str) -> None:
    assert visitor.staff is not None
    give_up(uid, reason=reason, staff_uid=visitor.staff.uid, at=timezone.now())


def _order(uid: UUID) -> OrderView:
    try:
        return get_order(uid)
    except NotFound as missing:
        raise Http404(str(missing)) from None


def _back(uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:sourcing')}#s{uid}")
