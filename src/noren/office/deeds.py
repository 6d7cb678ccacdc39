"""Deeds of the office that are no form of a record: cancelling an order, sending a mail again."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import NorenError, NotFound
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import logged
from noren.orders.end import cancel_order
from noren.orders.queries import OrderView, get_order
from noren.outreach.queries import MessageView, get_message
from noren.outreach.resend import resend_message
from noren.people.roles import Deed


class CancelForm(forms.Form):
    """Why an order is cancelled; the customer reads it in the mail."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The customer reads it in the mail."))


def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Cancel a pickup for a customer who asked for it."""
    visitor = check_visitor_may(request, Deed.CANCEL_ORDER)
    order = _order(uid, visitor, Deed.CANCEL_ORDER)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff_uid = visitor.staff.uid if visitor.staff else None
        reason = form.cleaned_data["reason"]

        def deed() -> None:
            cancel_order(uid, by="staff", at=timezone.now(), channel="office", reason=reason, staff_uid=staff_uid)

        if is_done(request, deed, done=_("The order is cancelled.")):
            return HttpResponseRedirect(reverse("admin:orders_order_change", args=[uid]))
    context = {"order": order, "form": form}
    return page(request, "office/cancel.html", context, title=_("Cancel order %(number)s") % {"number": order.number})


def resend(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send a mail once more: a page that asks, and the deed."""
    visitor = check_visitor_may(request, Deed.RESEND_MAIL)
    message = _message(uid, visitor)
    if request.method == "POST":
        staff_uid = visitor.staff.uid if visitor.staff else None

        def deed() -> None:
            resend_message(uid, staff_uid=staff_uid, channel="office", at=timezone.now())

        if is_done(request, deed, done=_("The mail is on its way once more.")):
            return HttpResponseRedirect(reverse("admin:outreach_message_changelist"))
    return page(request, "office/resend.html", {"message_view": message}, title=_("Send a mail again"))


def is_done(request: HttpRequest, deed: Callable[[], None], *, done: object) -> bool:
    """Do it and say so; or say why not."""
    try:
        with transaction.atomic(), logged(request):
            deed()
    except NorenError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, str(done))
    return True


def _order(uid: UUID, visitor: Visitor, deed: Deed) -> OrderView:
    try:
        order = get_order(uid)
    except NotFound as missing:
        raise Http404(str(missing)) from None
    _check_store(order, visitor, deed)
    return order


def _message(uid: UUID, visitor: Visitor) -> MessageView:
    try:
        message = get_message(uid)
        order = get_order(message.order_uid) if message.order_uid else None
    except NotFound as missing:
        raise Http404(str(missing)) from None
    if order is not None:
        _check_store(order, visitor, Deed.RESEND_MAIL)
    elif visitor.store_ids(Deed.RESEND_MAIL) is not None:
        raise PermissionDenied
    return message


def _check_store(order: OrderView, visitor: Visitor, deed: Deed) -> None:
    stores = visitor.store_ids(deed)
    if stores is not None and order.store.id not in stores:
        raise PermissionDenied
