"""What is told about orders and shifts. An event's subject is the uid of either; amounts are minor units, tax included.

Long because every event of the room stands here, where the glossary is held against them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as the log keeps it."""

    sku: str
    name: str
    quantity: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class OrderCompleted:
    """The shopper completed the checkout (Segment's word for a placed order), at the web, a till or the API."""

    event_name: ClassVar[str] = "Order Completed"
    order_uid: UUID
    number: str
    store: str
    fulfillment: str
    total_minor: int
    discount_minor: int
    coupons: tuple[str, ...]
    lines: tuple[SoldLine, ...]


@dataclass(frozen=True, slots=True)
class SaleBookedLate(OrderCompleted):
    """The same of a sale that a till made without a network: when it was made there, and when it was booked here."""

    made_offline: bool
    made_at: datetime
    booked_at: datetime
    provisional_number: str


@dataclass(frozen=True, slots=True)
class MarkedDown:
    """A markdown as the log keeps it; `goods` is empty where it is off the whole sale."""

    goods: str
    kind: str
    value: int
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class PriceMarkedDown:
    """A member of staff took something off a sale by hand."""

    event_name: ClassVar[str] = "Price Marked Down"
    order_uid: UUID
    staff_uid: UUID
    amount_minor: int
    is_approved: bool
    markdowns: tuple[MarkedDown, ...]


@dataclass(frozen=True, slots=True)
class QuickKeysArranged:
    """The quick keys of a store's tills, or without a store of all, were put in another order, added or taken away."""

    event_name: ClassVar[str] = "Quick Keys Arranged"
    store: str
    keys: int
    keys_before: int


@dataclass(frozen=True, slots=True)
class PaymentAwaited:
    """The goods are kept, and the order waits for its money until `pay_until`."""

    event_name: ClassVar[str] = "Payment Awaited"
    order_uid: UUID
    number: str
    store: str
    provider: str
    total_minor: int
    pay_until: datetime


@dataclass(frozen=True, slots=True)
class OrderUnpaid:
    """An order that waited for its money ended without: its time was over, or somebody gave it up.

    `by` is `customer`, `staff`, or `time`.
    """

    event_name: ClassVar[str] = "Order Unpaid"
    order_uid: UUID
    number: str
    store: str
    provider: str
    total_minor: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderTakenUp:
    """The money of an order that had ended unpaid came in late, and the goods were still there."""

    event_name: ClassVar[str] = "Order Taken Up"
    order_uid: UUID
    number: str
    store: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class OrderReady:
    """The store has picked everything that it will hand over."""

    event_name: ClassVar[str] = "Order Ready"
    order_uid: UUID
    number: str
    store: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class OrderLineShort:
    """The store found less of a line than was ordered."""

    event_name: ClassVar[str] = "Order Line Short"
    order_uid: UUID
    number: str
    store: str
    sku: str
    name: str
    ordered_quantity: int
    quantity: int
    reason: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that was changed, as the log keeps it: pieces before and after."""

    sku: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OrderUpdated:
    """An order was changed before it was picked; `by` is `customer` or `staff`."""

    event_name: ClassVar[str] = "Order Updated"
    order_uid: UUID
    number: str
    store: str
    change_uid: UUID
    by: str
    reason: str
    total_before_minor: int
    total_minor: int
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class OrderNoted:
    """Staff wrote a note on an order for each other. What it says stays with the order."""

    event_name: ClassVar[str] = "Order Noted"
    order_uid: UUID
    number: str
    store: str
    note_uid: UUID


@dataclass(frozen=True, slots=True)
class OrderHandedOver:
    """The goods changed hands and were paid."""

    event_name: ClassVar[str] = "Order Handed Over"
    order_uid: UUID
    number: str
    store: str
    total_minor: int
    extra_minor: int
    points: int


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """The shopper, or staff for them, cancelled before the hand-over."""

    event_name: ClassVar[str] = "Order Cancelled"
    order_uid: UUID
    number: str
    store: str
    total_minor: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderRejected:
    """The store cannot serve the order."""

    event_name: ClassVar[str] = "Order Rejected"
    order_uid: UUID
    number: str
    store: str
    total_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderExpired:
    """Nobody came while the goods were kept."""

    event_name: ClassVar[str] = "Order Expired"
    order_uid: UUID
    number: str
    store: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class SaleVoided:
    """A completed sale was taken back on the same day at the same register."""

    event_name: ClassVar[str] = "Sale Voided"
    order_uid: UUID
    number: str
    store: str
    total_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiptReprinted:
    """A receipt was printed once more; the print says that it is one. Without an order it is of a return."""

    event_name: ClassVar[str] = "Receipt Reprinted"
    order_uid: UUID | None
    number: str
    copy: int
    staff_uid: UUID | None


@dataclass(frozen=True, slots=True)
class FormalReceiptIssued:
    """A receipt was made out to somebody, whose name stays in the receipt; from the second on it is a reissue."""

    event_name: ClassVar[str] = "Formal Receipt Issued"
    order_uid: UUID
    number: str
    issue: int
    staff_uid: UUID | None


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """Goods that came back, as the log keeps them."""

    sku: str
    name: str
    quantity: int
    total_minor: int
    condition: str


@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """Goods of a sale came back, and money was given back for them; `is_full` when nothing is left of the sale."""

    event_name: ClassVar[str] = "Order Refunded"
    order_uid: UUID
    number: str
    return_uid: UUID
    return_number: str
    store: str
    total_minor: int
    tax_minor: int
    points: int
    is_full: bool
    reason: str
    lines: tuple[ReturnedLine, ...]


@dataclass(frozen=True, slots=True)
class GoodsTakenBack:
    """Goods came back whose sale nobody found; they were paid out at today's price. The subject is the return."""

    event_name: ClassVar[str] = "Goods Taken Back"
    return_uid: UUID
    return_number: str
    store: str
    total_minor: int
    tax_minor: int
    reason: str
    lines: tuple[ReturnedLine, ...]


@dataclass(frozen=True, slots=True)
class OrderLineSourced:
    """Pieces of a line come from another store; `expected_at` is when they may be collected."""

    event_name: ClassVar[str] = "Order Line Sourced"
    order_uid: UUID
    number: str
    store: str
    sku: str
    name: str
    quantity: int
    from_store: str
    transfer_uid: UUID
    reason: str
    expected_at: datetime


@dataclass(frozen=True, slots=True)
class OrderLineParked:
    """No store has pieces of a line; somebody must decide about them."""

    event_name: ClassVar[str] = "Order Line Parked"
    order_uid: UUID
    number: str
    store: str
    sku: str
    name: str
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderLineArrived:
    """Pieces that a line waited for are in its store and promised to it; `is_complete` when the order waits no more."""

    event_name: ClassVar[str] = "Order Line Arrived"
    order_uid: UUID
    number: str
    store: str
    sku: str
    name: str
    quantity: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class RoutingRulesSet:
    """Stores are chosen by these rules from now on, in this order."""

    event_name: ClassVar[str] = "Routing Rules Set"
    version: int
    name: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """Pieces of a parcel, as the log keeps them."""

    sku: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ShipmentPacked:
    """A store has a parcel ready for the carrier."""

    event_name: ClassVar[str] = "Shipment Packed"
    order_uid: UUID
    number: str
    shipment_uid: UUID
    store: str


@dataclass(frozen=True, slots=True)
class OrderShipped:
    """A parcel left the house; `is_last` when nothing of the order is left to be sent."""

    event_name: ClassVar[str] = "Order Shipped"
    order_uid: UUID
    number: str
    shipment_uid: UUID
    store: str
    carrier: str
    tracking_number: str
    is_last: bool
    lines: tuple[ShippedLine, ...]


@dataclass(frozen=True, slots=True)
class DeliveryCompleted:
    """Nothing of an order that is delivered home is left to be sent: its last parcel left, or the rest was given up."""

    event_name: ClassVar[str] = "Delivery Completed"
    order_uid: UUID
    number: str
    store: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class ShipmentRejected:
    """A store cannot send a parcel; what other stores have of it they send, the rest is parked."""

    event_name: ClassVar[str] = "Shipment Rejected"
    order_uid: UUID
    number: str
    shipment_uid: UUID
    store: str
    reason: str
    note: str
    stores: tuple[str, ...]
    parked: int


@dataclass(frozen=True, slots=True)
class ShipmentRouted:
    """Pieces of a delivery's line that were parked are sent by these stores now."""

    event_name: ClassVar[str] = "Shipment Routed"
    order_uid: UUID
    number: str
    stores: tuple[str, ...]
    sku: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """The drawer of a register was counted, or taken over as the last shift left it. The subject is the shift."""

    event_name: ClassVar[str] = "Shift Opened"
    shift_uid: UUID
    store: str
    register: str
    number: int
    opening_minor: int
    found_minor: int | None
    staff_uid: UUID


@dataclass(frozen=True, slots=True)
class ShiftOpenedAlone(ShiftOpened):
    """The same by a till without a network: when the drawer was counted there, and when the word of it came here."""

    made_offline: bool
    made_at: datetime
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftOpeningJoined:
    """A drawer was counted without a network to open a shift, where there was one already. The subject is that one."""

    event_name: ClassVar[str] = "Shift Opening Joined"
    shift_uid: UUID
    store: str
    register: str
    number: int
    counted_minor: int
    made_at: datetime
    heard_at: datetime
    staff_uid: UUID


@dataclass(frozen=True, slots=True)
class TenderCounted:
    """What a shift should hold of a tender kind beside cash, and what was counted; None where nobody did."""

    kind: str
    expected_minor: int
    counted_minor: int | None


@dataclass(frozen=True, slots=True)
class ShiftChecked:
    """Somebody looked at a shift that goes on; without a count `counted_minor` is None. The subject is the shift.

    The amounts are cash; `tenders` is what was taken or counted beside it.
    """

    event_name: ClassVar[str] = "Shift Checked"
    shift_uid: UUID
    store: str
    register: str
    number: int
    expected_minor: int
    counted_minor: int | None
    tenders: tuple[TenderCounted, ...]
    staff_uid: UUID


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Cash that no sale moved came into a drawer, left it, or was exchanged. The subject is the shift."""

    event_name: ClassVar[str] = "Cash Moved"
    shift_uid: UUID
    store: str
    register: str
    purpose: str
    delta_minor: int
    amount_minor: int
    reason: str
    staff_uid: UUID


@dataclass(frozen=True, slots=True)
class CashMovedAlone(CashMoved):
    """The same at a till without a network: when it was moved there, and when the word of it came here."""

    made_offline: bool
    made_at: datetime
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """The drawer was counted and the shift settled; `reason` says why it differs, if anybody did. The subject is it.

    The amounts are cash; `tenders` is what was taken or counted beside it.
    """

    event_name: ClassVar[str] = "Shift Closed"
    shift_uid: UUID
    store: str
    register: str
    number: int
    expected_minor: int
    counted_minor: int
    difference_minor: int
    reason: str
    tenders: tuple[TenderCounted, ...]
    staff_uid: UUID


@dataclass(frozen=True, slots=True)
class ShiftExplained:
    """Why a shift that was closed blind differs, said once after it was closed. The subject is the shift."""

    event_name: ClassVar[str] = "Shift Explained"
    shift_uid: UUID
    store: str
    register: str
    number: int
    difference_minor: int
    reason: str
    staff_uid: UUID | None


@dataclass(frozen=True, slots=True)
class LateSalesAcknowledged:
    """Somebody looked at what was booked after a shift was closed. The subject is the shift."""

    event_name: ClassVar[str] = "Late Sales Acknowledged"
    shift_uid: UUID
    store: str
    register: str
    number: int
    batch: int
    receipts: int
    cash_minor: int
