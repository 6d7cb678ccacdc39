"""Records in the office: the base of every room's `admin.py`.

A record is shown to those who may see it and changed only by a verb of its room. A room names the verb it adds, changes
or deletes with; without one there is no such button and no such address. Django's own saving is cut off here, so that
no form writes past a verb. Who may do what, and in which stores, is the site's answer (`noren.office.site`), by deeds.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast
from uuid import UUID

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet, construct_instance
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from noren.kernel.columns import Words
from noren.kernel.csv_file import csv_file
from noren.kernel.errors import NorenError
from noren.kernel.list_csv import list_rows
from noren.kernel.looking_up import look_up
from noren.kernel.paging import CappedPaginator

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline

    AnyAdmin = ModelAdmin[Any]
    AnyInline = TabularInline[Any, Any]
    AnyForm = forms.ModelForm[Any]
    AnyFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    AnyForm = forms.ModelForm
    AnyFormSet = BaseInlineFormSet
    from unfold.admin import ModelAdmin as AnyAdmin
    from unfold.admin import TabularInline as AnyInline

Verb = Callable[..., object]


class Office(Protocol):
    """What the site answers about whoever is signed in."""

    def may(self, request: HttpRequest, *deeds: str) -> bool:
        """Whether one of the deeds is allowed, in one store at least; without any, whether somebody works here."""

    def store_ids(self, request: HttpRequest, *deeds: str) -> frozenset[int] | None:
        """The stores in which one of them is allowed; None for all of them."""

    def logged(
        self, request: HttpRequest, deed: str, record: Model, changes: Mapping[str, tuple[object, object]]
    ) -> AbstractContextManager[None]:
        """Around a deed on a record, inside its transaction: the staff log says what was done."""

    def ask_about_price(self, request: HttpRequest, variant_uid: UUID, before: int, after: int) -> None:
        """Take a second person's code and password beside another price, before the transaction that sets it."""

    def check_price(self, request: HttpRequest, variant_uid: UUID, before: int, after: int) -> None:
        """Refuse, in that transaction, a price that changes so much that a second person must agree and did not."""

    def price_words(self) -> str:
        """When a second person is needed for another price; empty where never."""

    def note_export(self, request: HttpRequest, kind: str) -> None:
        """A list of records is taken away as a file: the staff log says so."""


class RecordForm(AnyForm):
    """The form of a record. What the database refuses is the verb's to say: in words, at a field.

    But a verb that makes or changes the record of a code cannot know that somebody meant to make a new one.
    """

    def _post_clean(self) -> None:
        """Check each column's own type and length, and leave constraints alone: they know only their names."""
        is_new = self.instance.pk is None
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            self.instance.clean_fields(exclude=exclude)
            if is_new:
                self.instance.validate_unique(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A button on the page of a record."""

    words: str
    url: str


class RecordAdmin(AnyAdmin):
    """Records that are read-only unless a verb changes them.

    Attributes:
        see_deeds: the records are seen by those who may do one of these; empty for everybody in the office.
        edit_deed: what somebody must be allowed to do to add, change or delete them.
        words: what one of the records is called, and several; for models that do not say it themselves.
        store_path: the lookup from a record to its store; with it, people bound to stores see only the records of
            those. Empty for records that belong to no store.
        add_verb, change_verb, delete_verb: the verb of the room that `add_record`, `change_record` or
            `delete_record` calls; None where there is none.
    """

    see_deeds: ClassVar[tuple[str, ...]] = ()
    edit_deed: ClassVar[str] = ""
    words: ClassVar[tuple[Words, Words] | None] = None
    store_path: ClassVar[str] = ""
    add_verb: ClassVar[Verb | None] = None
    change_verb: ClassVar[Verb | None] = None
    delete_verb: ClassVar[Verb | None] = None

    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    list_select_related: ClassVar[bool | list[str] | tuple[str, ...]] = True
    actions = None
    view_on_site = False
    save_as = False

    @property
    def singular(self) -> str:
        """What one of the records is called."""
        return str(self.words[0] if self.words else self.opts.verbose_name)

    @property
    def plural(self) -> str:
        """What several of them are called."""
        return str(self.words[1] if self.words else self.opts.verbose_name_plural)

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Call `add_verb` with what the form says; answer the primary key of the new record."""
        raise NotImplementedError(f"{type(self).__name__} has no verb to add with")

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Call `change_verb` with what the form says."""
        raise NotImplementedError(f"{type(self).__name__} has no verb to change with")

    def delete_record(self, request: HttpRequest, record: Model) -> None:
        """Call `delete_verb`."""
        raise NotImplementedError(f"{type(self).__name__} has no verb to delete with")

    # Who may

    @property
    def office(self) -> Office:
        """The site, as what it answers."""
        return cast(Office, self.admin_site)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the room is listed."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether these records may be seen; which of them, `get_queryset` says."""
        return self.office.may(request, *self.see_deeds)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether a record may be added: there is a verb, and the deed is allowed in every store it may belong to."""
        if self.add_verb is None or not self._may_edit(request):
            return False
        return not self.store_path or self.office.store_ids(request, self.edit_deed) is None

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a record may be changed: there is a verb, and the deed is allowed in its store."""
        return self.change_verb is not None and self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a record may be deleted: there is a verb, and the deed is allowed in its store."""
        return self.delete_verb is not None and self._may_edit(request, obj)

    def _may_edit(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not self.edit_deed or not self.office.may(request, self.edit_deed):
            return False
        stores = self.office.store_ids(request, self.edit_deed) if self.store_path and obj is not None else None
        return stores is None or self._in_stores(self.model._default_manager.filter(pk=obj.pk), stores).exists()  # type: ignore[union-attr]

    def _in_stores(self, records: QuerySet[Any], stores: frozenset[int]) -> QuerySet[Any]:
        return records.filter(**{f"{self.store_path}__in": stores})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The records of the stores that this person works in, or all."""
        records = super().get_queryset(request)
        stores = self.office.store_ids(request, *self.see_deeds) if self.store_path else None
        return records if stores is None else self._in_stores(records, stores)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """A record by primary key or, as other rooms name it, by uid."""
        uid = _uid(object_id)
        if uid is not None and any(field.name == "uid" for field in self.model._meta.fields):
            return self.get_queryset(request).filter(uid=uid).first()
        return super().get_object(request, object_id, from_field)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The records that fit what was typed, none of them twice."""
        return look_up(queryset, self.get_search_fields(request), search_term), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Addresses may filter by the key of any related record, as links between records do, and by nothing secret."""
        return lookup.endswith("__id__exact") or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A plain field: records that it names are added on pages of their own, not in windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deed on many records at once."""
        return {}

    # A list

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; as a CSV file of everything the filters let through with `format=csv`."""
        if request.GET.get("format") != "csv":
            asked = request.GET.copy()
            asked["format"] = "csv"
            return super().changelist_view(request, {"csv_url": f"?{asked.urlencode()}", **(extra_context or {})})
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.copy()
        del asked["format"]
        request.GET = asked  # type: ignore[assignment]
        found = self.get_changelist_instance(request)
        self.office.note_export(request, self.opts.label_lower)
        name = f"{self.opts.model_name}_{timezone.localdate()}.csv"
        return csv_file(name, list_rows(self, found.list_display, found.get_queryset(request)))  # type: ignore[return-value]

    # What the page of a record has beside its fields

    def links_of(self, request: HttpRequest, record: Any) -> Sequence[RecordLink]:
        """Pages about the record, and deeds on it that have a page of their own."""
        return ()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of a record, with its links."""
        record = kwargs.get("obj") or context.get("original")
        context["record_links"] = self.links_of(request, record) if record is not None else ()
        context["can_be_changed"] = self.change_verb is not None
        return super().render_change_form(request, context, *args, **kwargs)

    # How a change is made

    def save_model(self, request: HttpRequest, obj: Model, form: AnyForm, change: bool) -> None:  # noqa: FBT001 - Django's
        """Hand the form to the verb; the record itself is never saved from here."""
        with self.office.logged(request, self.edit_deed, obj, changes_of(form)):
            if change:
                self.change_record(request, obj, form)
            else:
                obj.pk = self.add_record(request, form)
            obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Nothing: rows of a record are the verb's too."""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Hand the record to the verb."""
        with self.office.logged(request, self.edit_deed, obj, {}):
            self.delete_record(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Never: many records are deleted one by one, each by the verb."""
        raise NotImplementedError("records are deleted one by one")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; what a verb refuses stands at its field, and nothing typed is lost."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NorenError as refusal:
            request.META[_REFUSAL] = refusal
            for name in request.FILES:
                for upload in request.FILES.getlist(name):
                    upload.seek(0)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The question before deleting; a refusal of the verb is said on the record's own page."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except NorenError as refusal:
            self.message_user(request, str(refusal), level="ERROR")
            return self.response_refused(request, object_id)

    def response_refused(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where somebody goes whose deletion was refused: back to the record."""
        return HttpResponse(status=302, headers={"Location": request.path.replace("/delete/", "/change/")})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's
        """The form; after a refusal one that says so."""
        form = super().get_form(request, obj, change, **kwargs)
        refusal = request.META.get(_REFUSAL)
        return form if refusal is None else _refused(form, refusal)


class RowFormSet(AnyFormSet):
    """Rows that are only shown: whatever a browser sends about them is not read, and they never stand in the way."""

    def __init__(self, data: object = None, files: object = None, **kwargs: Any) -> None:
        super().__init__(None, None, **kwargs)
        self.new_objects: list[Any] = []
        self.changed_objects: list[tuple[Any, list[str]]] = []
        self.deleted_objects: list[Any] = []

    def is_valid(self) -> bool:
        """Always."""
        return True


class RowInline(AnyInline):
    """Rows of a record, to read. They have no permissions of their own: who sees the record sees its rows."""

    formset = RowFormSet
    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The record's own permission decides."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


_REFUSAL = "noren.refusal"
_SECRET = ("password", "secret")


def changes_of(form: forms.BaseForm) -> dict[str, tuple[object, object]]:
    """What a valid form changes, by field: what stood there before, and what was typed; of secrets only that.

    A form whose fields do not begin with what stands there says it in `stood`; None for what changes no record.
    """
    stood: Mapping[str, object] = getattr(form, "stood", {})
    return {
        name: _change(form, name, stood.get(name, form[name].initial))
        for name in form.changed_data
        if not (name in stood and stood[name] is None)
    }


def _change(form: forms.BaseForm, name: str, before: object) -> tuple[object, object]:
    is_secret = name == "pin" or any(word in name for word in _SECRET)
    return ("…", "…") if is_secret else (before, form.cleaned_data.get(name))


def _refused(form: type[AnyForm], refusal: NorenError) -> type[AnyForm]:
    """The same form, invalid because of the refusal: at its field, or above the form when it has no such field."""

    class RefusedForm(form):  # type: ignore[misc,valid-type]
        def _post_clean(self) -> None:
            super()._post_clean()
            at = next((name for name in _candidates(refusal.field) if name in self.fields), None)
            self.add_error(at, str(refusal))

    return RefusedForm


def _candidates(field: str | None) -> Sequence[str]:
    """Names under which a form may know a verb's field: `rule.benefit.percent_bp` is asked for as its last part too."""
    if not field:
        return ()
    parts = field.split(".")
    return (field, "_".join(parts), parts[-1], parts[0])


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
