"""Making and changing coupons: the only code that writes definitions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from noren.catalog.queries import unknown_categories, unknown_products, unknown_skus
from noren.coupons.errors import CouponChangeInvalid, CouponNotFound
from noren.coupons.models import Coupon, CouponKind, CustomerUse, Redemption
from noren.coupons.usable import fold_code
from noren.pricing import GoodsFilter, parse_rule, rule_json
from noren.stores.queries import unknown_stores

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class CouponDefinition:
    """What a coupon is to be. `rule` is the JSON of `noren.pricing`; `valid_until` is exclusive.

    A limit of None means as often as anybody likes; empty channels or stores mean everywhere.
    """

    code: str
    name: str
    rule: Mapping[str, object]
    valid_from: datetime
    valid_until: datetime
    kind: str = CouponKind.CODE
    campaign_id: int | None = None
    channels: Sequence[str] = ()
    store_codes: Sequence[str] = ()
    redemption_limit: int | None = None
    customer_limit: int | None = None
    is_use_returned: bool = True
    is_for_listed_goods: bool = False
    is_active: bool = True
    is_public: bool = False


def create_coupon(definition: CouponDefinition) -> Coupon:
    """Make a coupon.

    Raises:
        RuleInvalid: the rule says something the language of rules does not have.
        CouponChangeInvalid: dates the wrong way round, an empty or taken code, a member coupon shown to everybody, or
            goods or stores that do not exist: it could never be used there, and yet be advertised.
    """
    fields = _fields(definition)
    try:
        with transaction.atomic():
            return Coupon.objects.create(code=_free_code(definition.code), **fields)
    except IntegrityError as error:
        raise CouponChangeInvalid(field="code", reason=_("the code is taken.")) from error


def change_coupon(code: str, definition: CouponDefinition) -> Coupon:
    """Change a coupon; its code stays. Uses already spent stay as they are, and count against new limits.

    Waits for orders in flight that use the coupon: each holds a key-share lock on it, and one that saw no limit takes
    no counter, so its use must be there when uses are counted.

    Raises:
        CouponNotFound, RuleInvalid; CouponChangeInvalid: as for a new one, or the new limit is below what is already
            used.
    """
    with transaction.atomic():
        coupon = Coupon.objects.select_for_update().filter(code=fold_code(code)).first()
        if coupon is None:
            raise CouponNotFound(field="code", coupon=code)
        used = _count_uses(coupon)
        limit = definition.redemption_limit
        if limit is not None and used > limit:
            reason = _("%(used)d uses are already spent.") % {"used": used}
            raise CouponChangeInvalid(field="redemption_limit", reason=reason)
        fields = _fields(definition, before=coupon)
        for name, value in fields.items():
            setattr(coupon, name, value)
        coupon.redeemed_count = used if limit is not None else 0
        coupon.save(update_fields=[*fields, "redeemed_count"])
        _recount_customers(coupon)
    return coupon


def _fields(definition: CouponDefinition, *, before: Coupon | None = None) -> dict[str, object]:
    """The columns. Codes that the coupon named before are not asked for again: a wrong one must not keep it on sale."""
    if definition.valid_until <= definition.valid_from:
        raise CouponChangeInvalid(field="valid_until", reason=_("it ends before it begins."))
    if definition.is_public and definition.kind != CouponKind.CODE:
        raise CouponChangeInvalid(field="is_public", reason=_("a coupon for chosen members is not shown to everybody."))
    rule = parse_rule(definition.rule)
    named = parse_rule(before.rule).goods if before else None
    _check_goods(rule.goods or GoodsFilter(), named or GoodsFilter())
    if unknown := unknown_stores(set(definition.store_codes).difference(before.store_codes if before else ())):
        _refuse_unknown("store_codes", _("there is no store with the code %(codes)s."), unknown)
    return {
        "name": definition.name,
        "rule": rule_json(rule),
        "valid_from": definition.valid_from,
        "valid_until": definition.valid_until,
        "kind": definition.kind,
        "campaign_id": definition.campaign_id,
        "channels": list(definition.channels),
        "store_codes": list(definition.store_codes),
        "redemption_limit": definition.redemption_limit,
        "customer_limit": definition.customer_limit,
        "is_use_returned": definition.is_use_returned,
        "is_for_listed_goods": definition.is_for_listed_goods,
        "is_active": definition.is_active,
        "is_public": definition.is_public,
    }


def _check_goods(goods: GoodsFilter, named: GoodsFilter) -> None:
    if unknown := unknown_categories(set(goods.categories).difference(named.categories)):
        _refuse_unknown("goods.categories", _("there is no category with the code %(codes)s."), unknown)
    if unknown := unknown_products(set(goods.products).difference(named.products)):
        _refuse_unknown("goods.products", _("there is no product with the code %(codes)s."), unknown)
    if unknown := unknown_skus(set(goods.skus).difference(named.skus)):
        _refuse_unknown("goods.skus", _("there is no SKU %(codes)s."), unknown)


def _refuse_unknown(field: str, reason: str, unknown: Collection[str]) -> NoReturn:
    codes = ", ".join(list(unknown)[:_MOST_NAMED])
    if len(unknown) > _MOST_NAMED:
        codes = _("%(codes)s and %(more)d more") % {"codes": codes, "more": len(unknown) - _MOST_NAMED}
    raise CouponChangeInvalid(field=field, reason=reason % {"codes": codes})


def _free_code(typed: str) -> str:
    code = fold_code(typed)
    if not code:
        raise CouponChangeInvalid(field="code", reason=_("it needs a code."))
    return code


def _count_uses(coupon: Coupon) -> int:
    return Redemption.objects.filter(coupon=coupon, is_use_returned=False, is_over_limit=False).count()


def _recount_customers(coupon: Coupon) -> None:
    """Counters per customer exist only while there is such a limit; one set later starts from what was used."""
    CustomerUse.objects.filter(coupon=coupon).delete()
    if coupon.customer_limit is None:
        return
    uses: dict[int, int] = {}
    counted = Redemption.objects.filter(coupon=coupon, is_use_returned=False, is_over_limit=False)
    spent = counted.filter(customer__isnull=False)
    for customer_id in spent.values_list("customer_id", flat=True):
        if customer_id is not None:
            uses[customer_id] = uses.get(customer_id, 0) + 1
    CustomerUse.objects.bulk_create(
        CustomerUse(
            coupon=coupon,
            customer_id=customer_id,
            redeemed_count=count,
            customer_limit=max(count, coupon.customer_limit),
        )
        for customer_id, count in uses.items()
    )
