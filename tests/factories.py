"""Plain factories for tests: a store, goods in it, a member, a coupon. Realistic defaults, keyword arguments."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db.models import F

from noren.catalog.models import Category, Product, Variant
from noren.coupons import audit as coupons_audit
from noren.coupons.create import CouponDefinition, create_coupon
from noren.coupons.models import Coupon, CouponKind
from noren.kernel.ids import uuid7
from noren.loyalty import audit as loyalty_audit
from noren.orders import audit as orders_audit
from noren.orders.hand_over import hand_over
from noren.orders.models import Condition, OrderLine
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.return_wanted import BackLine, ReturnGoods
from noren.orders.wanted import Contact, HandOver, PlacedOrder, PlaceOrder, WantedLine
from noren.payments import audit as payments_audit
from noren.payments.cash import Tender
from noren.payments.models import TenderKind
from noren.payments.tenders.save import TenderKindDefinition, save_tender_kind
from noren.people.models import Account, Customer, Identity, IdentityKind, Role, StaffMember, StaffRole
from noren.stock import audit as stock_audit
from noren.stock.correct import receive
from noren.stock.ledger import Cause
from noren.stock.models import Level
from noren.stores.models import OpeningHours, Register, Store

# A Saturday at noon in Tokyo.
NOON = datetime(2026, 7, 4, 3, 0, tzinfo=UTC)

_serial = count(1)


def make_store(*, code: str = "", name: str = "渋谷店", is_pickup_enabled: bool = True, **fields: object) -> Store:
    """A store in Tokyo that is open every day from 10 to 21."""
    store = Store.objects.create(
        code=code or f"S{next(_serial):04}",
        name=name,
        address="東京都渋谷区1-2-3",
        latitude=35.658,
        longitude=139.7016,
        time_zone="Asia/Tokyo",
        is_pickup_enabled=is_pickup_enabled,
        issuer_name="のれん商店株式会社",
        issuer_number="T1234567890123",
        **fields,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(store=store, weekday=day, opens_minute=600, closes_minute=1260) for day in range(7)
    )
    return store


def make_register(store: Store, *, code: str = "1") -> Register:
    """A register of the store."""
    return Register.objects.create(store=store, code=code, name=f"レジ{code}")


def make_staff(*, role: str = Role.CLERK, store: Store | None = None, password: str | None = None) -> StaffMember:
    """Somebody who works here, in one store or in all."""
    serial = next(_serial)
    account = Account.objects.create_user(f"staff{serial}@example.jp", password, is_staff=True)
    staff = StaffMember.objects.create(account=account, code=f"{serial:04}", name="山口")
    StaffRole.objects.create(staff=staff, role=role, store=store)
    return staff


def make_variant(
    *,
    price_minor: int = 980,
    tax_class: str = "reduced",
    sku: str = "",
    name: str = "深煎りコーヒー豆 200g",
    category: str = "",
) -> Variant:
    """A variant of a product of its own."""
    serial = next(_serial)
    parent, _is_new = Category.objects.get_or_create(code=category or "coffee", defaults={"name": "コーヒー"})
    product = Product.objects.create(code=f"P{serial:05}", name=name, category=parent, tax_class=tax_class)
    return Variant.objects.create(product=product, sku=sku or f"SKU{serial:05}", price_minor=price_minor)


def stock_up(store: Store, variant: Variant, quantity: int) -> Level:
    """Goods came into the store."""
    receive(store.pk, {variant.pk: quantity}, cause=Cause("delivery", uuid7(), NOON))
    return Level.objects.get(store=store, variant=variant)


def make_member(*, name: str = "佐藤", given_name: str = "はるか", email: str = "") -> Customer:
    """A member with an e-mail."""
    serial = next(_serial)
    customer = Customer.objects.create(
        member_number=f"M{serial:09}0",
        family_name=name,
        given_name=given_name,
        email=email or f"member{serial}@example.jp",
        joined_at=NOON,
        joined_channel="till",
    )
    Identity.objects.create(customer=customer, kind=IdentityKind.EMAIL, value=customer.email)
    Identity.objects.create(customer=customer, kind=IdentityKind.MEMBER_NUMBER, value=customer.member_number or "")
    return customer


def make_coupon(
    *,
    code: str = "",
    percent_bp: int | None = None,
    amount_minor: int | None = None,
    minimum_minor: int = 0,
    kind: str = CouponKind.CODE,
    stacks: bool = True,
    **fields: Any,
) -> Coupon:
    """A coupon of 20 % unless said otherwise, in force all of 2026."""
    benefit: dict[str, object] = {"kind": "percent", "percent_bp": percent_bp or 2_000}
    if amount_minor is not None:
        benefit = {"kind": "amount", "amount_minor": amount_minor}
    definition: dict[str, object] = {
        "code": code or f"COUPON{next(_serial)}",
        "name": "コーヒー豆 20% OFF",
        "rule": {"v": 1, "benefit": benefit, "minimum_minor": minimum_minor, "stacks": stacks},
        "valid_from": datetime(2026, 1, 1, tzinfo=UTC),
        "valid_until": datetime(2027, 1, 1, tzinfo=UTC),
        "kind": kind,
        **fields,
    }
    return create_coupon(CouponDefinition(**definition))  # type: ignore[arg-type]


def want(variant: Variant, quantity: int = 1, *, seen_price_minor: int | None = None) -> WantedLine:
    """A line of an order."""
    return WantedLine(uid=uuid7(), sku=variant.sku, quantity=quantity, seen_price_minor=seen_price_minor)


def make_guest() -> Contact:
    """Somebody without an account, each time another: orders of one guest queue on the guest before they race."""
    serial = next(_serial)
    return Contact(name="田中 一郎", email=f"guest{serial}@example.jp", phone=f"090-0000-{serial:04}")


def pickup(
    store: Store,
    *lines: WantedLine,
    customer: Customer | None = None,
    coupon_codes: tuple[str, ...] = (),
    uid: UUID | None = None,
    **fields: object,
) -> PlaceOrder:
    """An order from the web to be picked up, by a member or else by a guest of its own."""
    values: dict[str, object] = {
        "uid": uid or uuid7(),
        "channel": "web",
        "store_code": store.code,
        "lines": lines,
        "fulfillment": "pickup",
        "coupon_codes": coupon_codes,
        "customer_uid": customer.uid if customer else None,
        "contact": None if customer else make_guest(),
        **fields,
    }
    return PlaceOrder(**values)  # type: ignore[arg-type]


def counter_sale(
    register: Register,
    staff: StaffMember,
    *lines: WantedLine,
    tendered_minor: int,
    customer: Customer | None = None,
    coupon_codes: tuple[str, ...] = (),
) -> PlaceOrder:
    """A sale over the counter, paid in cash."""
    return PlaceOrder(
        uid=uuid7(),
        channel="till",
        store_code=register.store.code,
        lines=lines,
        fulfillment="counter",
        customer_uid=customer.uid if customer else None,
        coupon_codes=coupon_codes,
        register_uid=register.uid,
        staff_uid=staff.uid,
        tenders=(cash(tendered_minor),),
    )


def cash(amount_minor: int) -> Tender:
    """Cash that was handed in."""
    return Tender(uid=uuid7(), amount_minor=amount_minor)


def by(kind: TenderKind, amount_minor: int, *, reference: str = "", pieces: int | None = None) -> Tender:
    """What was handed in by another tender than cash."""
    return Tender(uid=uuid7(), amount_minor=amount_minor, provider=kind.code, reference=reference, pieces=pieces)


def make_tender_kind(code: str = "card", *, form: str = "card", **fields: object) -> TenderKind:
    """A tender kind that the shop named; a terminal unless it is said otherwise."""
    name = {"card": "クレジットカード", "wallet": "QR決済", "voucher": "商品券"}[form]
    values: dict[str, object] = {"code": code, "name": name, "form": form, "most_alone_minor": None, **fields}
    save_tender_kind(TenderKindDefinition(**values), at=NOON)  # type: ignore[arg-type]
    return TenderKind.objects.get(code=code)


def at_counter(
    register: Register,
    staff: StaffMember,
    *,
    tendered_minor: int,
    pickup_code: str | None = None,
    extra_lines: tuple[WantedLine, ...] = (),
    coupon_codes: tuple[str, ...] = (),
) -> HandOver:
    """A pickup handed over for cash."""
    return HandOver(
        register_uid=register.uid,
        staff_uid=staff.uid,
        pickup_code=pickup_code,
        extra_lines=extra_lines,
        coupon_codes=coupon_codes,
        tenders=(cash(tendered_minor),),
    )


def bring_back(
    placed: PlacedOrder,
    register: Register,
    staff: StaffMember,
    *pieces: tuple[OrderLine, int] | tuple[OrderLine, int, Condition],
    **fields: Any,
) -> ReturnGoods:
    """Pieces of an order that come back at a register, for sale again unless said otherwise; without any, all of it."""
    if not pieces:
        left = OrderLine.objects.filter(order__uid=placed.uid, quantity__gt=F("returned_quantity"))
        pieces = tuple((line, line.quantity - line.returned_quantity) for line in left)
    values: dict[str, object] = {
        "uid": uuid7(),
        "channel": "till",
        "store_code": register.store.code,
        "register_uid": register.uid,
        "staff_uid": staff.uid,
        "order_uid": placed.uid,
        "lines": tuple(_back(*each) for each in pieces),
        "reason": "サイズが合わない",
        **fields,
    }
    return ReturnGoods(**values)  # type: ignore[arg-type]


def _back(line: OrderLine, quantity: int, condition: Condition = Condition.RESALABLE) -> BackLine:
    note = "開封済みの食品" if condition == Condition.DISCARDED else ""
    return BackLine(quantity, condition, line_uid=line.uid, note=note)


class Shop:
    """A store with a register, somebody at it, and plenty of coffee for 1,000 yen."""

    def __init__(self, code: str = "") -> None:
        self.store = make_store(code=code)
        self.register = make_register(self.store)
        self.staff = make_staff(store=self.store)
        self.coffee = make_variant(price_minor=1_000)
        stock_up(self.store, self.coffee, 1_000)

    def order(
        self, *, customer: Customer | None = None, at: datetime = NOON, coupons: tuple[str, ...] = ()
    ) -> PlacedOrder:
        """Somebody orders a packet on the web, to be picked up here."""
        return place_order(pickup(self.store, want(self.coffee), customer=customer, coupon_codes=coupons), at=at)

    def hand_over(self, placed: PlacedOrder, *, at: datetime = NOON + timedelta(hours=1), extra: int = 0) -> None:
        """The pickup is ready and collected for cash, with so many packets more."""
        mark_ready(placed.uid, staff_uid=self.staff.uid, at=at)
        lines = (want(self.coffee, extra),) if extra else ()
        hand_over(placed.uid, at_counter(self.register, self.staff, tendered_minor=90_000, extra_lines=lines), at=at)

    def sell(
        self, *, customer: Customer | None = None, at: datetime = NOON, coupons: tuple[str, ...] = ()
    ) -> PlacedOrder:
        """Somebody buys a packet over the counter."""
        coffee = want(self.coffee)
        wanted = counter_sale(
            self.register, self.staff, coffee, tendered_minor=1_000, customer=customer, coupon_codes=coupons
        )
        return place_order(wanted, at=at)


def all_differences() -> list[object]:
    """What the audit of every ledger finds; empty when all is well."""
    rooms = (stock_audit, coupons_audit, loyalty_audit, payments_audit, orders_audit)
    return [found for room in rooms for found in room.differences()]
