"""Changing an order on its page: pieces are chosen, what that does is shown, and only then it is changed."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, ChangeQuote, LineChange
from noren.orders.edit import change_order, may_buyer_change, quote_change
from noren.orders.models import Fee
from noren.orders.queries import LineView, OrderView
from noren.shop.order_page import order_page
from noren.shop.refusals import status_of
from noren.shop.views.order import of_owner, path_of

_MOST_OFFERED = 99


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A line with what may be chosen of it."""

    line: LineView
    choices: range
    chosen: int


@require_http_methods(["GET", "HEAD", "POST"])
@of_owner
def change(request: HttpRequest, order: OrderView, key: str) -> HttpResponse:
    """Choose, look at what it does, and change it."""
    if not may_buyer_change(kind=order.fulfillment, status=order.status):
        return redirect(path_of(order, key))
    typed = request.POST
    lines = [_choice(line, typed) for line in order.lines if line.quantity and line.fee != Fee.DELIVERY]
    quote, refusal = None, None
    if typed.get("do") in {"look", "save"}:
        wanted = _wanted(lines, typed)
        try:
            if typed["do"] == "save":
                return _save(request, order, wanted, key)
            quote = quote_change(order.uid, wanted, at=timezone.now())
        except NorenError as error:
            refusal = error
    return _page(request, order, key, lines, quote, refusal)


def _choice(line: LineView, typed: QueryDict) -> ChoiceLine:
    most = line.quantity
    if settings.BUYER_CHANGES == "any" and not line.fee:
        most = max(line.quantity, _MOST_OFFERED)
    chosen = typed.get(f"pieces_{line.uid}", "")
    is_choice = chosen.isascii() and chosen.isdigit() and len(chosen) < 6 and int(chosen) <= most
    return ChoiceLine(line, range(most + 1), int(chosen) if is_choice else line.quantity)


def _wanted(lines: list[ChoiceLine], typed: QueryDict) -> ChangeOrder:
    expected = typed.get("expected", "")
    is_known = expected.isascii() and expected.isdigit() and len(expected) < 13
    return ChangeOrder(
        uid=_uid(typed.get("uid", "")),
        by="customer",
        channel="web",
        lines=tuple(
            LineChange(each.line.uid, each.chosen, seen_quantity=_seen(each.line, typed))
            for each in lines
            if each.chosen != _seen(each.line, typed)
        ),
        expected_total_minor=int(expected) if is_known and typed.get("do") == "save" else None,
    )


def _seen(line: LineView, typed: QueryDict) -> int:
    """What the line was when the page was opened."""
    seen = typed.get(f"seen_{line.uid}", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else line.quantity


def _save(request: HttpRequest, order: OrderView, wanted: ChangeOrder, key: str) -> HttpResponse:
    with transaction.atomic():
        done = change_order(order.uid, wanted, at=timezone.now())
    if done.is_all:
        words = _("Nothing is left of your order: it is cancelled.")
    else:
        words = _("Your order is changed. We write to you what it is now.")
    messages.success(request, words)
    return redirect(path_of(order, key))


def _page(
    request: HttpRequest,
    order: OrderView,
    key: str,
    lines: list[ChoiceLine],
    quote: ChangeQuote | None,
    refusal: NorenError | None,
) -> HttpResponse:
    context = {
        "order": order,
        "page": order_page(order, key=key, at=timezone.now()),
        "lines": lines,
        "quote": quote,
        "refusal": refusal,
        "uid": _uid(request.POST.get("uid", "") if refusal is None else ""),
        "is_any": settings.BUYER_CHANGES == "any",
    }
    return render(request, "shop/change.html", context, status=status_of(refusal) if refusal else 200)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
