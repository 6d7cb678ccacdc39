"""When nothing else happened since, a full return leaves everything as before the sale, in however many steps."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from noren.coupons.models import Coupon, CustomerUse
from noren.loyalty.models import PointsAccount
from noren.orders.hand_over import hand_over
from noren.orders.models import Condition, Order, OrderLine
from noren.orders.place import place_order
from noren.orders.return_goods import quote_return, return_goods
from noren.payments.models import Payment
from noren.stock.models import Level
from tests.depth import examples
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    at_counter,
    bring_back,
    counter_sale,
    make_coupon,
    make_member,
    make_variant,
    pickup,
    stock_up,
    want,
)

CONDITIONS = [Condition.RESALABLE, Condition.DAMAGED, Condition.CHECKING, Condition.DISCARDED]


class Undone(TestCase):
    """Random sales, brought back in random pieces, order and condition; the audit is clean after each step."""

    def setUp(self) -> None:
        """A shop with goods of three rates, a member with points, and coupons that give their use back."""
        self.shop, self.other = Shop(), Shop()
        self.member = make_member()
        self.goods = [
            make_variant(price_minor=price, tax_class=tax)
            for price, tax in ((333, "reduced"), (1_299, "standard"), (84, "exempt"), (2_000, "food"))
        ]
        for variant in self.goods:
            stock_up(self.shop.store, variant, 100)
        self.coupons = [
            make_coupon(percent_bp=1_500, redemption_limit=9, customer_limit=3),
            make_coupon(amount_minor=77, redemption_limit=9),
        ]
        self.shop.sell(customer=self.member)

    @settings(
        max_examples=examples(24), deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def test_everything_is_as_before(self, data: st.DataObject) -> None:
        """Points, coupons, tax, money and stock."""
        before = self._figures()
        order = self._sell(data)
        pieces = data.draw(
            st.permutations([line for line in OrderLine.objects.filter(order=order) for _ in range(line.quantity)])
        )
        pieces = list(pieces)
        conditions: dict[Condition, int] = {}
        while pieces:
            now, pieces = self._some(data, pieces)
            back = [(line, 1, data.draw(st.sampled_from(CONDITIONS))) for line in now]
            for _line, _one, condition in back:
                conditions[condition] = conditions.get(condition, 0) + 1
            till = data.draw(st.sampled_from([self.shop, self.other]))
            wanted = bring_back(order, till.register, till.staff, *back)  # type: ignore[arg-type]
            told = quote_return(wanted, at=NOON)
            given_back = return_goods(wanted, at=NOON + timedelta(days=1))
            assert (told.total_minor, told.tax_minor) == (given_back.total_minor, given_back.tax_minor)
            assert given_back.is_full == (not pieces)
            assert all_differences() == []

        order.refresh_from_db()
        assert order.returned_minor == order.total_minor
        assert sum(each.tax_minor for each in order.returns.all()) == order.tax_minor
        assert all(each.captured_minor == each.refunded_minor for each in Payment.objects.filter(order_uid=order.uid))
        now_there = self._figures()
        assert now_there[:2] == before[:2]
        lost = conditions.get(Condition.DISCARDED, 0)
        aside = conditions.get(Condition.DAMAGED, 0) + conditions.get(Condition.CHECKING, 0)
        assert now_there[2] == (before[2][0] - lost, before[2][1] + aside)

    def _sell(self, data: st.DataObject) -> Order:
        goods = data.draw(st.lists(st.tuples(st.sampled_from(self.goods), st.integers(1, 4)), min_size=1, max_size=4))
        lines = [want(variant, quantity) for variant, quantity in goods]
        customer = self.member if data.draw(st.booleans()) else None
        has_coupons = sum(v.price_minor * q for v, q in goods) > 500 and data.draw(st.booleans())
        # The first one is limited per customer, so it is for members alone.
        coupons = self.coupons if customer else self.coupons[1:]
        codes = tuple(coupon.code for coupon in coupons) if has_coupons else ()
        if data.draw(st.booleans()):
            sale = counter_sale(
                self.shop.register,
                self.shop.staff,
                *lines,
                tendered_minor=90_000,
                customer=customer,
                coupon_codes=codes,
            )
            placed = place_order(sale, at=NOON)
        else:
            placed = place_order(pickup(self.shop.store, *lines, customer=customer, coupon_codes=codes), at=NOON)
            extra = (want(self.goods[0], 2),) if data.draw(st.booleans()) else ()
            handed = at_counter(self.shop.register, self.shop.staff, tendered_minor=90_000, extra_lines=extra)
            hand_over(placed.uid, handed, at=NOON)
        assert all_differences() == []
        return Order.objects.get(uid=placed.uid)

    @staticmethod
    def _some(data: st.DataObject, pieces: list[OrderLine]) -> tuple[list[OrderLine], list[OrderLine]]:
        count = data.draw(st.integers(1, len(pieces)))
        return pieces[:count], pieces[count:]

    def _figures(self) -> tuple[object, object, tuple[int, int]]:
        """Balances, coupon uses, and pieces on hand and set aside in both stores."""
        levels = Level.objects.all()
        return (
            list(PointsAccount.objects.order_by("pk").values_list("balance", flat=True)),
            (
                list(Coupon.objects.order_by("pk").values_list("redeemed_count", flat=True)),
                list(CustomerUse.objects.exclude(redeemed_count=0).values_list("redeemed_count", flat=True)),
            ),
            (sum(level.on_hand for level in levels), sum(level.aside for level in levels)),
        )


pytestmark = pytest.mark.django_db
