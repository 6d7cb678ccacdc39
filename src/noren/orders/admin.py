"""Orders in the office, read-only: the deeds are done at the till, by the customer, or on pages of their own."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import channel, data, figure, link, list_url, money, source, state
from noren.kernel.filters import ChannelFilter, ChoiceFilter, DayFilter, RecordFilter
from noren.kernel.money import format_money
from noren.kernel.records import RecordAdmin, RecordLink, RowInline
from noren.orders.history import visible_orders
from noren.orders.models import (
    Basket,
    BasketLine,
    FormalReceipt,
    Fulfillment,
    FulfillmentKind,
    History,
    Order,
    OrderLine,
    Receipt,
    ReceiptCopy,
    ReceiptKind,
)
from noren.orders.pickup_columns import LastDayFilter, PickupFilter, last_day, pickup_state
from noren.orders.queries import fulfillment_of
from noren.orders.return_admin import SEES_ORDERS, ReturnInline
from noren.orders.shipping.models import Shipment
from noren.payments.transfers import find_transfer_payment


@admin.display(description=_("total"))
def receipt_total(*handed_in: Any) -> SafeString:
    """What a receipt comes to, as it was printed; what is given back has a minus."""
    receipt: Receipt = handed_in[-1]
    minor = receipt.document["total_minor"]
    return figure(_money(minor if receipt.kind == ReceiptKind.SALE else -minor))


receipt_total.__name__ = "figure_total"


class OrderLineInline(RowInline):
    """The goods of an order as they were sold."""

    model = OrderLine
    fields = (
        "sku",
        "name",
        "pieces",
        "returned_quantity",
        "unit_price",
        "discount",
        "total",
        "rate",
        "is_extra",
    )
    readonly_fields = ("sku", "pieces", "unit_price", "discount", "total", "rate")
    sku = link("variant", _("SKU"))
    unit_price = money("unit_price_minor", _("unit price"))
    discount = money("discount_minor", _("discount"))
    total = money("total_minor", _("line total"))

    @admin.display(description=_("quantity"))
    def pieces(self, line: OrderLine) -> str:
        """How many were sold, and of how many ordered when some were missing."""
        return (
            str(line.quantity)
            if line.quantity == line.ordered_quantity
            else _("%(sold)d of %(ordered)d")
            % {
                "sold": line.quantity,
                "ordered": line.ordered_quantity,
            }
        )

    @admin.display(description=_("tax rate"))
    def rate(self, line: OrderLine) -> str:
        """The rate in percent."""
        return f"{line.tax_rate_bp / 100:g}%"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the variants."""
        return super().get_queryset(request).select_related("variant")


class FulfillmentInline(RowInline):
    """The store's work for an order."""

    model = Fulfillment
    fields = ("kind", "state", "pickup_code", "due_at", "ready_at", "handed_over_at", "last_day")
    readonly_fields = ("state", "last_day")
    state = pickup_state
    last_day = last_day

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the order and the store, whose state and clock are told."""
        return super().get_queryset(request).select_related("order", "store")


class ReceiptInline(RowInline):
    """What was printed."""

    model = Receipt
    fields = ("number", "kind", "total", "issued_at", "printed_count")
    readonly_fields = ("total",)
    total = receipt_total


@admin.register(Order)
class OrderAdmin(RecordAdmin):
    """Orders of every channel, past sales included."""

    see_deeds = SEES_ORDERS
    store_path = "store"
    list_display = (
        "number",
        state("status", _("status")),
        "placed_at",
        link("store", _("store")),
        link("customer", _("customer")),
        channel("channel", _("begun in")),
        channel("completed_channel", _("completed in")),
        money("total_minor", _("total")),
    )
    list_filter = (
        ("status", ChoiceFilter),
        ("store", RecordFilter),
        ("source", ChoiceFilter),
        ("channel", ChannelFilter),
        ("placed_at", DayFilter),
    )
    search_fields = ("=number", "=fulfillment__pickup_code", "=contact_email", "=customer__member_number")
    search_help_text = _("Order number, pickup code, e-mail or member number")
    list_select_related = ("store", "customer")
    ordering = ("-placed_at", "-pk")
    readonly_fields = (
        "goods",
        "discount",
        "total",
        "returned",
        "taxes_in_words",
        "state",
        "begun",
        "done",
        "brought_by",
    )
    fieldsets = (
        (None, {"fields": ("number", "state", "ended_reason", "brought_by", "store", "begun", "done")}),
        (_("Customer"), {"fields": ("customer", "contact_name", "contact_email", "contact_phone", "language")}),
        (_("Amounts"), {"fields": ("goods", "discount", "taxes_in_words", "total", "returned", "points")}),
        (
            _("Times"),
            {"fields": ("placed_at", "booked_at", "business_date", "pay_until", "completed_at", "register", "staff")},
        ),
    )
    inlines = (OrderLineInline, ReturnInline, FulfillmentInline, ReceiptInline)
    change_form_outer_after_template = "office/order_story.html"
    state = state("status", _("status"))
    begun = channel("channel", _("begun in"))
    done = channel("completed_channel", _("completed in"))
    brought_by = source(_("source"))
    goods = money("goods_minor", _("goods"))
    discount = money("discount_minor", _("discount"))
    total = money("total_minor", _("total"))
    returned = money("returned_minor", _("given back for returns"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What readers may see: batches of past sales once they are finished."""
        return visible_orders(super().get_queryset(request))

    @admin.display(description=_("tax"))
    def taxes_in_words(self, order: Order) -> SafeString:
        """The totals per rate, as printed."""
        rows = (
            (f"{tax['rate_bp'] / 100:g}%", _money(tax["gross_minor"]), _money(tax["tax_minor"])) for tax in order.taxes
        )
        return format_html_join("", str(_("{}: {} (of which tax {})")) + "<br>", rows) or format_html(
            "{}", _money(order.tax_minor)
        )

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The customer's timeline, the parcels, and cancelling an order that is still open."""
        links, fulfillment = [], getattr(record, "fulfillment", None)
        is_pickup = fulfillment is not None and fulfillment.kind == FulfillmentKind.PICKUP
        if record.customer_id and self.office.may(request, "see_timeline"):
            links.append(RecordLink(str(_("Customer")), reverse("admin:customer", args=[record.customer.uid])))
        if record.booked_at and self.office.may(request, "see_late_sales"):
            links.append(
                RecordLink(str(_("Made without a network")), reverse("admin:late_sale", args=[record.late.uid]))
            )
        if record.status == "placed" and is_pickup and self.office.may(request, "pick"):
            links.append(
                RecordLink(str(_("A line cannot be served")), reverse("admin:cannot_serve", args=[record.uid]))
            )
        found = fulfillment_of(record)
        if record.status in {"placed", "ready"} and found and found.pickup_code and self.office.may(request, "pick"):
            links.append(RecordLink(str(_("Pickup slip")), reverse("admin:pickup_slip", args=[record.uid])))
        is_open = record.status in {"placed", "ready", "awaiting_payment"}
        if is_open and record.status != "ready" and self.office.may(request, "change_order"):
            links.append(RecordLink(str(_("Change order")), reverse("admin:change_order", args=[record.uid])))
        if is_open and self.office.may(request, "cancel_order"):
            links.append(RecordLink(str(_("Cancel order")), reverse("admin:cancel_order", args=[record.uid])))
        if self.office.may(request, "ship"):
            parcels = record.shipments.exclude(status="canceled").select_related("store").order_by("pk")
            links += [RecordLink(_parcel_words(each), reverse("admin:shipment", args=[each.uid])) for each in parcels]
        if self.office.may(request, "note_money") and find_transfer_payment(record.uid):
            links.append(RecordLink(str(_("Note a transfer")), reverse("admin:note_transfer", args=[record.uid])))
        return links


def _parcel_words(shipment: Shipment) -> str:
    words = {"store": shipment.store.name, "state": shipment.get_status_display()}
    return str(_("Parcel %(store)s (%(state)s)") % words)


@admin.register(Fulfillment)
class FulfillmentAdmin(RecordAdmin):
    """Pickups: what stores have to do."""

    words = (_("pickup"), _("Pickups"))
    see_deeds = SEES_ORDERS
    store_path = "store"
    list_display = (
        "pickup_code",
        pickup_state,
        link("order", _("order")),
        link("store", _("store")),
        "due_at",
        "ready_at",
        "handed_over_at",
        last_day,
    )
    list_filter = (
        ("status", PickupFilter),
        ("store", RecordFilter),
        ("due_at", DayFilter),
        ("kept_until", LastDayFilter),
    )
    search_fields = ("=pickup_code", "=order__number")
    search_help_text = _("Pickup code or order number")
    list_select_related = ("store", "order")
    ordering = ("-pk",)
    fields = ("pickup_code", "state", "order", "store", "due_at", "ready_at", "handed_over_at", "last_day")
    readonly_fields = ("state", "last_day")
    state = pickup_state
    last_day = last_day

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without sales over the counter, which leave no work."""
        return super().get_queryset(request).filter(kind=FulfillmentKind.PICKUP)


@admin.register(Receipt)
class ReceiptAdmin(RecordAdmin):
    """What was printed, as data."""

    see_deeds = SEES_ORDERS
    store_path = "register__store"
    list_display = (
        "number",
        "kind",
        "issued_at",
        receipt_total,
        link("order", _("order")),
        link("register", _("register")),
        "printed_count",
    )
    list_filter = (("kind", ChoiceFilter), ("register__store", RecordFilter), ("issued_at", DayFilter))
    search_fields = ("=number",)
    list_select_related = ("order", "register")
    ordering = ("-pk",)
    fields = ("number", "kind", "total", "order", "register", "issued_at", "printed_count", "printed")
    readonly_fields = ("total", "printed")
    total = receipt_total
    printed = data("document", _("what was printed"))

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The page that shows it as it was printed and hands it out again."""
        if not self.office.may(request, "reprint"):
            return []
        return [RecordLink(str(_("Show and hand out")), reverse("admin:receipt", args=[record.uid]))]


@admin.register(ReceiptCopy)
class ReceiptCopyAdmin(RecordAdmin):
    """Who printed which receipt when."""

    see_deeds = SEES_ORDERS
    store_path = "receipt__register__store"
    list_display = (link("receipt", _("receipt")), "number", "printed_at", link("staff", _("staff")))
    list_filter = (("receipt__register__store", RecordFilter), ("printed_at", DayFilter))
    search_fields = ("=receipt__number",)
    search_help_text = _("Receipt number")
    list_select_related = ("receipt", "staff")
    ordering = ("-pk",)


@admin.register(FormalReceipt)
class FormalReceiptAdmin(RecordAdmin):
    """Receipts that were made out to somebody by name."""

    see_deeds = SEES_ORDERS
    store_path = "receipt__register__store"
    list_display = (
        link("receipt", _("receipt")),
        "number",
        "recipient",
        "purpose",
        "issued_at",
        link("staff", _("staff")),
    )
    list_filter = (("receipt__register__store", RecordFilter), ("issued_at", DayFilter))
    search_fields = ("=receipt__number", "recipient")
    search_help_text = _("Receipt number, or the name it is made out to")
    list_select_related = ("receipt", "staff")
    ordering = ("-pk",)


class BasketLineInline(RowInline):
    """What is in a basket."""

    model = BasketLine
    fields = ("variant", "quantity", "seen_price")
    readonly_fields = ("seen_price",)
    seen_price = money("seen_price_minor", _("price seen"))


@admin.register(Basket)
class BasketAdmin(RecordAdmin):
    """What people are about to order, or left lying."""

    words = (_("basket"), _("baskets"))
    see_deeds = ("see_reports",)
    store_path = "store"
    list_display = (
        "changed_at",
        link("customer", _("customer")),
        link("store", _("store")),
        "held_until",
        "ordered_at",
    )
    list_filter = (("changed_at", DayFilter),)
    search_fields = ("=uid", "=customer__member_number")
    search_help_text = _("uid, or member number")
    ordering = ("-pk",)
    inlines = (BasketLineInline,)


@admin.register(History)
class HistoryAdmin(RecordAdmin):
    """Batches of past sales from other systems."""

    words = (_("batch of past sales"), _("batches of past sales"))
    see_deeds = ("import",)
    list_display = ("source", "started_at", "finished_at")
    search_fields = ("=uid", "source")
    ordering = ("-pk",)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The orders of the batch."""
        return [RecordLink(str(_("Orders")), list_url("orders_order", history__id__exact=record.pk))]


def _money(minor: int) -> str:
    return format_money(minor, settings.CURRENCY)
