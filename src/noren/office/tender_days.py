"""Money by tender, a business day and store a row for each way of paying; as a page and as CSV."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noren.kernel.filters import FIRST_DAY, LAST_DAY
from noren.office.answers import Cell, csv_file, page
from noren.office.staff_log import log_looked_at
from noren.office.stock_access import read_asked
from noren.orders.shifts.no_shift import in_no_shift
from noren.orders.tender_report import MOST_DAYS, TenderDay, tender_days
from noren.payments.words import provider_words
from noren.people.roles import Deed

USUAL_DAYS = 7
_DAY = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}


class DaysForm(forms.Form):
    """From one business day to another."""

    first = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs=_DAY))
    last = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs=_DAY))


def money_by_tender(request: HttpRequest) -> HttpResponseBase:
    """The last seven business days, or those that are asked for."""
    asked = read_asked(request, Deed.SEE_SHIFTS)
    first, last = read_days(request)
    found = tender_days(first, last, store_ids=asked.store_ids())
    if "csv" in request.GET:
        log_looked_at(request)
        return csv_file(f"tenders-{first.isoformat()}-{last.isoformat()}.csv", _rows(found))
    context = {
        "asked": asked,
        "form": DaysForm(initial={"first": first.isoformat(), "last": last.isoformat()}),
        "first": first,
        "last": last,
        "days": found,
        "most_days": MOST_DAYS,
        "none": in_no_shift(first, last, store_ids=asked.store_ids()),
    }
    return page(request, "office/tender_days.html", context, title=_("Money by way of paying"))


def read_days(request: HttpRequest) -> tuple[date, date]:
    """What is asked for, as far as it can be shown; a day that is none is as if nothing were asked."""
    form = DaysForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data
    last = min(typed.get("last") or timezone.localdate(), LAST_DAY)
    first = max(typed.get("first") or last - timedelta(days=USUAL_DAYS - 1), FIRST_DAY)
    return max(min(first, last), last - timedelta(days=MOST_DAYS - 1)), last


def _rows(found: Sequence[TenderDay]) -> Iterator[Sequence[Cell]]:
    """Amounts in the minor unit."""
    yield [_("Business day"), _("Store code"), _("Store"), _("Way of paying"), _("Sales"), _("Given back"), _("Total"),
           _("Kept without change")]  # fmt: skip
    for each in found:
        yield [each.day.isoformat(), each.store_code, each.store_name, each.name or provider_words(each.provider),
               each.taken_minor, each.back_minor, each.left_minor, each.kept_minor]  # fmt: skip
