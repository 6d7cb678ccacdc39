"""Baskets: what somebody is about to order. The only code that writes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.catalog.sellable import Sellable, load_sellable
from noren.coupons.errors import CouponNotApplicable, CouponNotFound
from noren.coupons.usable import UsableCoupon, find_usable, fold_code
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.orders.errors import (
    BasketNotFound,
    BasketTooLarge,
    QuantityInvalid,
    VariantNotFound,
)
from noren.orders.models import Basket, BasketLine
from noren.orders.pricing_of import benefits_for, line_to_price, quote_lines
from noren.orders.wanted import MAX_LINES, WantedLine
from noren.pricing import Quote, explain
from noren.pricing.basket import MAX_QUANTITY
from noren.stock import holding
from noren.stock.ledger import lock_levels_by_id
from noren.stock.models import HoldKind, Level
from noren.stores.loading import load_store_for_order


@dataclass(frozen=True, slots=True)
class BasketLineView:
    """A line of a basket as it would be sold now.

    Attributes:
        seen_price_minor: what the shopper was shown when it was put in; differs when the price changed.
        available: pieces that may be promised in the chosen store, the basket's own hold included; None without one.
        is_on_sale: False when it cannot be ordered any more; then it is in no total.
    """

    sku: str
    variant_id: int
    product_code: str
    name: str
    quantity: int
    unit_price_minor: int
    seen_price_minor: int
    discount_minor: int
    total_minor: int
    tax_rate_bp: int
    available: int | None
    is_on_sale: bool


@dataclass(frozen=True, slots=True)
class BasketView:
    """A basket as it stands.

    Attributes:
        quote: None while nothing in it is on sale.
        coupon_codes: all that were put in; those refused are in `coupon_refusals` with the reason in words.
    """

    uid: UUID
    customer_id: int | None
    store_code: str | None
    store_name: str | None
    lines: tuple[BasketLineView, ...]
    coupon_codes: tuple[str, ...]
    coupon_refusals: tuple[tuple[str, str], ...]
    quote: Quote | None
    held_until: datetime | None

    @property
    def count(self) -> int:
        """Pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_orderable(self) -> bool:
        """Whether every line is on sale and the chosen store has enough of it."""
        return (
            bool(self.lines)
            and self.store_code is not None
            and all(line.is_on_sale and (line.available or 0) >= line.quantity for line in self.lines)
        )

    @property
    def working_coupon_codes(self) -> tuple[str, ...]:
        """The coupons that take something off."""
        refused = {code for code, _reason in self.coupon_refusals}
        return tuple(code for code in self.coupon_codes if code not in refused)


@dataclass(slots=True)
class _Coupons:
    usable: list[UsableCoupon] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)


def open_basket(*, customer_id: int | None, at: datetime) -> UUID:
    """The member's open basket, or a new one; a guest gets a new one. Answers its uid."""
    if customer_id is None:
        return Basket.objects.create(uid=uuid7(), made_at=at, changed_at=at).uid
    defaults = {"uid": uuid7(), "made_at": at, "changed_at": at}
    basket, _is_new = Basket.objects.get_or_create(customer_id=customer_id, ordered_at=None, defaults=defaults)
    return basket.uid


def is_open(basket_uid: UUID, *, customer_id: int | None) -> bool:
    """Whether the basket may still be changed by this shopper."""
    basket = Basket.objects.filter(uid=basket_uid, ordered_at=None).first()
    return basket is not None and basket.customer_id == customer_id


def set_line(basket_uid: UUID, *, sku: str, quantity: int, at: datetime) -> None:
    """Have this many of a variant in the basket; 0 takes it out. The price shown now is kept as seen.

    Raises:
        BasketNotFound, VariantNotFound, QuantityInvalid, BasketTooLarge.
    """
    if not 0 <= quantity <= MAX_QUANTITY:
        raise QuantityInvalid(field="quantity", limit=MAX_QUANTITY)
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        sellable = load_sellable([sku]).get(sku)
        if quantity == 0:
            BasketLine.objects.filter(basket=basket, variant__sku=sku).delete()
        elif sellable is None or not sellable.is_on_sale:
            raise VariantNotFound(field="sku", sku=sku)
        else:
            _put(basket, sellable, quantity)
        Basket.objects.filter(pk=basket.pk).update(changed_at=at)


def _put(basket: Basket, sellable: Sellable, quantity: int) -> None:
    others = BasketLine.objects.filter(basket=basket).exclude(variant_id=sellable.variant_id)
    if others.count() >= MAX_LINES:
        raise BasketTooLarge(field="sku", limit=MAX_LINES)
    BasketLine.objects.update_or_create(
        basket=basket,
        variant_id=sellable.variant_id,
        defaults={"quantity": quantity, "seen_price_minor": sellable.price_minor},
    )


def add_to_basket(basket_uid: UUID, *, sku: str, quantity: int, at: datetime) -> None:
    """Put more of a variant into the basket; raises as `set_line`."""
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        line = BasketLine.objects.filter(basket=basket, variant__sku=sku).first()
        set_line(basket_uid, sku=sku, quantity=quantity + (line.quantity if line else 0), at=at)


def accept_prices(basket_uid: UUID, *, at: datetime) -> None:
    """The shopper saw today's prices and goes on: they are kept as seen."""
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        lines = list(basket.lines.select_related("variant"))
        for line in lines:
            line.seen_price_minor = line.variant.price_minor
        BasketLine.objects.bulk_update(lines, ["seen_price_minor"])
        Basket.objects.filter(pk=basket.pk).update(changed_at=at)


def choose_store(basket_uid: UUID, *, store_code: str, at: datetime) -> None:
    """Pick the goods up in this store. What was kept for the basket in another one becomes free.

    Raises:
        BasketNotFound, StoreNotFound.
    """
    store = load_store_for_order(store_code, at=at)
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        if basket.store_id == store.id:
            return
        holding.release_holds(basket.uid, at=at)
        Basket.objects.filter(pk=basket.pk).update(store_id=store.id, held_until=None, changed_at=at)


def add_coupon(basket_uid: UUID, *, code: str, at: datetime, channel: str = "web") -> None:
    """Put a coupon code in. Whether the basket earns it, `get_basket` says each time.

    Raises:
        BasketNotFound; CouponNotFound, CouponNotApplicable: this shopper can never use it here and now.
    """
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        folded = fold_code(code)
        store_code = basket.store.code if basket.store else None
        find_usable([folded], customer_id=basket.customer_id, channel=channel, store_code=store_code, at=at)
        if folded not in basket.coupon_codes:
            codes = [*basket.coupon_codes, folded]
            Basket.objects.filter(pk=basket.pk).update(coupon_codes=codes, changed_at=at)


def remove_coupon(basket_uid: UUID, *, code: str, at: datetime) -> None:
    """Take a coupon code out. Safe to repeat."""
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        codes = [kept for kept in basket.coupon_codes if kept != fold_code(code)]
        Basket.objects.filter(pk=basket.pk).update(coupon_codes=codes, changed_at=at)


def merge_guest_basket(guest_uid: UUID, *, customer_id: int, at: datetime) -> UUID:
    """Put what a guest collected into the member's basket, after a sign-in; answer the member's basket.

    Of goods that are in both the larger quantity stays. It is all picked up in the guest's store, as the shopper was
    told last; what was kept in another becomes free. Safe to repeat: the guest's basket is gone then.
    """
    with transaction.atomic():
        member_uid = open_basket(customer_id=customer_id, at=at)
        guest = Basket.objects.select_for_update().filter(uid=guest_uid, customer=None, ordered_at=None).first()
        if guest is None:
            return member_uid
        member = _lock_open(member_uid)
        held = {line.variant_id: line for line in member.lines.all()}
        for line in guest.lines.all():
            known = held.get(line.variant_id)
            if known is None and len(held) < MAX_LINES:
                held[line.variant_id] = line
                BasketLine.objects.filter(pk=line.pk).update(basket=member)
            elif known is not None and line.quantity > known.quantity:
                BasketLine.objects.filter(pk=known.pk).update(quantity=line.quantity)
        codes = [*member.coupon_codes, *(code for code in guest.coupon_codes if code not in member.coupon_codes)]
        store_id = guest.store_id or member.store_id
        is_moved = store_id != member.store_id
        _release_at_once([guest.uid, member.uid] if is_moved else [guest.uid], at=at)
        Basket.objects.filter(pk=member.pk).update(
            coupon_codes=codes, store_id=store_id, held_until=None if is_moved else member.held_until, changed_at=at
        )
        guest.delete()
    return member_uid


def _release_at_once(owner_uids: Sequence[UUID], *, at: datetime) -> None:
    """Lock the levels of all owners before the first is freed: owner after owner, two merges would meet crosswise."""
    held = Level.objects.filter(holds__owner_uid__in=owner_uids, holds__ended_at=None)
    lock_levels_by_id(held.values_list("pk", flat=True))
    for owner_uid in owner_uids:
        holding.release_holds(owner_uid, at=at)


def hold_basket(basket_uid: UUID, *, at: datetime) -> datetime:
    """Keep the basket's goods in its store while the shopper confirms; answer until when. A repeat extends.

    Raises:
        BasketNotFound; OutOfStock: the store has less than is in the basket.
    """
    until = at + timedelta(minutes=settings.BASKET_HOLD_MINUTES)
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        if basket.store_id is None:
            raise BasketNotFound(field="store_code")
        lines = list(basket.lines.select_related("variant__product"))
        holding.hold(
            basket.store_id,
            {line.variant_id: line.quantity for line in lines},
            kind=HoldKind.BASKET,
            owner_uid=basket.uid,
            expires_at=until,
            at=at,
            names={line.variant_id: line.variant.product.name for line in lines},
        )
        Basket.objects.filter(pk=basket.pk).update(held_until=until)
    return until


def let_basket_go(basket_uid: UUID, *, at: datetime) -> None:
    """End what is held for the basket in any store: its shopper has it delivered. Safe to repeat.

    Raises:
        BasketNotFound.
    """
    with transaction.atomic():
        basket = _lock_open(basket_uid)
        holding.release_holds(basket.uid, at=at)
        Basket.objects.filter(pk=basket.pk).update(held_until=None)


def mark_ordered(basket_uid: UUID, *, at: datetime) -> None:
    """The basket has become an order; a second order from it is refused.

    Raises:
        BasketNotFound: it does not exist or was ordered before.
    """
    if Basket.objects.filter(uid=basket_uid, ordered_at=None).update(ordered_at=at, held_until=None) != 1:
        raise BasketNotFound(field="basket_uid")


def get_basket(basket_uid: UUID, *, at: datetime, channel: str = "web") -> BasketView:
    """The basket at today's prices, with its coupons tried and the chosen store's stock.

    Raises:
        BasketNotFound: there is no open basket with this uid.
    """
    basket = Basket.objects.select_related("store").filter(uid=basket_uid, ordered_at=None).first()
    if basket is None:
        raise BasketNotFound(field="basket_uid")
    stored = list(basket.lines.select_related("variant"))
    sellables = load_sellable([line.variant.sku for line in stored])
    on_sale = [
        line_to_price(
            WantedLine(uid=uuid7(), sku=line.variant.sku, quantity=line.quantity), sellables[line.variant.sku]
        )
        for line in stored
        if sellables[line.variant.sku].is_on_sale
    ]
    coupons = _try_coupons(basket, channel=channel, at=at)
    priced = quote_lines(on_sale, benefits_for(coupons.usable, on_sale)) if on_sale else None
    for skipped in priced.skipped if priced else ():
        coupons.refusals[skipped.ref] = explain(skipped, currency=settings.CURRENCY)
    available = _available(basket, at=at)
    return BasketView(
        uid=basket.uid,
        customer_id=basket.customer_id,
        store_code=basket.store.code if basket.store else None,
        store_name=basket.store.name if basket.store else None,
        lines=tuple(_line_view(line, sellables[line.variant.sku], priced, available) for line in stored),
        coupon_codes=tuple(basket.coupon_codes),
        coupon_refusals=tuple(coupons.refusals.items()),
        quote=priced,
        held_until=basket.held_until,
    )


def _try_coupons(basket: Basket, *, channel: str, at: datetime) -> _Coupons:
    """Each coupon by itself: one that is refused must not hide the others."""
    tried = _Coupons()
    for code in basket.coupon_codes:
        try:
            store_code = basket.store.code if basket.store else None
            tried.usable += find_usable(
                [code], customer_id=basket.customer_id, channel=channel, store_code=store_code, at=at
            )
        except (CouponNotFound, CouponNotApplicable) as refusal:
            tried.refusals[code] = words_of_refusal(refusal)
    tried.usable.sort(key=lambda coupon: coupon.id)
    return tried


def words_of_refusal(refusal: NorenError) -> str:
    """Why, without naming the coupon again."""
    return str(refusal.details.get("reason", refusal))


def _available(basket: Basket, *, at: datetime) -> Mapping[int, int] | None:
    """Pieces for this basket: what it holds itself, and what others hold beyond their time, stands in no way."""
    if basket.store_id is None:
        return None
    variant_ids = [line.variant_id for line in basket.lines.all()]
    own = holding.held_by(basket.uid, store_id=basket.store_id)
    late = holding.held_beyond_time(basket.store_id, variant_ids, but_of=basket.uid, at=at)
    levels = Level.objects.filter(store_id=basket.store_id, variant_id__in=variant_ids)
    return {
        level.variant_id: max(0, level.available + own.get(level.variant_id, 0) + late.get(level.variant_id, 0))
        for level in levels
    }


def _line_view(
    line: BasketLine, sellable: Sellable, priced: Quote | None, available: Mapping[int, int] | None
) -> BasketLineView:
    quoted = next((each for each in priced.lines if each.sku == sellable.sku), None) if priced else None
    return BasketLineView(
        sku=sellable.sku,
        variant_id=sellable.variant_id,
        product_code=sellable.product_code,
        name=sellable.name,
        quantity=line.quantity,
        unit_price_minor=sellable.price_minor,
        seen_price_minor=line.seen_price_minor,
        discount_minor=quoted.discount_minor if quoted else 0,
        total_minor=quoted.total_minor if quoted else 0,
        tax_rate_bp=quoted.tax_rate_bp if quoted else 0,
        available=None if available is None else available.get(line.variant_id, 0),
        is_on_sale=sellable.is_on_sale,
    )


def _lock_open(basket_uid: UUID) -> Basket:
    basket = (
        Basket.objects.select_for_update(no_key=True, of=("self",))
        .select_related("store")
        .filter(uid=basket_uid, ordered_at=None)
        .first()
    )
    if basket is None:
        raise BasketNotFound(field="basket_uid")
    return basket
