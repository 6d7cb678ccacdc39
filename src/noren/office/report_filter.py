"""What the report is asked for: period, store and source, read from the address and written into links."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.kernel.filters import FIRST_DAY, LAST_DAY
from noren.kernel.naming import Named, NamedField, NamedInput, is_whole
from noren.kernel.sources import SOURCES
from noren.office.permissions import Visitor
from noren.orders.report import MOST_DAYS, Period
from noren.people.roles import Deed
from noren.stores.models import Store

PRESETS = ((28, _("4 weeks")), (56, _("8 weeks")), (91, _("13 weeks")), (182, _("26 weeks")), (364, _("52 weeks")))
USUAL_DAYS = 56
TYPED = "typed"
"""What the form says beside its fields, and no link does: that somebody typed them and sees what is found."""
PART = _("“%(typed)s” is only a part of %(name)s. Enter the whole code or name.")

_DAY = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
_BETWEEN = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY))


class ReportForm(forms.Form):
    """Period, store and source."""

    days = forms.TypedChoiceField(
        label=_("Period"), coerce=int, empty_value=None, required=False, choices=(("", _("from – to")), *PRESETS)
    )
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=_DAY), validators=_BETWEEN)
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=_DAY), validators=_BETWEEN)
    store = NamedField(
        label=_("Store"), required=False, widget=NamedInput(attrs={"placeholder": _("all – or code or name")})
    )
    source = forms.ChoiceField(label=_("Source"), required=False, choices=(("", _("all")), *SOURCES.items()))

    def clean_store(self) -> Named | None:
        """The store; in an address, which may be older than its stores, only by its whole code or name."""
        store: Named | None = self.cleaned_data["store"]
        typed = self.data["store"].strip() if store else ""
        if store is None or TYPED in self.data or is_whole(typed, store):
            return store
        raise forms.ValidationError(PART, code="part", params={"typed": typed, "name": str(store)})

    def clean(self) -> dict[str, object]:
        """From before to, and no more than the report can show."""
        typed = self.cleaned_data
        first, last = _days(typed)
        if last < first:
            self.add_error("last", _("The period ends before it begins."))
        elif (last - first).days > MOST_DAYS:
            self.add_error("first", _("At most %(days)d days can be shown.") % {"days": MOST_DAYS})
        return typed


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was filled in, and the period it means."""

    form: ReportForm
    period: Period
    store: Named | None

    def query(self, **more: str) -> str:
        """The period, store and source for an address, with more."""
        terms = {
            "first": self.period.first.isoformat(),
            "last": self.period.last.isoformat(),
            "store": self.store.code if self.store else "",
            "source": self.period.source,
        }
        return urlencode({name: value for name, value in {**terms, **more}.items() if value})


def read_filter(data: QueryDict, visitor: Visitor) -> Asked:
    """The period that was asked for, within the stores whose reports this person may see."""
    allowed = visitor.store_ids(Deed.SEE_REPORTS)
    typed_in = data.copy() if data else QueryDict(f"days={USUAL_DAYS}", mutable=True)
    form = ReportForm(typed_in)
    form.fields["store"].offer(Store.objects.all() if allowed is None else Store.objects.filter(pk__in=allowed))  # type: ignore[attr-defined]
    if "store" in form.errors:
        form.add_error("store", _("The figures are not narrowed to a store."))
    typed = {} if form.errors.keys() & {"days", "first", "last"} else form.cleaned_data
    store: Named | None = typed.get("store")
    if store is not None:
        typed_in["store"] = str(store)
    first, last = _days(typed)
    ids = (store.key,) if store is not None else (tuple(allowed) if allowed is not None else None)
    return Asked(form, Period(first, last, ids, typed.get("source") or ""), store)


def _days(typed: dict[str, object]) -> tuple[date, date]:
    """The first and the last day; whole weeks that end today when no days were given."""
    today = timezone.localdate()
    first, last = typed.get("first"), typed.get("last")
    if isinstance(first, date) and isinstance(last, date):
        return first, last
    days = typed.get("days")
    length = days if isinstance(days, int) and days else USUAL_DAYS
    if isinstance(first, date):
        return first, max(first, today)
    end = last if isinstance(last, date) else today
    return end - timedelta(days=length - 1), end
