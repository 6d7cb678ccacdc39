"""What differs between a sale as a till made it and as we would have made it: one row per cause. Pure.

The same function finds them when a sale is booked and when it is audited: then the till's side is read from the order's
own rows, and ours from what was kept with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from noren.orders.late.limits import OfflineLimits
from noren.orders.late.models import LateCause
from noren.orders.markdowns.rules import UNLIMITED, UNMARKED, MarkdownLimits, Weight


@dataclass(frozen=True, slots=True)
class OurLine:
    """A line as our catalog has it: price of one piece, tax rate, and whether it is on sale."""

    price_minor: int
    tax_rate_bp: int
    is_on_sale: bool


@dataclass(frozen=True, slots=True)
class OurCoupon:
    """A coupon as we have it: what it would take off, and why it would not be taken (`dates`, `off`, `elsewhere`)."""

    discount_minor: int
    kind: str
    misfit: str


@dataclass(frozen=True, slots=True)
class OurTender:
    """A tender kind as we have it: what one sale may take by it alone, minor units, None for no limit.

    0 where it is not in use, and where what the till says that it gave back on it cannot have been.
    """

    most_alone_minor: int | None


@dataclass(frozen=True, slots=True)
class Ours:
    """What we knew when a late sale was booked. Lines by uid, coupons and tender kinds beside cash by code.

    Attributes:
        is_member: whether the buyer was one then; None in sales that were booked before it was kept.
        markdown_minor: what its markdowns come to by our rules.
        markdowns: up to where who sold gives them alone.
        is_after_stop: whether it was made after its device was locked or replaced.
    """

    lines: Mapping[str, OurLine]
    coupons: Mapping[str, OurCoupon]
    tax_minor: int
    points: int
    is_register_on: bool
    is_staff_on: bool
    limits: OfflineLimits
    is_member: bool | None = None
    markdown_minor: int = 0
    markdowns: MarkdownLimits = UNLIMITED
    tenders: Mapping[str, OurTender] = field(default_factory=dict)
    is_after_stop: bool = False

    def as_json(self) -> dict[str, object]:
        """As it is kept with the sale."""
        return asdict(self) | {"limits": self.limits.as_json()}


def ours_of(kept: Mapping[str, Any]) -> Ours:
    """What `as_json` kept."""
    limits = kept["limits"]
    return Ours(
        lines={uid: OurLine(**line) for uid, line in kept["lines"].items()},
        coupons={code: OurCoupon(**coupon) for code, coupon in kept["coupons"].items()},
        tax_minor=kept["tax_minor"],
        points=kept["points"],
        is_register_on=kept["is_register_on"],
        is_staff_on=kept["is_staff_on"],
        limits=OfflineLimits(**limits | {"coupon_kinds": tuple(limits["coupon_kinds"])}),
        is_member=kept.get("is_member"),
        markdown_minor=kept.get("markdown_minor", 0),
        markdowns=MarkdownLimits(**kept.get("markdowns", {})),
        tenders={code: OurTender(**tender) for code, tender in kept.get("tenders", {}).items()},
        is_after_stop=kept.get("is_after_stop", False),
    )


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line as the till sold it. `total_minor` after its discounts."""

    uid: str
    quantity: int
    price_minor: int
    tax_rate_bp: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class SaidCoupon:
    """A coupon as the till used it.

    Attributes:
        is_over_limit: no use was left when it was booked.
        earlier_uses: late uses of it by this register on the same data, booked before.
    """

    code: str
    discount_minor: int
    is_over_limit: bool
    earlier_uses: int


@dataclass(frozen=True, slots=True)
class Said:
    """A late sale as it stands in the books.

    Attributes:
        points: of a member; None for anybody else.
        clock_moved_s: see `moment.moved_s`.
        data_age_h, days_late: whole ones, rounded down.
        device_minor: what the register sold on the same data, this sale included.
        marked: what was given by hand.
        tenders: what was handed in by tender kinds beside cash, minor units, by code.
    """

    lines: tuple[SaidLine, ...]
    coupons: tuple[SaidCoupon, ...]
    total_minor: int
    tax_minor: int
    points: int | None
    is_member_unknown: bool
    clock_moved_s: int
    data_age_h: int
    days_late: int
    device_minor: int
    marked: Weight = UNMARKED
    tenders: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A difference to be written; attributes as `LateDifference` has them."""

    cause: LateCause
    about: str = ""
    said: int = 0
    ours: int = 0
    amount_minor: int = 0


def differences_of(said: Said, ours: Ours) -> list[Found]:
    """Every cause, at most once per line or coupon, in a fixed order."""
    found = [each for line in said.lines for each in _of_line(line, ours.lines[line.uid])]
    for coupon in said.coupons:
        found += _of_coupon(coupon, ours.coupons[coupon.code], ours.limits)
    found += _of_markdowns(said.marked, ours)
    return [*found, *_of_sums(said, ours), *_of_circumstances(said, ours)]


def _of_line(said: SaidLine, ours: OurLine) -> Iterator[Found]:
    if said.price_minor != ours.price_minor:
        more = said.quantity * (said.price_minor - ours.price_minor)
        yield Found(LateCause.PRICE, said.uid, said.price_minor, ours.price_minor, more)
    if said.tax_rate_bp != ours.tax_rate_bp:
        yield Found(LateCause.TAX_RATE, said.uid, said.tax_rate_bp, ours.tax_rate_bp)
    if not ours.is_on_sale:
        yield Found(LateCause.NOT_ON_SALE, said.uid, said.total_minor)


def _of_coupon(said: SaidCoupon, ours: OurCoupon, limits: OfflineLimits) -> Iterator[Found]:
    """Causes of one coupon: what it took off is counted once, at the first cause by which all of it is borne."""
    all_of_it = -said.discount_minor
    if said.is_over_limit:
        yield Found(LateCause.COUPON_OVER_LIMIT, said.code, said.discount_minor, 0, all_of_it)
    if ours.misfit:
        cause = LateCause.COUPON_DATES if ours.misfit == "dates" else LateCause.COUPON_MISFIT
        yield Found(cause, said.code, said.discount_minor, 0, 0 if said.is_over_limit else all_of_it)
    if said.discount_minor != ours.discount_minor:
        is_borne = said.is_over_limit or bool(ours.misfit)
        less = 0 if is_borne else ours.discount_minor - said.discount_minor
        yield Found(LateCause.DISCOUNT, said.code, said.discount_minor, ours.discount_minor, less)
    allowed = limits.coupon_uses if ours.kind in limits.coupon_kinds else 0
    if said.earlier_uses >= allowed:
        yield Found(LateCause.COUPON_ALLOWANCE, said.code, said.earlier_uses + 1, allowed)


def _of_markdowns(said: Weight, ours: Ours) -> Iterator[Found]:
    """What was given by hand: worked out otherwise, or more than who sold gives without a second person."""
    if said.amount_minor != ours.markdown_minor:
        less = ours.markdown_minor - said.amount_minor
        yield Found(LateCause.MARKDOWN, "", said.amount_minor, ours.markdown_minor, less)
    most, percent = ours.markdowns.most_minor, ours.markdowns.most_percent
    if most is not None and said.amount_minor > most:
        yield Found(LateCause.MARKDOWN_OVER_LIMIT, "", said.amount_minor, most)
    if percent is not None and said.percent > percent:
        yield Found(LateCause.MARKDOWN_OVER_PERCENT, "", said.percent, percent)


def _of_sums(said: Said, ours: Ours) -> Iterator[Found]:
    if said.tax_minor != ours.tax_minor:
        yield Found(LateCause.TAX, "", said.tax_minor, ours.tax_minor)
    if said.points is not None and said.points != ours.points:
        yield Found(LateCause.POINTS, "", said.points, ours.points)
    if said.total_minor > ours.limits.most_per_sale_minor:
        yield Found(LateCause.SALE_OVER_LIMIT, "", said.total_minor, ours.limits.most_per_sale_minor)
    if said.device_minor > ours.limits.most_per_device_minor:
        yield Found(LateCause.DEVICE_OVER_LIMIT, "", said.device_minor, ours.limits.most_per_device_minor)
    for code, minor in said.tenders.items():
        most = ours.tenders[code].most_alone_minor
        if most is not None and minor > most:
            yield Found(LateCause.TENDER_ALONE, code, minor, most)


def _of_circumstances(said: Said, ours: Ours) -> Iterator[Found]:
    if said.is_member_unknown:
        yield Found(LateCause.MEMBER_UNKNOWN)
    if not ours.is_register_on:
        yield Found(LateCause.REGISTER_OFF)
    if not ours.is_staff_on:
        yield Found(LateCause.STAFF_OFF)
    if ours.is_after_stop:
        yield Found(LateCause.DEVICE_STOPPED)
    if said.clock_moved_s:
        yield Found(LateCause.CLOCK, "", said.clock_moved_s)
    if said.data_age_h >= ours.limits.most_hours:
        yield Found(LateCause.DATA_AGE, "", said.data_age_h, ours.limits.most_hours)
    if said.days_late >= ours.limits.most_days:
        yield Found(LateCause.TOO_LATE, "", said.days_late, ours.limits.most_days)
