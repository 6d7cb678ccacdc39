"""Sales that belong to no shift, by register and business day, with their receipts."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from noren.office.answers import page
from noren.office.permissions import visitor_of
from noren.office.stock_access import read_asked
from noren.office.tender_days import DaysForm, read_days
from noren.orders.shifts.no_shift import days_in_no_shift
from noren.orders.tender_report import MOST_DAYS
from noren.people.roles import Deed

SHOWN = 200


def sales_in_no_shift(request: HttpRequest) -> HttpResponse:
    """The last seven business days, or those that are asked for."""
    asked = read_asked(request, Deed.SEE_SHIFTS)
    first, last = read_days(request)
    found = days_in_no_shift(first, last, store_ids=asked.store_ids(), limit=SHOWN)
    context = {
        "asked": asked,
        "form": DaysForm(initial={"first": first.isoformat(), "last": last.isoformat()}),
        "days": found,
        "most_days": MOST_DAYS,
        "shown": SHOWN,
        "is_more": len(found) == SHOWN,
        "opens_receipts": visitor_of(request).may(Deed.REPRINT),
    }
    return page(request, "office/no_shift.html", context, title=_("Sales in no shift"))
