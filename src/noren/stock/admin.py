"""Stock in the office: levels corrected through `correct`, the ledger, holds and transfers read-only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import cause, figure, link, list_url, state
from noren.kernel.filters import ChoiceFilter, DayFilter, RecordFilter
from noren.kernel.ids import uuid7
from noren.kernel.money import format_money
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm, RecordLink
from noren.people.limits import limit_of
from noren.people.models import LimitKind
from noren.people.roles import find_staff_of_account
from noren.stock import counting_admin  # noqa: F401 - registers its records
from noren.stock.correct import set_on_hand, set_safety
from noren.stock.ledger import Cause
from noren.stock.models import Hold, Level, Movement, Transfer, TransferArrival
from noren.stock.second_person import ask_second_person, check_correction


class LevelForm(RecordForm):
    """A correction: what was really found, why, and how many pieces are never promised online."""

    found = forms.IntegerField(
        label=_("Really on hand"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Count the shelf and the back room. Empty: as it is."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("Needed with a new figure.")
    )
    set_aside = forms.IntegerField(label=_("Safety stock"), min_value=0, max_value=1_000_000)
    staff_code = forms.CharField(
        label=_("Staff code"), required=False, max_length=16, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Level
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["set_aside"] = self.instance.safety
        self.stood = {"found": self.instance.on_hand, "reason": None, "staff_code": None, "password": None}

    def clean(self) -> dict[str, Any]:
        """A count is booked with its reason."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("found") is not None and not typed.get("reason", "").strip():
            self.add_error("reason", ValidationError(gettext("Say why the figure is corrected."), code="required"))
        return typed


def _locked(key: int) -> Level:
    """The level until the transaction ends, so that what was approved is what is corrected."""
    return Level.objects.select_for_update(no_key=True, of=("self",)).select_related("variant").get(pk=key)


@admin.register(Level)
class LevelAdmin(RecordAdmin):
    """The running figures of each variant in each store."""

    see_deeds = ("pick", "adjust_stock")
    edit_deed = "adjust_stock"
    store_path = "store"
    change_verb = staticmethod(set_on_hand)
    form = LevelForm
    list_display = (
        link("variant", _("variant")),
        "goods",
        link("store", _("store")),
        "on_hand",
        "allocated",
        "held",
        "safety",
        "aside",
        "short",
        "free",
    )
    list_display_links = ("on_hand",)
    list_filter = (("store", RecordFilter),)
    search_fields = ("=variant__sku", "=variant__gtin", "variant__product__name")
    search_help_text = _("SKU, GTIN or name")
    list_select_related = ("store", "variant__product")
    ordering = ("pk",)
    readonly_fields = ("store", "variant", "goods", "on_hand", "allocated", "held", "aside", "short", "free", "safety")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The figures, and below them the correction for those who may make one."""
        figures = ("store", "variant", "goods", "on_hand", "allocated", "held", "aside", "short", "free")
        if not self.has_change_permission(request, obj):
            return ((None, {"fields": (*figures, "safety")}),)
        limit = limit_of(LimitKind.CORRECTION)
        fields = ((None, {"fields": figures}), (_("Correct"), {"fields": ("found", "reason", "set_aside")}))
        if limit is None:
            return fields
        return (
            *fields,
            (
                _("A second person, for a large correction"),
                {
                    "fields": ("staff_code", "password"),
                    "description": gettext("Needed above %(limit)s at selling price, unless head office corrects.")
                    % {"limit": format_money(limit, settings.CURRENCY)},
                },
            ),
        )

    @admin.display(description=_("goods"))
    def goods(self, level: Level) -> str:
        """What it is."""
        return f"{level.variant.product.name} {level.variant.name}".strip()

    @admin.display(description=_("available"))
    def free(self, level: Level) -> int:
        """What may still be promised."""
        return level.on_hand - level.allocated - level.held - level.safety - level.aside

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Why the level is what it is, its ledger and its holds."""
        return [
            RecordLink(str(_("Why this figure?")), reverse("admin:level", args=[record.pk])),
            RecordLink(str(_("Movements")), list_url("stock_movement", level__id__exact=record.pk)),
            RecordLink(str(_("Holds")), list_url("stock_hold", level__id__exact=record.pk)),
        ]

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """The form; a second person's code and password are taken before its transaction, which counts no tries."""
        staff = find_staff_of_account(request.user.pk) if request.user.pk else None
        if request.method == "POST" and staff is not None and object_id is not None and object_id.isdigit():
            level = self.get_queryset(request).filter(pk=object_id).first()
            if level is not None and self.has_change_permission(request, level):
                ask_second_person(request, level, staff)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Set what was found and what is set aside; the ledger books the differences, under the level's lock."""
        typed, level = form.cleaned_data, _locked(record.pk)
        staff = find_staff_of_account(request.user.pk) if request.user.pk else None
        if typed["found"] is not None and staff is not None:
            check_correction(request, level, typed["found"], typed["reason"].strip(), staff)
        cause = Cause("office", uuid7(), timezone.now(), reason=typed["reason"], staff_id=staff.id if staff else None)
        if typed["found"] is not None:
            set_on_hand(level.store_id, {level.variant_id: typed["found"]}, cause=cause)
        if typed["set_aside"] != level.safety:
            set_safety(level.store_id, {level.variant_id: typed["set_aside"]}, cause=cause)


@admin.register(Movement)
class MovementAdmin(RecordAdmin):
    """The ledger of stock."""

    see_deeds = ("pick", "adjust_stock")
    store_path = "level__store"
    list_display = (
        "at",
        "kind",
        link("level__variant", _("variant")),
        link("level__store", _("store")),
        "on_hand_change",
        "allocated_change",
        "held_change",
        cause(_("cause")),
        "reason",
    )
    list_filter = (("kind", ChoiceFilter), ("level__store", RecordFilter), ("at", DayFilter))
    search_fields = ("=level__variant__sku", "=cause_uid")
    search_help_text = _("SKU, or uid of the cause")
    list_select_related = ("level__store", "level__variant")
    ordering = ("-pk",)
    fields = (
        "at",
        "kind",
        "level",
        "on_hand_change",
        "allocated_change",
        "held_change",
        "safety_change",
        "aside_change",
        "aside_state",
        "short_change",
        "reason",
        "caused",
        "cause_uid",
        "staff_id",
    )
    readonly_fields = ("caused",)
    caused = cause(_("cause"))


@admin.register(Hold)
class HoldAdmin(RecordAdmin):
    """Goods kept for somebody for a time."""

    see_deeds = ("pick", "adjust_stock")
    store_path = "level__store"
    list_display = (
        "held_at",
        "kind",
        link("level__variant", _("variant")),
        link("level__store", _("store")),
        "quantity",
        "expires_at",
        "ended_at",
    )
    list_filter = (("kind", ChoiceFilter), ("level__store", RecordFilter), ("held_at", DayFilter))
    search_fields = ("=level__variant__sku", "=owner_uid")
    search_help_text = _("SKU, or uid of the owner")
    list_select_related = ("level__store", "level__variant")
    ordering = ("-pk",)


_SEES_TRANSFERS = ("draft_transfer", "send_transfer", "receive_transfer", "cancel_transfer")


class _OfTwoStores(RecordAdmin):
    """Records that belong to both stores of a transfer: who works in one of them sees them."""

    see_deeds = _SEES_TRANSFERS
    stores_of: tuple[str, str] = ("from_store", "to_store")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those from or to the stores that this person works in, or all."""
        records: QuerySet[Any] = super().get_queryset(request)
        stores = self.office.store_ids(request, *self.see_deeds)
        if stores is None:
            return records
        source, destination = self.stores_of
        return records.filter(Q(**{f"{source}__in": stores}) | Q(**{f"{destination}__in": stores}))


@admin.register(Transfer)
class TransferAdmin(_OfTwoStores):
    """Transfers; each has a page of its own, where its steps are done."""

    list_display = (
        "named",
        state("status", _("status")),
        link("from_store", _("from store")),
        link("to_store", _("to store")),
        "wanted",
        "came",
        "expected_on",
        "drafted_at",
    )
    list_filter = (("status", ChoiceFilter), ("from_store", RecordFilter), ("to_store", RecordFilter))
    search_fields = ("=number", "=lines__variant__sku")
    search_help_text = _("Number, or SKU of goods in it")
    list_select_related = ("from_store", "to_store")
    list_before_template = "office/transfer_links.html"
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the sums of their lines."""
        wanted, came = Sum("lines__wanted", default=0), Sum(F("lines__received") + F("lines__surplus"), default=0)
        transfers: QuerySet[Any] = super().get_queryset(request).annotate(wanted_sum=wanted, came_sum=came)
        return transfers

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """With the way to a new one, for those who may draft one."""
        can_draft = self.office.may(request, "draft_transfer")
        return super().changelist_view(request, {**(extra_context or {}), "can_draft": can_draft})

    @admin.display(description=_("transfer number"), ordering="number")
    def named(self, transfer: Transfer) -> str:
        """The number as people read it."""
        return str(transfer)

    @admin.display(description=_("pieces wanted"), ordering="wanted_sum")
    def wanted(self, transfer: Any) -> str:
        """Pieces of all lines."""
        return figure(f"{transfer.wanted_sum:,}")

    @admin.display(description=_("pieces arrived"), ordering="came_sum")
    def came(self, transfer: Any) -> str:
        """Pieces that came, the surplus too."""
        return figure(f"{transfer.came_sum:,}")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The transfer's own page."""
        record = self.get_object(request, object_id) if object_id else None
        if record is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(reverse("admin:transfer", args=[record.uid]))


@admin.register(TransferArrival)
class TransferArrivalAdmin(_OfTwoStores):
    """What came of transfers, count by count."""

    stores_of = ("transfer__from_store", "transfer__to_store")
    list_display = (
        "at",
        link("transfer", _("transfer")),
        link("transfer__to_store", _("to store")),
        "pieces",
        "damaged",
        "is_closing",
    )
    list_filter = (("transfer__to_store", RecordFilter), ("at", DayFilter))
    search_fields = ("=transfer__number", "=uid")
    search_help_text = _("Number of the transfer")
    list_select_related = ("transfer__from_store", "transfer__to_store")
    ordering = ("-pk",)
    fields = ("at", "transfer", "pieces", "damaged", "is_closing", "staff_id")

    def links_of(self, request: HttpRequest, record: Any) -> Sequence[RecordLink]:
        """The transfer's page."""
        return [RecordLink(str(_("Transfer")), reverse("admin:transfer", args=[record.transfer.uid]))]
