"""What is asked of a return, and what is answered."""

from dataclasses import dataclass
from uuid import UUID

from noren.kernel.tax import RateTotal
from noren.orders.models import Condition
from noren.payments.refund import Refunded
from noren.people.roles import Deed

MAX_RETURN_LINES = 200


@dataclass(frozen=True, slots=True)
class BackLine:
    """Pieces that come back in one condition: of a line of the sale, or of a variant where no sale was found.

    Attributes:
        quantity: 1 to 9,999.
        note: why they are not kept; needed when they are discarded.
    """

    quantity: int
    condition: Condition
    line_uid: UUID | None = None
    sku: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnGoods:
    """A return over the counter of a store.

    Attributes:
        uid: made by whoever asks; a repeat answers the stored return.
        order_uid: the sale, of any store and channel; None where nobody found it: then lines name SKUs.
        store_code, register_uid: where the goods and the money change hands.
        staff_uid: None for a caller that is no till.
        expected_minor: what the customer was told to get, tax included; None skips that check.
        may_be_late: whether who asks may take goods back after the days that the shop allows, alone or approved.
        references: (code of the tender kind, number of its slip) for what was given back on terminals.
    """

    uid: UUID
    channel: str
    store_code: str
    register_uid: UUID
    lines: tuple[BackLine, ...]
    reason: str
    order_uid: UUID | None = None
    staff_uid: UUID | None = None
    expected_minor: int | None = None
    may_be_late: bool = False
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """A return as it was booked. Amounts in minor units, tax included; `points` are no longer earned."""

    uid: UUID
    number: str
    order_uid: UUID | None
    total_minor: int
    tax_minor: int
    points: int
    is_full: bool
    refunds: tuple[Refunded, ...]


@dataclass(frozen=True, slots=True)
class ReturnQuote:
    """What a return would give back. `amounts` are those of the lines as asked, after discounts, as priced.

    `cash_minor` of the total is to be given back out of the drawer; the rest goes back as it was paid. `refunds` say by
    what, cash included. `deeds` are what the return comes to beyond taking goods back, some of which may need a second
    person.
    """

    amounts: tuple[int, ...]
    taxes: tuple[RateTotal, ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    cash_minor: int
    points: int
    is_full: bool
    deeds: tuple[Deed, ...] = ()
    refunds: tuple[Refunded, ...] = ()
