"""A store lacks what a shopper wants, and another sends it there: ordered on a phone, seen by staff in the office."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.kernel.moments import say_time
from noren.orders.models import Order
from noren.orders.routing.bring import offer_to_bring
from noren.people.models import Role
from noren.stock.models import Transfer
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.office_desk import PASSWORD, sign_in
from tests.browser.shopper import go_to_review, place
from tests.browser.till_desk import Shop
from tests.browser.widths import each_size, too_wide
from tests.depth import LOCALES
from tests.factories import all_differences, make_staff, make_store, stock_up

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# Where somebody wants to look: NOREN_TEST_PICTURES names a folder.
PICTURES = os.environ.get("NOREN_TEST_PICTURES", "")


def _look(page: Page, name: str, locale: str) -> list[str]:
    """What is wrong with the page: what axe finds, and where it is too wide."""
    if PICTURES:
        for width in each_size(page, PHONE, TABLET, DESK):
            page.screenshot(path=Path(PICTURES) / f"{name}.{width}.{locale[:2]}.png", full_page=True)
    return [f"{name}: {fault}" for fault in (*violations(page), *too_wide(page))]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_shopper_has_goods_brought_to_the_chosen_store(open_page: OpenPage, locale: str) -> None:
    shop, faults = Shop(), list[str]()
    other = make_store(code="S002", name="池袋店", transfer_days=2)
    stock_up(other, shop.beans, 5)
    page = open_page("/", size=PHONE, locale=locale)
    page.goto(f"/products/{shop.filters.product.code}/")
    page.locator(f"#reserve-{shop.store.code}").click()
    page.wait_for_url("**/basket/")
    others = shop.order_pickup((shop.beans, 10))
    offer = offer_to_bring(shop.store.code, {shop.beans.pk: 1}, at=timezone.now())
    assert offer is not None
    ready = say_time(offer.ready_at, offer.time_zone)

    page.goto(f"/products/{shop.beans.product.code}/")
    expect(page.locator(".stores li", has=page.locator(f"#bring-{shop.store.code}"))).to_contain_text(ready)
    faults += _look(page, "bring-product", locale)
    page.locator(f"#bring-{shop.store.code}").click()
    page.wait_for_url("**/basket/")
    expect(page.locator("#bring")).to_contain_text(ready)
    faults += _look(page, "bring-basket", locale)
    go_to_review(page)
    expect(page.locator("#bring")).to_contain_text("深煎りコーヒー豆")
    expect(page.locator("#bring")).to_contain_text(ready)
    faults += _look(page, "bring-review", locale)
    place(page)
    expect(page.locator("main")).to_contain_text("池袋店")
    faults += _look(page, "bring-order", locale)
    order, transfer = Order.objects.exclude(uid=others.uid).get(), Transfer.objects.get()
    assert (order.fulfillment.due_at, transfer.kept_for_uid) == (offer.ready_at, order.uid)

    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    office = open_page("/", size=DESK, locale=locale)
    sign_in(office, manager.account, to="/office/sourcing/")
    expect(office.locator("main")).to_contain_text("池袋店")
    faults += _look(office, "bring-office", locale)
    assert faults == []
    assert all_differences() == []
