"""Money in the office: payments and their ledger, read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import link_by_uid, money, record_url, state
from noren.kernel.filters import ChoiceFilter, DayFilter
from noren.kernel.records import RecordAdmin, RecordLink, RowInline
from noren.payments.models import Entry, Payment


class EntryInline(RowInline):
    """Money that moved for a payment."""

    model = Entry
    fields = ("kind", "amount", "tendered", "change", "at")
    readonly_fields = ("amount", "tendered", "change")
    amount = money("amount_minor", _("amount"))
    tendered = money("tendered_minor", _("handed in"))
    change = money("change_minor", _("change"))
    ordering = ("pk",)


class MoneyAdmin(RecordAdmin):
    """Money of the whole chain: a payment knows no store, so it is shown to those who see the reports of all stores."""

    see_deeds = ("see_reports",)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the reports of every store may be seen."""
        return super().has_view_permission(request, obj) and self.office.store_ids(request, *self.see_deeds) is None


@admin.register(Payment)
class PaymentAdmin(MoneyAdmin):
    """What is due for orders, and what was taken and given back of it."""

    list_display = (
        "made_at",
        state("status", _("status")),
        "provider",
        link_by_uid("orders_order", "order_uid", _("order"), words=_("order")),
        money("amount_minor", _("amount")),
        money("captured_minor", _("taken")),
        money("refunded_minor", _("given back")),
    )
    list_filter = (("status", ChoiceFilter), ("provider", ChoiceFilter), ("made_at", DayFilter))
    search_fields = ("=order_uid", "=uid")
    search_help_text = _("uid of the order or of the payment")
    ordering = ("-pk",)
    fields = ("uid", "status", "provider", "amount", "captured", "refunded", "made_at")
    readonly_fields = ("amount", "captured", "refunded")
    amount = money("amount_minor", _("amount"))
    captured = money("captured_minor", _("taken"))
    refunded = money("refunded_minor", _("given back"))
    inlines = (EntryInline,)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The order it is for."""
        return [RecordLink(str(_("Order")), record_url("orders_order", record.order_uid))]


@admin.register(Entry)
class EntryAdmin(MoneyAdmin):
    """The ledger of money."""

    list_display = (
        "at",
        "kind",
        money("amount_minor", _("amount")),
        money("tendered_minor", _("handed in")),
        money("change_minor", _("change")),
        link_by_uid("payments_payment", "payment__uid", _("payment")),
    )
    list_filter = (("kind", ChoiceFilter), ("at", DayFilter))
    search_fields = ("=uid", "=payment__order_uid")
    search_help_text = _("uid of the entry or of the order")
    ordering = ("-pk",)
