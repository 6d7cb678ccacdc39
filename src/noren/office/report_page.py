"""The report from online to store, and the orders behind each of its figures."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.kernel.channels import channel_words
from noren.kernel.moments import say_long_day
from noren.office.answers import csv_file, page
from noren.office.permissions import check_visitor_may
from noren.office.report_csv import order_rows, report_rows
from noren.office.report_figures import kpis, matrix, orders_url, pickup_chart, sales_chart
from noren.office.report_filter import read_filter
from noren.office.staff_log import log_looked_at
from noren.office.words import OUTCOMES, outcome_words
from noren.orders.report import Figure, online_to_store, orders_behind, totals_of
from noren.people.roles import Deed

ROWS = 100
MOST_STORES = 25
MOST_CSV_ORDERS = 20_000


def report(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The report of a period; as CSV with `format=csv`."""
    asked = read_filter(request.GET, check_visitor_may(request, Deed.SEE_REPORTS))
    found = online_to_store(asked.period)
    if request.GET.get("format") == "csv":
        log_looked_at(request)
        return csv_file(f"online-to-store_{asked.period.first}_{asked.period.last}.csv", report_rows(found))
    outcomes = [outcome for outcome in OUTCOMES if any(cell.outcome == outcome for cell in found.cells)]
    context = {
        "asked": asked,
        "report": found,
        "kpis": kpis(found, totals_of(asked.period.before()), asked),
        "sales_chart": sales_chart(found),
        "pickup_chart": pickup_chart(found),
        "outcomes": [outcome_words(outcome) for outcome in outcomes],
        "matrix": matrix(found.cells, outcomes, asked),
        "stores": found.stores[:MOST_STORES],
        "hidden_stores": max(0, len(found.stores) - MOST_STORES),
        "pickup_url": orders_url(asked, "pickup"),
        "coupon_url": orders_url(asked, "coupon"),
        "at": timezone.now(),
        "csv_url": f"?{asked.query(format='csv')}",
        "period_words": f"{say_long_day(asked.period.first)} – {say_long_day(asked.period.last)}",
    }
    return page(request, "office/online_to_store.html", context, title=_("From online to store"))


def orders(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The orders that a figure is made of."""
    asked = read_filter(request.GET, check_visitor_may(request, Deed.SEE_REPORTS))
    figure, title = _figure(request)
    if request.GET.get("format") == "csv":
        log_looked_at(request)
        found = orders_behind(asked.period, figure, limit=MOST_CSV_ORDERS)
        return csv_file("orders.csv", order_rows(found))
    number = max(1, _whole(request.GET.get("p", "1")))
    found = orders_behind(asked.period, figure, offset=(number - 1) * ROWS, limit=ROWS + 1)
    terms = {
        name: request.GET[name] for name in ("figure", "begun", "outcome", "statuses", "coupon") if name in request.GET
    }
    context = {
        "orders": found[:ROWS],
        "number": number,
        "previous": f"?{asked.query(p=str(number - 1), **terms)}" if number > 1 else "",
        "next": f"?{asked.query(p=str(number + 1), **terms)}" if len(found) > ROWS else "",
        "report_url": f"{reverse('admin:online_to_store')}?{asked.query()}",
        "csv_url": f"?{asked.query(format='csv', **terms)}",
        "period_words": f"{say_long_day(asked.period.first)} – {say_long_day(asked.period.last)}",
    }
    return page(request, "office/orders_behind.html", context, title=title)


def _figure(request: HttpRequest) -> tuple[Figure, str]:
    """The figure that the address names, and what it is called; the report's first one for an address made up."""
    asked = request.GET
    kind, outcome = asked.get("figure", ""), asked.get("outcome", "")
    statuses = tuple(asked.get("statuses", "").split(",")) if asked.get("statuses") else ("completed",)
    if kind == "cell" and outcome in OUTCOMES:
        begun = asked.get("begun", "")
        return Figure("cell", begun=begun, outcome=outcome), f"{channel_words(begun)} → {outcome_words(outcome)}"
    if kind == "pickup":
        return Figure("pickup", statuses=statuses), _("Pickups: %(end)s") % {"end": _ends(statuses)}
    if kind == "coupon":
        code = asked.get("coupon", "")
        return Figure("coupon", coupon=code), _("Used in stores: %(code)s") % {"code": code}
    if kind == "extra":
        return Figure("extra"), _("Pickups that brought more")
    return Figure("brought"), _("Orders begun online, completed in a store")


def _ends(statuses: Sequence[str]) -> str:
    words = {"completed": _("picked up"), "placed": outcome_words("open"), "ready": outcome_words("open")}
    return ", ".join(dict.fromkeys(words.get(status, outcome_words(status)) for status in statuses))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
