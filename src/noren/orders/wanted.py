"""What is asked of an order, and what is answered: the dataclasses of its verbs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from noren.orders.late.made import MadeOffline
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.orders.shipping.wanted import WantedDelivery
from noren.payments.cash import Tender

MAX_LINES = 200


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A variant and how many, under an id made by whoever asks.

    Attributes:
        quantity: 1 to 9,999.
        seen_price_minor: what the buyer saw for one piece, or None to take whatever it costs.
    """

    uid: UUID
    sku: str
    quantity: int
    seen_price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is told about a guest's order."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class GiftWrap:
    """An order is to be wrapped, with these words on a card, or without one."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """An order to be placed.

    Attributes:
        uid: made by whoever asks; a repeat by the same buyer answers the stored order.
        is_uid_new: the uid was made for this call and told to nobody, so that there is no earlier order to look for.
        channel: web, till, tablet or api.
        fulfillment: `pickup` allocates stock and is paid at the store; `counter` sells, is paid now and completed;
            `delivery` allocates stock in the stores that send it, and is paid before it is sent: by a provider, or in
            cash at the register it names.
        delivery: where to and when, for a delivery.
        customer_uid: a member, or a guest known before; else `contact` for a pickup, nobody for a counter sale.
        expected_total_minor: what the buyer agreed to pay, tax included; None skips that check.
        basket_uid: the basket it comes from, which becomes one order only and whose holds are used.
        register_uid, staff_uid: where and by whom it is sold over the counter.
        tenders: what was handed in, for a counter sale or a delivery sold at a till.
        pay_by: how a pickup or a delivery is paid: `at_store`, or a way of `noren.payments.ways` that is paid
            before it is prepared.
        note: what the buyer wrote for who prepares the order, up to 500 letters.
        gift: have a pickup or a delivery wrapped, for this deployment's fee.
        made: a till sold it without a network, and this is what it charged; a counter sale that is then never refused
            because the world went on. None for everything else.
        may_bring: the buyer waits until other stores have sent to a pickup's store what it lacks; a repeat is not told
            apart by it.
        markdowns: what staff take off by hand; only where goods go over the counter of a till.
    """

    uid: UUID
    channel: str
    store_code: str
    lines: tuple[WantedLine, ...]
    fulfillment: Literal["pickup", "counter", "delivery"]
    customer_uid: UUID | None = None
    contact: Contact | None = None
    coupon_codes: tuple[str, ...] = ()
    expected_total_minor: int | None = None
    basket_uid: UUID | None = None
    register_uid: UUID | None = None
    staff_uid: UUID | None = None
    tenders: tuple[Tender, ...] = ()
    language: str = "ja"
    source: str = "live"
    pay_by: str = "at_store"
    is_uid_new: bool = False
    note: str = ""
    gift: GiftWrap | None = None
    delivery: WantedDelivery | None = None
    may_bring: bool = False
    made: MadeOffline | None = None
    markdowns: tuple[WantedMarkdown, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order as it was placed. Amounts in minor units; `due_at` and `kept_until` only for a pickup.

    `pay_until` says until when it waits for its money; None when nothing is waited for. `is_repeated`: it was placed by
    an earlier call.
    """

    uid: UUID
    number: str
    status: str
    total_minor: int
    discount_minor: int
    tax_minor: int
    points: int
    pickup_code: str | None = None
    due_at: datetime | None = None
    kept_until: datetime | None = None
    change_minor: int | None = None
    receipt_number: str | None = None
    pay_until: datetime | None = None
    is_repeated: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A pickup to be handed over.

    Attributes:
        pickup_code: as the customer showed it; None when staff found the order another way and know the customer.
        extra_lines: goods the customer adds at the counter.
        coupon_codes: coupons added at the counter, on top of those of the order.
        expected_total_minor: what the till showed, tax included; None skips that check.
    """

    register_uid: UUID
    staff_uid: UUID
    pickup_code: str | None = None
    extra_lines: tuple[WantedLine, ...] = ()
    coupon_codes: tuple[str, ...] = ()
    tenders: tuple[Tender, ...] = ()
    expected_total_minor: int | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A completed pickup."""

    uid: UUID
    number: str
    total_minor: int
    change_minor: int
    points: int
    receipt_number: str
