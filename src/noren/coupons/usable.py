"""Which coupons a buyer may use here and now. Only reads: limits are checked again when a use is taken."""

import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext as _

from noren.coupons.errors import CouponNotApplicable, CouponNotFound
from noren.coupons.models import CouponKind
from noren.kernel.text import storable
from noren.pricing import Benefit, GoodsFilter, Rule, parse_rule

_FIND = """
SELECT c.id, c.code, c.name, c.kind, c.rule::text, c.is_for_listed_goods, c.valid_from, c.valid_until, c.channels,
       c.store_codes, c.redemption_limit, c.customer_limit,
       EXISTS (SELECT 1 FROM coupons_grant g WHERE g.coupon_id = c.id AND g.customer_id = %s)
FROM coupons_coupon c WHERE c.code = ANY(%s) AND c.is_active ORDER BY c.id
"""
_LISTED = """
SELECT l.coupon_id, p.code FROM coupons_couponproduct l JOIN catalog_product p ON p.id = l.product_id
WHERE l.coupon_id = ANY(%s) AND p.code = ANY(%s)
"""


_FIND_USED = _FIND.replace(" AND c.is_active ORDER", " ORDER").replace("EXISTS (", "c.is_active, EXISTS (")


@dataclass(frozen=True, slots=True)
class UsableCoupon:
    """A coupon that this buyer may use; whether the basket earns it, the quote says.

    Attributes:
        rule_text: the rule's JSON as it is now, to be kept with the redemption.
    """

    id: int
    code: str
    name: str
    rule_text: str
    is_for_listed_goods: bool
    redemption_limit: int | None
    customer_limit: int | None


def fold_code(typed: str) -> str:
    """What a person meant by a typed coupon code: case, width and outer spaces do not count."""
    return unicodedata.normalize("NFKC", storable(typed)).strip().upper()


def find_usable(
    typed_codes: Sequence[str], *, customer_id: int | None, channel: str, store_code: str | None, at: datetime
) -> list[UsableCoupon]:
    """The coupons behind these codes, in order of their id, each usable by this buyer here and now.

    Args:
        customer_id: None for somebody unknown, who cannot use what is limited per customer or granted.
        store_code: where the goods are handed over; None when that is not chosen yet.

    Raises:
        CouponNotFound: a code names no coupon in force; `field` is `coupon_codes.<place>`.
        CouponNotApplicable: outside its dates, store, channel or audience.
    """
    codes = [fold_code(typed) for typed in typed_codes]
    rows = _rows(codes, customer_id=customer_id)
    for place, code in enumerate(codes):
        field = f"coupon_codes.{place}"
        if code not in rows:
            raise CouponNotFound(field=field, coupon=code)
        if reason := _why_not(rows[code], customer_id=customer_id, channel=channel, store_code=store_code, at=at):
            raise CouponNotApplicable(field=field, coupon=code, reason=reason)
    return [row.usable() for row in rows.values()]


def sort_out_usable(
    codes: Sequence[str], *, customer_id: int | None, channel: str, store_code: str | None, at: datetime
) -> tuple[dict[str, UsableCoupon], dict[str, str]]:
    """The coupons that this buyer may use here and now, in order of their id, and why not the others; both by code.

    A code of no coupon in force is in neither.
    """
    usable: dict[str, UsableCoupon] = {}
    reasons: dict[str, str] = {}
    for code, row in _rows(codes, customer_id=customer_id).items():
        reason = _why_not(row, customer_id=customer_id, channel=channel, store_code=store_code, at=at)
        if reason is None:
            usable[code] = row.usable()
        else:
            reasons[code] = reason
    return usable, reasons


@dataclass(frozen=True, slots=True)
class UsedCoupon:
    """A coupon that a till took without a network.

    Attributes:
        misfit: why it would not have been taken here: `dates`, `off` (no longer in force), or `elsewhere` (not for this
            store, channel or buyer); empty where it would.
    """

    coupon: UsableCoupon
    kind: str
    misfit: str


def find_used(
    codes: Sequence[str], *, customer_id: int | None, channel: str, store_code: str, at: datetime
) -> list[UsedCoupon]:
    """The coupons behind these codes, in order of their id, also those that nobody could use then.

    Args:
        codes: as stored; a till has them from us.
        at: when they were used.

    Raises:
        CouponNotFound: there never was such a code; `field` is `coupons.<place>.code`.
    """
    if not codes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FIND_USED, [customer_id, list(codes)])
        rows = [(row[-2], [*row[:-2], row[-1]]) for row in cursor.fetchall()]
    found = [(is_active, _Row(*columns)) for is_active, columns in rows]
    known = {row.code for _is_active, row in found}
    for place, code in enumerate(codes):
        if code not in known:
            raise CouponNotFound(field=f"coupons.{place}.code", coupon=code)
    used = []
    for is_active, row in found:
        if not row.valid_from <= at < row.valid_until:
            misfit = "dates"
        elif not is_active:
            misfit = "off"
        else:
            why = _why_not(row, customer_id=customer_id, channel=channel, store_code=store_code, at=at)
            misfit = "elsewhere" if why else ""
        used.append(UsedCoupon(row.usable(), row.kind, misfit))
    return used


def _rows(codes: Sequence[str], *, customer_id: int | None) -> "dict[str, _Row]":
    """The coupons in force by code, in order of their id."""
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [customer_id, list(codes)])
        return {row[1]: _Row(*row) for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    code: str
    name: str
    kind: str
    rule_text: str
    is_for_listed_goods: bool
    valid_from: datetime
    valid_until: datetime
    channels: list[str]
    store_codes: list[str]
    redemption_limit: int | None
    customer_limit: int | None
    is_granted: bool

    def usable(self) -> UsableCoupon:
        return UsableCoupon(
            id=self.id,
            code=self.code,
            name=self.name,
            rule_text=self.rule_text,
            is_for_listed_goods=self.is_for_listed_goods,
            redemption_limit=self.redemption_limit,
            customer_limit=self.customer_limit,
        )


def _why_not(row: _Row, *, customer_id: int | None, channel: str, store_code: str | None, at: datetime) -> str | None:
    if at < row.valid_from:
        return _("it is not valid yet.")
    if at >= row.valid_until:
        return _("its time is over.")
    if row.channels and channel not in row.channels:
        return _("it is not for this way of buying.")
    if row.store_codes and store_code is not None and store_code not in row.store_codes:
        return _("it is not for this store.")
    if customer_id is None and (row.customer_limit is not None or row.kind == CouponKind.MEMBER):
        return _("it is for members; please sign in.")
    if row.kind == CouponKind.MEMBER and not row.is_granted:
        return _("it was given to another member.")
    return None


def benefits_of(coupons: Sequence[UsableCoupon], product_codes: Collection[str]) -> list[Benefit]:
    """The coupons as benefits for a quote over these products.

    A coupon with a list of goods matches those of the products that are on its list.
    """
    listed = _listed_products([coupon.id for coupon in coupons if coupon.is_for_listed_goods], product_codes)
    return [
        Benefit(coupon.code, _for_products(rule_of(coupon.rule_text), listed.get(coupon.id, frozenset())))
        if coupon.is_for_listed_goods
        else Benefit(coupon.code, rule_of(coupon.rule_text))
        for coupon in coupons
    ]


def _listed_products(coupon_ids: list[int], product_codes: Collection[str]) -> dict[int, frozenset[str]]:
    if not coupon_ids:
        return {}
    listed: dict[int, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [coupon_ids, list(product_codes)])
        for coupon_id, product_code in cursor.fetchall():
            listed.setdefault(coupon_id, set()).add(product_code)
    return {coupon_id: frozenset(codes) for coupon_id, codes in listed.items()}


def _for_products(rule: Rule, products: frozenset[str]) -> Rule:
    return Rule(
        benefit=rule.benefit,
        minimum_minor=rule.minimum_minor,
        goods=GoodsFilter(products=products),
        priority=rule.priority,
        stacks=rule.stacks,
    )


@lru_cache(maxsize=4096)
def rule_of(rule_text: str) -> Rule:
    """The rule that this JSON says. Parsed once per process, since every order asks."""
    return parse_rule(json.loads(rule_text))
