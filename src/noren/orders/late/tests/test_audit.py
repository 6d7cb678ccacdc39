"""The audit of late sales finds what was changed behind its back."""

from datetime import timedelta

import pytest

from noren.coupons.models import Redemption
from noren.orders.late.models import LateDifference, LateSale
from noren.orders.late.tests.devices import late_sale
from noren.orders.late.tests.test_book import LATER
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.timeline.models import Event
from tests.factories import Shop, all_differences, make_coupon

pytestmark = pytest.mark.django_db


def _checks() -> set[str]:
    return {found.check for found in all_differences()}  # type: ignore[attr-defined]


@pytest.fixture
def sold() -> Shop:
    """A sale at another price with a coupon that was used up."""
    shop, coupon = Shop(), make_coupon(redemption_limit=1)
    shop.sell(coupons=(coupon.code,))
    place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1, 900), coupons=(coupon,)), at=LATER)
    assert _checks() == set()
    return shop


def test_a_difference_that_was_removed_is_missed(sold: Shop) -> None:
    LateDifference.objects.filter(cause="price").delete()

    assert _checks() == {"late_differences", "difference_count"}


def test_a_difference_that_was_changed_is_found(sold: Shop) -> None:
    LateDifference.objects.filter(cause="price").update(amount_minor=-1)

    assert _checks() == {"late_differences"}


def test_a_use_over_the_limit_needs_its_difference(sold: Shop) -> None:
    Redemption.objects.filter(is_over_limit=False).update(is_over_limit=True)

    assert {"use_over_limit", "uses_in_all"} <= _checks()


def test_an_order_that_is_booked_late_has_its_envelope(sold: Shop) -> None:
    LateDifference.objects.all().delete()
    LateSale.objects.all().delete()

    assert {"late_sale_of_booked_order", "use_over_limit"} <= _checks()


def test_a_moment_that_was_moved_is_found(sold: Shop) -> None:
    Order.objects.exclude(booked_at=None).update(booked_at=LATER + timedelta(days=40))

    assert {"late_differences", "late_sale_told"} <= _checks()


def test_an_event_that_was_told_at_another_moment_is_found(sold: Shop) -> None:
    Event.objects.filter(name="Order Completed", received_at=LATER).update(occurred_at=LATER)

    assert _checks() == {"late_sale_told"}


def test_another_moment_of_the_order_is_found(sold: Shop) -> None:
    Order.objects.exclude(booked_at=None).update(placed_at=LATER)

    assert "late_moment" in _checks()
