"""What a guest collected meets the member's basket: where it is picked up, and what was kept."""

import pytest

from noren.orders import basket as baskets
from noren.orders.basket import BasketView
from noren.stock.models import Level
from tests.factories import NOON, all_differences, make_member, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


def _merged(*, guest_store: str | None) -> BasketView:
    """A member who keeps two pieces at S2 signs in; before, the guest put one more in and chose a store, or none."""
    variant, member = make_variant(), make_member()
    for code in ("S1", "S2"):
        stock_up(make_store(code=code), variant, 5)
    own = baskets.open_basket(customer_id=member.pk, at=NOON)
    baskets.set_line(own, sku=variant.sku, quantity=2, at=NOON)
    baskets.choose_store(own, store_code="S2", at=NOON)
    baskets.hold_basket(own, at=NOON)
    guest = baskets.open_basket(customer_id=None, at=NOON)
    baskets.set_line(guest, sku=variant.sku, quantity=1, at=NOON)
    if guest_store:
        baskets.choose_store(guest, store_code=guest_store, at=NOON)
        baskets.hold_basket(guest, at=NOON)
    return baskets.get_basket(baskets.merge_guest_basket(guest, customer_id=member.pk, at=NOON), at=NOON)


def _held() -> dict[str, int]:
    return dict(Level.objects.values_list("store__code", "held"))


def test_the_store_a_guest_was_told_stays_after_the_sign_in_and_the_members_goods_are_freed_elsewhere() -> None:
    basket = _merged(guest_store="S1")

    assert (basket.store_code, basket.held_until) == ("S1", None)
    assert _held() == {"S1": 0, "S2": 0}
    assert all_differences() == []


@pytest.mark.parametrize("guest_store", [None, "S2"])
def test_what_a_member_keeps_stays_kept_when_the_guest_chose_no_other_store(guest_store: str | None) -> None:
    basket = _merged(guest_store=guest_store)

    assert basket.store_code == "S2"
    assert basket.held_until is not None
    assert _held() == {"S1": 0, "S2": 2}
    assert all_differences() == []
