"""Tills as a fleet: a new one by a link of the office, one that was lost, and one whose place another took."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from noren.orders.models import Order
from noren.stores.devices.enroll import make_enrolment
from noren.stores.devices.lock import let_device_send, lock_device, unlock_device
from noren.stores.devices.models import Device
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.till_desk import PASSWORD, Shop, give_password, pay, receipt, say, scan, total
from tests.browser.widths import each_size
from tests.factories import all_differences

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"
_DRAFTS = """() => new Promise((resolve) => {
    const opening = indexedDB.open("noren-till");
    opening.onsuccess = () => {
        const asked = opening.result.transaction("drafts").objectStore("drafts").count();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
})"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def check(page: Page) -> None:
    """The screen has no violation, and no scroll to the side at any width."""
    assert violations(page) == []
    for width in each_size(page):
        assert not page.evaluate(_TOO_WIDE), width


def link_to(shop: Shop) -> str:
    """The address behind a QR code of the office."""
    secret = make_enrolment(shop.registers[0].pk, name="入口のタブレット", at=timezone.now())
    return f"/till/#enroll/{secret}"


def enroll(page: Page) -> None:
    """The device was opened with a link: a tap makes it a till."""
    page.get_by_role("button", name=say("Enroll this device")).click()
    expect(page.get_by_text(say("Register of this device"))).to_be_visible()


def test_a_new_till_is_bound_by_a_link_and_staff_only_type_their_code(
    open_page: OpenPage, shop: Shop, settings: Settings
) -> None:
    settings.TILL_DEVICES = "enrolled"
    page = open_page("/till/")
    expect(page.get_by_text("登録済みの端末だけ")).to_be_visible()
    check(page)
    page.goto(link_to(shop))
    expect(page.get_by_role("heading", name=say("Make this device a till"))).to_be_focused()
    assert "enroll" not in page.url
    check(page)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text(say("Register of this device"))).to_be_visible()
    check(page)
    give_password(page, shop)
    expect(page.locator("#scan")).to_be_visible()
    scan(page, shop.beans.gtin or "")
    pay(page, "")
    expect(receipt(page)).to_be_visible()
    assert Order.objects.get().register == shop.registers[0]
    assert Device.objects.get().app_version != ""


@pytest.mark.thorough
def test_a_link_that_was_used_says_so(open_page: OpenPage, shop: Shop) -> None:
    link = link_to(shop)
    enroll(open_page(link))

    other = open_page(link)
    other.get_by_role("button", name=say("Enroll this device")).click()

    expect(other.get_by_role("alert")).to_contain_text("使用済みか、期限が切れています")
    assert Device.objects.count() == 1


@pytest.mark.thorough
def test_a_lost_till_forgets_its_customers_and_sends_what_it_sold_when_the_office_lets_it(
    open_page: OpenPage, shop: Shop
) -> None:
    page = open_page(link_to(shop))
    enroll(page)
    give_password(page, shop)
    expect(page.locator("#scan")).to_be_visible()
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    expect(page.get_by_text(say("%(count)s, as of %(moment)s", count=3, moment="")[:3])).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    pay(page, "")
    expect(page.locator(".connection")).to_contain_text(say("To be booked: %(count)s", count=1))
    page.get_by_role("button", name=say("Next sale")).click()
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥248")
    uid = Device.objects.get().uid
    lock_device(uid, note="本部 03-1234-5678", at=timezone.now())

    page.context.set_offline(False)

    expect(page.get_by_role("heading", name=say("This device is locked"))).to_be_visible()
    expect(page.get_by_text("本部 03-1234-5678")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="1件")).to_be_visible()
    check(page)
    assert page.evaluate(_DRAFTS) == 0
    assert not Order.objects.exists()
    page.reload()
    expect(page.get_by_role("heading", name=say("This device is locked"))).to_be_visible()

    let_device_send(uid, at=timezone.now())
    page.get_by_role("button", name=say("Ask again")).click()

    expect(page.get_by_role("status").filter(has_text="1件")).to_have_count(0)
    assert Order.objects.get().total_minor == 980
    assert Device.objects.get().wiped_at is not None
    unlock_device(uid, at=timezone.now())
    page.get_by_role("button", name=say("Ask again")).click()
    give_password(page, shop)
    expect(page.locator("#scan")).to_be_visible()
    assert all_differences() == []


@pytest.mark.thorough
def test_a_till_that_is_lost_while_somebody_trains_at_it_is_stopped_all_the_same(
    open_page: OpenPage, shop: Shop
) -> None:
    page = open_page(link_to(shop))
    enroll(page)
    page.get_by_label(say("Staff code")).fill(shop.staff.code)
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Sign in to train")).click()
    expect(page.locator(".training-word")).to_be_visible()
    lock_device(Device.objects.get().uid, note="本部 03-1234-5678", at=timezone.now())

    page.reload()

    expect(page.get_by_role("heading", name=say("This device is locked"))).to_be_visible()
    expect(page.get_by_text("本部 03-1234-5678")).to_be_visible()
    expect(page.locator(".training")).to_have_count(0)
    assert not page.evaluate("'training' in document.documentElement.dataset")
    check(page)


@pytest.mark.thorough
def test_another_device_at_the_register_ends_the_first(open_page: OpenPage, shop: Shop) -> None:
    first = open_page(link_to(shop))
    enroll(first)
    give_password(first, shop)
    expect(first.locator("#scan")).to_be_visible()

    enroll(open_page(link_to(shop)))

    expect(first.get_by_role("heading", name=say("Another device stands at this register"))).to_be_visible()
    check(first)
