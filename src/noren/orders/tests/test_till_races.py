"""Tills that meet: one list that two of them sell, with several tenders and prices by hand, and money for cards."""

from dataclasses import replace
from functools import partial

import pytest

from noren.kernel.racing import race
from noren.orders.markdowns.models import MarkdownGiven
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.orders.models import Order, OrderLine, Return
from noren.orders.place import place_order
from noren.orders.return_goods import return_goods
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.payments.models import Entry
from noren.payments.tenders.models import TenderKind
from noren.pricing import MarkdownKind
from noren.stock.models import Level
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    bring_back,
    by,
    cash,
    counter_sale,
    make_register,
    make_tender_kind,
    want,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def _marked_down(shop: Shop, card: TenderKind) -> PlaceOrder:
    """Two coffees, 100 yen off one of the two lines for a dent, by card and in cash."""
    dented, other = want(shop.coffee), want(shop.coffee)
    price = shop.coffee.price_minor
    return replace(
        counter_sale(shop.register, shop.staff, dented, other, tendered_minor=price),
        markdowns=(WantedMarkdown(MarkdownKind.AMOUNT, 100, "箱つぶれ", dented.uid),),
        tenders=(by(card, price - 100), cash(price)),
    )


def test_a_sale_with_two_tenders_and_a_markdown_sent_twice_at_once_is_booked_once() -> None:
    shop, card = Shop(), make_tender_kind()
    wanted = _marked_down(shop, card)
    call = partial(place_order, wanted, at=NOON, permit=lambda _deeds: None)

    outcomes = race(call, call, queue_on=Level.objects.filter(variant=shop.coffee))

    assert outcomes[0] == outcomes[1]
    assert [outcome.is_repeated for outcome in outcomes if isinstance(outcome, PlacedOrder)] == [False, True]
    assert MarkdownGiven.objects.get().amount_minor == 100
    assert set(Entry.objects.values_list("uid", flat=True)) == {each.uid for each in wanted.tenders}
    assert all_differences() == []


def test_a_list_that_two_registers_sell_at_once_is_one_sale_and_the_other_is_told() -> None:
    shop, card = Shop(), make_tender_kind()
    here = _marked_down(shop, card)
    there = replace(here, register_uid=make_register(shop.store, code="2").uid)
    calls = [partial(place_order, each, at=NOON, permit=lambda _deeds: None) for each in (here, there)]

    outcomes = race(*calls, queue_on=Level.objects.filter(variant=shop.coffee))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["OrderUidTaken", "PlacedOrder"]
    assert sum(Entry.objects.values_list("amount_minor", flat=True)) == Order.objects.get().total_minor
    assert MarkdownGiven.objects.count() == 1
    assert all_differences() == []


def test_two_registers_that_give_back_parts_at_once_give_the_card_no_more_than_it_paid() -> None:
    shop, card = Shop(), make_tender_kind()
    other = make_register(shop.store, code="2")
    price = shop.coffee.price_minor
    wanted = replace(
        counter_sale(shop.register, shop.staff, want(shop.coffee, 2), tendered_minor=price),
        tenders=(by(card, price + 50), cash(price - 50)),
    )
    placed = place_order(wanted, at=NOON)
    line = OrderLine.objects.get()
    calls = [
        partial(return_goods, bring_back(placed, register, shop.staff, (line, 1)), at=NOON)
        for register in (shop.register, other)
    ]

    race(*calls, queue_on=Order.objects.filter(uid=placed.uid))

    given = Entry.objects.filter(kind="refund").order_by("pk").values_list("tender", "amount_minor")
    assert Return.objects.count() == 2
    assert list(given) == [("card", price), ("card", 50), ("cash", price - 50)]
    assert all_differences() == []
