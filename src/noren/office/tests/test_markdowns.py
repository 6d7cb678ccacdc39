"""What was taken off by hand, in the office: sums, rows, the file, and who sees whose."""

from dataclasses import replace

import pytest
from django.utils import timezone

from noren.office.tests.signing_in import working
from noren.office.tests.test_second_person import in_english
from noren.office.tests.test_stock_work import text
from noren.orders.end import void_sale
from noren.orders.markdowns.queries import MarkdownSum, SumBy
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.people.models import DeedRecord, Role
from noren.pricing import MarkdownKind
from tests.factories import Shop, counter_sale, want

pytestmark = pytest.mark.django_db


def _sell(shop: Shop, off_minor: int, reason: str) -> PlacedOrder:
    coffee = want(shop.coffee)
    sale = counter_sale(shop.register, shop.staff, coffee, tendered_minor=1_000)
    markdown = WantedMarkdown(MarkdownKind.AMOUNT, off_minor, reason, coffee.uid)
    return place_order(replace(sale, markdowns=(markdown,)), at=timezone.now(), permit=lambda _deeds: None)


def test_what_was_taken_off_is_added_up_by_who_where_and_why() -> None:
    shop, other = Shop(), Shop()
    _sell(shop, 100, "傷あり")
    voided = _sell(shop, 250, "展示品")
    _sell(other, 30, "傷あり")
    void_sale(
        voided.uid,
        reason="打ち間違い",
        register_uid=shop.register.uid,
        staff_uid=shop.staff.uid,
        at=timezone.now(),
    )

    answer = working(Role.HEAD_OFFICE).get("/office/markdowns/")

    sums = {by: found for by, _title, found in answer.context["sums"]}
    first, second = sums[SumBy.STAFF]
    assert first == MarkdownSum("山口", shop.staff.code, 2, 2, 2_000, 350, 0, 250)
    assert (second.code, second.amount_minor, second.percent) == (other.staff.code, 30, 3)
    assert [(each.code, each.amount_minor) for each in sums[SumBy.STORE]] == [
        (shop.store.code, 350),
        (other.store.code, 30),
    ]
    assert [(each.name, each.amount_minor, each.voided_minor) for each in sums[SumBy.REASON]] == [
        ("展示品", 250, 250),
        ("傷あり", 130, 0),
    ]
    assert shop.staff.code in text(answer)


def test_a_manager_sees_only_their_own_stores_and_takes_the_rows_away_as_a_file() -> None:
    shop, other = Shop(), Shop()
    _sell(shop, 100, "傷あり")
    _sell(other, 30, "お詫び")
    manager = in_english(working(Role.MANAGER, store=shop.store))

    page = text(manager.get("/office/markdowns/"))
    file = manager.get("/office/markdowns/?csv=1")

    assert "傷あり" in page
    assert "お詫び" not in page
    rows = b"".join(file).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "傷あり" in rows[1]
    assert DeedRecord.objects.filter(deed="see_markdowns").exists()


def test_a_clerk_does_not_see_what_colleagues_took_off() -> None:
    shop = Shop()

    assert working(Role.CLERK, store=shop.store).get("/office/markdowns/").status_code == 403
