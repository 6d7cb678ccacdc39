"""Roles: which deeds each includes, and whether a staff member may do one in a store."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from noren.people.errors import NotAllowed
from noren.people.models import Role, StaffMember


class Deed(StrEnum):
    """What staff do. The names are part of the API: the till shows what its user may do."""

    SELL = auto()
    MARK_DOWN = auto()
    MARK_DOWN_LARGE = auto()
    PICK = auto()
    REJECT_PICKUP = auto()
    HAND_OVER = auto()
    SHIP = auto()
    VOID_SALE = auto()
    RETURN_GOODS = auto()
    RETURN_LATE = auto()
    RETURN_WITHOUT_SALE = auto()
    REFUND_LARGE = auto()
    CANCEL_ORDER = auto()
    CHANGE_ORDER = auto()
    SEE_LATE_SALES = auto()
    SEE_MARKDOWNS = auto()
    NOTE_MONEY = auto()
    OPEN_SHIFT = auto()
    CHECK_SHIFT = auto()
    MOVE_CASH = auto()
    CASH_OUT_LARGE = auto()
    CLOSE_SHIFT = auto()
    SEE_SHIFTS = auto()
    ACKNOWLEDGE_LATE_SALES = auto()
    REPRINT = auto()
    RESEND_MAIL = auto()
    JOIN_MEMBER = auto()
    FIND_MEMBER = auto()
    CHANGE_MEMBER = auto()
    SEE_TIMELINE = auto()
    SEE_REPORTS = auto()
    RECEIVE_GOODS = auto()
    COUNT_STOCK = auto()
    ADJUST_STOCK = auto()
    CORRECT_LARGE = auto()
    WRITE_OFF_LARGE = auto()
    CLOSE_COUNT_LARGE = auto()
    DRAFT_TRANSFER = auto()
    SEND_TRANSFER = auto()
    RECEIVE_TRANSFER = auto()
    CANCEL_TRANSFER = auto()
    EDIT_STORE = auto()
    SET_ROUTING = auto()
    EDIT_CATALOG = auto()
    PRICE_LARGE = auto()
    EDIT_CAMPAIGNS = auto()
    GRANT_COUPON = auto()
    ADJUST_POINTS = auto()
    IMPORT = auto()
    MANAGE_STAFF = auto()
    MANAGE_TOKENS = auto()


_CLERK = frozenset(
    {
        Deed.SELL,
        Deed.MARK_DOWN,
        Deed.MARK_DOWN_LARGE,
        Deed.PICK,
        Deed.REJECT_PICKUP,
        Deed.HAND_OVER,
        Deed.CHANGE_ORDER,
        Deed.SHIP,
        Deed.VOID_SALE,
        Deed.RETURN_GOODS,
        Deed.RETURN_LATE,
        Deed.RETURN_WITHOUT_SALE,
        Deed.REFUND_LARGE,
        Deed.OPEN_SHIFT,
        Deed.CHECK_SHIFT,
        Deed.MOVE_CASH,
        Deed.CASH_OUT_LARGE,
        Deed.CLOSE_SHIFT,
        Deed.REPRINT,
        Deed.RESEND_MAIL,
        Deed.JOIN_MEMBER,
        Deed.FIND_MEMBER,
        Deed.SEND_TRANSFER,
        Deed.RECEIVE_TRANSFER,
        Deed.RECEIVE_GOODS,
        Deed.COUNT_STOCK,
    }
)
DEEDS: dict[Role, frozenset[Deed]] = {
    Role.CLERK: _CLERK,
    Role.MANAGER: _CLERK
    | {
        Deed.CANCEL_ORDER,
        Deed.SEE_LATE_SALES,
        Deed.SEE_MARKDOWNS,
        Deed.CHANGE_MEMBER,
        Deed.SEE_TIMELINE,
        Deed.SEE_REPORTS,
        Deed.SEE_SHIFTS,
        Deed.ACKNOWLEDGE_LATE_SALES,
        Deed.ADJUST_STOCK,
        Deed.CORRECT_LARGE,
        Deed.WRITE_OFF_LARGE,
        Deed.CLOSE_COUNT_LARGE,
        Deed.DRAFT_TRANSFER,
        Deed.CANCEL_TRANSFER,
        Deed.EDIT_STORE,
        Deed.GRANT_COUPON,
    },
    Role.MARKETER: frozenset(
        {Deed.FIND_MEMBER, Deed.SEE_TIMELINE, Deed.SEE_REPORTS, Deed.EDIT_CAMPAIGNS, Deed.GRANT_COUPON}
    ),
    Role.HEAD_OFFICE: frozenset(Deed),
}


APPROVABLE: Mapping[str, object] = {
    Deed.MARK_DOWN: _("taking something off by hand"),
    Deed.MARK_DOWN_LARGE: _("taking much off by hand"),
    Deed.VOID_SALE: _("undoing a whole sale on its day"),
    Deed.RETURN_LATE: _("a return after the days for returns"),
    Deed.RETURN_WITHOUT_SALE: _("a return without a sale"),
    Deed.REFUND_LARGE: _("giving back much money"),
    Deed.CASH_OUT_LARGE: _("taking much cash out of the drawer"),
    Deed.CORRECT_LARGE: _("a large correction of stock"),
    Deed.WRITE_OFF_LARGE: _("throwing much away"),
    Deed.CLOSE_COUNT_LARGE: _("closing a stocktake with large differences"),
    Deed.PRICE_LARGE: _("a large change of a price"),
}
"""What may need the approval of a second person, in words."""
FOUR_EYES = frozenset({Deed.CORRECT_LARGE, Deed.WRITE_OFF_LARGE, Deed.CLOSE_COUNT_LARGE})
"""What store managers do only in twos, each of whom could approve the other; head office does it alone."""
NEVER_ALONE = frozenset({Deed.PRICE_LARGE})
"""What even head office does only in twos, as nobody else does it at all."""

Permit = Callable[[Collection[Deed]], None]
"""Asked by a verb, in its transaction, which deeds a request comes to; raises where they are not allowed."""


@dataclass(frozen=True, slots=True)
class StoreRole:
    """A role in one store, or in all when `store_id` is None."""

    role: Role
    store_id: int | None


@dataclass(frozen=True, slots=True)
class Staff:
    """A staff member with the roles of the moment they were read."""

    id: int
    uid: UUID
    code: str
    name: str
    roles: tuple[StoreRole, ...]


def deeds_in(staff: Staff, store_id: int | None) -> frozenset[Deed]:
    """What the staff member may do alone in the store; with None, what they may do in every store."""
    return deeds_of_roles(_roles_in(staff, store_id))


def deeds_of_roles(roles: Collection[Role]) -> frozenset[Deed]:
    """What somebody with these roles may do alone."""
    return frozenset().union(*(_alone(role) for role in roles))


def deeds_with_approval(staff: Staff, store_id: int | None) -> frozenset[Deed]:
    """What the staff member may do in the store when somebody who may do it alone approves."""
    granted = frozenset[Deed]().union(*(DEEDS[role] for role in _roles_in(staff, store_id)))
    return granted - deeds_in(staff, store_id)


def may_approve(staff: Staff, deed: Deed, store_id: int | None) -> bool:
    """Whether the staff member may approve the deed of somebody else in the store."""
    if deed in FOUR_EYES | NEVER_ALONE:
        return any(deed in DEEDS[role] for role in _roles_in(staff, store_id))
    return deed in deeds_in(staff, store_id)


def _alone(role: Role) -> frozenset[Deed]:
    if role is Role.CLERK:
        return DEEDS[role] - set(settings.CLERKS_NEED_APPROVAL)
    return DEEDS[role] - NEVER_ALONE - (FOUR_EYES if role is Role.MANAGER else frozenset())


def _roles_in(staff: Staff, store_id: int | None) -> list[Role]:
    return [held.role for held in staff.roles if held.store_id is None or held.store_id == store_id]


def check_may(staff: Staff, deed: Deed, store_id: int | None) -> None:
    """Refuse a deed that none of the roles in this store includes; with None, in all stores.

    Raises:
        NotAllowed: the detail `deed` names it.
    """
    if deed not in deeds_in(staff, store_id):
        raise NotAllowed(deed=str(deed))


def permit_alone(staff: Staff, store_id: int | None) -> Permit:
    """What a verb asks where no second person can approve: each deed as `check_may` has it."""

    def check(deeds: Collection[Deed]) -> None:
        for deed in deeds:
            check_may(staff, deed, store_id)

    return check


def find_staff_of_account(account_id: int) -> Staff | None:
    """The staff member who signs in with this account."""
    member = StaffMember.objects.prefetch_related("roles").filter(account_id=account_id).first()
    return staff_of(member) if member else None


def staff_of(member: StaffMember) -> Staff:
    """A row and its roles as a value."""
    roles = tuple(StoreRole(Role(held.role), held.store_id) for held in member.roles.all())
    return Staff(id=member.pk, uid=member.uid, code=member.code, name=member.name, roles=roles)
