"""The page of one coupon: what it takes off, until when, where, and the goods it is for."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noren.coupons.queries import KnownCoupon, goods_of_coupon, known_coupons
from noren.coupons.usable import fold_code, sort_out_usable
from noren.shop.paging import page_number
from noren.shop.visitor import customer_of, find_basket, find_store_code
from noren.stores.queries import StoreView, all_stores


@never_cache
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """A coupon for everybody, or one that was given to whoever looks; to all others it does not exist."""
    at, customer = timezone.now(), customer_of(request)
    customer_id = customer.id if customer else None
    coupon = known_coupons([fold_code(code)], customer_id=customer_id, at=at).get(fold_code(code))
    if coupon is None or not coupon.is_shown:
        raise Http404
    basket = find_basket(request)
    _usable, reasons = sort_out_usable(
        [coupon.code], customer_id=customer_id, channel="web", store_code=find_store_code(request), at=at
    )
    page = goods_of_coupon(coupon, page=page_number(request)) if coupon.is_for_certain_goods else None
    context = {
        "coupon": coupon,
        "stores": _stores(coupon, at=at),
        "is_in_basket": basket is not None and coupon.code in basket.coupon_codes,
        "refusal": _("No use of this coupon is left.") if coupon.is_used_up else reasons.get(coupon.code, ""),
        "page": page,
        "before": f"?page={page.page - 1}" if page else "",
        "after": f"?page={page.page + 1}" if page else "",
    }
    return render(request, "shop/coupon.html", context)


def _stores(coupon: KnownCoupon, *, at: datetime) -> list[StoreView]:
    """The only stores where it can be used; none where it can be used in all."""
    return [each for each in all_stores(at=at) if each.code in coupon.store_codes] if coupon.store_codes else []
