"""Paying before the pickup in a real browser: chosen, agreed to, declined, transferred, noted in the office."""

import os
from pathlib import Path

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Page, expect
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.queries import get_order
from noren.orders.transfer import note_transfer
from noren.payments.models import Entry, Refund
from noren.people.models import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import tab_to
from tests.browser.office_desk import PASSWORD, sign_in
from tests.browser.shopper import go_to_review, reserve
from tests.browser.till_desk import PASSWORD as TILL_PASSWORD
from tests.browser.till_desk import Shop, receipt, say
from tests.browser.till_desk import sign_in as sign_in_at_till
from tests.browser.widths import each_size, too_wide
from tests.depth import LOCALES
from tests.factories import all_differences, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LANGUAGES = pytest.mark.parametrize("locale", LOCALES)
# Where somebody wants to look: NOREN_TEST_PICTURES names a folder.
PICTURES = os.environ.get("NOREN_TEST_PICTURES", "")


@pytest.fixture
def ways(settings: Settings) -> None:
    """A shop in which everything can be paid in every way."""
    settings.PAY_BY = ["test", "bank_transfer", "at_store"]
    settings.BANK_ACCOUNT = ("のれん銀行 本店営業部(店番 001)", "普通預金 1234567", "ノレンシヨウテン(カ")


def _look(page: Page, name: str, locale: str) -> list[str]:
    """What is wrong with the page: what axe finds, and where it is too wide."""
    if PICTURES:
        for width in each_size(page, PHONE, TABLET, DESK):
            page.screenshot(path=Path(PICTURES) / f"{name}.{width}.{locale[:2]}.png", full_page=True)
    return [f"{name}: {fault}" for fault in (*violations(page), *too_wide(page))]


@LANGUAGES
@pytest.mark.usefixtures("ways")
def test_a_shopper_pays_is_declined_and_transfers_and_every_page_fits(open_page: OpenPage, locale: str) -> None:
    shop, faults = Shop(), list[str]()
    page = open_page("/", size=PHONE, locale=locale)
    reserve(page, shop)
    go_to_review(page)
    faults += _look(page, "review", locale)

    page.locator("form[action$='/checkout/place/'] button").click()
    page.wait_for_url("**/pay/sandbox/**")
    page.locator("details summary").click()
    faults += _look(page, "sandbox", locale)
    page.locator("button[value=refuse]").click()
    page.wait_for_url("**/orders/**")
    expect(page.locator("#pay-now")).to_be_visible()
    faults += _look(page, "declined", locale)

    page.locator("#pay-bank_transfer").click()
    expect(page.locator("#pay-now")).to_have_count(0)
    faults += _look(page, "transfer", locale)
    page.locator("#pay-test").click()
    page.wait_for_url("**/pay/sandbox/**")
    page.locator("button[value=agree]").click()
    page.wait_for_url("**/orders/**")
    expect(page.locator(".ticket__code").first).to_be_visible()
    faults += _look(page, "paid", locale)

    assert get_order(Order.objects.get().uid).due_minor == 0
    page.locator("a[href$='/cancel/']").click()
    faults += _look(page, "cancel-paid", locale)
    page.locator("main form button").first.click()
    page.wait_for_url("**/orders/**")
    faults += _look(page, "refund", locale)
    assert faults == []


@pytest.mark.thorough
@pytest.mark.usefixtures("ways")
def test_an_order_is_paid_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/", size=DESK, locale="en-US")
    reserve(page, Shop())
    go_to_review(page)

    tab_to(page, "form[action$='/checkout/place/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pay/sandbox/**")
    tab_to(page, "button[value=agree]")
    page.keyboard.press("Enter")

    expect(page.locator(".ticket__code").first).to_be_visible()
    assert Order.objects.get().status == "placed"


@pytest.mark.thorough
@LANGUAGES
@pytest.mark.usefixtures("ways")
def test_a_paid_pickup_is_handed_over_and_taken_back_at_the_till_without_cash(open_page: OpenPage, locale: str) -> None:
    shop, faults, language = Shop(), list[str](), locale[:2]
    paid, due = (shop.order_pickup((shop.beans, 2), pay_by=way) for way in ("bank_transfer", "at_store"))
    note_transfer(paid.uid, uid=uuid7(), amount_minor=1_960, words="タナカ", staff_uid=None, at=timezone.now())
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=TILL_PASSWORD)
    page = open_page("/till/#/pickups", size=TABLET, locale=locale)
    sign_in_at_till(page, shop, language=language)

    cards = {placed.uid: page.locator(".pickup").filter(has_text=placed.pickup_code or "") for placed in (paid, due)}
    tag = say("Paid before", language)
    expect(cards[paid.uid]).to_contain_text(tag)
    expect(cards[due.uid]).not_to_contain_text(tag)
    faults += _look(page, "till-pickups", locale)
    cards[paid.uid].get_by_role("link").click()
    expect(page.locator(".total--before")).to_contain_text("¥1,960")
    faults += _look(page, "till-pickup", locale)
    page.get_by_role("link", name=say("Hand over", language), exact=True).click()
    page.get_by_label(say("Pickup code of the customer", language)).fill(paid.pickup_code or "")
    page.get_by_role("button", name=say("Check the code", language)).click()
    give = page.get_by_role("button", name=say("Hand over, it is paid", language))
    expect(give).to_be_enabled()
    faults += _look(page, "till-hand-over", locale)
    give.click()

    expect(page.locator(".done-change")).to_contain_text(tag)
    with translation.override(language):
        words = translation.gettext("Paid before by %(tender)s") % {"tender": translation.gettext("bank transfer")}
    expect(receipt(page)).to_contain_text(words)
    faults += _look(page, "till-handed-over", locale)
    assert get_order(paid.uid).status == "completed"

    page.goto(f"/till/#/receipts/{paid.number}")
    page.get_by_role("button", name=say("Void this sale", language)).click()
    expect(page.get_by_role("dialog")).to_contain_text(say("Give nothing back in cash.", language))
    faults += _look(page, "till-void", locale)
    page.get_by_role("dialog").get_by_role("button", name=say("Back", language), exact=True).click()
    page.get_by_role("link", name=say("Take goods back", language)).click()
    page.get_by_role("button", name=say("Everything comes back", language)).click()
    page.get_by_role("button", name=say("Wrong size", language)).click()
    expect(page.locator("form .notice")).to_contain_text(say("Give nothing back in cash.", language))
    faults += _look(page, "till-return", locale)
    page.get_by_label(say("Staff code", language)).fill(manager.code)
    page.get_by_label(say("Password", language)).fill(TILL_PASSWORD)
    page.get_by_role("button", name=say("Take goods back", language), exact=True).click()
    expect(page.locator(".done-change")).to_contain_text("¥0")
    faults += _look(page, "till-returned", locale)

    assert Refund.objects.get().amount_minor == 1_960
    assert not Entry.objects.filter(payment__provider="cash").exists()
    assert (all_differences(), faults) == ([], [])


@pytest.mark.thorough
@LANGUAGES
@pytest.mark.usefixtures("ways")
def test_the_office_notes_a_transfer_and_gives_the_surplus_back(open_page: OpenPage, locale: str) -> None:
    shop, faults = Shop(), list[str]()
    page = open_page("/", size=PHONE, locale=locale)
    reserve(page, shop)
    go_to_review(page)
    page.locator("input[value=bank_transfer]").check()
    page.locator("form[action$='/checkout/place/'] button").click()
    page.wait_for_url("**/orders/**")
    order = Order.objects.get()

    office = open_page("/office/", size=DESK, locale=locale)
    sign_in(office, make_staff(role=Role.HEAD_OFFICE, password=PASSWORD).account)
    office.goto("/office/money/")
    faults += _look(office, "money", locale)
    office.locator("main a[href*='/orders/'][href$='/transfer/']").first.click()
    faults += _look(office, "note-transfer", locale)
    office.locator("[name=amount]").fill(str(order.total_minor + 20))
    office.locator("[name=words]").fill("タナカ イチロウ")
    office.locator("main form[method=post] button.button--main, form.card button.button--main").first.click()
    office.wait_for_url("**/orders/order/**")
    faults += _look(office, "order-paid", locale)
    office.goto("/office/money/")
    office.locator("a[href*='/money/refunds/']").first.click()
    faults += _look(office, "give-back", locale)
    office.locator("form.card button.button--main").click()
    office.wait_for_url("**/office/money/")

    found = get_order(order.uid)
    assert (found.status, found.paid_minor) == ("placed", order.total_minor)
    assert faults == []
