"""Pickup slips to print: what goes with the goods of an order from the shelf to the counter."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noren.kernel.barcodes import barcode_svg, qr_svg
from noren.office.answers import page
from noren.office.deeds import order_in_reach
from noren.office.permissions import check_visitor_may
from noren.orders.errors import OrderNotFound
from noren.orders.pickup_slip import PickupSlip, SlipLine, pickup_slip
from noren.people.roles import Deed


@dataclass(frozen=True, slots=True)
class Drawn:
    """A slip with its codes: the pickup code as the till scans it, and each line with the barcode of its goods."""

    slip: PickupSlip
    qr: SafeString
    lines: tuple[tuple[SlipLine, SafeString], ...]


def pickup_slip_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The slip of one pickup."""
    visitor = check_visitor_may(request, Deed.PICK)
    order_in_reach(uid, visitor, Deed.PICK)
    return slips_page(request, [uid], back=reverse("admin:orders_order_change", args=[uid]))


def slips_page(request: HttpRequest, uids: Collection[UUID], *, back: str) -> HttpResponse:
    """The slips of pickups whose orders the visitor may see, each on its own paper."""
    try:
        drawn = [_draw(pickup_slip(uid)) for uid in uids]
    except OrderNotFound as missing:
        raise Http404(str(missing)) from None
    context = {"slips": drawn, "back": back, "at": timezone.now()}
    return page(
        request, "office/pickup_slips.html", context, title=_("Pickup slips") if len(drawn) > 1 else _("Pickup slip")
    )


def _draw(slip: PickupSlip) -> Drawn:
    lines = tuple((line, barcode_svg(line.code)) for line in slip.lines)
    return Drawn(slip, qr_svg(slip.pickup_code), lines)
