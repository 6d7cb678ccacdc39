"""Orders: what places one, and what is told about one."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import (
    Amount,
    Body,
    CouponCode,
    Email,
    FullName,
    Instant,
    Out,
    Phone,
    Quantity,
    Reason,
    Sku,
    StoreCode,
    Uid,
    UnitPrice,
)
from noren.api.schemas.deliveries import HomeDeliveryIn, HomeDeliveryOut, ShipmentOut
from noren.api.schemas.payments import PayBy
from noren.api.schemas.quotes import DiscountOut, TaxOut

MAX_LINES = 100
MAX_COUPONS = 10

Language = Annotated[Literal["ja", "en"], Field(description="Of the mails of this order.")]


class WantedLineIn(Body):
    """Goods that are asked for."""

    uid: Uid | None = Field(default=None, description="Made by the caller; the server makes one when it is left out.")
    sku: Sku
    quantity: Quantity
    unit_price_minor: UnitPrice | None = Field(
        default=None, description="The price the buyer saw. When it changed meanwhile the order is refused (409)."
    )


class ContactIn(Body):
    """Whom to tell about the order, for a guest."""

    name: FullName = Field(min_length=1, description="Said at the counter.", examples=["山田 花子"])
    email: Email = Field(min_length=3)
    phone: Phone = ""


Note = Annotated[
    str, Field(max_length=500, pattern=r"^[^\x00]*$", description="For who prepares the order; may be empty.")
]


class GiftIn(Body):
    """Wrapping as a gift."""

    message: Annotated[
        str, Field(max_length=200, pattern=r"^[^\x00]*$", description="Stands on the card; empty for no card.")
    ] = ""


class PlaceOrderIn(Body):
    """An order for pickup in a store, paid there or before; or to be delivered home, paid before.

    Of a delivery `store_code` is the store whose sale it is; which stores send it is decided by their stock.

    Who orders: a token bound to a customer orders for that customer, and names neither `customer_uid` nor `contact`.
    Any other token names one of the two.
    """

    uid: Uid | None = Field(default=None, description="Made by the caller; a repeat answers the stored order.")
    store_code: StoreCode
    lines: list[WantedLineIn] = Field(min_length=1, max_length=MAX_LINES, description="The goods.")
    coupon_codes: list[CouponCode] = Field(
        default=[], max_length=MAX_COUPONS, description="Each must take something off."
    )
    customer_uid: Uid | None = Field(default=None, description="The customer who orders.")
    contact: ContactIn | None = None
    basket_uid: Uid | None = Field(default=None, description="The basket this order comes from; it is closed by it.")
    expected_total_minor: Amount | None = Field(
        default=None,
        description="The total the buyer agreed to. Another total is refused (409) with what changed.",
        examples=[3564],
    )
    language: Language = "ja"
    pay_by: PayBy = "at_store"
    note: Note = ""
    gift: GiftIn | None = Field(default=None, description="Have it wrapped as a gift, for the shop's fee.")
    fulfillment: Literal["pickup", "delivery"] = Field(
        default="pickup", description="How the goods reach the buyer: fetched at the store, or sent home."
    )
    delivery: HomeDeliveryIn | None = Field(default=None, description="Of a delivery: where to and when.")
    may_bring: bool = Field(
        default=False,
        description="The buyer of a pickup waits: what the store lacks is held in other stores, which send it there, "
        "and `due_at` is when it is there. Without it such an order is refused.",
    )


class CancelIn(Body):
    """Why it is cancelled."""

    reason: Annotated[
        str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$", description="Kept with the order; may be empty.")
    ] = ""


class OrderPlacedOut(Out):
    """The order as it stands in the books."""

    uid: UUID
    number: str = Field(examples=["7K2M9PQX4A"])
    status: str = Field(examples=["placed"])
    pickup_code: str | None = Field(examples=["4F7Q2KXM"])
    total_minor: int = Field(examples=[3564])
    discount_minor: int = Field(examples=[396])
    tax_minor: int = Field(examples=[324])
    points: int = Field(examples=[32])
    due_at: Instant | None = Field(description="When the goods are promised to be ready.")
    kept_until: Instant | None = Field(description="Until when they are kept, exclusive.")
    pay_until: Instant | None = Field(
        default=None, description="Until when it waits for its money, exclusive; null when nothing is waited for."
    )


class OrderLineOut(Out):
    """Goods of an order, in the words and at the price of then."""

    uid: UUID
    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    ordered_quantity: int = Field(examples=[2])
    quantity: int = Field(description="What is handed over; less than ordered when some were missing.", examples=[2])
    awaited_quantity: int = Field(
        default=0, description="What of it is not there yet: it comes from another store, or no store has it."
    )
    returned_quantity: int = Field(default=0, description="What of it came back.", examples=[0])
    unit_price_minor: int = Field(examples=[1980])
    discount_minor: int = Field(examples=[396])
    total_minor: int = Field(examples=[3564])
    tax_rate_bp: int = Field(examples=[1000])
    discounts: list[DiscountOut] = []
    is_extra: bool = False
    fee: str = Field(default="", description="`gift_wrap` or `delivery` when it is no goods but a fee; else empty.")


class LineChangeIn(Body):
    """So many pieces of a line from now on."""

    uid: Uid = Field(description="Of the line, as the order has it.")
    quantity: Annotated[int, Field(ge=0, le=9_999, description="0 takes the line off.", examples=[1])]
    seen_quantity: Annotated[int, Field(ge=0, le=9_999)] | None = Field(
        default=None, description="What it was when this was decided. When it changed meanwhile it is refused (409)."
    )
    reason: Annotated[
        str,
        Field(
            max_length=200,
            pattern=r"^[^\x00-\x1f\x7f]*$",
            description="Why this line, where it differs from the reason of the whole change.",
        ),
    ] = ""


class ChangeOrderIn(Body):
    """A change of an order before it is picked. Lines that are not named stay as they are."""

    uid: Uid | None = Field(default=None, description="Made by the caller; a repeat answers the stored change.")
    lines: list[LineChangeIn] = Field(default=[], max_length=MAX_LINES, description="Lines of the order.")
    added: list[WantedLineIn] = Field(default=[], max_length=MAX_LINES, description="Goods to be added.")
    expected_total_minor: Amount | None = Field(
        default=None, description="The total that was shown. Another total is refused (409).", examples=[1980]
    )
    reason: Annotated[
        str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$", description="The buyer reads it in the mail.")
    ] = ""


class LineDifferenceOut(Out):
    """Pieces of a line before and after."""

    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    before: int = Field(examples=[2])
    after: int = Field(examples=[1])
    unit_price_minor: int = Field(examples=[1980])
    reason: str


class ChangeQuoteOut(Out):
    """What a change would do."""

    lines: list[LineDifferenceOut]
    total_before_minor: int = Field(examples=[3960])
    total_minor: int = Field(examples=[1980])
    discount_minor: int = Field(examples=[0])
    points: int = Field(examples=[18])
    lost_coupons: list[str] = Field(description="Codes of coupons that the order no longer earns.")
    due_minor: int = Field(description="What is then still to be paid.", examples=[1980])
    back_minor: int = Field(description="What was paid and goes back.", examples=[0])
    is_all: bool = Field(description="Nothing is left: the order is cancelled.")


class OrderChangeOut(Out):
    """A change that was made."""

    uid: UUID
    by: str = Field(description="`customer` or `staff`.", examples=["customer"])
    channel: str = Field(examples=["web"])
    reason: str
    lines: list[LineDifferenceOut]
    lost_coupons: list[str]
    total_before_minor: int = Field(examples=[3960])
    total_minor: int = Field(examples=[1980])
    is_all: bool
    at: Instant


class OrderNoteIn(Body):
    """A note of staff."""

    uid: Uid | None = Field(default=None, description="Made by the caller; a repeat answers the stored note.")
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            pattern=r"^[^\x00]*[^\s\x00][^\x00]*$",
            description="What others who work here should know.",
        ),
    ]


class OrderNoteOut(Out):
    """A note of staff. The buyer never sees it."""

    uid: UUID
    text: str
    staff_name: str = Field(description="Empty when another program wrote it.")
    channel: str = Field(examples=["office"])
    at: Instant


class OrderNotesOut(Out):
    """The notes of staff on an order, the oldest first."""

    notes: list[OrderNoteOut]


class StoreBrief(Out):
    """A store's code and name."""

    code: str = Field(examples=["S001"])
    name: str = Field(examples=["渋谷店"])


class CustomerBrief(Out):
    """Who ordered."""

    uid: UUID
    member_number: str | None = Field(examples=["M0000012347"])
    name: str = Field(examples=["山田 花子"])


class PaymentOut(Out):
    """Money due or taken."""

    uid: UUID
    provider: str = Field(
        description="`cash`, `at_store`, `bank_transfer`, or the code of a provider.", examples=["cash"]
    )
    status: str = Field(description="`due`, `captured`, `canceled`, `refunded`.", examples=["captured"])
    amount_minor: int = Field(examples=[3564])
    captured_minor: int = Field(examples=[3564])
    refunded_minor: int = Field(examples=[0])


class RefundOut(Out):
    """Money that goes back to the buyer."""

    uid: UUID
    provider: str = Field(examples=["test"])
    status: str = Field(description="`on_the_way`, `by_hand` (staff give it back) or `done`.", examples=["on_the_way"])
    amount_minor: int = Field(examples=[980])
    asked_at: Instant
    done_at: Instant | None


class StateOut(Out):
    """A state the order reached."""

    status: str = Field(examples=["placed"])
    at: Instant


class OrderOut(Out):
    """Everything about an order."""

    uid: UUID
    number: str = Field(examples=["7K2M9PQX4A"])
    status: str = Field(
        description="`awaiting_payment`, `placed`, `ready`, `completed`, `canceled`, `rejected`, `expired`, `unpaid` "
        "or `voided`.",
        examples=["ready"],
    )
    fulfillment: str = Field(description="`pickup`, `counter` or `delivery`.", examples=["pickup"])
    channel: str = Field(description="Where it was begun.", examples=["web"])
    completed_channel: str = Field(description="Where it was completed; empty before.", examples=["till"])
    store: StoreBrief
    customer: CustomerBrief | None
    contact_name: str
    contact_email: str
    contact_phone: str
    pickup_code: str | None = Field(examples=["4F7Q2KXM"])
    placed_at: Instant
    due_at: Instant | None
    kept_until: Instant | None
    ready_at: Instant | None
    completed_at: Instant | None
    ended_reason: str
    lines: list[OrderLineOut]
    taxes: list[TaxOut]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    buyer_note: str = Field(description="What the buyer wrote for who prepares it.")
    is_gift: bool = Field(description="Whether it is wrapped as a gift.")
    gift_message: str = Field(description="The words on the card.")
    changes: list[OrderChangeOut] = Field(description="What was changed of it, the oldest first.")
    returned_minor: int = Field(description="What was given back for returns of the total.")
    points: int
    pay_until: Instant | None = Field(description="Until when an order that waits for its money is kept, exclusive.")
    paid_minor: int = Field(description="What was paid and stays paid.", examples=[0])
    due_minor: int = Field(description="What is still to be paid.", examples=[3564])
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    receipt_numbers: list[str]
    delivery: HomeDeliveryOut | None = Field(default=None, description="Of a delivery: where to and when.")
    shipments: list[ShipmentOut] = Field(default=[], description="Of a delivery: its parcels.")
    states: list[StateOut] = Field(description="In the order they were reached.")


class OrderBrief(Out):
    """An order in a list."""

    uid: UUID
    number: str
    status: str
    channel: str
    completed_channel: str
    store: StoreBrief
    placed_at: Instant
    completed_at: Instant | None
    total_minor: int
    returned_minor: int = Field(description="What was given back for returns of the total.")
    points: int
    line_count: int


class OrderPage(Out):
    """Orders, the newest first."""

    orders: list[OrderBrief]
    next_before: Instant | None = Field(description="Send as `before` for the next page; null at the end.")
    next_before_id: int | None = Field(description="Send with it as `before_id`: several can have one instant.")


class ReasonIn(Body):
    """Why."""

    reason: Reason
