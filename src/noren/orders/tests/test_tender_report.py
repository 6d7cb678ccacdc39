"""Money of business days by tender, from the receipts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from noren.orders.end import void_sale
from noren.orders.place import place_order
from noren.orders.tender_report import TenderDay, tender_days
from noren.orders.wanted import PlacedOrder
from noren.payments.cash import Tender
from tests.factories import NOON, Shop, by, cash, counter_sale, make_tender_kind, want

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 4)


def _figures(found: list[TenderDay]) -> list[tuple[date, str, int, int, int]]:
    return [(each.day, each.provider, each.taken_minor, each.back_minor, each.kept_minor) for each in found]


def _sell(shop: Shop, *tenders: Tender, at: datetime = NOON) -> PlacedOrder:
    """A packet of 1,000 yen."""
    wanted = counter_sale(shop.register, shop.staff, want(shop.coffee, 1), tendered_minor=0)
    return place_order(replace(wanted, tenders=tenders), at=at)


def test_a_business_day_has_every_tender_with_what_went_back_and_what_was_kept() -> None:
    shop, card = Shop(), make_tender_kind()
    gift = make_tender_kind("gift", form="voucher", rest="kept")
    tomorrow = DAY + timedelta(days=1)
    _sell(shop, cash(1_000))
    _sell(shop, by(gift, 500, pieces=1), by(card, 300), cash(300))
    voided = _sell(shop, by(gift, 1_200, pieces=1))
    void_sale(voided.uid, reason="打ち間違い", register_uid=shop.register.uid, staff_uid=shop.staff.uid, at=NOON)
    _sell(shop, by(gift, 1_100, pieces=1), at=NOON + timedelta(days=1))

    assert _figures(tender_days(DAY, DAY, store_ids=None)) == [
        (DAY, "card", 300, 0, 0),
        (DAY, "cash", 1_200, 0, 0),
        (DAY, "gift", 1_500, 1_000, 0),
    ]
    assert _figures(tender_days(tomorrow, tomorrow, store_ids=[shop.store.pk])) == [(tomorrow, "gift", 1_000, 0, 100)]
    assert tender_days(DAY, tomorrow, store_ids=[]) == []


def test_a_sale_after_midnight_is_of_the_day_before() -> None:
    shop = Shop()

    _sell(shop, cash(1_000), at=NOON.replace(hour=17, minute=30))  # 2:30 in Tokyo

    (found,) = tender_days(DAY - timedelta(days=3), DAY + timedelta(days=3), store_ids=None)
    assert (found.day, found.left_minor) == (DAY, 1_000)
