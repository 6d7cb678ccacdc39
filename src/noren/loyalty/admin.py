"""Points in the office: accounts, lots and their ledger, read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import cause, link, list_url
from noren.kernel.filters import ChoiceFilter, DayFilter
from noren.kernel.records import RecordAdmin, RecordLink, RowInline
from noren.loyalty.models import PointsAccount, PointsEntry, PointsLot


class LotInline(RowInline):
    """Points by origin and expiry."""

    model = PointsLot
    fields = ("points", "remaining", "earned_at", "valid_until", "caused")
    readonly_fields = ("caused",)
    caused = cause(_("cause"))
    ordering = ("valid_until", "pk")


@admin.register(PointsAccount)
class PointsAccountAdmin(RecordAdmin):
    """A customer's balance and the lots it is made of."""

    see_deeds = ("see_timeline",)
    list_display = (link("customer", _("customer")), "balance")
    list_display_links = ("balance",)
    search_fields = ("=customer__member_number", "customer__family_name")
    search_help_text = _("Member number or name")
    ordering = ("-pk",)
    inlines = (LotInline,)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The account's ledger."""
        return [RecordLink(str(_("Points ledger")), list_url("loyalty_pointsentry", account__id__exact=record.pk))]


@admin.register(PointsEntry)
class PointsEntryAdmin(RecordAdmin):
    """The ledger of points."""

    see_deeds = ("see_timeline",)
    list_display = ("at", "kind", "points", link("account__customer", _("customer")), cause(_("cause")), "reason")
    list_filter = (("kind", ChoiceFilter), ("at", DayFilter))
    search_fields = ("=account__customer__member_number", "=cause_uid")
    search_help_text = _("Member number or uid of the cause")
    list_select_related = ("account__customer",)
    ordering = ("-pk",)
    fields = ("at", "kind", "points", "account", "caused", "cause_uid", "reason")
    readonly_fields = ("caused",)
    caused = cause(_("cause"))
