"""Shortfalls, deliveries, stocktakes and reorder points in the office, read-only: its pages have the deeds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from noren.kernel.causes import CAUSES
from noren.kernel.columns import cause, in_words, link, list_url, money, state
from noren.kernel.filters import ChoiceFilter, DayFilter, RecordFilter
from noren.kernel.records import RecordAdmin, RecordLink, RowInline
from noren.stock.models import Count, CountEntry, CountLine, Delivery, DeliveryLine, ReorderPoint, Shortfall


@admin.register(Shortfall)
class ShortfallAdmin(RecordAdmin):
    """What could not be kept, and who saw to it."""

    see_deeds = ("pick", "adjust_stock")
    store_path = "level__store"
    list_display = (
        "began_at",
        link("level__variant", _("variant")),
        link("level__store", _("store")),
        "most_pieces",
        cause(_("cause")),
        link("owner", _("taken by")),
        "ended_at",
    )
    list_filter = (("level__store", RecordFilter), ("began_at", DayFilter), ("ended_at", DayFilter))
    search_fields = ("=level__variant__sku",)
    search_help_text = _("SKU")
    list_select_related = ("level__store", "level__variant", "owner")
    ordering = ("-pk",)
    fields = (
        "level", "most_pieces", "began_at", "caused", "cause_uid", "owner", "note", "ended_at", "ended_through",
        "end_uid",
    )  # fmt: skip
    readonly_fields = ("caused", "ended_through")
    caused = cause(_("cause"))
    ended_through = in_words("end_kind", _("ended by"), CAUSES)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Why the level is what it is."""
        return [RecordLink(str(_("Why this figure?")), reverse("admin:level", args=[record.level_id]))]


class DeliveryLineInline(RowInline):
    """What the note says and what arrived."""

    model = DeliveryLine
    fields = ("variant", "expected", "found", "damaged")
    ordering = ("pk",)


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    """Deliveries of suppliers."""

    see_deeds = ("receive_goods", "adjust_stock")
    store_path = "store"
    list_display = (
        "made_at", "supplier", "note_number", link("store", _("store")), state("status", _("status")), "ended_at",
    )  # fmt: skip
    list_filter = (("status", ChoiceFilter), ("store", RecordFilter), ("made_at", DayFilter))
    search_fields = ("supplier", "=note_number")
    search_help_text = _("Supplier, or number of the delivery note")
    list_select_related = ("store",)
    ordering = ("-pk",)
    inlines = (DeliveryLineInline,)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its page."""
        return [RecordLink(str(_("Open delivery")), reverse("admin:delivery", args=[record.uid]))]


class CountLineInline(RowInline):
    """What was found and booked."""

    model = CountLine
    fields = ("level", "outcome", "expected", "counted", "difference", "worth")
    readonly_fields = ("worth",)
    worth = money("price_minor", _("price"))
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those that differ; a stocktake of a whole store has thousands that do not."""
        return super().get_queryset(request).exclude(difference=0)


@admin.register(Count)
class CountAdmin(RecordAdmin):
    """Stocktakes."""

    see_deeds = ("count_stock", "adjust_stock")
    store_path = "store"
    list_display = ("opened_at", "name", link("store", _("store")), "scope", state("status", _("status")), "ended_at")
    list_display_links = ("name",)
    list_filter = (("status", ChoiceFilter), ("store", RecordFilter), ("opened_at", DayFilter))
    search_fields = ("name",)
    list_select_related = ("store",)
    ordering = ("-pk",)
    fields = ("name", "store", "scope", "status", "opened_at", "opened_by", "ended_at", "ended_by")
    inlines = (CountLineInline,)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its page, and what was counted."""
        return [
            RecordLink(str(_("Open stocktake")), reverse("admin:count", args=[record.uid])),
            RecordLink(str(_("What was counted")), list_url("stock_countentry", count__id__exact=record.pk)),
        ]


@admin.register(CountEntry)
class CountEntryAdmin(RecordAdmin):
    """What was counted, place by place."""

    see_deeds = ("count_stock", "adjust_stock")
    store_path = "count__store"
    list_display = (
        "at", link("count", _("stocktake")), link("level__variant", _("variant")), "area", "pieces", "on_hand",
        "withdrawn_at",
    )  # fmt: skip
    list_filter = (("count__store", RecordFilter), ("at", DayFilter))
    search_fields = ("=level__variant__sku", "area")
    search_help_text = _("SKU, or the place")
    list_select_related = ("count", "level__variant")
    ordering = ("-pk",)
    fields = ("at", "count", "level", "area", "pieces", "on_hand", "position", "staff_id", "withdrawn_at")


@admin.register(ReorderPoint)
class ReorderPointAdmin(RecordAdmin):
    """Reorder points, those of stores and those of single goods."""

    see_deeds = ("adjust_stock",)
    store_path = "store"
    list_display = (link("store", _("store")), link("variant", _("variant")), "pieces")
    list_display_links = ("pieces",)
    list_filter = (("store", RecordFilter),)
    search_fields = ("=variant__sku",)
    search_help_text = _("SKU")
    list_select_related = ("store", "variant")
    ordering = ("store_id", "pk")
