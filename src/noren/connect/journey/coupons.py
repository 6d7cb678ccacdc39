"""The sample's coupons: real goods, grants and uses; amounts from the sales where a use is found, else invented."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from noren.connect.journey.calendar import Calendar
from noren.connect.journey.campaigns import SampleCampaign
from noren.connect.journey.dice import pick
from noren.connect.journey.members import number_of
from noren.connect.journey.naming import Goods, category_words
from noren.connect.journey.package import read_table
from noren.connect.journey.sales import SOURCE
from noren.connect.journey.uses import FoundUse, SampleUse
from noren.orders.history import order_uid_of, stable_uid
from noren.pricing import AmountOff, Rule, rule_json

Row = dict[str, object]

# One cent becomes one yen: most coupons of the package took 1 dollar off.
_AMOUNTS = (50, 50, 75, 100, 100, 100, 100, 150, 200)
_NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SampleCoupon:
    """A coupon of one campaign and the products it is for."""

    code: str
    campaign: SampleCampaign
    products: tuple[int, ...]


def coupon_code(campaign_id: int, upc: int) -> str:
    """The code of a coupon; the package gives one number to coupons of several campaigns."""
    return f"CJ{campaign_id:02}-{upc}"


def read_coupons(folder: Path, campaigns: Mapping[int, SampleCampaign]) -> tuple[list[SampleCoupon], int]:
    """All coupons, and how many of their goods the package lists twice."""
    rows = read_table(folder, "coupons")
    listed: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    columns = (rows[name].to_pylist() for name in ("campaign_id", "coupon_upc", "product_id"))
    for campaign_id, upc, product_id in zip(*columns, strict=True):
        listed[campaign_id, upc].add(product_id)
    coupons = [
        SampleCoupon(coupon_code(campaign_id, upc), campaigns[campaign_id], tuple(sorted(products)))
        for (campaign_id, upc), products in sorted(listed.items())
    ]
    return coupons, len(rows) - sum(len(coupon.products) for coupon in coupons)


def read_uses(folder: Path) -> list[SampleUse]:
    """All redemptions, in the package's order."""
    return [
        SampleUse(
            place,
            coupon_code(row["campaign_id"], row["coupon_upc"]),
            row["household_id"],
            row["redemption_date"].date(),
        )
        for place, row in enumerate(read_table(folder, "coupon_redemptions").to_pylist())
    ]


def coupon_rows(
    coupons: Sequence[SampleCoupon],
    found: Mapping[int, FoundUse],
    uses: Sequence[SampleUse],
    goods: Sequence[Goods],
    calendar: Calendar,
    *,
    at: datetime,
) -> Iterator[Row]:
    """Rows for `coupons.bulk.publish_coupons`: so many yen off the listed goods.

    What can still be used at `at` may be used once by each member, or as often as the package shows.
    """
    amounts = _amounts(coupons, found, uses)
    most_used = _most_used(uses)
    categories = {each.id: each.kind.category for each in goods}
    for line, coupon in enumerate(coupons, start=1):
        valid_until = calendar.midnight(coupon.campaign.last_day + timedelta(days=1))
        yield {
            "line": line,
            "code": coupon.code,
            "name": f"{_goods_words(coupon, categories)} {amounts[coupon.code]}円引き",
            "kind": "member",
            "campaign": coupon.campaign.code,
            "rule": json.dumps(rule_json(Rule(AmountOff(amounts[coupon.code]), stacks=True))),
            "is_for_listed_goods": True,
            "customer_limit": max(1, most_used.get(coupon.code, 0)) if valid_until > at else None,
            "valid_from": calendar.midnight(coupon.campaign.first_day),
            "valid_until": valid_until,
        }


def listed_rows(coupons: Sequence[SampleCoupon]) -> Iterator[Row]:
    """Rows for `coupons.bulk.publish_listed_goods`."""
    for coupon in coupons:
        for product_id in coupon.products:
            yield {"coupon": coupon.code, "product": str(product_id)}


def grant_rows(
    coupons: Sequence[SampleCoupon],
    audience: Sequence[tuple[int, int]],
    uses: Sequence[SampleUse],
    calendar: Calendar,
) -> Iterator[Row]:
    """Rows for `coupons.bulk.publish_grants`: what everybody addressed got, and what somebody used."""
    addressed: defaultdict[int, list[int]] = defaultdict(list)
    for campaign_id, household_id in audience:
        addressed[campaign_id].append(household_id)
    users: defaultdict[str, set[int]] = defaultdict(set)
    for use in uses:
        users[use.coupon].add(use.household)
    for coupon in coupons:
        everybody = addressed[coupon.campaign.id] if coupon.campaign.gave_all_coupons else []
        for household_id in sorted({*everybody, *users[coupon.code]}):
            yield {
                "coupon": coupon.code,
                "member": number_of(household_id),
                "campaign": coupon.campaign.code,
                "granted_at": calendar.midnight(coupon.campaign.first_day),
                "channel": "office",
            }


def use_rows(uses: Sequence[SampleUse], found: Mapping[int, FoundUse], calendar: Calendar) -> Iterator[Row]:
    """Rows for `coupons.bulk.publish_past_uses`: with their sale where it is known, else at noon of their day."""
    taken: set[tuple[str, UUID]] = set()
    seen: Counter[tuple[str, int, date]] = Counter()
    for use in uses:
        again = seen[use.coupon, use.household, use.day]
        seen[use.coupon, use.household, use.day] += 1
        sale = found.get(use.place)
        order_uid = order_uid_of(SOURCE, str(sale.basket)) if sale else None
        if order_uid is not None and (use.coupon, order_uid) in taken:
            sale = order_uid = None
        if order_uid is not None:
            taken.add((use.coupon, order_uid))
        yield {
            "uid": stable_uid(SOURCE, use.coupon, use.household, use.day, again),
            "coupon": use.coupon,
            "member": number_of(use.household),
            "order_uid": order_uid,
            "discount_minor": sum(sale.discounts) if sale else 0,
            "store": sale.store if sale else None,
            "redeemed_at": sale.sold_at if sale else calendar.midnight(use.day) + _NOON,
        }


def _amounts(
    coupons: Sequence[SampleCoupon], found: Mapping[int, FoundUse], uses: Sequence[SampleUse]
) -> dict[str, int]:
    taken_off: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for use in uses:
        if use.place in found:
            taken_off[use.coupon].update(found[use.place].discounts)
    return {
        coupon.code: taken_off[coupon.code].most_common(1)[0][0]
        if taken_off[coupon.code]
        else pick(_AMOUNTS, "amount", coupon.code)
        for coupon in coupons
    }


def _most_used(uses: Sequence[SampleUse]) -> dict[str, int]:
    counts = Counter((use.coupon, use.household) for use in uses)
    most: dict[str, int] = {}
    for (coupon, _household), count in counts.items():
        most[coupon] = max(count, most.get(coupon, 0))
    return most


def _goods_words(coupon: SampleCoupon, categories: Mapping[int, str]) -> str:
    """The category of most of its goods, or that they are various."""
    found = Counter(categories[product] for product in coupon.products if categories.get(product))
    if not found:
        return "対象商品"
    category, count = found.most_common(1)[0]
    return category_words(category) if 2 * count >= len(coupon.products) else "対象商品"
