"""What was taken off by hand, in the office: by member of staff, store and reason, each sale of it, and as CSV."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noren.office.answers import Cell, csv_file, page
from noren.office.staff_log import log_looked_at
from noren.office.stock_access import read_asked
from noren.office.words import money
from noren.orders.markdowns.models import MarkdownKind
from noren.orders.markdowns.queries import MarkdownRow, SumBy, latest_markdowns, sums_of_markdowns
from noren.people.roles import Deed

MAY_SEE = (Deed.SEE_MARKDOWNS,)
SHOWN, MOST_IN_FILE = 100, 20_000
DAYS = {
    7: gettext_lazy("7 days"),
    28: gettext_lazy("4 weeks"),
    91: gettext_lazy("13 weeks"),
    364: gettext_lazy("52 weeks"),
}
USUAL_DAYS = 28
_TITLES = {
    SumBy.STAFF: gettext_lazy("By member of staff"),
    SumBy.STORE: gettext_lazy("By store"),
    SumBy.REASON: gettext_lazy("By reason"),
}


def markdowns(request: HttpRequest) -> HttpResponseBase:
    """What was taken off in the stores of whoever looks: added up, and the latest of it; as CSV all of it."""
    asked = read_asked(request, *MAY_SEE)
    typed = request.GET.get("days", "")
    days = next((days for days in DAYS if str(days) == typed), USUAL_DAYS)
    since = timezone.now() - timedelta(days=days)
    if "csv" in request.GET:
        found = latest_markdowns(asked.store_ids(), since=since, limit=MOST_IN_FILE)
        log_looked_at(request)
        return csv_file("markdowns.csv", _rows(found))
    found = latest_markdowns(asked.store_ids(), since=since, limit=SHOWN)
    sums = [(by, title, sums_of_markdowns(by, asked.store_ids(), since=since)) for by, title in _TITLES.items()]
    context = {
        "asked": asked,
        "days": days,
        "choices": DAYS,
        "sums": sums,
        "rows": [(each, said_of(each)) for each in found],
        "shown": SHOWN,
        "is_more": len(found) == SHOWN,
    }
    return page(request, "office/markdowns.html", context, title=_("Taken off by hand"))


def said_of(row: MarkdownRow) -> str:
    """What was typed at the till: `¥900`, `20%`, `−¥100`."""
    if row.kind is MarkdownKind.PERCENT:
        return f"{row.value / 100:g}%"
    return money(row.value if row.kind is MarkdownKind.PRICE else -row.value)


def _rows(found: Sequence[MarkdownRow]) -> Iterator[Sequence[Cell]]:
    """Markdowns, one a row; amounts in the minor unit, instants in UTC."""
    yield [_("Given at"), _("Store"), _("Register"), _("Staff code"), _("Staff"), _("Order number"), _("Goods"),
           _("Kind"), _("Said"), _("At list price"), _("Taken off"), _("Reason"), _("Approved by"), _("Voided"),
           _("Without a network")]  # fmt: skip
    for each in found:
        yield [each.given_at.isoformat(), each.store_name, each.register_name, each.staff_code, each.staff_name,
               each.order_number, each.goods, str(each.kind.label), each.value, each.list_minor, each.amount_minor,
               each.reason, each.approved_by, _("yes") if each.is_voided else "",
               _("yes") if each.is_late else ""]  # fmt: skip
