"""Any sequence of changes leaves an order as if it had been placed so: stock, amounts, taxes, points, coupons."""

from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from noren.catalog.models import Variant
from noren.coupons.models import Coupon, Redemption
from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.place import place_order, quote_order
from noren.orders.queries import get_order
from noren.orders.write import taxes_of
from noren.people.models import Customer
from noren.stock.errors import OutOfStock
from noren.stock.models import Level
from noren.stores.models import Store
from tests.depth import examples
from tests.factories import (
    NOON,
    all_differences,
    make_coupon,
    make_member,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

_PRICES = ((980, "reduced"), (333, "standard"), (1_500, "reduced"))
_STOCK = 6
_goods = st.dictionaries(st.integers(0, 2), st.integers(0, _STOCK + 1), min_size=1)


class TestSequencesOfChanges(TestCase):
    """The shop is made once for all examples; each rolls back what it did."""

    store: Store
    member: Customer
    goods: list[Variant]
    coupons: tuple[Coupon, ...]

    @classmethod
    def setUpTestData(cls) -> None:
        """A store with six pieces of three goods, a member, and coupons that take turns."""
        cls.store, cls.member = make_store(), make_member()
        cls.goods = [make_variant(price_minor=price, tax_class=tax) for price, tax in _PRICES]
        for variant in cls.goods:
            stock_up(cls.store, variant, _STOCK)
        cls.coupons = (
            make_coupon(percent_bp=1_500),
            make_coupon(amount_minor=300, minimum_minor=3_000, redemption_limit=1),
        )

    @settings(
        max_examples=examples(60),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    @given(st.lists(_goods, min_size=1, max_size=6))
    def test_it_is_as_if_it_had_been_placed_so(self, steps: list[dict[int, int]]) -> None:
        """What stands on the order after each change is what placing it anew would come to."""
        codes = tuple(coupon.code for coupon in self.coupons)
        first = (want(self.goods[0], 3), want(self.goods[1], 2))
        order_uid = place_order(pickup(self.store, *first, customer=self.member, coupon_codes=codes), at=NOON).uid
        for step in steps:
            wanted = self._wanted(order_uid, step)
            if not (wanted.lines or wanted.added):
                continue
            if any(pieces > _STOCK for pieces in step.values()):
                with refused(OutOfStock):
                    change_order(order_uid, wanted, at=NOON)
            else:
                quote = quote_change(order_uid, wanted, at=NOON)
                done = change_order(order_uid, wanted, at=NOON)
                assert (done.total_minor, done.lost_coupons) == (quote.total_minor, quote.lost_coupons)
            if get_order(order_uid).status == "canceled":
                break
            self._check(order_uid)
        self._check_stock(order_uid)
        assert all_differences() == []

    def _wanted(self, order_uid: UUID, step: dict[int, int]) -> ChangeOrder:
        lines = {line.sku: line for line in get_order(order_uid).lines}
        changes, added = [], []
        for place, pieces in step.items():
            line = lines.get(self.goods[place].sku)
            if line is None and pieces:
                added.append(want(self.goods[place], pieces))
            elif line is not None and line.quantity != pieces:
                changes.append(LineChange(line.uid, pieces, seen_quantity=line.quantity))
        return ChangeOrder(uuid7(), "staff", "office", tuple(changes), tuple(added), reason="お電話")

    def _check(self, order_uid: UUID) -> None:
        order = get_order(order_uid)
        live = Redemption.objects.filter(order_uid=order_uid, withdrawn_at=None).order_by("coupon_id")
        codes = tuple(redemption.coupon.code for redemption in live.select_related("coupon"))
        lines = [want(self._variant(line.sku), line.quantity) for line in order.lines]
        anew = quote_order(pickup(self.store, *lines, customer=self.member, coupon_codes=codes), at=NOON)
        assert (order.goods_minor, order.discount_minor, order.tax_minor, order.total_minor, order.points) == (
            anew.goods_minor,
            anew.discount_minor,
            anew.tax_minor,
            anew.total_minor,
            anew.points,
        )
        assert list(order.taxes) == taxes_of(anew)
        assert sorted((line.sku, line.total_minor) for line in order.lines) == sorted(
            (line.sku, line.total_minor) for line in anew.lines
        )
        assert {each.ref: each.discount_minor for each in anew.applied} == {
            redemption.coupon.code: redemption.discount_minor for redemption in live
        }
        assert order.due_minor == anew.total_minor
        for coupon in self.coupons:
            coupon.refresh_from_db()
            if coupon.redemption_limit is not None:
                assert coupon.redeemed_count == codes.count(coupon.code)
        self._check_stock(order_uid)

    def _check_stock(self, order_uid: UUID) -> None:
        order = get_order(order_uid)
        wanted = {line.sku: line.quantity for line in order.lines} if order.status == "placed" else {}
        for level in Level.objects.filter(store=self.store).select_related("variant"):
            assert (level.on_hand, level.allocated) == (_STOCK, wanted.get(level.variant.sku, 0))

    def _variant(self, sku: str) -> Variant:
        return next(variant for variant in self.goods if variant.sku == sku)
