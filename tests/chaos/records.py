"""What people saw, written down where no program of the shop can reach it: receipts handed out, orders promised.

The checks hold the books against these. Pure, but for a lock: tills and shoppers write at once.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SaleSeen:
    """A sale at a till, from the tap on Finish on.

    Attributes:
        goods: pieces by SKU, as they were scanned.
        total_minor: what the screen asked for when cash was taken.
        tendered_minor: the cash that was handed in.
        number: on the receipt that was handed out; empty while none was seen.
        is_made_here: the receipt was the till's own, without a network.
        is_kept: the till had written the sale down when it was opened again, or handed its receipt out: it must be
            booked, unless the server refused it to a customer who still waited. Without that, nobody knows: the tap may
            have come too late.
    """

    uid: UUID
    till: int
    goods: tuple[tuple[str, int], ...]
    total_minor: int
    tendered_minor: int
    number: str = ""
    is_made_here: bool = False
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """A shopper's order and the last answer to it: `placed`, `canceled`, or the code of the refusal."""

    uid: UUID
    goods: tuple[tuple[str, int], ...]
    answer: str


@dataclass(slots=True)
class Records:
    """All of a run."""

    sales: dict[UUID, SaleSeen] = field(default_factory=dict)
    orders: dict[UUID, OrderSeen] = field(default_factory=dict)
    counts_closed: int = 0
    found_more: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    refusals: dict[UUID, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tapped(self, sale: SaleSeen) -> None:
        """Somebody taps Finish; a second tap for the same list, which came back, is the one that counts."""
        with self._lock:
            self.sales[sale.uid] = sale
            self.refusals.pop(sale.uid, None)

    def handed_out(self, uid: UUID, *, number: str, is_made_here: bool, amounts_minor: tuple[int, int, int]) -> None:
        """A receipt is on the screen. What it says must be what was asked for: total, cash and change."""
        with self._lock:
            sale = self.sales[uid]
            self.sales[uid] = replace(sale, number=number, is_made_here=is_made_here, is_kept=True)
            asked = (sale.total_minor, sale.tendered_minor, sale.tendered_minor - sale.total_minor)
            if amounts_minor != asked:
                self.troubles.append(f"sale {uid}: the receipt says {amounts_minor}, the screen asked for {asked}")

    def kept(self, uid: UUID) -> None:
        """The till has the sale written down."""
        with self._lock:
            if uid in self.sales:
                self.sales[uid] = replace(self.sales[uid], is_kept=True)
            else:
                self.troubles.append(f"sale {uid}: the till kept a sale that nobody finished")

    def refused(self, uid: UUID, code: str) -> None:
        """The server refused a sale, and its till hears so: the list comes back to whoever waits at the desk.

        Who left with a receipt does not wait; and a till that did not take the answer in has the sale kept still.
        """
        with self._lock:
            sale = self.sales.get(uid)
            if sale and not sale.number:
                self.sales[uid] = replace(sale, is_kept=False)
                self.refusals[uid] = code

    def answered(self, order: OrderSeen) -> None:
        """A shopper has a final answer."""
        with self._lock:
            self.orders[order.uid] = order

    def counted(self, differences: Mapping[str, int]) -> None:
        """A stocktake was closed, and told with how many pieces more or less of each SKU."""
        with self._lock:
            self.counts_closed += 1
            for sku, pieces in differences.items():
                self.found_more[sku] += pieces

    def trouble(self, words: str) -> None:
        """Something that no fault explains."""
        with self._lock:
            self.troubles.append(words)
