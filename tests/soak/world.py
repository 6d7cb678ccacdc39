"""The shop that the deeds happen in, and what the database says of it in the words of the model."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace as Thing
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection

from noren.catalog.models import Variant
from noren.coupons.models import Coupon
from noren.kernel.ids import uuid7
from noren.orders.wanted import WantedLine
from noren.people.models import Customer, StaffMember
from noren.stock.ledger import Cause
from noren.stores.models import Register, Store
from tests.factories import make_coupon, make_member, make_register, make_staff, make_store, make_variant, want
from tests.soak.model import FOREVER, MINIMUM, OFF, PRICES, STORES, USES, Lines, Place

Rows = Sequence[Sequence[Any]]
Records = dict[str, dict[str, Any]]
LEVELS = ("on_hand", "allocated", "held", "safety", "damaged", "checking", "short")
MEMBERS = ("Aoi", "Ren", "Yui")

# One statement asks for all of it. Of `paid`: what came in before the goods left and stays, after what goes back.
_PARTS = {
    "levels": """
        SELECT l.store_id, l.variant_id, l.aside, l.on_hand, l.allocated, l.held, l.safety,
               coalesce(sum(m.aside_change) FILTER (WHERE m.aside_state = 'damaged'), 0) AS damaged,
               coalesce(sum(m.aside_change) FILTER (WHERE m.aside_state = 'checking'), 0) AS checking, l.short
        FROM stock_level l LEFT JOIN stock_movement m ON m.level_id = l.id AND m.aside_change <> 0 GROUP BY l.id
    """,
    "holds": """
        SELECT h.owner_uid, l.store_id, l.variant_id, h.quantity, h.expires_at
        FROM stock_hold h JOIN stock_level l ON l.id = h.level_id WHERE h.ended_at IS NULL
    """,
    "baskets": """
        SELECT b.uid, b.store_id, b.ordered_at IS NOT NULL, l.variant_id, l.quantity
        FROM orders_basket b LEFT JOIN orders_basketline l ON l.basket_id = b.id ORDER BY l.id
    """,
    "orders": """
        SELECT o.uid, f.kept_until, o.store_id, o.status, o.total_minor, o.discount_minor, o.points,
               l.variant_id, sum(l.quantity) AS pieces, sum(l.returned_quantity) AS back
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id
        JOIN orders_orderline l ON l.order_id = o.id AND l.fee = '' GROUP BY o.id, f.id, l.variant_id
    """,
    "due": """
        SELECT order_uid, sum(amount_minor - captured_minor) FROM payments_payment WHERE status = 'due'
        GROUP BY order_uid
    """,
    "paid": """
        SELECT p.order_uid, sum(p.captured_minor - p.refunded_minor - coalesce(r.open, 0)) FROM payments_payment p
        LEFT JOIN LATERAL (
            SELECT sum(amount_minor) AS open FROM payments_refund WHERE payment_id = p.id AND status <> 'done'
        ) r ON true
        WHERE p.provider <> 'cash' GROUP BY p.order_uid
    """,
    "transfers": """
        SELECT t.uid, t.status, l.variant_id, l.sent - l.received - l.lost - l.returned
        FROM stock_transfer t JOIN stock_transferline l ON l.transfer_id = t.id
    """,
    "waiting": """
        SELECT o.uid, l.variant_id, s.transfer_uid, s.quantity - s.arrived - s.dropped
        FROM orders_sourcing s JOIN orders_orderline l ON l.id = s.line_id JOIN orders_order o ON o.id = l.order_id
        WHERE s.status <> 'done' ORDER BY s.id
    """,
    "counts": """
        SELECT uid, status FROM stock_count
    """,
    "points": """
        SELECT customer_id, balance FROM loyalty_pointsaccount WHERE balance <> 0
    """,
    "uses": """
        SELECT customer_id, redeemed_count FROM coupons_customeruse WHERE redeemed_count > 0
    """,
    "used": """
        SELECT redeemed_count FROM coupons_coupon
    """,
    "cash": """
        SELECT r.store_id, sum(CASE e.kind WHEN 'capture' THEN e.amount_minor ELSE -e.amount_minor END) AS cash
        FROM payments_entry e JOIN stores_register r ON r.id = e.register_id GROUP BY r.store_id
    """,
}
_AT_PROVIDER = """
SELECT key, amount_minor - refunded_minor FROM payments_sandboxcharge WHERE status = 'captured'
"""
_IN_LEDGER = """
SELECT a.uid, e.amount_minor - coalesce(sum(r.amount_minor), 0) FROM payments_attempt a
JOIN payments_entry e ON e.uid = a.uid LEFT JOIN payments_refund r ON r.attempt_id = a.id AND r.status = 'done'
GROUP BY a.uid, e.amount_minor
"""
_NEW_TRANSFERS = "SELECT uid FROM stock_transfer WHERE kept_for_uid IS NOT NULL ORDER BY id"


class World:
    """Stores with a register each, goods, members, and a coupon. What the deeds make gets a name here."""

    parts: ClassVar[Mapping[str, str]] = _PARTS

    def __init__(self) -> None:
        self.stores: dict[str, Store] = {name: make_store(name=name, ships=True) for name in STORES}
        self.registers: dict[str, Register] = {name: make_register(store) for name, store in self.stores.items()}
        self.variants: dict[str, Variant] = {
            name: make_variant(name=name, price_minor=price) for name, price in PRICES.items()
        }
        self.members: dict[str, Customer] = {name: make_member(name=name) for name in MEMBERS}
        self.staff: StaffMember = make_staff()
        self.coupon: Coupon = make_coupon(
            amount_minor=OFF, minimum_minor=MINIMUM, redemption_limit=USES, customer_limit=1, valid_until=FOREVER
        )
        self._name_of_store = {store.pk: name for name, store in self.stores.items()}
        self._name_of_variant = {variant.pk: name for name, variant in self.variants.items()}
        self._name_of_member = {member.pk: name for name, member in self.members.items()}
        self.uids: dict[str, UUID] = {}
        self.names: dict[str, str] = {}  # by uid
        self.kept_until: dict[str, datetime] = {}  # pickups, as the figures were told last

    def named(self, kind: str, uid: UUID | None = None) -> str:
        """A name for something new: "order 3"."""
        name = f"{kind} {sum(each.startswith(kind) for each in self.uids) + 1}"
        self.uids[name] = uid or uuid7()
        self.names[str(self.uids[name])] = name
        return name

    def forget(self) -> None:
        """Everything that was made is gone again."""
        self.uids.clear()
        self.names.clear()
        self.kept_until.clear()

    def new_transfers(self) -> list[str]:
        """Names for the transfers that were drafted for orders and have none yet."""
        return [self.named("transfer", uid) for (uid,) in _rows(_NEW_TRANSFERS) if str(uid) not in self.names]

    def pieces(self, lines: Lines) -> dict[int, int]:
        """Pieces by the key of the variant, as verbs take them."""
        return {self.variants[name].pk: pieces for name, pieces in lines.items()}

    def words(self, names: Collection[str]) -> dict[int, str]:
        """Words for a refusal."""
        return {self.variants[name].pk: name for name in names}

    def wanted(self, lines: Lines) -> tuple[WantedLine, ...]:
        """Lines of an order."""
        return tuple(want(self.variants[name], pieces) for name, pieces in lines.items())

    def cause(self, at: datetime, reason: str = "") -> Cause:
        """Why stock is moved by hand."""
        return Cause("test", uuid7(), at, reason)

    def figures(self) -> dict[str, dict[Any, Any]]:
        """All that is compared, by the names of `Model.figures`; of records those fields that are told."""
        return self.told_by(self.read())

    def read(self) -> dict[str, Rows]:
        """The rows of each part, in one statement."""
        parts = ", ".join(f"(SELECT coalesce(json_agg(part), '[]') FROM ({sql}) part)" for sql in self.parts.values())
        ((*told,),) = _rows(f"SELECT {parts}")
        return {name: [[*row.values()] for row in part] for name, part in zip(self.parts, told, strict=True)}

    def told_by(self, rows: Mapping[str, Rows]) -> dict[str, dict[Any, Any]]:
        """All figures by these rows."""
        baskets, transfers = self._baskets(rows["baskets"]), self._transfers(rows["transfers"])
        self._tell_holds(rows["holds"], baskets | transfers)
        return {
            **self._levels(rows["levels"]),
            "baskets": baskets,
            "orders": self._orders(rows["orders"]),
            "due": {self.names[uid]: int(due) for uid, due in rows["due"]},
            "paid": {self.names[uid]: int(paid) for uid, paid in rows["paid"]},
            "points": {self._name_of_member[customer]: balance for customer, balance in rows["points"]},
            "uses": self._uses(rows),
            "cash": {self._name_of_store[store]: int(cash) for store, cash in rows["cash"]},
            "transfers": transfers,
            **self._waiting(rows["waiting"]),
            "counts": {self.names[uid]: {"status": status} for uid, status in rows["counts"]},
        }

    def kept_at_provider(self) -> dict[UUID, int]:
        """What the provider took by its own book, and did not give back, by our key."""
        return {key: int(minor) for key, minor in _rows(_AT_PROVIDER)}

    def kept_in_ledger(self) -> dict[UUID, int]:
        """The same by our ledger."""
        return {key: int(minor) for key, minor in _rows(_IN_LEDGER)}

    def _place(self, store_id: int, variant_id: int) -> Place:
        return self._name_of_store[store_id], self._name_of_variant[variant_id]

    def _levels(self, rows: Rows) -> dict[str, dict[Place, int]]:
        levels: dict[str, dict[Place, int]] = {name: {} for name in LEVELS}
        for store, variant, aside, *figures in rows:
            for name, pieces in zip(LEVELS, figures, strict=True):
                levels[name][self._place(store, variant)] = int(pieces)
            by_state = sum(levels[name][self._place(store, variant)] for name in ("damaged", "checking"))
            assert aside == by_state, f"{aside} set aside, by states {by_state}"
        return levels

    def _baskets(self, rows: Rows) -> Records:
        baskets: Records = {}
        for uid, store, is_ordered, variant, pieces in rows:
            told = {"store": self._name_of_store.get(store), "is_ordered": is_ordered, "lines": {}, "held": {}}
            basket = baskets.setdefault(self.names[uid], told)
            if variant is not None:
                basket["lines"][self._name_of_variant[variant]] = pieces
        return baskets

    def _tell_holds(self, rows: Rows, owners: Records) -> None:
        for owner, store, variant, pieces, until in rows:
            told = owners[self.names[owner]]
            told["held"][self._place(store, variant)] = pieces
            told.setdefault("until", set()).add(_moment(until) if until else FOREVER)

    def _orders(self, rows: Rows) -> Records:
        orders: Records = {}
        for uid, kept_until, store, status, total, discount, points, variant, pieces, returned in rows:
            if kept_until:
                self.kept_until[self.names[uid]] = _moment(kept_until)
            told = {"store": self._name_of_store[store], "status": status, "total": total, "discount": discount}
            order = orders.setdefault(self.names[uid], told | {"points": points, "lines": {}, "back": {}})
            for lines, figure in (("lines", pieces), ("back", returned)):
                order[lines][self._name_of_variant[variant]] = int(figure)
        return orders

    def _transfers(self, rows: Rows) -> Records:
        transfers: Records = {}
        for uid, status, variant, on_the_way in rows:
            told = {"status": status, "on_the_way": {}, "held": {}}
            transfers.setdefault(self.names[uid], told)["on_the_way"][self._name_of_variant[variant]] = on_the_way
        return transfers

    def _waiting(self, rows: Rows) -> dict[str, dict[Any, Any]]:
        coming: dict[str, dict[str, int]] = {}
        parked: dict[tuple[str, str], list[int]] = {}
        for order, variant, transfer, pieces in rows:
            if transfer:
                coming.setdefault(self.names[transfer], {})[self._name_of_variant[variant]] = pieces
            else:
                parked.setdefault((self.names[order], self._name_of_variant[variant]), []).append(pieces)
        return {"coming": coming, "parked": parked}

    def _uses(self, rows: Mapping[str, Rows]) -> dict[str, int]:
        uses = {self._name_of_member[customer]: used for customer, used in rows["uses"]}
        ((in_all,),) = rows["used"]
        assert in_all == sum(uses.values()), f"{in_all} uses in all, {uses} of members"
        return uses


def differing(model: Mapping[str, Any], database: Mapping[str, Mapping[Any, Any]]) -> str:
    """Which figures differ, each in a line; empty when none does. What is nothing need not be told."""
    lines = []
    for part, told in database.items():
        known = model.get(part, {})
        for key in sorted({*known, *told}, key=str):
            expected, found = _alike(known.get(key), told.get(key))
            if expected != found:
                lines.append(f"{part} of {key}: the model says {expected}, the database {found}")
    return "\n".join(lines)


def _alike(known: Any, told: Any) -> tuple[Any, Any]:
    """Both in the same words: of a record what the database tells of it."""
    if isinstance(known, Thing) and told is not None:
        fields = {name: {value} if name == "until" else value for name, value in vars(known).items() if name in told}
        return {name: _plain(value) for name, value in fields.items()}, {name: _plain(told[name]) for name in told}
    return _plain(known), _plain(told)


def _plain(figure: Any) -> Any:
    """Without what is nothing."""
    if isinstance(figure, dict):
        return {name: pieces for name, pieces in figure.items() if pieces}
    return figure or None


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
