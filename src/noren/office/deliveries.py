"""Goods in: the list of deliveries, a new one against its note, and the page on which it is checked in."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.scans import Scan, answer_scan
from noren.office.staff_log import logged
from noren.office.stock_access import Asked, check_in_store, is_done, may_in_store, read_asked, whole
from noren.people.roles import Deed
from noren.stock.deliveries import DeliveryView, get_delivery, list_deliveries, suppliers
from noren.stock.errors import DeliveryNoteTaken, DeliveryNotFound
from noren.stock.goods_in import CheckedIn, cancel_delivery, check_in, open_delivery, receive_delivery, set_checked_in
from noren.stock.pasted import read_pasted

MAY_SEE = (Deed.RECEIVE_GOODS, Deed.ADJUST_STOCK)
MAY = (Deed.RECEIVE_GOODS,)


class DeliveryForm(forms.Form):
    """A delivery note: whose, its number, and what it lists."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    store = forms.ChoiceField(label=_("Store"))
    supplier = forms.CharField(
        label=_("Supplier"), max_length=120, widget=forms.TextInput(attrs={"list": "suppliers", "autocomplete": "off"})
    )
    note_number = forms.CharField(
        label=_("Number of the delivery note"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    pasted = forms.CharField(
        label=_("What the note lists"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "code", "spellcheck": "false"}),
        help_text=_(
            "Optional: a line for each kind of goods, SKU or barcode number and pieces, as copied from a table or CSV. "
            "Without it you only write down what arrives."
        ),
    )


def deliveries(request: HttpRequest) -> HttpResponse:
    """Deliveries, those to check in first."""
    asked = read_asked(request, *MAY_SEE)
    context = {
        "asked": asked,
        "deliveries": list_deliveries(store_ids=asked.store_ids()),
        "may_receive": asked.visitor.may(*MAY),
    }
    return page(request, "office/deliveries.html", context, title=_("Goods in"))


def new_delivery(request: HttpRequest) -> HttpResponse:
    """Begin a delivery from its note."""
    asked = read_asked(request, *MAY)
    initial = {"uid": uuid7(), "store": asked.store_id}
    form = DeliveryForm(request.POST or None, initial=initial)
    form.fields["store"].choices = [(key, name) for key, name in asked.stores.items()]  # type: ignore[attr-defined]
    same = ""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic(), logged(request):
                uid = _open(form, asked)
            return HttpResponseRedirect(reverse("admin:delivery", args=[uid]))
        except DeliveryNoteTaken as taken:
            same = reverse("admin:delivery", args=[taken.details["delivery"]])
            form.add_error("note_number", str(taken))
        except NorenError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"form": form, "suppliers": suppliers(), "same": same}
    status = 422 if form.errors else 200
    return page(request, "office/delivery_new.html", context, title=_("New delivery"), status=status)


def _open(form: DeliveryForm, asked: Asked) -> UUID:
    typed = form.cleaned_data
    expected = {each.goods.variant_id: each.pieces for each in read_pasted(typed["pasted"])}
    delivery = open_delivery(
        typed["uid"],
        store_id=int(typed["store"]),
        supplier=typed["supplier"],
        note_number=typed["note_number"],
        expected=expected,
        at=timezone.now(),
        staff_id=asked.visitor.staff_id(),
    )
    return delivery.uid


def delivery(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The delivery: what the note says, what was found, and what to do next."""
    visitor = check_visitor_may(request, *MAY_SEE)
    found = _delivery(uid, visitor)
    here = reverse("admin:delivery", args=[uid])
    may_receive = may_in_store(visitor, found.store_id, *MAY)
    if request.method == "POST":
        check_in_store(visitor, found.store_id, *MAY)
        return _change(request, found, visitor, here)
    context = {
        "delivery": found,
        "may_receive": may_receive,
        "is_draft": found.status == "draft",
        "scan_uid": uuid7(),
    }
    title = gettext("%(supplier)s, note %(number)s") % {"supplier": found.supplier, "number": found.note_number}
    return page(request, "office/delivery.html", context, title=title)


def _change(request: HttpRequest, found: DeliveryView, visitor: Visitor, here: str) -> HttpResponse:
    deed, at, staff_id = request.POST.get("deed", ""), timezone.now(), visitor.staff_id()
    if deed == "scan":
        return answer_scan(request, lambda scan: _check_in(found.uid, scan), back_to=here)
    if deed == "lines":
        is_done(
            request, lambda: set_checked_in(found.uid, _typed_lines(request, found)), done=_("The lines were saved.")
        )
    elif deed == "as_noted":
        as_noted = {
            line.variant_id: CheckedIn(line.expected, line.expected, line.damaged)
            for line in found.lines
            if line.expected is not None and not line.found
        }
        is_done(
            request,
            lambda: set_checked_in(found.uid, as_noted),
            done=_("Every line that nobody had checked in now says what the note says."),
        )
    elif deed == "receive":

        def receive() -> None:
            set_checked_in(found.uid, _typed_lines(request, found))
            receive_delivery(found.uid, at=at, staff_id=staff_id)

        is_done(request, receive, done=_("The goods are in stock and on sale; what is damaged is set aside."))
    elif deed == "cancel" and is_done(
        request,
        lambda: cancel_delivery(found.uid, at=at, staff_id=staff_id),
        done=_("The delivery is cancelled. Nothing was booked."),
    ):
        return HttpResponseRedirect(reverse("admin:deliveries"))
    return HttpResponseRedirect(here)


def _check_in(uid: UUID, scan: Scan) -> str:
    damaged = scan.pieces if scan.is_damaged else 0
    found = check_in(uid, scan.goods.variant_id, pieces=scan.pieces, damaged=damaged)
    return gettext("%(name)s: %(found)d so far") % {"name": scan.goods.name, "found": found}


def _typed_lines(request: HttpRequest, found: DeliveryView) -> Mapping[int, CheckedIn]:
    """The lines whose figures were changed on the page; others may have been scanned elsewhere meanwhile."""
    lines = {}
    for line in found.lines:
        pieces = whole(request.POST.get(f"found_{line.variant_id}"))
        damaged = whole(request.POST.get(f"damaged_{line.variant_id}"))
        was = (request.POST.get(f"was_{line.variant_id}"), request.POST.get(f"was_damaged_{line.variant_id}"))
        if pieces is None or damaged is None or (str(pieces), str(damaged)) == was:
            continue
        lines[line.variant_id] = CheckedIn(line.expected, pieces, damaged)
    return lines


def _delivery(uid: UUID, visitor: Visitor) -> DeliveryView:
    try:
        found = get_delivery(uid)
    except DeliveryNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, found.store_id, *MAY_SEE)
    return found
