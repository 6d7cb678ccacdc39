"""Sales made without a network in the office, in a browser: read at every size, and seen by keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from noren.orders.late.models import LateSale
from noren.orders.late.tests.devices import late_sale
from noren.orders.place import place_order
from noren.people.models import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESK
from tests.browser.office_desk import PASSWORD, sign_in
from tests.browser.widths import too_wide
from tests.factories import Shop, make_coupon, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenContext = Callable[..., BrowserContext]


def _two_sales() -> Shop:
    now, shop, coupon = timezone.now(), Shop(), make_coupon(code="AKI20", redemption_limit=1)
    shop.sell(coupons=(coupon.code,), at=now)
    for number, price in enumerate((900, 60_000), start=1):
        sale = late_sale(
            shop.register,
            shop.staff,
            (shop.coffee, 1, price),
            coupons=(coupon,),
            made_at=now - timedelta(hours=5),
            synced_at=now - timedelta(hours=40),
            provisional_number=f"01-{number:06}",
        )
        place_order(sale, at=now)
    return shop


@pytest.mark.parametrize("locale", ["ja-JP", "en-US"])
def test_late_sales_are_read_at_every_size_and_nothing_is_found(open_context: OpenContext, locale: str) -> None:
    shop = _two_sales()
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_context(size=DESK, locale=locale).new_page()
    sign_in(page, manager.account, to="/office/late-sales/")

    expect(page.locator("tbody tr")).to_have_count(2)
    assert too_wide(page) == []
    assert violations(page) == []
    page.locator("tbody a").first.click()
    expect(page.locator("#differences")).to_be_visible()
    assert too_wide(page) == []
    assert violations(page) == []


def test_several_are_seen_by_keyboard(open_context: OpenContext) -> None:
    shop = _two_sales()
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_context(size=DESK, locale="en-US").new_page()
    sign_in(page, manager.account, to="/office/late-sales/")

    for box in page.locator("input[name=sale]").all():
        box.focus()
        page.keyboard.press("Space")
    page.get_by_label("Note").focus()
    page.keyboard.type("asked the store")
    page.keyboard.press("Enter")

    expect(page.locator("#results")).to_contain_text("2 done")
    assert set(LateSale.objects.values_list("seen_note", "seen_by")) == {("asked the store", manager.pk)}
