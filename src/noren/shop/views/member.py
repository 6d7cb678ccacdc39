"""The member's own pages: the card, points, coupons, orders from the web and from stores alike, receipts."""

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from noren.coupons.queries import coupons_of_customer
from noren.kernel.errors import NorenError
from noren.loyalty.queries import points_of_customer
from noren.orders.queries import orders_of_customer
from noren.orders.receipts import receipts_of_customer
from noren.people.errors import EmailTaken
from noren.people.models import Account
from noren.people.queries import CustomerView
from noren.shop.codes import qr_svg
from noren.shop.forms import NamesForm, add_refusal
from noren.shop.joining import join
from noren.shop.refusals import status_of
from noren.shop.visitor import customer_of

_LATEST = 5
_PER_PAGE = 20


@never_cache
@login_required
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Card, points, coupons and the latest orders on one page."""
    member = customer_of(request)
    if member is None or not member.is_member:
        return redirect("shop:join")
    at = timezone.now()
    context = {
        "member": member,
        "qr": qr_svg(member.member_number or ""),
        "points": points_of_customer(member.id, limit=_LATEST),
        "rate": _rate(),
        "coupons": coupons_of_customer(member.id, at=at),
        "orders": orders_of_customer(member.id, limit=_LATEST),
    }
    return render(request, "shop/member.html", context)


@never_cache
@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Everything the member bought, anywhere, page by page."""
    member = _member(request)
    before, before_id = _position(request)
    found = orders_of_customer(member.id, before=before, before_id=before_id, limit=_PER_PAGE + 1)
    shown = found[:_PER_PAGE]
    last = shown[-1] if len(found) > _PER_PAGE else None
    return render(request, "shop/member_orders.html", {"orders": shown, "last": last})


@never_cache
@login_required
@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """The receipts of everything the member bought, from every store, page by page."""
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    found = receipts_of_customer(_member(request).id, before_id=before, limit=_PER_PAGE + 1)
    shown = found[:_PER_PAGE]
    context = {"receipts": shown, "before": shown[-1].id if len(found) > _PER_PAGE else None}
    return render(request, "shop/member_receipts.html", context)


@never_cache
@login_required
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The ledger of points, newest first."""
    context = {"points": points_of_customer(_member(request).id, limit=100), "rate": _rate()}
    return render(request, "shop/member_points.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_online(request: HttpRequest) -> HttpResponse:
    """An account without a membership becomes a member: somebody whose sign-up was cut short, or staff."""
    account, customer = request.user, customer_of(request)
    assert isinstance(account, Account)
    if customer and customer.is_member:
        return redirect("shop:member")
    form, status = NamesForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            join(request, account, form.cleaned_data, at=timezone.now())
            return redirect("shop:member")
        except EmailTaken:
            return redirect("shop:claim")
        except NorenError as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "shop/join.html", {"form": form}, status=status)


def _member(request: HttpRequest) -> CustomerView:
    member = customer_of(request)
    if member is None:
        raise Http404
    return member


def _rate() -> dict[str, int]:
    """How many points are earned for how much before tax, as this deployment gives them."""
    points, per_minor = settings.POINTS_PER_MINOR
    return {"points": points, "per_minor": per_minor}


def _position(request: HttpRequest) -> tuple[datetime | None, int | None]:
    """Where the last page ended; nothing when the address was made up."""
    try:
        before, before_id = datetime.fromisoformat(request.GET["before"]), int(request.GET["id"])
    except (KeyError, ValueError):
        return None, None
    return (before, before_id) if before.tzinfo else (None, None)
