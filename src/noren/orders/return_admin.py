"""Returns in the office, read-only: they are booked at the till or by another system."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.kernel.columns import channel, link, link_to, money, record_url
from noren.kernel.filters import ChannelFilter, ChoiceFilter, DayFilter, RecordFilter, YesNoFilter
from noren.kernel.records import RecordAdmin, RecordLink, RowInline
from noren.orders.models import Return, ReturnLine

SEES_ORDERS = ("hand_over", "see_reports")


class ReturnInline(RowInline):
    """What came back of an order."""

    model = Return
    fields = ("opened", "returned_at", "store", "given_back", "reason")
    readonly_fields = ("opened", "given_back")
    given_back = money("total_minor", _("given back"))
    ordering = ("pk",)

    @admin.display(description=pgettext_lazy("of a return", "number"))
    def opened(self, goods_return: Return) -> SafeString:
        """The number, which opens the return's page."""
        return link_to(goods_return)


class ReturnLineInline(RowInline):
    """What came back, in which condition, and what was given back for it."""

    model = ReturnLine
    fields = ("sku", "name", "quantity", "condition", "note", "unit_price", "total", "rate")
    readonly_fields = ("sku", "unit_price", "total", "rate")
    sku = link("variant", _("SKU"))
    unit_price = money("unit_price_minor", _("unit price"))
    total = money("total_minor", _("given back"))

    @admin.display(description=_("tax rate"))
    def rate(self, line: ReturnLine) -> str:
        """The rate in percent."""
        return f"{line.tax_rate_bp / 100:g}%"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the variants."""
        return super().get_queryset(request).select_related("variant")


@admin.register(Return)
class ReturnAdmin(RecordAdmin):
    """Goods that came back to a store, wherever they were bought; booked at the till or by another system."""

    see_deeds = SEES_ORDERS
    store_path = "store"
    list_display = (
        "number",
        "returned_at",
        link("store", _("store")),
        link("order", _("order")),
        link("customer", _("customer")),
        "reason",
        money("total_minor", _("given back")),
    )
    list_filter = (
        ("store", RecordFilter),
        ("returned_at", DayFilter),
        ("lines__condition", ChoiceFilter),
        ("is_full", YesNoFilter),
        ("channel", ChannelFilter),
    )
    search_fields = ("=number", "=order__number", "=customer__member_number", "=lines__variant__sku")
    search_help_text = _("Number of the return or the order, member number or SKU")
    list_select_related = ("store", "order", "customer")
    ordering = ("-returned_at", "-pk")
    readonly_fields = ("goods", "discount", "tax", "total", "came_by", "of_order")
    fieldsets = (
        (None, {"fields": ("number", "of_order", "customer", "store", "register", "staff", "returned_at")}),
        (_("Reason"), {"fields": ("reason", "came_by", "is_full")}),
        (_("Amounts"), {"fields": ("goods", "discount", "tax", "total", "points")}),
    )
    inlines = (ReturnLineInline,)
    change_form_outer_before_template = "office/return_said.html"
    change_form_outer_after_template = "office/return_story.html"
    came_by = channel("channel", _("channel"))
    of_order = link("order", _("Sale"))
    goods = money("goods_minor", _("goods"))
    discount = money("discount_minor", _("discount"))
    tax = money("tax_minor", _("tax"))
    total = money("total_minor", _("given back"))

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The sale it came from, the customer's timeline, and the receipt."""
        links = []
        if record.order_id:
            links.append(RecordLink(str(_("Sale")), record_url("orders_order", record.order.uid)))
        if record.customer_id and self.office.may(request, "see_timeline"):
            links.append(RecordLink(str(_("Customer")), reverse("admin:customer", args=[record.customer.uid])))
        return [*links, RecordLink(str(_("Return receipt")), record_url("orders_receipt", record.receipt.pk))]
