"""Who buys, and where it is sold: the people and places that an order names, one statement each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from noren.orders.errors import ContactMissing, CustomerNotFound, RegisterNotFound, StaffNotFound
from noren.orders.shifts.standing import NO_SHIFT, ShiftAt
from noren.orders.wanted import PlaceOrder
from noren.payments.cash import Drawer
from noren.people.guests import find_or_make_guest
from noren.people.models import Customer, StaffMember
from noren.stores.models import Register

_CUSTOMER = """
SELECT id, member_number, trim(family_name || ' ' || given_name), email, phone FROM people_customer WHERE uid = %s
"""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys; all empty for somebody unknown at the counter.

    Attributes:
        is_proven: the customer signed in or showed a card. A guest's e-mail may be a member's: the order is then the
            member's too, but it opens nothing that is the member's own, such as granted coupons.
    """

    customer_id: int | None = None
    is_member: bool = False
    is_proven: bool = False
    member_number: str | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The register and the staff member at it."""

    register_id: int
    register_uid: UUID
    register_code: str
    staff_id: int
    staff_name: str
    store_id: int
    shift: ShiftAt = NO_SHIFT

    @property
    def drawer(self) -> Drawer:
        """Where its cash is."""
        return Drawer(self.register_id, self.staff_id, self.shift.id, self.shift.late_batch_id)


@dataclass(frozen=True, slots=True)
class OnlineDesk:
    """The register of the online shop, where nobody stands."""

    register_id: int
    register_code: str
    staff_name: str = ""
    shift: ShiftAt = NO_SHIFT


def find_buyer(wanted: PlaceOrder, *, at: datetime) -> Buyer:
    """The customer an order names, else its guest, else nobody.

    Raises:
        CustomerNotFound: no customer has the uid.
        ContactMissing: a pickup or delivery for a guest without name or e-mail, or for a member who has neither. Who
            orders a delivery at a till is named on the parcel, and need not have an e-mail.
    """
    if wanted.customer_uid is not None:
        buyer = _customer(wanted.customer_uid)
    elif wanted.contact is not None:
        buyer = _guest(wanted, at=at)
    elif wanted.delivery is not None and wanted.register_uid is not None:
        return Buyer(name=wanted.delivery.address.name, phone=wanted.delivery.address.phone)
    else:
        buyer = Buyer()
    if wanted.fulfillment != "counter" and not buyer.name:
        raise ContactMissing(field="contact.name")
    if wanted.fulfillment != "counter" and not (buyer.email or buyer.is_member):
        raise ContactMissing(field="contact.email")
    return buyer


def buyer_of(customer: Customer | None, *, is_proven: bool = True) -> Buyer:
    """A stored customer as a buyer; an order keeps whether they were proven when it was placed."""
    if customer is None:
        return Buyer()
    return Buyer(
        customer_id=customer.pk,
        is_member=customer.member_number is not None,
        is_proven=is_proven,
        member_number=customer.member_number,
        name=customer.full_name or customer.member_number or "",
        email=customer.email,
        phone=customer.phone,
    )


def _customer(uid: UUID) -> Buyer:
    with connection.cursor() as cursor:
        cursor.execute(_CUSTOMER, [uid])
        row = cursor.fetchone()
    if row is None:
        raise CustomerNotFound(field="customer_uid")
    customer_id, number, name, email, phone = row
    return Buyer(
        customer_id=customer_id,
        is_member=number is not None,
        is_proven=True,
        member_number=number,
        name=name or number or "",
        email=email,
        phone=phone,
    )


def _guest(wanted: PlaceOrder, *, at: datetime) -> Buyer:
    contact = wanted.contact
    if contact is None or not contact.name.strip():
        raise ContactMissing(field="contact.name")
    if not contact.email.strip():
        raise ContactMissing(field="contact.email")
    customer_id = find_or_make_guest(
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        language=wanted.language,
        channel=wanted.channel,
        at=at,
    )
    return Buyer(
        customer_id=customer_id,
        name=contact.name.strip(),
        email=contact.email.strip(),
        phone=contact.phone.strip(),
    )


def find_desk(register_uid: UUID | None, staff_uid: UUID | None, store_id: int) -> Desk:
    """The register, which must be of this store, and the staff member.

    Raises:
        RegisterNotFound, StaffNotFound.
    """
    register = (
        Register.objects.filter(uid=register_uid, store_id=store_id, is_active=True).first() if register_uid else None
    )
    if register is None:
        raise RegisterNotFound(field="register_uid")
    staff = StaffMember.objects.filter(uid=staff_uid).first() if staff_uid else None
    if staff is None:
        raise StaffNotFound(field="staff_uid")
    return Desk(
        register_id=register.pk,
        register_uid=register.uid,
        register_code=register.code,
        staff_id=staff.pk,
        staff_name=staff.name,
        store_id=store_id,
    )


def register_uid_of(store_code: str, register_code: str) -> UUID:
    """The uid of a register in use that has this code in this store.

    Raises:
        RegisterNotFound.
    """
    found = Register.objects.filter(store__code=store_code, code=register_code, is_active=True)
    register_uid = found.values_list("uid", flat=True).first()
    if register_uid is None:
        raise RegisterNotFound(field="register_code")
    return register_uid


def staff_id_of(staff_uid: UUID) -> int:
    """The key of a staff member.

    Raises:
        StaffNotFound: nobody has the uid.
    """
    staff_id = StaffMember.objects.filter(uid=staff_uid).values_list("pk", flat=True).first()
    if staff_id is None:
        raise StaffNotFound(field="staff_uid")
    return staff_id
