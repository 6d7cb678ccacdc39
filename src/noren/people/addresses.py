"""Addresses that a customer had something sent to: kept when an order is placed, offered with the next."""

from dataclasses import asdict, dataclass
from datetime import datetime

from noren.people.models import CustomerAddress

MOST_KEPT = 8


@dataclass(frozen=True, slots=True)
class KeptAddress:
    """A home as it stands on a parcel."""

    name: str
    postal_code: str
    prefecture: str
    city: str
    line1: str
    phone: str
    line2: str = ""


def addresses_of(customer_id: int) -> list[tuple[int, KeptAddress]]:
    """The customer's addresses with their keys, the one used last first."""
    found = CustomerAddress.objects.filter(customer_id=customer_id).order_by("-used_at", "-pk")[:MOST_KEPT]
    return [(row.pk, _value(row)) for row in found]


def remember_address(customer_id: int, address: KeptAddress, *, at: datetime) -> None:
    """Keep an address as the one used last; the oldest beyond eight is forgotten. Safe to repeat."""
    fields = asdict(address)
    phone = fields.pop("phone")
    CustomerAddress.objects.update_or_create(
        customer_id=customer_id, **fields, defaults={"phone": phone, "used_at": at}
    )
    kept = CustomerAddress.objects.filter(customer_id=customer_id).order_by("-used_at", "-pk")
    CustomerAddress.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[MOST_KEPT:])).delete()


def forget_address(customer_id: int, address_id: int) -> None:
    """Forget one of the customer's addresses. Safe to repeat."""
    CustomerAddress.objects.filter(customer_id=customer_id, pk=address_id).delete()


def _value(row: CustomerAddress) -> KeptAddress:
    return KeptAddress(
        name=row.name,
        postal_code=row.postal_code,
        prefecture=row.prefecture,
        city=row.city,
        line1=row.line1,
        phone=row.phone,
        line2=row.line2,
    )
