"""What is told about goods that an order's store does not have. The subject is the order's uid."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


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
