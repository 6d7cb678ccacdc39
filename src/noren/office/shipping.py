"""Parcels in the office: what is to be sent, packed, given to a carrier, or cannot be sent from where it was to be."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from noren.kernel.csv_file import Cell, csv_file
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import log_looked_at
from noren.office.stock_access import check_in_store, is_done, read_asked, whole
from noren.orders.notes import notes_of_order
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.queries import count_parked
from noren.orders.routing.reject import REASONS
from noren.orders.shipping.carriers import CARRIERS
from noren.orders.shipping.errors import ShipmentNotFound
from noren.orders.shipping.models import ShipmentStatus
from noren.orders.shipping.pack import pack_shipment
from noren.orders.shipping.queries import ToShip, get_to_ship, to_ship
from noren.orders.shipping.reject import reject_shipment
from noren.orders.shipping.ship import ship_shipment
from noren.orders.slips.packing import packing_file, wanted_words
from noren.people.roles import Deed

_LISTED, _TAKEN_AWAY = 200, 10_000


class ShipForm(forms.Form):
    """Who carries a parcel, and under which number."""

    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"))
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Scan the label, or type it; spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["carrier"].choices = [(each.code, each.words) for each in CARRIERS]  # type: ignore[attr-defined]


@require_safe
def shipments(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What is to be sent, the most urgent first; says how much of it no store has."""
    asked = read_asked(request, Deed.SHIP)
    if request.GET.get("format") == "csv":
        work = to_ship(store_ids=asked.store_ids(), limit=_TAKEN_AWAY)
        log_looked_at(request)
        return csv_file(f"to_ship_{timezone.localdate()}.csv", _csv(work))
    found = to_ship(store_ids=asked.store_ids(), limit=_LISTED + 1)
    may_decide = asked.visitor.may(Deed.PICK, Deed.ADJUST_STOCK)
    context = {
        "asked": asked,
        "rows": [_row(each) for each in found[:_LISTED]],
        "is_cut": len(found) > _LISTED,
        "parked": count_parked(store_ids=asked.store_ids(), is_delivery=True) if may_decide else 0,
    }
    return page(request, "office/to_ship.html", context, title=_("To ship"))


@require_safe
def shipment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything about a parcel, and what to do next."""
    work, _visitor = _own(request, uid)
    status = work.parcel.status
    is_open = work.order_status == "placed"
    context = {
        "work": work,
        "parcel": work.parcel,
        "address": work.wanted.address,
        "wanted": wanted_words(work),
        "notes": notes_of_order(work.order_uid),
        "can_pack": is_open and status == ShipmentStatus.TO_PACK,
        "can_ship": is_open and status in {ShipmentStatus.TO_PACK, ShipmentStatus.PACKED},
        "is_waiting": work.order_status == "awaiting_payment",
        "form": ShipForm(),
        "reasons": [(reason.value, reason.label) for reason in REASONS],
        "why": SourcingReason(work.parcel.reject_reason).label if work.parcel.reject_reason else "",
        "tone": _tone(status),
    }
    title = _("Parcel of order %(number)s") % {"number": work.order_number}
    return page(request, "office/shipment.html", context, title=title)


@require_safe
def slip(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The packing slip as a PDF, which lies in the parcel."""
    work, _visitor = _own(request, uid)
    made = packing_file(work, shop=settings.SHOP_NAME, phone=settings.SELLER["phone"])
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer.headers["Content-Disposition"] = made.disposition.replace("attachment", "inline")
    return answer


@require_POST
def pack(request: HttpRequest, uid: UUID) -> HttpResponse:
    """It is in its box."""
    _work, visitor = _own(request, uid)
    done = _("Packed. Put the slip in, stick the label on, and give it to the carrier.")
    is_done(request, lambda: pack_shipment(uid, staff_uid=_staff_uid(visitor), at=timezone.now()), done=done)
    return _to_parcel(uid)


@require_POST
def ship(request: HttpRequest, uid: UUID) -> HttpResponse:
    """It leaves the house."""
    work, visitor = _own(request, uid)
    carrier, number = request.POST.get("carrier", ""), request.POST.get("tracking_number", "")[:40]

    def deed() -> None:
        ship_shipment(uid, carrier=carrier, tracking_number=number, staff_uid=_staff_uid(visitor), at=timezone.now())

    done = _("The parcel of order %(number)s is on its way. The customer gets a mail.") % {"number": work.order_number}
    if is_done(request, deed, done=done):
        return HttpResponseRedirect(reverse("admin:to_ship"))
    return _to_parcel(uid)


@require_POST
def reject(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The store cannot send it, or some of it."""
    work, visitor = _own(request, uid)
    reason = request.POST.get("reason", "")
    pieces = {line.line_uid: whole(request.POST.get(f"pieces-{line.line_uid}")) or 0 for line in work.parcel.lines}

    def deed() -> None:
        reject_shipment(
            uid,
            reason=SourcingReason(reason),
            words=request.POST.get("words", "")[:200],
            pieces=pieces,
            staff_uid=_staff_uid(visitor),
            at=timezone.now(),
        )

    if reason not in REASONS:
        messages.error(request, _("Say why they cannot be sent."))
    elif not any(pieces.values()):
        messages.error(request, _("Say how many pieces cannot be sent."))
    elif is_done(request, deed, done=_("Noted. Other stores that have it send it; what nobody has stands as parked.")):
        return HttpResponseRedirect(reverse("admin:to_ship"))
    return _to_parcel(uid)


def _own(request: HttpRequest, uid: UUID) -> tuple[ToShip, Visitor]:
    """A parcel of a store in which whoever is signed in sends parcels."""
    visitor = check_visitor_may(request, Deed.SHIP)
    try:
        work = get_to_ship(uid)
    except ShipmentNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, work.parcel.store_id, Deed.SHIP)
    return work, visitor


def _staff_uid(visitor: Visitor) -> UUID | None:
    return visitor.staff.uid if visitor.staff else None


def _to_parcel(uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:shipment", args=[uid]))


def _row(work: ToShip) -> dict[str, object]:
    return {
        "work": work,
        "parcel": work.parcel,
        "wanted": wanted_words(work),
        "is_late": work.due_at is not None and work.due_at < timezone.now(),
        "tone": _tone(work.parcel.status),
    }


def _tone(status: str) -> str:
    return {"to_pack": "few", "packed": "indigo", "shipped": "good"}.get(status, "none")


def _csv(work: Sequence[ToShip]) -> Iterator[Sequence[Cell]]:
    """A row for each line of a parcel, with what a carrier's label needs."""
    yield [
        _("Order"),
        _("Store"),
        _("State"),
        pgettext("delivery", "Wanted"),
        pgettext("on a parcel", "Name"),
        _("Postal code"),
        _("Address"),
        _("Phone"),
        "SKU",
        _("Goods"),
        _("Pieces"),
    ]
    for each in work:
        parcel, address = each.parcel, each.wanted.address
        home = f"{address.prefecture}{address.city}{address.line1} {address.line2}".strip()
        for line in parcel.lines:
            yield [
                each.order_number,
                parcel.store_name,
                parcel.status_words,
                wanted_words(each),
                address.name,
                address.postal_code,
                home,
                address.phone,
                line.sku,
                line.name,
                line.quantity,
            ]
