"""Goods from other stores in a browser: a line that cannot be served, the list, the rules; by keyboard too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from noren.kernel.ids import uuid7
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.reject import reject_line
from noren.orders.wanted import PlacedOrder
from noren.people.models import Role
from noren.stores.models import Store
from tests.browser.axe import violations
from tests.browser.conftest import DESK
from tests.browser.office_desk import PASSWORD, sign_in
from tests.browser.widths import too_wide
from tests.depth import LOCALES
from tests.factories import make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenContext = Callable[..., BrowserContext]


def three_stores() -> tuple[Store, PlacedOrder]:
    """An order at a store, another one near that has some of it, and one far away that has more."""
    here, near, far = make_store(), make_store(name="池袋店"), make_store(name="札幌店")
    Store.objects.filter(pk=near.pk).update(latitude=35.7295, longitude=139.7109)
    Store.objects.filter(pk=far.pk).update(latitude=43.06, longitude=141.35)
    coffee, filters = make_variant(price_minor=1_000), make_variant(price_minor=500, name="ペーパーフィルター 100枚")
    for variant in (coffee, filters):
        stock_up(here, variant, 3)
    stock_up(near, coffee, 3)
    stock_up(far, coffee, 30)
    at = timezone.now() - timedelta(hours=1)
    return here, place_order(pickup(here, want(coffee, 2), want(filters, 2)), at=at)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_missing_line_is_routed_and_the_rules_that_chose_are_seen(open_context: OpenContext, locale: str) -> None:
    here, placed = three_stores()
    head = make_staff(role=Role.HEAD_OFFICE, password=PASSWORD)
    filters = OrderLine.objects.get(order__uid=placed.uid, position=2)
    reject_line(
        placed.uid,
        filters.uid,
        uid=uuid7(),
        quantity=1,
        reason=SourcingReason.DAMAGED,
        staff_uid=make_staff(store=here).uid,
        at=timezone.now(),
    )
    page = open_context(size=DESK, locale=locale).new_page()
    sign_in(page, head.account, to=f"/office/orders/{placed.uid}/cannot-serve/")

    page.locator("[name=line]").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=quantity]").fill("2")
    page.locator("[name=reason]").first.focus()
    page.keyboard.press("Space")
    assert violations(page) == []
    assert too_wide(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("池袋店")

    page.goto("/office/sourcing/")
    page.locator("main td details summary").first.click()
    expect(page.locator("article")).to_have_count(1)
    assert violations(page) == []
    assert too_wide(page) == []

    page.goto("/office/routing/")
    page.locator("[name=place_nearest]").select_option("4")
    page.locator("[name=place_most_stock]").select_option("1")
    page.locator("button[value=save]").click()
    expect(page.locator("#preview")).to_be_visible()
    assert violations(page) == []
    assert too_wide(page) == []
    page.locator("button[value=switch_on]").click()
    expect(page.locator("#preview")).to_have_count(0)
    assert Sourcing.objects.filter(status="coming").count() == 1
