"""Several tenders at the till: cash with the touches it had, a card and certificates one touch beside it."""

from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.shifts.models import Shift
from noren.orders.shifts.open import open_shift
from noren.payments.models import Entry, TenderKind
from noren.people.models import Role
from tests.browser import office_desk
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, TABLET, OpenPage
from tests.browser.keys import press
from tests.browser.test_till_drawer import count, drawer, picture
from tests.browser.test_till_without_network import lose_network, wait_for_goods
from tests.browser.till_desk import PASSWORD, Shop, receipt, say, scan, sign_in, total
from tests.browser.widths import too_wide
from tests.factories import all_differences, by, cash, counter_sale, make_staff, make_tender_kind, want

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Whether an element lies whole in the window, with nothing over its middle, top and bottom.
IN_SIGHT = """(selector) => {
  const found = document.querySelector(selector);
  const { left, right, top, bottom } = found.getBoundingClientRect();
  const over = (y) => found.contains(document.elementFromPoint((left + right) / 2, y));
  return top >= 0 && bottom <= innerHeight && over(top + 2) && over((top + bottom) / 2) && over(bottom - 2);
}"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    make_tender_kind(needs_reference=True, position=1, most_alone_minor=0)
    make_tender_kind("qr", form="wallet", position=2, most_alone_minor=0)
    make_tender_kind("gift", form="voucher", rest="kept", refund_by="cash", faces_minor=(500, 1_000), position=3)
    return Shop()


def _ring_up(page: Page, shop: Shop) -> None:
    """Coffee and filters for 1,260 yen, ready to be paid."""
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    scan(page, shop.filters.gtin or "")
    expect(total(page)).to_have_text("¥1,260")
    page.locator(".pay").click()


def _button(page: Page, text: str, **values: object) -> None:
    page.get_by_role("button", name=say(text, **values), exact=True).click()


def test_a_sale_is_paid_by_certificate_card_and_the_rest_in_cash(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    _ring_up(page, shop)
    assert too_wide(page) == []
    picture(page, "tenders")

    page.get_by_role("button", name="商品券", exact=True).click()
    _button(page, "One more of %(name)s", name="¥500")
    assert too_wide(page) == []
    picture(page, "tenders-voucher")
    _button(page, "Note %(amount)s", amount="¥500")
    expect(page.locator(".cash .total")).to_contain_text("¥760")
    page.get_by_role("button", name="クレジットカード", exact=True).click()
    page.get_by_label(say("Taken on the terminal")).fill("800")
    expect(page.get_by_text(say("Only %(amount)s is left to pay.", amount="¥760"))).to_be_visible()
    page.get_by_label(say("Taken on the terminal")).fill("700")
    _button(page, "Note %(amount)s", amount="¥700")
    expect(page.get_by_text(say("Type the number that stands on the slip."))).to_be_visible()
    page.get_by_label(say("Slip number"), exact=True).fill("004217")
    assert violations(page, within=".cash") == []
    picture(page, "tenders-card")
    _button(page, "Note %(amount)s", amount="¥700")
    expect(page.locator(".cash .total")).to_contain_text("¥60")
    assert violations(page, within=".cash") == []
    assert too_wide(page) == []
    picture(page, "tenders-noted")
    _button(page, "Rest in cash")
    _button(page, "Finish")

    expect(receipt(page)).to_contain_text("004217")
    picture(page, "tenders-done")
    expect(receipt(page)).to_contain_text("商品券 × 1")
    order = Order.objects.get()
    entries = Entry.objects.order_by("pk").values_list("tender", "amount_minor", "reference", "pieces")
    assert list(entries) == [("gift", 500, "", 1), ("card", 700, "004217", None), ("cash", 60, "", None)]
    assert (order.total_minor, order.status) == (1_260, "completed")
    assert all_differences() == []


@pytest.mark.thorough
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_the_change_and_what_finishes_are_in_sight_however_much_stands_above_them(
    open_page: OpenPage, shop: Shop, size: tuple[int, int]
) -> None:
    page = open_page("/till/", size=size)
    sign_in(page, shop)
    _ring_up(page, shop)
    page.get_by_role("button", name="QR決済", exact=True).click()
    page.get_by_label(say("Taken on the terminal")).fill("100")
    _button(page, "Note %(amount)s", amount="¥100")
    expect(page.locator(".handed")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")

    assert page.evaluate(IN_SIGHT, "#change")
    assert page.evaluate(IN_SIGHT, ".cash-foot .button--pay")
    # What the keyboard comes to is not below them.
    keys = page.locator(".keypad button")
    for place in range(keys.count()):
        page.keyboard.press("Tab") if place else keys.first.focus()
        assert page.evaluate(IN_SIGHT, ":focus")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=say("Back"), exact=True)).to_be_focused()


@pytest.mark.thorough
def test_a_tender_that_was_noted_outlasts_a_reload_and_can_be_taken_off(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    _ring_up(page, shop)
    page.get_by_role("button", name="QR決済", exact=True).click()
    _button(page, "Note %(amount)s", amount="¥1,260")
    expect(page.get_by_role("button", name=say("Finish"), exact=True)).to_be_focused()

    page.reload()
    expect(total(page)).to_have_text("¥1,260")
    page.locator(".pay").click()
    expect(page.locator(".handed")).to_contain_text("QR決済")
    page.get_by_role("button", name=say("Take off %(name)s, %(amount)s", name="QR決済", amount="¥1,260")).click()
    expect(page.locator(".cash .total")).to_contain_text("¥1,260")
    _button(page, "Exact")
    _button(page, "Finish")

    expect(receipt(page)).to_be_visible()
    assert list(Entry.objects.values_list("tender", "amount_minor")) == [("", 1_260)]


@pytest.mark.thorough
def test_a_card_is_taken_by_keyboard_alone(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    page.locator(".pay").focus()
    page.keyboard.press("Enter")

    press(page, "クレジットカード", "Enter")
    expect(page.get_by_label(say("Slip number"), exact=True)).to_be_focused()
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=say("Finish"), exact=True)).to_be_focused()
    page.keyboard.press("Enter")

    expect(receipt(page)).to_contain_text("クレジットカード")
    assert list(Entry.objects.values_list("tender", "reference")) == [("card", "77")]


@pytest.mark.thorough
def test_without_a_network_a_certificate_is_taken_and_a_card_is_not_offered(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", service_workers="allow")
    sign_in(page, shop)
    wait_for_goods(page)
    lose_network(page)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    page.locator(".pay").click()
    expect(page.get_by_role("button", name="クレジットカード", exact=True)).to_have_count(0)

    page.get_by_role("button", name="商品券", exact=True).click()
    _button(page, "One more of %(name)s", name="¥1,000")
    _button(page, "Note %(amount)s", amount="¥1,000")
    _button(page, "Finish")
    expect(receipt(page)).to_contain_text("商品券 × 1")
    expect(receipt(page)).to_contain_text(say("No change for"))
    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"))
    entry = Entry.objects.get()
    assert (entry.tender, entry.amount_minor, entry.kept_minor, entry.pieces) == ("gift", 980, 20, 1)
    assert all_differences() == []


@pytest.mark.thorough
def test_what_was_taken_beside_cash_is_counted_and_given_back_on_the_terminal(open_page: OpenPage, shop: Shop) -> None:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    register, at = shop.registers[0], timezone.now()
    open_shift(uuid7(), register_uid=register.uid, staff_uid=manager.uid, counts=((1_000, 10),), at=at)
    wanted = counter_sale(register, shop.staff, want(shop.beans, 2), tendered_minor=0)
    card, gift = TenderKind.objects.get(code="card"), TenderKind.objects.get(code="gift")
    tenders = (by(gift, 1_000, pieces=1), by(card, 700, reference="004217"), cash(260))
    placed = place_order(replace(wanted, tenders=tenders), at=at)
    shop.staff.roles.update(role=Role.MANAGER)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)

    page.goto(f"/till/#/returns/{placed.uid}")
    page.get_by_role("button", name=say("One more of %(name)s", name=shop.beans.product.name)).click()
    slip = page.get_by_label(say("%(name)s: give back %(amount)s, slip number", name="クレジットカード", amount="¥700"))
    slip.fill("R-1")
    expect(page.get_by_text(say("It was paid by slip %(number)s.", number="004217"))).to_be_visible()
    expect(page.get_by_text(say("Give back %(amount)s in cash.", amount="¥280"))).to_be_visible()
    assert violations(page) == []
    assert too_wide(page) == []
    picture(page, "tenders-return")
    page.get_by_role("button", name=say("Defective")).click()
    page.locator("form .button--pay").click()
    expect(receipt(page)).to_contain_text("R-1")

    drawer(page)
    page.get_by_role("link", name=say("Check the drawer")).click()
    page.get_by_label(say("%(name)s: total of the terminal", name="クレジットカード")).fill("0")
    page.get_by_label(say("%(name)s: sum", name="商品券")).fill("500")
    assert violations(page) == []
    page.get_by_role("button", name=say("Check beside cash alone")).click()
    expect(receipt(page)).to_contain_text(say("%(amount)s missing", amount="¥500"))
    page.get_by_role("link", name=say("Back to the drawer")).click()
    page.get_by_role("link", name=say("Close the shift")).click()
    count(page, "¥1,000", 9)
    count(page, "¥10", 98)
    page.get_by_label(say("%(name)s: total of the terminal", name="クレジットカード")).fill("100")
    page.get_by_label(say("%(name)s: sum", name="商品券")).fill("1000")
    page.get_by_label(say("%(name)s: how many", name="商品券")).fill("1")
    expect(page.get_by_text(say("%(amount)s too much", amount="¥100"))).to_be_visible()
    page.get_by_label(say("Why does it differ?")).fill("端末の取消し漏れ")
    assert violations(page) == []
    assert too_wide(page) == []
    picture(page, "tenders-close")
    page.locator("form .button--pay").click()
    expect(receipt(page)).to_contain_text(say("Settlement (Z)"))
    picture(page, "tenders-report")
    shift = Shift.objects.get()
    assert (shift.difference_minor, shift.do_tenders_differ, shift.reason) == (0, True, "端末の取消し漏れ")
    assert all_differences() == []

    office = open_page("/office/")
    head = make_staff(role=Role.HEAD_OFFICE, password=office_desk.PASSWORD)
    office_desk.sign_in(office, head.account, to=f"/office/shifts/{shift.uid}/")
    expect(office.get_by_role("heading", name=say("Beside cash"))).to_be_visible()
    assert violations(office) == []
    assert too_wide(office) == []
    picture(office, "tenders-office-shift")
    office.goto("/office/money-by-tender/")
    expect(office.get_by_role("row").filter(has_text="商品券")).to_be_visible()
    assert violations(office) == []
    assert too_wide(office) == []
    picture(office, "tenders-office-days")
    office.goto("/office/payments/tenderkind/")
    expect(office.get_by_text("クレジットカード")).to_be_visible()
    picture(office, "tenders-office-kinds")
