"""Orders in the office: read-only; the deeds on them are done at the till and by the customer."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import link, money, state
from noren.kernel.filters import ChoiceFilter, DayFilter, RecordFilter, ValueFilter
from noren.kernel.records import RecordAdmin, RowInline
from noren.orders.models import Order, OrderLine


class OrderLineInline(RowInline):
    """The goods of an order."""

    model = OrderLine
    fields = ("position", "variant", "name", "ordered_quantity", "quantity")


@admin.register(Order)
class OrderAdmin(RecordAdmin):
    """Orders of every channel, past sales included."""

    see_deeds = ("hand_over", "see_reports")
    store_path = "store"
    list_display = (
        "number",
        state("status", _("status")),
        "placed_at",
        link("store", _("store")),
        link("customer", _("customer")),
        "channel",
        money("total_minor", _("total")),
    )
    list_filter = (
        ("status", ChoiceFilter),
        ("store", RecordFilter),
        ("source", ChoiceFilter),
        ("channel", ValueFilter),
        ("placed_at", DayFilter),
    )
    search_fields = ("=number", "=fulfillment__pickup_code", "contact_name", "=contact_email")
    inlines = (OrderLineInline,)
