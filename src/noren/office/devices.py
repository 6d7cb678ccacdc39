"""Devices of tills in the office: the list with what waits on them, one with its lock, and a link for a new till."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.kernel.barcodes import qr_svg
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.stock_access import check_in_store, is_done, read_asked
from noren.office.till_address import is_of_this_machine, till_address
from noren.people.roles import Deed
from noren.stores.devices.enroll import make_enrolment
from noren.stores.devices.lock import let_device_send, lock_device, unlock_device
from noren.stores.devices.queries import DeviceView, device_at, devices_of_stores, get_device_view
from noren.stores.devices.rules import DeviceState
from noren.stores.registers import RegisterAt, find_register_by_id, registers_without_device


def devices(request: HttpRequest) -> HttpResponse:
    """Devices of the stores of whoever looks, and registers at which none stands yet."""
    asked = read_asked(request, Deed.EDIT_STORE)
    store_ids, at = asked.store_ids(), timezone.now()
    found = devices_of_stores(store_ids, at=at)
    context = {
        "asked": asked,
        "devices": found,
        "silent": [each for each in found if each.is_silent],
        "free": registers_without_device(store_ids),
    }
    return page(request, "office/devices.html", context, title=_("Devices of registers"))


def device(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What one device last told of itself, and its lock."""
    visitor = check_visitor_may(request, Deed.EDIT_STORE)
    found = get_device_view(uid, at=timezone.now())
    if found is None:
        raise Http404
    check_in_store(visitor, found.store_id, Deed.EDIT_STORE)
    if request.method == "POST":
        _change(request, found)
        return HttpResponseRedirect(reverse("admin:device", args=[uid]))
    context = {
        "device": found,
        "is_locked": found.state in {DeviceState.LOCKED, DeviceState.SENDING},
        "may_unlock": found.locked_at is not None and found.replaced_at is None,
    }
    return page(request, "office/device.html", context, title=found.name)


def new_till(request: HttpRequest, register_id: int) -> HttpResponse:
    """A link for a device that is to stand at a register, shown once, as a QR code and as text."""
    visitor = check_visitor_may(request, Deed.EDIT_STORE)
    register = _register(register_id, visitor)
    now = device_at(register_id, at=timezone.now())
    context: dict[str, object] = {"register": register, "now": now}
    if request.method == "POST":
        context["name"] = request.POST.get("name", "")
        link = _link(request, register)
        context |= {"link": link, "qr": qr_svg(link) if link else "", "is_of_this_machine": is_of_this_machine(link)}
    title = _("New till at %(register)s") % {"register": register.name}
    return page(request, "office/new_till.html", context, title=title)


def _link(request: HttpRequest, register: RegisterAt) -> str:
    """The address to open on the device, empty when it was refused. The secret stands behind #, which nobody logs."""
    made: list[str] = []
    name = request.POST.get("name", "")
    done = _("The link is good for ten minutes and for one device.")
    is_done(request, lambda: made.append(make_enrolment(register.id, name=name, at=timezone.now())), done=done)
    return f"{till_address(request)}#enroll/{made[0]}" if made else ""


def _register(register_id: int, visitor: Visitor) -> RegisterAt:
    found = find_register_by_id(register_id)
    if found is None:
        raise Http404
    check_in_store(visitor, found.store_id, Deed.EDIT_STORE)
    return found


def _change(request: HttpRequest, found: DeviceView) -> None:
    deed, at, uid = request.POST.get("deed", ""), timezone.now(), found.uid
    if deed == "lock":
        note = request.POST.get("note", "")
        done = _("The device is locked. Nobody can sell on it any more.")
        is_done(request, lambda: lock_device(uid, note=note, at=at), done=done)
    elif deed == "let_send":
        is_done(request, lambda: let_device_send(uid, at=at), done=_("The device may send what it sold."))
    elif deed == "unlock":
        is_done(request, lambda: unlock_device(uid, at=at), done=_("The device is unlocked. Staff sign in on it anew."))
