"""The start page: today in the stores."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.office.answers import page
from noren.office.permissions import Visitor, visitor_of
from noren.office.shortfalls import MAY_SEE
from noren.orders.routing.queries import count_parked
from noren.orders.today import StoreToday, late_pickups, today_in_stores
from noren.outreach.queries import count_failed
from noren.people.roles import Deed
from noren.stock.shortfalls import count_open_shortfalls


def today(request: HttpRequest) -> HttpResponse:
    """What is open, late and about to expire, in the stores of whoever looks."""
    visitor, at = visitor_of(request), timezone.now()
    stores = visitor.store_ids()
    ids = tuple(stores) if stores is not None else None
    rows = today_in_stores(at=at, store_ids=ids)
    context = {
        "at": at,
        "busy": [row for row in rows if not row.is_quiet],
        "quiet": [row for row in rows if row.is_quiet],
        "totals": _totals(rows),
        "late": late_pickups(at=at, store_ids=ids),
        "failed_mails": count_failed() if visitor.may(Deed.RESEND_MAIL) and stores is None else 0,
        "shortfalls": _shortfalls(visitor),
        "parked": count_parked(store_ids=visitor.store_ids(*MAY_SEE)),
        "sees_orders": visitor.may(Deed.HAND_OVER, Deed.SEE_REPORTS),
    }
    return page(request, "office/today.html", context, title=_("Today in the stores"))


def _shortfalls(visitor: Visitor) -> int:
    """How many levels are short where this person may see it."""
    stores = visitor.store_ids(*MAY_SEE)
    return count_open_shortfalls(store_ids=stores)


def _totals(rows: list[StoreToday]) -> dict[str, int]:
    names = ("to_pick", "late", "ready", "ending", "handed_over", "sales", "sales_minor", "returns", "returned_minor")
    return {name: sum(getattr(row, name) for row in rows) for name in names}
