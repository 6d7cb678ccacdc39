"""Where a return meets its sale: what comes back, at the price, discount and rate it was sold with."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.conf import settings

from noren.catalog.sellable import load_sellable
from noren.kernel.money import Rounding
from noren.kernel.tax import RateTotal, ServiceMode, TaxClass, rate_bp, tax_totals
from noren.orders.errors import LineNotFound, ReturnedAlready, VariantNotFound
from noren.orders.locking import LockedOrder
from noren.orders.models import Condition, OrderLine, Return
from noren.orders.return_rules import Refund, Sold, Terms, refund_for, rounding_of, taxes_left
from noren.orders.return_wanted import BackLine, ReturnGoods


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Pieces in one condition with what is given back for them, after discounts and in the prices' own mode."""

    order_line_id: int | None
    variant_id: int
    sku: str
    name: str
    quantity: int
    condition: Condition
    note: str
    unit_price_minor: int
    total_minor: int
    tax_rate_bp: int


@dataclass(frozen=True, slots=True)
class PricedReturn:
    """A return with its amounts, minor units. `points_undone` are the points of this and all earlier returns.

    `is_all_goods`: no goods of the sale are left, though a fee may be; it is then not full.
    """

    lines: tuple[PricedLine, ...]
    taxes: tuple[RateTotal, ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    points: int
    points_undone: int
    is_full: bool
    is_all_goods: bool

    def taxes_as_data(self) -> list[dict[str, int]]:
        """The totals per rate as a return and its receipt keep them."""
        return [asdict(rate) for rate in self.taxes]


def price_return(wanted: ReturnGoods, locked: LockedOrder) -> PricedReturn:
    """Price what comes back of a sale that is locked.

    Raises:
        LineNotFound: the order has no such line.
        ReturnedAlready: more pieces than are left of a line.
    """
    order = locked.order
    lines: dict[UUID | None, OrderLine] = {line.uid: line for line in locked.lines if line.quantity}
    goods = {uid: line for uid, line in lines.items() if not line.fee}  # a fee stays with what was done for it
    found = _lines_of(wanted.lines, goods, number=order.number)
    sold = [
        Sold(str(line.uid), line.quantity, line.returned_quantity, line.total_minor, line.tax_rate_bp, bool(line.fee))
        for line in lines.values()
    ]
    taxes = [RateTotal(**rate) for rate in order.taxes]
    earlier = list(Return.objects.filter(order=order).values_list("taxes", "points"))
    undone = sum(points for _taxes, points in earlier)
    terms = Terms(order.prices_include_tax, Rounding(settings.TAX_ROUNDING), settings.POINTS_PER_MINOR)
    terms = replace(terms, rounding=rounding_of(sold, taxes, terms))
    refund = refund_for(
        sold,
        [(str(back.line_uid), back.quantity) for back in wanted.lines],
        taxes_left=taxes_left(taxes, [RateTotal(**rate) for rates, _points in earlier for rate in rates]),
        points_left=order.points - undone,
        earned=order.points,
        terms=terms,
    )
    return _priced(wanted.lines, found, refund, undone=undone)


def price_without_sale(wanted: ReturnGoods) -> PricedReturn:
    """Price goods whose sale nobody found: at today's price and rate, without discounts or points.

    Raises:
        VariantNotFound: no product has the SKU.
    """
    goods = load_sellable({back.sku for back in wanted.lines})
    lines = []
    for place, back in enumerate(wanted.lines):
        if (sellable := goods.get(back.sku)) is None:
            raise VariantNotFound(field=f"lines.{place}.sku", sku=back.sku)
        lines.append(
            PricedLine(
                order_line_id=None,
                variant_id=sellable.variant_id,
                sku=sellable.sku,
                name=sellable.name,
                quantity=back.quantity,
                condition=back.condition,
                note=back.note.strip(),
                unit_price_minor=sellable.price_minor,
                total_minor=sellable.price_minor * back.quantity,
                tax_rate_bp=rate_bp(TaxClass(sellable.tax_class), ServiceMode.TAKE_OUT),
            )
        )
    taxes = tax_totals(
        [(line.tax_rate_bp, line.total_minor) for line in lines],
        prices_include_tax=settings.PRICES_INCLUDE_TAX,
        rounding=Rounding(settings.TAX_ROUNDING),
    )
    return PricedReturn(
        lines=tuple(lines),
        taxes=taxes,
        goods_minor=sum(line.total_minor for line in lines),
        discount_minor=0,
        tax_minor=sum(rate.tax_minor for rate in taxes),
        total_minor=sum(rate.gross_minor for rate in taxes),
        points=0,
        points_undone=0,
        is_full=False,
        is_all_goods=False,
    )


def _lines_of(wanted: Sequence[BackLine], lines: Mapping[UUID | None, OrderLine], *, number: str) -> list[OrderLine]:
    """The line of the sale that each wanted one names, which must have as many pieces left."""
    left = {uid: line.quantity - line.returned_quantity for uid, line in lines.items()}
    found = []
    for place, back in enumerate(wanted):
        line = lines.get(back.line_uid)
        if line is None:
            raise LineNotFound(field=f"lines.{place}.line_uid", number=number)
        if back.quantity > left[line.uid]:
            there = line.quantity - line.returned_quantity
            raise ReturnedAlready(field=f"lines.{place}.quantity", name=line.name, left=there, sold=line.quantity)
        left[line.uid] -= back.quantity
        found.append(line)
    return found


def _priced(wanted: Sequence[BackLine], found: Sequence[OrderLine], refund: Refund, *, undone: int) -> PricedReturn:
    lines = tuple(
        PricedLine(
            order_line_id=line.pk,
            variant_id=line.variant_id,
            sku=line.variant.sku,
            name=line.name,
            quantity=back.quantity,
            condition=back.condition,
            note=back.note.strip(),
            unit_price_minor=line.unit_price_minor,
            total_minor=amount,
            tax_rate_bp=line.tax_rate_bp,
        )
        for back, line, amount in zip(wanted, found, refund.amounts, strict=True)
    )
    goods_minor = sum(line.unit_price_minor * line.quantity for line in lines)
    return PricedReturn(
        lines=lines,
        taxes=refund.taxes,
        goods_minor=goods_minor,
        discount_minor=goods_minor - sum(refund.amounts),
        tax_minor=refund.tax_minor,
        total_minor=refund.total_minor,
        points=refund.points,
        points_undone=undone + refund.points,
        is_full=refund.is_full,
        is_all_goods=refund.is_all_goods,
    )
