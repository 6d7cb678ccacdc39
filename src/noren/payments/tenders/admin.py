"""Tender kinds in the office: named and changed through `save`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.kernel.filters import ChoiceFilter, YesNoFilter
from noren.kernel.form_fields import CodesField
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm
from noren.payments.models import TenderKind
from noren.payments.tenders.save import TenderKindDefinition, save_tender_kind

_FIELDS = (
    "code",
    "name",
    "form",
    "position",
    "is_active",
    "rest",
    "refund_by",
    "opens_drawer",
    "is_counted",
    "needs_reference",
    "most_alone_minor",
)


class FacesField(CodesField):
    """Face values, parted by spaces, commas or lines. Cleans to a tuple of whole numbers."""

    widget: type[forms.Widget] = forms.TextInput  # type: ignore[assignment]

    def clean(self, value: Any) -> Any:
        """Whole numbers above nothing, in full-width digits too."""
        try:
            return tuple(int(part) for part in super().clean(value))
        except ValueError:
            raise ValidationError(_("Write amounts in digits, as 500 1000."), code="faces") from None

    def prepare_value(self, value: object) -> object:
        """Amounts with spaces between them."""
        return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


class TenderKindForm(RecordForm):
    """A way of paying at tills; once made it keeps its code and what it is."""

    faces_minor = FacesField(
        label=_("face values"),
        required=False,
        help_text=_("Of gift certificates, as 500 1000. Nothing: any value may be typed."),
    )

    class Meta:
        model = TenderKind
        fields = _FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["faces_minor"] = self.instance.faces_minor
        for name in ("code", "form"):
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


@admin.register(TenderKind)
class TenderKindAdmin(RecordAdmin):
    """What tills take beside cash: the same in every store, so named by who may change all of them."""

    see_deeds = ("edit_store",)
    edit_deed = "edit_store"
    add_verb = staticmethod(save_tender_kind)
    change_verb = staticmethod(save_tender_kind)
    form = TenderKindForm
    list_display = ("name", "code", "form", "rest", "refund_by", "is_active")
    list_filter = (("form", ChoiceFilter), ("is_active", YesNoFilter))
    search_fields = ("name", "=code")
    ordering = ("position", "pk")
    fieldsets = (
        (None, {"fields": ("code", "name", "form", "position", "is_active")}),
        (_("When it is taken"), {"fields": ("rest", "faces_minor", "needs_reference", "opens_drawer")}),
        (_("Afterwards"), {"fields": ("refund_by", "is_counted")}),
        (_("Without a network"), {"fields": ("most_alone_minor",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It is the same in all stores: a manager of one does not change it."""
        return super().has_add_permission(request) and self._may_everywhere(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """It is the same in all stores: a manager of one does not change it."""
        return super().has_change_permission(request, obj) and self._may_everywhere(request)

    def _may_everywhere(self, request: HttpRequest) -> bool:
        return self.office.store_ids(request, self.edit_deed) is None

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Name a way of paying."""
        self._save(form.cleaned_data)
        return TenderKind.objects.get(code=form.cleaned_data["code"]).pk

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change it."""
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> None:
        fields = {name: typed[name] for name in (*_FIELDS, "faces_minor")}
        save_tender_kind(TenderKindDefinition(**fields), at=timezone.now())
