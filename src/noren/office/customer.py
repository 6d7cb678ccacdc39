"""A customer's page: who they are, and one timeline of everything, whichever channel it came through."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from noren.coupons.queries import coupons_of_customer
from noren.loyalty.queries import points_of_customer
from noren.office.answers import page
from noren.office.event_words import tell
from noren.office.permissions import check_visitor_may
from noren.office.staff_log import log_looked_at
from noren.orders.totals import totals_of_customer
from noren.people.errors import CustomerNotFound
from noren.people.queries import CustomerView, get_customer, has_account
from noren.people.roles import Deed
from noren.stores.names import names_of_stores
from noren.timeline.queries import events_of_customer

PAGE = 50


def customer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The customer and a page of the timeline, the latest first."""
    visitor = check_visitor_may(request, Deed.SEE_TIMELINE)
    try:
        found = get_customer(uid)
    except CustomerNotFound as missing:
        raise Http404(str(missing)) from None
    log_looked_at(request)
    before, before_id = _position(request)
    events = events_of_customer(found.id, before=before, before_id=before_id, limit=PAGE + 1)
    shown = events[:PAGE]
    stores = names_of_stores({event.store_id for event in shown if event.store_id})
    context = {
        "customer": found,
        "may_change": found.is_member and visitor.may(Deed.CHANGE_MEMBER),
        "has_account": has_account(found.id),
        "points": points_of_customer(found.id),
        "coupons": coupons_of_customer(found.id, at=timezone.now()),
        "orders": totals_of_customer(found.id),
        "told": [tell(event, stores=stores) for event in shown],
        "next": shown[-1] if len(events) > PAGE else None,
        "is_first_page": before is None,
    }
    return page(request, "office/customer.html", context, title=_name(found))


def _name(found: CustomerView) -> str:
    return found.name or found.member_number or found.email or str(found.uid)


def _position(request: HttpRequest) -> tuple[datetime | None, int | None]:
    """Where the last page ended; nothing when the address was made up."""
    try:
        before = parse_datetime(request.GET.get("before", ""))
        before_id = int(request.GET.get("id", ""))
    except ValueError:
        return None, None
    return (before, before_id) if before is not None and before.tzinfo is not None else (None, None)
