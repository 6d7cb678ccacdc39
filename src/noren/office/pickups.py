"""Pickups to pick in a store: marked ready several at once, and a pick list of those that were chosen, to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noren.kernel.csv_file import Cell, csv_file
from noren.kernel.errors import NorenError
from noren.office.answers import page
from noren.office.pickup_slips import slips_page
from noren.office.staff_log import logged
from noren.office.stock_access import read_asked
from noren.orders.pick import mark_ready
from noren.orders.worklist import PickupWork, pickup_work
from noren.people.roles import Deed

MOST = 200


@dataclass(frozen=True, slots=True)
class PickRow:
    """What to fetch of one variant, for how many orders together."""

    sku: str
    gtin: str
    name: str
    pieces: int
    codes: tuple[str, ...]


def pickups(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list of one store, the most urgent first; a POST does something with those that are ticked."""
    asked = read_asked(request, Deed.PICK)
    store_id = asked.store_id if asked.store_id is not None else next(iter(asked.stores), None)
    work = pickup_work(store_id, statuses=["open"], limit=MOST + 1) if store_id is not None else []
    name = asked.stores.get(store_id or 0, "")
    if request.GET.get("format") == "csv":
        return csv_file(f"pickups_{timezone.localdate()}.csv", _csv(work, name))
    here = f"{reverse('admin:pickups')}?store={store_id}"
    chosen = [each for each in work if str(each.order_uid) in request.POST.getlist("order")]
    if request.method == "POST" and not chosen:
        messages.error(request, _("Tick at least one pickup."))
        return HttpResponseRedirect(here)
    if request.method == "POST" and request.POST.get("do") == "ready":
        _mark_ready(request, chosen)
        return HttpResponseRedirect(here)
    if request.method == "POST" and request.POST.get("do") == "slips":
        return slips_page(request, [each.order_uid for each in chosen], back=here)
    if request.method == "POST":
        context = {"rows": _rows(chosen), "work": chosen, "store": name, "at": timezone.now(), "back": here}
        return page(request, "office/pick_list.html", context, title=_("Pick list"))
    context = {
        "asked": asked,
        "store_id": store_id,
        "work": work[:MOST],
        "has_more": len(work) > MOST,
        "at": timezone.now(),
        "may_mark": asked.visitor.staff is not None,
    }
    return page(request, "office/pickups.html", context, title=_("Pickups to pick"))


def _mark_ready(request: HttpRequest, chosen: Sequence[PickupWork]) -> None:
    """Each in a transaction of its own, so that one that cannot be ready keeps no other from it."""
    staff = read_asked(request, Deed.PICK).visitor.staff
    if staff is None:
        raise PermissionDenied
    done = 0
    for each in chosen:
        try:
            with transaction.atomic(), logged(request, uid=str(each.order_uid)):
                mark_ready(each.order_uid, staff_uid=staff.uid, at=timezone.now(), channel="office")
        except NorenError as refusal:
            messages.error(request, _("%(code)s: %(why)s") % {"code": each.pickup_code, "why": refusal})
        else:
            done += 1
    if done:
        words = ngettext("%(n)d pickup is ready.", "%(n)d pickups are ready.", done)
        messages.success(request, words % {"n": done})


def _rows(work: Sequence[PickupWork]) -> list[PickRow]:
    """By SKU, as shelves are walked."""
    found: dict[str, PickRow] = {}
    for each in work:
        for line in each.lines:
            if not line.quantity:
                continue
            so_far = found.get(line.sku)
            pieces = line.quantity + (so_far.pieces if so_far else 0)
            code = f"{each.pickup_code} × {line.quantity}"
            codes = (*(so_far.codes if so_far else ()), code)
            found[line.sku] = PickRow(line.sku, line.gtin or "", line.name, pieces, codes)
    return sorted(found.values(), key=lambda row: row.sku)


def _csv(work: Sequence[PickupWork], store: str) -> Iterator[Sequence[Cell]]:
    yield [_("Pickup code"), _("Order"), _("Store"), _("Promised for"), _("Name"), "SKU", _("Goods"), _("Pieces")]
    for each in work:
        due = timezone.localtime(each.due_at).strftime("%Y-%m-%d %H:%M") if each.due_at else ""
        for line in each.lines:
            yield [each.pickup_code, each.number, store, due, each.contact_name, line.sku, line.name, line.quantity]
