"""What is told about people. No event holds a name, an address or a secret: `customer_uid` leads to them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody became a member, online or at a till."""

    event_name: ClassVar[str] = "Member Joined"
    customer_uid: UUID
    member_number: str
    was_guest: bool


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Staff changed a member's names, e-mail or phone; `fields` says which, not to what."""

    event_name: ClassVar[str] = "Member Changed"
    customer_uid: UUID
    fields: tuple[str, ...]
    staff_uid: UUID | None


@dataclass(frozen=True, slots=True)
class AccountClaimAsked:
    """A store member asked for an online account and was mailed a code."""

    event_name: ClassVar[str] = "Account Claim Asked"
    customer_uid: UUID
    claim_uid: UUID


@dataclass(frozen=True, slots=True)
class AccountClaimed:
    """A store member proved the mailed code and signs in online from now on."""

    event_name: ClassVar[str] = "Account Claimed"
    customer_uid: UUID
    claim_uid: UUID


@dataclass(frozen=True, slots=True)
class DeedApproved:
    """A second person approved what somebody was about to do; the event's subject is what it is done to."""

    event_name: ClassVar[str] = "Deed Approved"
    approval_uid: UUID
    deeds: tuple[str, ...]
    asked_by_uid: UUID | None
    approved_by_uid: UUID
    reason: str
    amount_minor: int | None


@dataclass(frozen=True, slots=True)
class ApprovalLimitSet:
    """From now on a second person is needed beyond this limit: minor units, or percent for a price; None: never."""

    event_name: ClassVar[str] = "Approval Limit Set"
    kind: str
    before: int | None
    limit: int | None


@dataclass(frozen=True, slots=True)
class StaffSaved:
    """Somebody was employed, got other roles, or may no longer sign in."""

    event_name: ClassVar[str] = "Staff Saved"
    staff_uid: UUID
    code: str
    roles: tuple[str, ...]
    may_sign_in: bool
