"""Drafts of late sales: the goods, people and coupons behind what a till sold, and what we would have made of it.

Beside `orders.draft`, which prices a new order: here the price is what the till charged. Nothing is written.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from noren.catalog.sellable import Sellable, load_sellable
from noren.coupons.usable import UsedCoupon, find_used
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.draft import Draft
from noren.orders.errors import VariantNotFound
from noren.orders.late.adding_up import check_adds_up, points_of
from noren.orders.late.causes import OurCoupon, OurLine, Ours, OurTender
from noren.orders.late.desk import LateDesk, find_late_desk
from noren.orders.late.limits import offline_limits
from noren.orders.late.made import Late, MadeOffline
from noren.orders.late.moment import moment_of
from noren.orders.markdowns.limits import limits_of
from noren.orders.markdowns.rules import UNLIMITED, weight_of_quote
from noren.orders.parties import Buyer, buyer_of
from noren.orders.pricing_of import GoodsLine, benefits_for, deployment_terms, quote_lines
from noren.orders.wanted import PlaceOrder, WantedLine
from noren.payments.cash import Tender
from noren.payments.tenders.capture import kinds_not_as_said
from noren.payments.tenders.kinds import kinds_named
from noren.payments.tenders.rules import CASH
from noren.people.models import Customer
from noren.pricing import Quote
from noren.stores.loading import load_store


def draft_late_sale(wanted: PlaceOrder, made: MadeOffline, *, at: datetime) -> tuple[Draft, LateDesk]:
    """What a till sold, ready to be booked at `at`, and the desk that sold it, whose register is locked.

    Raises:
        FiguresDoNotAddUp, CouponNamedTwice: the till's own figures.
        RegisterNotFound, StaffNotFound, MakerNotOfStore: nobody could have sold it there.
        VariantNotFound, CouponNotFound: there never was such a thing.
    """
    terms = deployment_terms()
    taxes = check_adds_up(made.quoted, terms, [each.priced() for each in wanted.markdowns])
    made_at, data_of = moment_of(made.device_at, offset_s=made.clock_offset_s, synced_at=made.synced_at, booked_at=at)
    store = load_store(wanted.store_code, at=made_at)
    late_desk = find_late_desk(wanted.register_uid, wanted.staff_uid, store.id)
    buyer, named_customer = _buyer(wanted.customer_uid, made.member_number)
    sellables = _goods(wanted.lines)
    lines = _lines(made, sellables)
    used = find_used(
        [applied.ref for applied in made.quoted.applied],
        customer_id=buyer.customer_id,
        channel=wanted.channel,
        store_code=store.code,
        at=made_at,
    )
    again = quote_lines(
        lines, benefits_for([each.coupon for each in used], lines), [each.priced() for each in wanted.markdowns]
    )
    ours = Ours(
        lines={line.ref: _our_line(line.sellable) for line in lines},
        coupons=_our_coupons(used, again),
        markdown_minor=weight_of_quote(again).amount_minor,
        markdowns=limits_of(late_desk.alone) if wanted.markdowns else UNLIMITED,
        tax_minor=sum(rate.tax_minor for rate in taxes),
        points=points_of(taxes, terms),
        is_register_on=late_desk.is_register_on and store.is_active,
        is_staff_on=late_desk.is_staff_on,
        limits=offline_limits(),
        is_member=buyer.is_member,
        tenders=_our_tenders(wanted.tenders, made.quoted.total_minor),
        is_after_stop=made.stopped_at is not None and made_at > made.stopped_at,
    )
    late = Late(made, made_at, at, data_of, named_customer, ours)
    coupons = [each.coupon for each in used]
    return Draft(wanted, store, sellables, lines, coupons, made.quoted, buyer, late), late_desk


def _buyer(customer_uid: UUID | None, member_number: str) -> tuple[Buyer, str]:
    """The customer who was named, else nobody and who was named: it may have been merged or erased meanwhile."""
    if customer_uid is None and not member_number:
        return Buyer(), ""
    named = {"uid": customer_uid} if customer_uid else {"member_number": member_number}
    customer = Customer.objects.filter(**named).first()
    return buyer_of(customer), "" if customer else str(customer_uid or member_number)


def _goods(lines: Sequence[WantedLine]) -> list[Sellable]:
    found = load_sellable({line.sku for line in lines})
    for place, line in enumerate(lines):
        if line.sku not in found:
            raise VariantNotFound(field=f"lines.{place}.sku", sku=line.sku)
    return [found[line.sku] for line in lines]


def _lines(made: MadeOffline, sellables: Sequence[Sellable]) -> list[GoodsLine]:
    return [
        GoodsLine(line.ref, sellable, line.quantity, line.unit_price_minor, line.tax_rate_bp)
        for line, sellable in zip(made.quoted.lines, sellables, strict=True)
    ]


def _our_tenders(tenders: Sequence[Tender], due_minor: int) -> Mapping[str, OurTender]:
    """The kinds beside cash; one that never was is refused when its money is taken.

    A till takes nothing by a kind that is off, and nothing of which it gave back what cannot have been.
    """
    kinds = kinds_named({tender.provider for tender in tenders})
    if not kinds.keys() - {CASH}:
        return {}
    odd = kinds_not_as_said(tenders, due_minor, kinds)
    return {
        code: OurTender(kind.most_alone_minor if kind.is_active and code not in odd else 0)
        for code, kind in kinds.items()
        if code != CASH
    }


def _our_line(sellable: Sellable) -> OurLine:
    rate = rate_bp(TaxClass(sellable.tax_class), ServiceMode.TAKE_OUT)
    return OurLine(sellable.price_minor, rate, sellable.is_on_sale)


def _our_coupons(used: Sequence[UsedCoupon], again: Quote) -> Mapping[str, OurCoupon]:
    """What the coupons would take off by their rules of today, at the till's prices: each cause is told by itself."""
    taken = {applied.ref: applied.discount_minor for applied in again.applied}
    return {each.coupon.code: OurCoupon(taken.get(each.coupon.code, 0), each.kind, each.misfit) for each in used}
