"""What is told about stock. The subject of an event about a transfer is the transfer's uid; quantities are pieces."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TransferDrafted:
    """Somebody wants goods of one store in another one."""

    event_name: ClassVar[str] = "Transfer Drafted"
    transfer_uid: UUID
    number: str
    from_store: str
    to_store: str
    lines: int
    pieces: int
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class TransferChanged:
    """A draft was changed."""

    event_name: ClassVar[str] = "Transfer Changed"
    transfer_uid: UUID
    number: str
    from_store: str
    to_store: str
    lines: int
    pieces: int
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class TransferReady:
    """The goods are held at the source and can be packed."""

    event_name: ClassVar[str] = "Transfer Ready"
    transfer_uid: UUID
    number: str
    from_store: str
    to_store: str
    lines: int
    pieces: int


@dataclass(frozen=True, slots=True)
class TransferSent:
    """The goods have left the source."""

    event_name: ClassVar[str] = "Transfer Sent"
    transfer_uid: UUID
    number: str
    from_store: str
    to_store: str
    wanted: int
    pieces: int


@dataclass(frozen=True, slots=True)
class TransferReceived:
    """Something of it came. `lost`, `returned` and `surplus` are the differences that were named with it."""

    event_name: ClassVar[str] = "Transfer Received"
    transfer_uid: UUID
    number: str
    from_store: str
    to_store: str
    pieces: int
    damaged: int
    surplus: int
    lost: int
    returned: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class TransferCancelled:
    """It was given up. `goods_are` says where goods are that had left: back, lost, or empty when none had."""

    event_name: ClassVar[str] = "Transfer Cancelled"
    transfer_uid: UUID
    number: str
    from_store: str
    to_store: str
    pieces: int
    goods_are: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeliveryReceived:
    """Goods of a supplier were booked in; `damaged` of the pieces went aside."""

    event_name: ClassVar[str] = "Delivery Received"
    delivery: UUID
    supplier: str
    note_number: str
    pieces: int
    damaged: int
    lines: int


@dataclass(frozen=True, slots=True)
class DeliveryCancelled:
    """A delivery was given up before it was booked."""

    event_name: ClassVar[str] = "Delivery Cancelled"
    delivery: UUID
    supplier: str
    note_number: str


@dataclass(frozen=True, slots=True)
class CountOpened:
    """A stocktake began."""

    event_name: ClassVar[str] = "Count Opened"
    count: UUID
    name: str
    scope: str


@dataclass(frozen=True, slots=True)
class CountClosed:
    """A stocktake ended and its differences were booked, in pieces and at the price without regard to tax."""

    event_name: ClassVar[str] = "Count Closed"
    count: UUID
    name: str
    counted: int
    changed: int
    missing_pieces: int
    surplus_pieces: int
    value_minor: int


@dataclass(frozen=True, slots=True)
class CountCancelled:
    """A stocktake was given up; nothing was booked."""

    event_name: ClassVar[str] = "Count Cancelled"
    count: UUID
    name: str
