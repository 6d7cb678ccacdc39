"""The end of a run: the books against what people saw. Each check answers what is wrong, with ids; nothing is well."""

from collections import Counter
from collections.abc import Iterator

from noren.coupons.models import Redemption
from noren.orders.late.models import LateCause, LateDifference, LateSale
from noren.orders.models import Order, OrderLine, OrderStatus, Receipt
from noren.orders.shifts.models import LateBatch, Shift
from noren.orders.shifts.reading import report_of_batch, report_of_shift
from noren.payments.models import Entry, MoneyKind
from noren.stock.models import Level
from tests.chaos.records import Records, SaleSeen
from tests.chaos.world import COUPON_LIMIT, FLOAT_MINOR, World

MAY_BE_REFUSED = ("coupon_exhausted",)
"""Why the server may refuse a sale that was priced a moment before; goods in the customer's hand are never short."""


def all_troubles(records: Records, world: World) -> list[str]:
    """What is wrong, whatever check finds it. The audit comes beside."""
    return [
        *records.troubles,
        *sales_once(records),
        *orders_once(records),
        *stock_adds_up(records, world),
        *coupons_within(world),
        *drawers_add_up(records, world),
    ]


def sales_once(records: Records) -> Iterator[str]:
    """Every sale that a till kept is booked exactly once, as it was paid and printed; and nothing else is booked."""
    booked = Counter(Order.objects.filter(channel="till").values_list("uid", flat=True))
    for uid, times in booked.items():
        if times != 1:
            yield f"sale {uid}: booked {times} times"
        if uid not in records.sales:
            yield f"sale {uid}: booked, and nobody finished it at a till"
    for uid, sale in records.sales.items():
        if uid in booked:
            yield from _as_it_was(sale)
        elif sale.is_kept:
            yield f"sale {uid} of till {sale.till}, receipt {sale.number or 'not seen'}: not booked"
        elif uid in records.refusals and records.refusals[uid] not in MAY_BE_REFUSED:
            yield f"sale {uid} of till {sale.till}: refused as {records.refusals[uid]}"


def _as_it_was(sale: SaleSeen) -> Iterator[str]:
    order = Order.objects.select_related("register", "late").filter(uid=sale.uid)[0]
    lines = OrderLine.objects.filter(order=order).values_list("variant__sku", "quantity")
    cash = Entry.objects.filter(payment__order_uid=sale.uid, kind=MoneyKind.CAPTURE)
    taken = (sale.total_minor, sale.tendered_minor, sale.tendered_minor - sale.total_minor)
    said = {
        "total": (sale.total_minor, order.total_minor),
        "goods": (sale.goods, tuple(sorted(lines))),
        "cash": (
            [taken] if sale.tendered_minor else [],  # a coupon may pay for all of it
            list(cash.values_list("amount_minor", "tendered_minor", "change_minor")),
        ),
        "register": (str(sale.till), order.register.code if order.register else ""),
    }
    if sale.number:
        said["receipt"] = (sale.number, _number_on_paper(sale, order))
    for what, (seen, stands) in said.items():
        if seen != stands:
            yield f"sale {sale.uid}: {what} was {seen}, and stands as {stands}"


def _number_on_paper(sale: SaleSeen, order: Order) -> str:
    """What the receipt said that was handed out: the till's own number, or the one of the books."""
    if not sale.is_made_here:
        return Receipt.objects.filter(order=order).values_list("number", flat=True)[0]
    late = getattr(order, "late", None)
    # One that was booked in time, but whose answer was lost, has no late sale; its paper says the end of its id.
    return str(late.provisional_number) if late else f"{sale.till}-{str(sale.uid)[-8:]}".upper()


def orders_once(records: Records) -> Iterator[str]:
    """What shoppers were told is what stands: placed once, canceled, or refused with nothing written."""
    stands = {order.uid: order for order in Order.objects.exclude(channel="till").prefetch_related("lines__variant")}
    for uid, seen in records.orders.items():
        order = stands.pop(uid, None)
        if order is None and seen.answer in {"placed", "canceled"}:
            yield f"order {uid}: the shopper was told {seen.answer}, and it is not there"
        if order is None:
            continue
        told = "canceled" if order.status == OrderStatus.CANCELED else "placed"
        goods = tuple(sorted((line.variant.sku, line.quantity) for line in order.lines.all()))
        if told != seen.answer:
            yield f"order {uid}: the shopper was told {seen.answer}, and it is {told}"
        elif told == "placed" and goods != tuple(sorted(seen.goods)):
            yield f"order {uid}: ordered {seen.goods}, and stands with {goods}"
    for uid in stands:
        yield f"order {uid}: stands, and no shopper was told so"


def stock_adds_up(records: Records, world: World) -> Iterator[str]:
    """Pieces there: those at first, less those handed out, as corrected by counts; promised: those told as placed.

    That no promise went beyond what was available at its moment is the audit's replay of the ledger.
    """
    booked = set(Order.objects.filter(channel="till").values_list("uid", flat=True))
    sold = Counter[str]()
    for sale in records.sales.values():
        if sale.uid in booked:
            sold.update(dict(sale.goods))
    promised = Counter[str]()
    for order in records.orders.values():
        if order.answer == "placed":
            promised.update(dict(order.goods))
    for level in Level.objects.filter(variant__sku__in=world.skus).select_related("variant"):
        sku = level.variant.sku
        there = world.in_stock[sku] - sold[sku] + records.found_more[sku]
        if level.on_hand != there:
            yield f"SKU {sku}: {level.on_hand} pieces on hand, and {there} by what was sold and counted"
        if level.allocated != promised[sku]:
            yield f"SKU {sku}: {level.allocated} pieces promised, and shoppers were told {promised[sku]}"


def coupons_within(world: World) -> Iterator[str]:
    """At most the limit of uses, plus what tills took alone; and of that each use beyond the allowance is listed."""
    uses = Redemption.objects.filter(coupon__code=world.coupon, withdrawn_at__isnull=True)
    within = uses.filter(is_over_limit=False).count()
    if within > COUPON_LIMIT:
        yield f"coupon {world.coupon}: {within} uses within a limit of {COUPON_LIMIT}"
    late = {sale.order.uid: sale for sale in LateSale.objects.select_related("order")}
    listed = set(
        LateDifference.objects.filter(cause=LateCause.COUPON_OVER_LIMIT).values_list("late_sale__order__uid", flat=True)
    )
    for uid in uses.filter(is_over_limit=True).values_list("order_uid", flat=True):
        if uid not in late or uid not in listed:
            yield f"coupon {world.coupon}: used beyond its limit by order {uid}, which is not listed"
    alone = Counter(
        (late[uid].register_id, late[uid].synced_at) for uid in uses.values_list("order_uid", flat=True) if uid in late
    )
    beyond = sum(times - 1 for times in alone.values())
    said = LateDifference.objects.filter(cause=LateCause.COUPON_ALLOWANCE).count()
    if beyond != said:
        yield f"coupon {world.coupon}: {beyond} uses beyond what a till may take alone, and {said} are listed"


def drawers_add_up(records: Records, world: World) -> Iterator[str]:
    """Float, cash of sales and change come to what shifts and late batches say; nothing is between the shifts."""
    booked = set(Order.objects.filter(channel="till").values_list("uid", flat=True))
    for number, register in enumerate(world.registers, start=1):
        shifts = list(Shift.objects.filter(register__uid=register).order_by("number"))
        taken = sum(report_of_shift(shift).cash.taken_minor for shift in shifts)
        late = sum(
            report_of_batch(batch.shift_id, batch.pk).cash.taken_minor
            for batch in LateBatch.objects.filter(shift__in=shifts)
        )
        sold = sum(sale.total_minor for sale in records.sales.values() if sale.till == number and sale.uid in booked)
        if taken + late != sold:
            yield f"register {number}: {sold} yen were taken in; shifts say {taken}, late batches {late}"
        if shifts[0].opening_minor != FLOAT_MINOR:
            yield f"register {number}: opened with {shifts[0].opening_minor}, not {FLOAT_MINOR}"
        for shift in shifts:
            cash = report_of_shift(shift).cash
            if shift.closed_at is None or shift.expected_minor != shift.opening_minor + cash.taken_minor:
                yield f"shift {shift.uid}: expected {shift.expected_minor}, from {shift.opening_minor} and {cash}"
