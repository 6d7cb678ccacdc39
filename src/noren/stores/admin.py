"""Stores and registers in the office: changed through `save` and `opening`."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.kernel.columns import link
from noren.kernel.filters import RecordFilter, YesNoFilter
from noren.kernel.form_fields import HoursField, SpecialDaysField
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm, RecordLink
from noren.stores.models import Register, Store
from noren.stores.opening import set_opening_hours, set_special_day, unset_special_day
from noren.stores.save import StoreDefinition, save_register, save_store

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_FIELDS = (
    "code",
    "name",
    "postal_code",
    "address",
    "phone",
    "latitude",
    "longitude",
    "time_zone",
    "closing_hour",
    "is_active",
    "is_pickup_enabled",
    "pickup_lead_minutes",
    "sends_transfers",
    "transfer_days",
    "ships",
    "issuer_name",
    "issuer_number",
)


class StoreForm(RecordForm):
    """A store with its week and its special days."""

    day_0 = HoursField(label=WEEKDAYS[0], required=False, help_text=_("10:00–21:00; nothing for closed."))
    day_1 = HoursField(label=WEEKDAYS[1], required=False)
    day_2 = HoursField(label=WEEKDAYS[2], required=False)
    day_3 = HoursField(label=WEEKDAYS[3], required=False)
    day_4 = HoursField(label=WEEKDAYS[4], required=False)
    day_5 = HoursField(label=WEEKDAYS[5], required=False)
    day_6 = HoursField(label=WEEKDAYS[6], required=False)
    special_days = SpecialDaysField(
        label=_("Special days"),
        required=False,
        help_text=_("One a line: 2026-12-31 10:00–17:00, or the date alone for closed."),
    )

    class Meta:
        model = Store
        fields = _FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for hours in self.instance.opening_hours.all():
                self.initial[f"day_{hours.weekday}"] = (hours.opens_minute, hours.closes_minute)
            self.initial["special_days"] = special_days_of(self.instance)
            if "code" in self.fields:
                self.fields["code"].disabled = True


@admin.register(Store)
class StoreAdmin(RecordAdmin):
    """Stores: seen by everybody, changed by head office and by the store's own manager."""

    edit_deed = "edit_store"
    store_path = "pk"
    add_verb = staticmethod(save_store)
    change_verb = staticmethod(save_store)
    form = StoreForm
    list_display = ("name", "code", "address", "phone", "is_active", "is_pickup_enabled")
    list_filter = (("is_active", YesNoFilter), ("is_pickup_enabled", YesNoFilter), ("ships", YesNoFilter))
    search_fields = ("name", "=code", "address")
    fieldsets = (
        (None, {"fields": ("code", "name", "is_active", "postal_code", "address", "phone", "latitude", "longitude")}),
        (_("Pickup"), {"fields": ("is_pickup_enabled", "pickup_lead_minutes")}),
        (_("Goods for other stores"), {"fields": ("sends_transfers", "transfer_days")}),
        (pgettext_lazy("to a home", "Delivery"), {"fields": ("ships",)}),
        (_("Opening hours"), {"fields": (*(f"day_{day}" for day in range(7)), "special_days")}),
        (_("Business day and receipts"), {"fields": ("time_zone", "closing_hour", "issuer_name", "issuer_number")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's fields; for those who only look, the columns and the week in words."""
        if self.has_change_permission(request, obj) or (obj is None and self.has_add_permission(request)):
            return super().get_fieldsets(request, obj)
        return ((None, {"fields": (*_FIELDS, "week")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The week in words is never typed."""
        return ("week",)

    @admin.display(description=_("Opening hours"))
    def week(self, store: Store) -> str:
        """The week in words."""
        hours = {each.weekday: (each.opens_minute, each.closes_minute) for each in store.opening_hours.all()}
        field = HoursField()
        return ", ".join(
            f"{name} {field.prepare_value(hours[day]) if day in hours else _('closed')}"
            for day, name in enumerate(WEEKDAYS)
        )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Every store is seen by everybody who works here."""
        return Store.objects.prefetch_related("opening_hours")

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Open a store and give it its hours."""
        return self._save(form.cleaned_data, code=form.cleaned_data["code"])

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change a store and its hours."""
        self._save(form.cleaned_data, code=Store.objects.values_list("code", flat=True).get(pk=record.pk))

    def _save(self, typed: dict[str, Any], *, code: str) -> int:
        at = timezone.now()
        columns = {name: typed[name] for name in _FIELDS if name != "code"}
        save_store(StoreDefinition(code=code, **columns), at=at)
        store = Store.objects.get(code=code)
        weekly = {day: typed[f"day_{day}"] for day in range(7) if typed[f"day_{day}"]}
        if weekly != {each.weekday: (each.opens_minute, each.closes_minute) for each in store.opening_hours.all()}:
            set_opening_hours(code, weekly, at=at)
        wanted, known = typed["special_days"], special_days_of(store)
        for day in known.keys() - wanted.keys():
            unset_special_day(code, day, at=at)
        for day, hours in wanted.items():
            if day not in known or known[day] != hours:
                set_special_day(code, day, hours, at=at)
        return store.pk


def special_days_of(store: Store) -> dict[Any, tuple[int, int] | None]:
    """Hours by date; None for closed."""
    return {
        day.date: None
        if day.opens_minute is None or day.closes_minute is None
        else (day.opens_minute, day.closes_minute)
        for day in store.special_days.order_by("date")
    }


class RegisterForm(RecordForm):
    """A register; once made it stays in its store under its code."""

    class Meta:
        model = Register
        fields = ("store", "code", "name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("store", "code"):
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


@admin.register(Register)
class RegisterAdmin(RecordAdmin):
    """Registers: each store's own manager may name and retire them."""

    see_deeds = ("edit_store",)
    edit_deed = "edit_store"
    store_path = "store"
    add_verb = staticmethod(save_register)
    change_verb = staticmethod(save_register)
    form = RegisterForm
    fields = ("store", "code", "name", "is_active")
    list_display = ("name", "code", link("store", _("store")), "is_active")
    list_filter = (("store", RecordFilter), ("is_active", YesNoFilter))
    search_fields = ("name", "=code", "store__name")

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """To a code for the device that is to stand there."""
        return [RecordLink(str(_("New till")), reverse("admin:new_till", args=[record.pk]))] if record.is_active else []

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Put a register into a store."""
        self._save(form.cleaned_data)
        return Register.objects.get(store=form.cleaned_data["store"], code=form.cleaned_data["code"]).pk

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Rename or retire it."""
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> None:
        save_register(
            typed["store"].code,
            code=typed["code"],
            name=typed["name"],
            is_active=typed["is_active"],
            at=timezone.now(),
        )
