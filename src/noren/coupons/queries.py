"""Reads for faces: the coupons a customer has, and those shown to everybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, When

from noren.catalog.search import selected_products
from noren.catalog.views import ProductPage
from noren.coupons.models import Coupon, CouponKind, CouponProduct, CustomerUse, Grant, Redemption
from noren.pricing import GoodsFilter, parse_rule

# More than a page shows; a shop that leaves its coupons public for years must not slow every page down.
_MOST_PUBLIC = 50

MOST_USES_COUNTED = 10_000
"""Where counting the uses of a coupon without a limit stops."""


@dataclass(frozen=True, slots=True)
class CouponTerms:
    """What is said of a coupon to whoever may use it.

    With `is_for_listed_goods` it takes something off certain goods alone, which `rule` does not say.
    """

    code: str
    name: str
    rule: dict[str, object]
    is_for_listed_goods: bool
    valid_until: datetime
    channels: tuple[str, ...]
    store_codes: tuple[str, ...]

    @property
    def is_for_certain_goods(self) -> bool:
        """Whether it takes something off certain goods alone."""
        return self.is_for_listed_goods or "goods" in self.rule


@dataclass(frozen=True, slots=True)
class MemberCoupon(CouponTerms):
    """A coupon that was given to a customer. `uses_left` is None where there is no limit."""

    granted_at: datetime
    uses_left: int | None


class _CountOf(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"


def uses() -> Case:
    """An annotation of coupons: how often each was used; without a limit at most one more than is counted.

    A coupon without a limit has no counter (ADR 0002): its uses are counted for each row that is read, and only so far.
    """
    spent = Redemption.objects.filter(coupon=OuterRef("pk"), is_use_returned=False).order_by().values("pk")
    counted = _CountOf(spent[: MOST_USES_COUNTED + 1], output_field=IntegerField())
    return Case(When(redemption_limit=None, then=counted), default=F("redeemed_count"), output_field=IntegerField())


def coupons_of_customer(customer_id: int, *, at: datetime) -> list[MemberCoupon]:
    """Member coupons that the customer can still use at this instant, those that end first first."""
    grants = (
        Grant.objects.filter(
            customer_id=customer_id,
            coupon__kind=CouponKind.MEMBER,
            coupon__is_active=True,
            coupon__valid_from__lte=at,
            coupon__valid_until__gt=at,
        )
        .select_related("coupon")
        .order_by("coupon__valid_until", "coupon_id", "granted_at")
    )
    used = dict(CustomerUse.objects.filter(customer_id=customer_id).values_list("coupon_id", "redeemed_count"))
    coupons: dict[int, MemberCoupon] = {}
    for grant in grants:
        left = _uses_left(grant.coupon, used.get(grant.coupon_id, 0))
        if left is None or left > 0:
            coupons.setdefault(grant.coupon_id, _member_coupon(grant, left))
    return list(coupons.values())


@dataclass(frozen=True, slots=True)
class PublicCoupon(CouponTerms):
    """A code coupon that the shop shows to everybody."""


def public_coupons(*, channel: str, customer_id: int | None, at: datetime) -> list[PublicCoupon]:
    """Coupons for everybody that are live on this channel and not used up, the 50 that end first, in that order.

    Args:
        customer_id: who looks, to leave out what this customer has used as often as one may; None for a guest.
    """
    live = Coupon.objects.filter(
        Q(channels=[]) | Q(channels__contains=[channel]),
        Q(redemption_limit=None) | Q(redeemed_count__lt=F("redemption_limit")),
        is_public=True,
        is_active=True,
        valid_from__lte=at,
        valid_until__gt=at,
    )
    if customer_id is not None:
        spent = CustomerUse.objects.filter(customer_id=customer_id, redeemed_count__gte=F("coupon__customer_limit"))
        live = live.exclude(pk__in=spent.values("coupon_id"))
    return [
        PublicCoupon(
            code=coupon.code,
            name=coupon.name,
            rule=coupon.rule,
            is_for_listed_goods=coupon.is_for_listed_goods,
            valid_until=coupon.valid_until,
            channels=tuple(coupon.channels),
            store_codes=tuple(coupon.store_codes),
        )
        for coupon in live.order_by("valid_until", "pk")[:_MOST_PUBLIC]
    ]


def _uses_left(coupon: Coupon, used: int) -> int | None:
    lefts = []
    if coupon.customer_limit is not None:
        lefts.append(coupon.customer_limit - used)
    if coupon.redemption_limit is not None:
        lefts.append(coupon.redemption_limit - coupon.redeemed_count)
    return max(0, min(lefts)) if lefts else None


def _member_coupon(grant: Grant, uses_left: int | None) -> MemberCoupon:
    coupon = grant.coupon
    return MemberCoupon(
        code=coupon.code,
        name=coupon.name,
        rule=coupon.rule,
        is_for_listed_goods=coupon.is_for_listed_goods,
        valid_until=coupon.valid_until,
        channels=tuple(coupon.channels),
        store_codes=tuple(coupon.store_codes),
        granted_at=grant.granted_at,
        uses_left=uses_left,
    )


@dataclass(frozen=True, slots=True)
class KnownCoupon(CouponTerms):
    """A coupon whose code somebody has.

    Attributes:
        is_typed: whether its code is for people to type; that of a member coupon is the shop's own affair.
        is_shown: whether the customer may look it up: it is in force, and for everybody or given to this customer.
        is_used_up: no use is left, in all or for this customer.
    """

    id: int
    is_typed: bool
    is_shown: bool
    is_used_up: bool


def known_coupons(codes: Collection[str], *, customer_id: int | None, at: datetime) -> dict[str, KnownCoupon]:
    """The coupons with these codes, by code; unknown codes are absent.

    Args:
        customer_id: who looks; None for a guest.
    """
    if not codes:
        return {}
    found = list(Coupon.objects.filter(code__in=codes))
    granted, used = set[int](), dict[int, int]()
    if customer_id is not None:
        grants = Grant.objects.filter(customer_id=customer_id, coupon__in=found)
        granted = set(grants.values_list("coupon_id", flat=True))
        own_uses = CustomerUse.objects.filter(customer_id=customer_id, coupon__in=found)
        used = dict(own_uses.values_list("coupon_id", "redeemed_count"))
    return {
        coupon.code: _known(coupon, is_granted=coupon.pk in granted, used=used.get(coupon.pk, 0), at=at)
        for coupon in found
    }


def _known(coupon: Coupon, *, is_granted: bool, used: int, at: datetime) -> KnownCoupon:
    is_in_force = coupon.is_active and coupon.valid_from <= at < coupon.valid_until
    return KnownCoupon(
        id=coupon.pk,
        code=coupon.code,
        name=coupon.name,
        rule=coupon.rule,
        is_for_listed_goods=coupon.is_for_listed_goods,
        valid_until=coupon.valid_until,
        channels=tuple(coupon.channels),
        store_codes=tuple(coupon.store_codes),
        is_typed=coupon.kind == CouponKind.CODE,
        is_shown=is_in_force and (coupon.is_public or is_granted),
        is_used_up=_uses_left(coupon, used) == 0,
    )


def goods_of_coupon(coupon: KnownCoupon, *, page: int = 1) -> ProductPage:
    """The products on sale that a coupon for certain goods is for, the most prominent first; `page` as of all lists.

    A list of its own counts instead of the goods that its rule names, as at the till.
    """
    if coupon.is_for_listed_goods:
        listed = CouponProduct.objects.filter(coupon_id=coupon.id).values_list("product_id", flat=True)
        return selected_products(ids=list(listed), page=page)
    goods = parse_rule(coupon.rule).goods or GoodsFilter()
    return selected_products(codes=goods.products, skus=goods.skus, categories=goods.categories, page=page)


def coupon_names(codes: Collection[str]) -> dict[str, str]:
    """The names of these coupons by code; unknown codes are absent."""
    return dict(Coupon.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
