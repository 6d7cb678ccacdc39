"""The shop that a run plays in: one store with three registers, fifty goods, some of them few, and a scarce coupon."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.orders.shifts.open import open_shift
from noren.people.models import Role
from noren.people.tokens import Scope, make_token
from tests.browser.till_desk import PASSWORD, Shop
from tests.chaos.plan import TILLS, VARIANTS
from tests.factories import make_coupon, make_register, make_staff, stock_up

COUPON, COUPON_LIMIT, COUPON_MINOR = "FEWUSES", 12, 100
# Thirty thousand in notes of a thousand.
FLOAT = ((1_000, 30),)
FLOAT_MINOR = 30_000
# The first goods are wanted most and run out; of the others there is enough for the whole run.
FEW, MANY, SCARCE_VARIANTS = 10, 400, 8


@dataclass(frozen=True, slots=True)
class World:
    """What the players know.

    Attributes:
        skus, gtins: of the goods, in the order of the plan.
        in_stock: pieces by SKU before play.
        token: may order, cancel and count.
    """

    shop: Shop
    store_code: str
    skus: tuple[str, ...]
    gtins: tuple[str, ...]
    in_stock: dict[str, int]
    coupon: str
    token: str
    manager_code: str
    registers: tuple[UUID, ...]


def make_world() -> World:
    """Fill the empty database of a served home, and open a shift at each register."""
    at, shop = timezone.now(), Shop()
    shop.registers += [make_register(shop.store, code=str(number)) for number in range(3, TILLS + 1)]
    variants = [
        shop.stock(
            f"{200_000 + place}", f"商品 {place} 番", 100 + 10 * place, tax_class=("reduced", "standard")[place % 2]
        )
        for place in range(VARIANTS)
    ]
    for variant in variants[SCARCE_VARIANTS:]:
        stock_up(shop.store, variant, MANY - FEW)
    make_coupon(
        code=COUPON,
        amount_minor=COUPON_MINOR,
        redemption_limit=COUPON_LIMIT,
        valid_from=at - timedelta(days=1),
        valid_until=at + timedelta(days=1),
    )
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    for register in shop.registers:
        open_shift(uuid7(), register_uid=register.uid, staff_uid=manager.uid, counts=FLOAT, at=at)
    scopes = frozenset({Scope.ORDERS_WRITE, Scope.ORDERS_READ, Scope.STOCK_WRITE, Scope.STOCK_READ})
    return World(
        shop=shop,
        store_code=shop.store.code,
        skus=tuple(variant.sku for variant in variants),
        gtins=tuple(variant.gtin or "" for variant in variants),
        in_stock={variant.sku: FEW if place < SCARCE_VARIANTS else MANY for place, variant in enumerate(variants)},
        coupon=COUPON,
        token=make_token(name="chaos", scopes=scopes, at=at),
        manager_code=manager.code,
        registers=tuple(register.uid for register in shop.registers),
    )
