"""What is asked of an order that is to be changed, and what is answered: the dataclasses of `noren.orders.edit`."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from noren.orders.wanted import WantedLine


@dataclass(frozen=True, slots=True)
class LineChange:
    """So many pieces of a line from now on.

    Attributes:
        quantity: 0 takes the line off.
        seen_quantity: what it was when somebody decided this; None skips that check.
        reason: why, where it differs from the reason of the whole change.
    """

    uid: UUID
    quantity: int
    seen_quantity: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """A change of an order before it is picked. Lines that are not named stay as they are.

    Attributes:
        uid: made by whoever asks; a repeat answers what the first call did.
        by: `customer` or `staff`; staff say why when they take something off.
        added: goods at today's price; more of what is ordered at that price already goes to its line.
        expected_total_minor: what the order comes to afterwards, as it was shown; None skips that check.
        reason: why; the buyer reads it in the mail.
    """

    uid: UUID
    by: Literal["customer", "staff"]
    channel: str
    lines: tuple[LineChange, ...] = ()
    added: tuple[WantedLine, ...] = ()
    expected_total_minor: int | None = None
    reason: str = ""
    staff_uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineDifference:
    """Pieces of a line before and after, at its price for one."""

    sku: str
    name: str
    before: int
    after: int
    unit_price_minor: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeQuote:
    """What a change would do. Minor units, tax included.

    Attributes:
        lost_coupons: codes of coupons that the order no longer earns, which are given back.
        due_minor: what is then still to be paid.
        back_minor: what was paid and goes back.
        is_all: nothing is left: the order is cancelled.
    """

    lines: tuple[LineDifference, ...]
    total_before_minor: int
    total_minor: int
    discount_minor: int
    points: int
    lost_coupons: tuple[str, ...]
    due_minor: int
    back_minor: int
    is_all: bool


@dataclass(frozen=True, slots=True)
class ChangedOrder:
    """A change that was made."""

    uid: UUID
    order_uid: UUID
    number: str
    status: str
    total_before_minor: int
    total_minor: int
    lost_coupons: tuple[str, ...]
    is_all: bool
