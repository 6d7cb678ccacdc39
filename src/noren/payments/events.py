"""What is told about money. An event is about an order, or about a tender kind; amounts are minor units."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PaymentCaptured:
    """Money came in for an order, from a provider or by bank transfer."""

    event_name: ClassVar[str] = "Payment Captured"
    order_uid: UUID
    number: str
    provider: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PaymentDeclined:
    """A provider would not take the money; `reason` is in the provider's words."""

    event_name: ClassVar[str] = "Payment Declined"
    order_uid: UUID
    number: str
    provider: str
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    """Money went back to the buyer, through the provider or by hand."""

    event_name: ClassVar[str] = "Payment Refunded"
    order_uid: UUID
    number: str
    provider: str
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class TenderKindSaved:
    """The shop named a way of paying at its tills, or changed it."""

    event_name: ClassVar[str] = "Tender Kind Saved"
    code: str
    name: str
    form: str
    is_active: bool
