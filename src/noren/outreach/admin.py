"""Mails in the office: read-only, and sent again through `resend`."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import link_by_uid, record_url, state
from noren.kernel.filters import ChoiceFilter, DayFilter, one_of
from noren.kernel.records import RecordAdmin, RecordLink
from noren.orders.history import visible_orders
from noren.outreach.account_mails import SECRET_TEMPLATES
from noren.outreach.models import Message

TEMPLATES = {
    "order_placed": _("order placed"),
    "delivery_placed": _("order to be delivered placed"),
    "order_shipped": _("parcel sent"),
    "delivery_short": _("order to be delivered changed"),
    "order_short": _("goods missing"),
    "order_changed": _("order changed"),
    "order_coming": _("goods come from another store"),
    "order_ready": _("ready for pickup"),
    "order_last_day": _("last day of pickup"),
    "order_cancelled": _("order cancelled"),
    "order_rejected": _("order rejected"),
    "order_expired": _("not picked up"),
    "payment_awaited": _("bank transfer asked for"),
    "order_unpaid": _("order not paid"),
    "payment_refunded": _("money given back"),
    "low_stock": _("low stock"),
    "receipt": _("receipt"),
    "welcome": _("welcome"),
    "sign_up_code": _("code to sign up"),
    "claim_code": _("code to open an account"),
    "password_reset": _("new password"),
    "already_member": _("already a member"),
    "unknown_address": _("unknown address"),
}


@admin.register(Message)
class MessageAdmin(RecordAdmin):
    """Mails as they were written. Codes that open an account are never shown."""

    see_deeds = ("resend_mail",)
    list_display = (
        "subject",
        "to",
        state("status", _("status")),
        "queued_at",
        "sent_at",
        "attempts",
        link_by_uid("orders_order", "order_uid", _("order"), words=_("order")),
    )
    list_filter = (("status", ChoiceFilter), ("template", one_of(TEMPLATES)), ("queued_at", DayFilter))
    search_fields = ("=to", "=order_uid")
    search_help_text = _("Address, or uid of an order")
    ordering = ("-pk",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the words of a mail that holds a secret."""
        fields = ("subject", "to", "status", "template", "language", "queued_at", "due_at", "sent_at", "attempts")
        if obj is not None and obj.template in SECRET_TEMPLATES:
            return (*fields, "last_error")
        return (*fields, "last_error", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """For people bound to stores, the mails about orders of those."""
        messages = super().get_queryset(request)
        stores = self.office.store_ids(request, *self.see_deeds)
        if stores is None:
            return messages
        return messages.filter(order_uid__in=visible_orders().filter(store__in=stores).values("uid"))

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The order it is about, and sending it again."""
        links = []
        if record.order_uid:
            links.append(RecordLink(str(_("Order")), record_url("orders_order", record.order_uid)))
        if record.template not in SECRET_TEMPLATES:
            links.append(RecordLink(str(_("Send again")), reverse("admin:resend", args=[record.uid])))
        return links
