"""Several people at one till: two touches and a PIN, a lock that keeps the sale, and all of it without a network."""

import pytest
from playwright.sync_api import Page, expect

from noren.orders.models import Order
from noren.people.models import Role, StaffMember
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.test_till_without_network import IS_KEPT, lose_network
from tests.browser.till_desk import PASSWORD, Shop, line_of, pay, receipt, say, scan, sign_in, total
from tests.browser.widths import each_size, too_wide
from tests.factories import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MINE, THEIRS = "2580", "1470"
# Whether the device has written down that it is locked; a reload before that finds it open.
IS_LOCK_KEPT = """() => new Promise((told) => {
  const asked = indexedDB.open('noren-till');
  asked.onsuccess = () => {
    const kept = asked.result.transaction('notes').objectStore('notes').get('locked');
    kept.onsuccess = () => { asked.result.close(); told(kept.result !== undefined); };
  };
})"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


@pytest.fixture
def manager(shop: Shop) -> StaffMember:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    StaffMember.objects.filter(pk=manager.pk).update(name="佐藤")
    manager.refresh_from_db()
    return manager


@pytest.fixture
def page(open_page: OpenPage, shop: Shop, manager: StaffMember) -> Page:
    """A till at which the clerk and the manager both set a PIN today; the clerk is there, with beans on the list."""
    page = open_page("/till/", service_workers="allow")
    sign_in(page, shop)
    page.wait_for_function(IS_KEPT)
    set_pin(page, MINE)
    choose(page)
    page.get_by_role("button", name=say("Sign in with the password")).click()
    page.get_by_label(say("Staff code")).fill(manager.code)
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Sign in"), exact=True).click()
    set_pin(page, THEIRS)
    take_over(page, shop.staff.name, MINE)
    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    return page


def set_pin(page: Page, pin: str) -> None:
    """Who is signed in sets a PIN in the settings."""
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    page.get_by_role("button", name=say("Set a PIN")).click()
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.get_by_label(say("New PIN, four to eight digits")).fill(pin)
    page.get_by_role("button", name=say("Set the PIN")).click()
    expect(page.get_by_role("button", name=say("Change your PIN"))).to_be_visible()


def choose(page: Page) -> None:
    """Touch the name in the bar."""
    page.locator("button.bar-place").click()


def give_pin(page: Page, name: str, pin: str) -> None:
    """Touch a name and type a PIN."""
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_label(say("PIN of %(name)s", name=name)).fill(pin)
    page.keyboard.press("Enter")


def take_over(page: Page, name: str, pin: str) -> None:
    """Two touches and a PIN."""
    choose(page)
    give_pin(page, name, pin)
    expect(page.locator(".bar-staff")).to_have_text(name)


@pytest.mark.thorough
def test_somebody_takes_over_in_two_touches_and_the_open_sale_is_theirs(
    page: Page, shop: Shop, manager: StaffMember
) -> None:
    choose(page)
    assert violations(page) == []
    give_pin(page, "佐藤", THEIRS)
    expect(page.locator(".bar-staff")).to_have_text("佐藤")
    expect(line_of(page, shop.beans)).to_be_visible()
    pay(page, "")

    expect(receipt(page)).to_be_visible()
    assert list(Order.objects.values_list("staff_id", flat=True)) == [manager.pk]


@pytest.mark.thorough
def test_a_locked_till_keeps_the_sale_and_stays_locked_when_it_is_loaded_again(page: Page, shop: Shop) -> None:
    choose(page)
    page.get_by_role("button", name=say("Lock the till")).click()
    expect(page.get_by_role("heading", name=say("The till is locked"))).to_be_visible()
    page.wait_for_function(IS_LOCK_KEPT)
    page.reload()
    expect(page.get_by_role("heading", name=say("The till is locked"))).to_be_visible()
    expect(line_of(page, shop.beans)).to_have_count(0)
    scan(page, shop.milk.gtin or "")

    give_pin(page, shop.staff.name, "9999")
    expect(page.locator("#pin-error")).to_be_visible()
    assert violations(page) == []
    page.get_by_label(say("PIN of %(name)s", name=shop.staff.name)).fill(MINE)
    page.keyboard.press("Enter")

    expect(total(page)).to_have_text("¥980")


@pytest.mark.thorough
def test_without_a_network_people_change_and_each_sale_names_its_own(
    page: Page, shop: Shop, manager: StaffMember
) -> None:
    lose_network(page)
    page.reload()
    pay(page, "")
    page.get_by_role("button", name=say("Next sale")).click()
    take_over(page, "佐藤", THEIRS)
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥248")
    pay(page, "")
    expect(receipt(page)).to_be_visible()

    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"), timeout=60_000)
    assert list(Order.objects.order_by("total_minor").values_list("staff_id", flat=True)) == [
        manager.pk,
        shop.staff.pk,
    ]


@pytest.mark.thorough
def test_without_a_network_the_fifth_wrong_pin_is_the_last_even_after_a_reload(page: Page, shop: Shop) -> None:
    lose_network(page)
    choose(page)
    for left in (4, 3):
        give_pin(page, "佐藤", "9999")
        expect(page.locator("#pin-error")).to_have_text(say("The PIN is wrong. Tries left: %(count)s", count=left))
    page.reload()
    choose(page)
    for _ in range(3):
        page.get_by_role("button", name="佐藤", exact=True).click()
        page.get_by_label(say("PIN of %(name)s", name="佐藤")).fill("9999")
        page.keyboard.press("Enter")
        expect(page.get_by_label(say("PIN of %(name)s", name="佐藤"))).to_have_value("")
        expect(page.locator("#pin-error")).to_be_visible()
    expect(page.locator("#pin-error")).to_have_text(say("The PIN was wrong too often. Sign in with the password."))

    give_pin(page, "佐藤", THEIRS)

    expect(page.locator("#pin-error")).to_have_text(say("Without a network this device cannot check this PIN."))
    expect(page.locator(".bar-staff")).to_have_count(0)


@pytest.mark.thorough
def test_a_till_that_trains_is_locked_like_others_and_another_person_ends_the_training(page: Page, shop: Shop) -> None:
    page.get_by_role("button", name=say("Hold"), exact=True).click()
    page.goto("/till/#/training")
    page.get_by_role("button", name=say("Begin training")).click()
    page.get_by_role("button", name=say("Two goods, cash and change")).click()
    expect(page.locator(".exercise")).to_be_visible()
    choose(page)
    page.get_by_role("button", name=say("Lock the till")).click()
    page.wait_for_function(IS_LOCK_KEPT)

    page.reload()

    expect(page.get_by_role("heading", name=say("The till is locked"))).to_be_visible()
    expect(page.locator(".training-word")).to_be_visible()
    expect(page.get_by_role("button", name=say("End training"))).to_have_count(0)
    assert violations(page) == []
    for width in each_size(page):
        assert too_wide(page) == [], width
    give_pin(page, shop.staff.name, MINE)
    expect(page.locator(".bar-staff")).to_have_text(shop.staff.name)
    expect(page.get_by_role("button", name=say("End training"))).to_be_visible()

    take_over(page, "佐藤", THEIRS)

    expect(page.locator(".training")).to_have_count(0)
    page.get_by_role("button", name=say("Take up again")).click()
    expect(line_of(page, shop.beans)).to_be_visible()
    pay(page, "")
    expect(receipt(page)).to_be_visible()
    assert Order.objects.get().total_minor == 980
