"""What a till keeps to sell without a network, told by what changed."""

import hashlib
import json
import zlib
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads
from noren.api.query import Query
from noren.api.schemas.feed import (
    CategoriesPage,
    CouponsPage,
    FeedPart,
    GoodsPage,
    KeysPage,
    MembersPage,
    TermsPage,
    TermsRow,
)
from noren.catalog.feed import CATEGORIES, GOODS, NAMED_GOODS
from noren.coupons.feed import COUPONS
from noren.kernel.feed import CURSOR_PATTERN, Cursor, CursorInvalid, read_cursor, tell_page
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.pricing_of import deployment_terms
from noren.orders.quick_keys.queries import keys_of_till
from noren.orders.regulars.feed import MEMBERS
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.people.tokens import Scope, Till
from noren.pricing.language import VERSION
from noren.stock.assortment import common_goods

router = Router(tags=["Till: feed"])

COMMON_GOODS = 2_000
"""How many goods of its own store a new till is told before all others."""

# A page of 5,000 goods has 600 kB. Level 1 takes a fifth of the time of level 6 and leaves a quarter more bytes.
_LEVEL = 1
_GZIP = 16 + zlib.MAX_WBITS
_SMALL = 200


@router.get(
    "/feed",
    **reads(
        GoodsPage | CategoriesPage | CouponsPage | TermsPage | KeysPage | MembersPage,
        Scope.TILL,
        NotAllowed,
        CursorInvalid,
    ),
    summary="What changed since",
)
def read_feed(
    request: ApiRequest,
    part: Annotated[FeedPart, Query(description="What of it; each part has cursors of its own.")],
    since: Annotated[
        str,
        Query(
            pattern=f"{CURSOR_PATTERN}|^$",
            description="The cursor of the page before. Without it, or with one of another database: everything.",
        ),
    ] = "",
) -> HttpResponse:
    """A page of what a till keeps: all of it at first, the goods of its own store ahead, then what changed.

    Ask with the cursor of the page before, at once while `has_more`, else about every minute. Rows replace those of
    the same code, may come twice, and may come although nothing in them changed; what is `gone` is taken away after
    them. Keep a page and its cursor together or not at all. With `starts_anew` build the part beside the one in use,
    and put it in its place after the last page.
    """
    _staff, till = staff_at_till(request, Deed.FIND_MEMBER if part == FeedPart.MEMBERS else Deed.SELL)
    now_ms = int(timezone.now().timestamp() * 1000)
    return _answer(request, _TELL[part](since, till, now_ms))


def _goods(since: str, till: Till, now_ms: int) -> str:
    at = read_cursor(since, GOODS)
    if at.starts_anew and (first := common_goods(till.store_id, limit=COMMON_GOODS)):
        return tell_page(GOODS, at, now_ms=now_ms, values={"first": first}, first=NAMED_GOODS)
    return tell_page(GOODS, at, now_ms=now_ms)


def _categories(since: str, _till: Till, now_ms: int) -> str:
    return tell_page(CATEGORIES, read_cursor(since, CATEGORIES), now_ms=now_ms)


def _coupons(since: str, till: Till, now_ms: int) -> str:
    at = read_cursor(since, COUPONS, of=till.store_code)
    return tell_page(COUPONS, at, now_ms=now_ms, values={"store_code": till.store_code})


def _terms(since: str, _till: Till, _now_ms: int) -> str:
    """The terms come from the settings: their cursor names what they say."""
    terms = deployment_terms()
    row = TermsRow(
        shop_name=settings.SHOP_NAME,
        currency=settings.CURRENCY,
        prices_include_tax=terms.prices_include_tax,
        tax_rounding=terms.tax_rounding,
        discount_rounding=terms.discount_rounding,
        points_per_minor=terms.points_per_minor,
        tax_rates_bp={str(each): rate_bp(each, ServiceMode.TAKE_OUT) for each in TaxClass},
        rule_version=VERSION,
    )
    cursor = str(Cursor(hashlib.sha256(row.model_dump_json().encode()).hexdigest()[:12], since=1))
    is_known = since == cursor
    page = TermsPage(
        part=FeedPart.TERMS,
        starts_anew=not is_known,
        has_more=False,
        cursor=cursor,
        as_of=timezone.now(),
        total=None if is_known else 1,
        rows=[] if is_known else [row],
        gone=[],
    )
    return page.model_dump_json()


def _keys(since: str, till: Till, _now_ms: int) -> str:
    """The quick keys are few: their cursor names what they say."""
    rows = [(key.page, key.position, key.sku, key.words) for key in keys_of_till(till.store_id)]
    cursor = str(Cursor(hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:12], since=1))
    is_known = since == cursor
    page = KeysPage(
        part=FeedPart.KEYS,
        starts_anew=not is_known,
        has_more=False,
        cursor=cursor,
        as_of=timezone.now(),
        total=None if is_known else len(rows),
        rows=[] if is_known else rows,
        gone=[],
    )
    return page.model_dump_json()


def _members(since: str, till: Till, now_ms: int) -> str:
    """Those of this store; a till that had some when the shop turned this off is to forget them."""
    if settings.TILL_MEMBERS == 0:
        return _no_members(since)
    at = read_cursor(since, MEMBERS, of=till.store_code)
    return tell_page(MEMBERS, at, now_ms=now_ms, values={"store_id": till.store_id, "store_code": till.store_code})


def _no_members(since: str) -> str:
    cursor = str(Cursor(hashlib.sha256(b"no members").hexdigest()[:12], since=1))
    page = MembersPage(
        part=FeedPart.MEMBERS,
        starts_anew=since != cursor,
        has_more=False,
        cursor=cursor,
        as_of=timezone.now(),
        total=None if since == cursor else 0,
        rows=[],
        gone=[],
    )
    return page.model_dump_json()


_TELL = {
    FeedPart.GOODS: _goods,
    FeedPart.CATEGORIES: _categories,
    FeedPart.COUPONS: _coupons,
    FeedPart.TERMS: _terms,
    FeedPart.KEYS: _keys,
    FeedPart.MEMBERS: _members,
}


def _answer(request: HttpRequest, body: str) -> HttpResponse:
    """The page, compressed fast for whoever takes it: the frame would do it well, and slower than the database."""
    answer = HttpResponse(body, content_type="application/json")
    patch_vary_headers(answer, ("Accept-Encoding",))
    if len(answer.content) > _SMALL and "gzip" in request.headers.get("Accept-Encoding", ""):
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        answer.content = packer.compress(answer.content) + packer.flush()
        answer.headers["Content-Encoding"] = "gzip"
    return answer
