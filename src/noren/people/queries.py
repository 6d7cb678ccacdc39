"""Reads of customers: who is named by a uid, a member number, a phone, an e-mail or a code of another POS."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from noren.people.errors import CustomerNotFound, EmailInvalid, PhoneInvalid
from noren.people.models import Account, Customer, Identity, IdentityKind, StaffMember
from noren.people.rules import fold_member_number, is_member_number, normalize_email, normalize_phone


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer as faces and other rooms know one.

    Attributes:
        member_number: None for a guest.
        email_verified: whether the person proved that the mailbox is theirs.
    """

    id: int
    uid: UUID
    member_number: str | None
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    email: str
    phone: str
    birth_date: date | None
    language: str
    joined_at: datetime
    joined_channel: str
    home_store_code: str | None
    email_verified: bool

    @property
    def name(self) -> str:
        """Family name first."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def is_member(self) -> bool:
        """Whether the customer joined."""
        return self.member_number is not None


def get_customer(uid: UUID) -> CustomerView:
    """The customer with this uid.

    Raises:
        CustomerNotFound: there is none.
    """
    customer = _customers().filter(uid=uid).first()
    if customer is None:
        raise CustomerNotFound(field="customer_uid", uid=str(uid))
    return view_of(customer)


def get_customer_by_id(customer_id: int) -> CustomerView:
    """The customer with this key; for callers that hold it from a foreign key or a token."""
    return view_of(_customers().get(pk=customer_id))


def find_customer_of_account(account_id: int) -> CustomerView | None:
    """The customer who signs in with this account."""
    customer_id = Account.objects.filter(pk=account_id).values_list("customer_id", flat=True).first()
    return get_customer_by_id(customer_id) if customer_id else None


def has_account(customer_id: int) -> bool:
    """Whether somebody can sign in online as this customer."""
    return Account.objects.filter(customer_id=customer_id, is_active=True).exists()


def sign_in_emails(customer_id: int) -> list[str]:
    """The addresses with which somebody can sign in online as this customer."""
    accounts = Account.objects.filter(customer_id=customer_id, is_active=True)
    return list(accounts.order_by("pk").values_list("email", flat=True))


def find_member(code: str) -> CustomerView | None:
    """The member whom a typed or scanned code names exactly; never a guest, never a likeness.

    A member number may come in full width or with spaces and dashes, a phone in any Japanese form.
    """
    for kind, value in _readings(code):
        customer = (
            _customers().filter(member_number__isnull=False, identities__kind=kind, identities__value=value).first()
        )
        if customer is not None:
            return view_of(customer)
    return None


def _readings(code: str) -> list[tuple[IdentityKind, str]]:
    """What the code may be, the most telling first."""
    folded = fold_member_number(code)
    if is_member_number(folded):
        return [(IdentityKind.MEMBER_NUMBER, folded)]
    readings = [(IdentityKind.MEMBER_NUMBER, folded), (IdentityKind.POS_CODE, code.strip())]
    try:
        if "@" in code or "＠" in code:
            return [(IdentityKind.EMAIL, normalize_email(code))]
        return [(IdentityKind.PHONE, normalize_phone(code)), *readings]
    except (EmailInvalid, PhoneInvalid):
        return readings


def _customers() -> QuerySet[Customer]:
    verified = Identity.objects.filter(customer=OuterRef("pk"), kind=IdentityKind.EMAIL, verified_at__isnull=False)
    return Customer.objects.select_related("home_store").annotate(email_verified=Exists(verified))


def view_of(customer: Customer) -> CustomerView:
    """The view of a row that this room has just read or written."""
    return CustomerView(
        id=customer.pk,
        uid=customer.uid,
        member_number=customer.member_number,
        family_name=customer.family_name,
        given_name=customer.given_name,
        family_kana=customer.family_kana,
        given_kana=customer.given_kana,
        email=customer.email,
        phone=customer.phone,
        birth_date=customer.birth_date,
        language=customer.language,
        joined_at=customer.joined_at,
        joined_channel=customer.joined_channel,
        home_store_code=customer.home_store.code if customer.home_store else None,
        email_verified=getattr(customer, "email_verified", False),
    )


def find_staff_id(uid: UUID) -> int | None:
    """The key of the staff member with this uid, who may have left."""
    return StaffMember.objects.filter(uid=uid).values_list("pk", flat=True).first()
