"""Training at the till: a new cashier practices, and nothing of it is sold, sent or kept among the sales."""

import pytest
from playwright.sync_api import Page, expect

from noren.orders.models import Order, Receipt
from noren.people.models import DeedRecord
from noren.stock.models import Movement
from noren.timeline.models import Event
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import press, tab_to_name
from tests.browser.till_desk import Shop, give_password, pay, receipt, say, scan, sign_in, total
from tests.browser.widths import each_size, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open('noren-till');
  asked.onsuccess = () => {
    const both = ['envelopes', 'drafts'].map((name) => new Promise((told) => {
      const count = asked.result.transaction(name).objectStore(name).count();
      count.onsuccess = () => told(count.result);
    }));
    Promise.all(both).then((counts) => { asked.result.close(); done(counts); });
  };
})"""
# How much of what is pointed at the panel, or what else lies on top, hides: its middle must be reachable.
_IS_FREE = """() => { const one = document.querySelector('[data-pointed]');
  if (!one) return false;
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
  return one.contains(top) || (top !== null && top.contains(one)); }"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def begin_training(page: Page, shop: Shop, *, language: str = "ja") -> None:
    """A new cashier signs in with their own code, to train."""
    page.get_by_label(say("Store", language), exact=True).fill(shop.store.name)
    page.get_by_role("button", name=shop.store.name).click()
    page.get_by_label(shop.registers[0].name).check()
    page.get_by_label(say("Staff code", language)).fill(shop.staff.code)
    page.get_by_label(say("Password", language)).fill("noren-till-2026")
    page.get_by_role("button", name=say("Sign in to train", language)).click()
    expect(page.locator(".training-word")).to_have_text(say("Training", language))
    expect(page.get_by_role("heading", name=say("Exercises", language))).to_be_visible()


def words(page: Page, text: str, language: str = "ja", /, **values: object) -> None:
    """This is the step that the exercise is at."""
    expect(page.locator(".exercise-words")).to_have_text(say(text, language, **values))


def thing(page: Page, name: str) -> None:
    """Tap what lies on the counter."""
    page.locator(".exercise-tray").get_by_role("button", name=say(name)).click()


def written() -> tuple[int, ...]:
    """How much there is on the server of what a sale would write."""
    return tuple(table.objects.count() for table in (Order, Receipt, Movement, Event, DeedRecord))


def check_pointing(page: Page) -> None:
    """What the step is about is outlined, and nothing covers it, at no width."""
    for _width in each_size(page):
        page.wait_for_function(_IS_FREE)


@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="phone"), pytest.param(TABLET, id="tablet", marks=pytest.mark.thorough)]
)
def test_a_new_cashier_does_the_first_exercise_by_touch_and_nothing_is_sold(
    open_page: OpenPage, shop: Shop, size: tuple[int, int]
) -> None:
    page = open_page("/till/", size=size, has_touch=True)
    begin_training(page, shop)
    before = written()
    writes: list[str] = []
    page.on("request", lambda request: writes.append(request.url) if request.method != "GET" else None)
    page.get_by_role("button", name=say("Two goods, cash and change")).tap()

    words(page, "Scan the tea: tap it in the row “On the counter”.")
    check_pointing(page)
    thing(page, "Practice tea")
    words(page, "Now the rice ball.")
    thing(page, "Practice rice ball")
    expect(total(page)).to_have_text("¥318")
    words(page, "The customer gives %(amount)s. Press Cash, choose it, then Finish.", amount="¥1,000")
    check_pointing(page)
    page.locator(".pay").tap()
    check_pointing(page)
    page.locator(".quick").get_by_role("button", name="¥1,000").tap()
    check_pointing(page)
    page.get_by_role("button", name=say("Finish")).tap()
    words(page, "Give the change and the receipt. Then press Next sale.")
    expect(page.locator(".done-change")).to_contain_text("¥682")
    expect(receipt(page)).to_contain_text("TRAINING")
    expect(receipt(page)).to_contain_text(say("Nothing was sold. This is no receipt."))
    assert violations(page) == []
    check_pointing(page)
    page.get_by_role("button", name=say("Next sale")).tap()

    expect(page.locator(".exercise")).to_contain_text(say("Well done"))
    assert violations(page) == []
    page.get_by_role("button", name=say("All exercises")).tap()
    expect(page.locator("li", has_text=say("Two goods, cash and change"))).to_contain_text("✓")
    assert too_wide(page) == []
    assert writes == []
    assert written() == before
    assert page.evaluate(KEPT) == [0, 0]


@pytest.mark.thorough
def test_the_first_exercise_is_done_with_keys_alone(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK)
    begin_training(page, shop)
    before = written()
    press(page, say("Two goods, cash and change"))

    words(page, "Scan the tea: tap it in the row “On the counter”.")
    press(page, say("Practice tea"))
    words(page, "Now the rice ball.")
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type("PRACTICE-RICE", delay=80)
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("¥318")
    tab_to_name(page, say("Cash"))
    page.keyboard.press("Enter")
    page.keyboard.type("500", delay=80)
    page.keyboard.press("Enter")
    expect(page.locator(".exercise-wrong")).to_contain_text("¥1,000")
    press(page, say("Practice tea"))
    press(page, say("Practice rice ball"))
    expect(total(page)).to_have_text("¥318")
    tab_to_name(page, say("Cash"))
    page.keyboard.press("Enter")
    page.keyboard.type("1000", delay=80)
    page.keyboard.press("Enter")
    words(page, "Give the change and the receipt. Then press Next sale.")
    press(page, say("Next sale"))

    expect(page.locator(".exercise")).to_contain_text(say("Well done"))
    expect(page.get_by_role("button", name=say("All exercises"))).to_be_focused()
    assert written() == before
    assert page.evaluate(KEPT) == [0, 0]


@pytest.mark.thorough
def test_the_other_exercises_are_done(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    begin_training(page, shop)
    before = written()

    page.get_by_role("button", name=say("A member with a coupon")).click()
    thing(page, "Practice tea")
    thing(page, "Practice notebook")
    thing(page, "Member's card")
    words(page, "The member has a coupon. Tap it to use it.")
    check_pointing(page)
    page.locator(".coupon--offer").click()
    words(page, "Look at the new total, take the cash, and finish.")
    expect(total(page)).to_have_text("¥388")
    assert violations(page) == []
    pay(page, "")
    finish_exercise(page)

    page.get_by_role("button", name=say("Other quantities, and back again")).click()
    thing(page, "Practice tea")
    thing(page, "Practice rice ball")
    words(page, "The customer takes three teas. Make it 3.")
    check_pointing(page)
    tea, rice = page.locator(".line").nth(0), page.locator(".line").nth(1)
    tea.get_by_role("button").nth(1).click()
    tea.get_by_role("button").nth(1).click()
    words(page, "No rice ball after all. Take it off with −.")
    rice.get_by_role("button").nth(0).click()
    words(page, "The customer wants it again. Press Put back at the top.")
    check_pointing(page)
    page.get_by_role("button", name=say("Put back")).click()
    words(page, "Take the cash, and finish.")
    expect(total(page)).to_have_text("¥634")
    pay(page, "")
    finish_exercise(page)

    page.get_by_role("button", name=say("A customer who comes back")).click()
    thing(page, "Practice tea")
    words(page, "The customer forgot something and goes back for it. Press Hold.")
    check_pointing(page)
    page.get_by_role("button", name=say("Hold"), exact=True).click()
    words(page, "The next customer has a notebook. Scan it.")
    thing(page, "Practice notebook")
    words(page, "Take the cash of this customer, and finish.")
    pay(page, "")
    page.get_by_role("button", name=say("Next sale")).click()
    words(page, "The first customer is back. Take up the held list again.")
    check_pointing(page)
    page.locator(".held .coupon--offer").click()
    words(page, "Take the cash, and finish.")
    pay(page, "")
    finish_exercise(page)

    page.get_by_role("button", name=say("The network is away")).click()
    thing(page, "Practice tea")
    words(page, "Now the network goes away: the bar says so. Go on, and scan the rice ball.")
    expect(page.locator(".offline")).to_be_visible()
    check_pointing(page)
    thing(page, "Practice rice ball")
    words(page, "The till works out the price by itself. Take the cash, and finish.")
    pay(page, "")
    words(page, "The sale is kept, to be booked later. Give the receipt, then press Next sale.")
    page.get_by_role("button", name=say("Next sale")).click()
    expect(page.locator(".connection")).to_contain_text(say("To be booked: %(count)s", count=1))
    expect(page.locator(".exercise")).to_contain_text(say("Well done"))
    expect(page.locator(".connection")).to_have_text(say("Connected"))
    assert written() == before
    assert page.evaluate(KEPT) == [0, 0]


def finish_exercise(page: Page) -> None:
    """Give the change, and come back to the exercises."""
    words(page, "Give the change and the receipt. Then press Next sale.")
    page.get_by_role("button", name=say("Next sale")).click()
    expect(page.locator(".exercise")).to_contain_text(say("Well done"))
    page.get_by_role("button", name=say("All exercises")).click()


@pytest.mark.thorough
def test_training_survives_a_reload_and_ends_by_a_tap(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥248")
    page.goto("/till/#/training")
    page.get_by_role("button", name=say("Begin training")).click()
    expect(page.get_by_text(say("A list is on the counter. Finish, hold or clear it first."))).to_be_visible()
    bar = page.get_by_role("navigation")
    bar.get_by_role("link", name=say("Ring up")).click()
    page.get_by_role("button", name=say("Hold"), exact=True).click()
    page.goto("/till/#/training")
    page.get_by_role("button", name=say("Begin training")).click()
    expect(page.locator(".training-word")).to_be_visible()
    bar.get_by_role("link", name=say("Ring up")).click()
    expect(page.locator(".held")).to_have_count(0)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")

    page.reload()

    expect(page.locator(".training-word")).to_be_visible()
    expect(total(page)).to_have_text("¥980")
    assert say("Training") in page.title()
    bar.get_by_role("link", name=say("Members")).click()
    expect(page.get_by_role("heading", name=say("Not part of training"))).to_be_visible()
    expect(page.locator(".training-word")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=say("End training")).click()

    expect(page.locator(".training")).to_have_count(0)
    expect(page.locator(".held .coupon--offer")).to_contain_text(shop.milk.product.name)
    expect(page.locator(".line")).to_have_count(0)
    assert say("Training") not in page.title()
    scan(page, shop.beans.gtin or "")
    pay(page, "")
    expect(page.locator(".done-change")).to_be_visible()
    assert Order.objects.get().total_minor == 980


@pytest.mark.thorough
def test_training_goes_on_without_a_network_and_another_person_ends_it(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK)
    begin_training(page, shop)
    page.context.set_offline(True)
    page.get_by_role("button", name=say("Two goods, cash and change")).click()
    thing(page, "Practice tea")
    thing(page, "Practice rice ball")
    pay(page, "1000")
    words(page, "Give the change and the receipt. Then press Next sale.")
    expect(page.locator(".connection")).to_have_text(say("Connected"))
    page.context.set_offline(False)
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    page.get_by_role("button", name=say("Sign out")).click()

    expect(page.get_by_label(say("Staff code"))).to_be_visible()
    expect(page.locator(".training")).to_have_count(0)
    page.get_by_label(shop.registers[0].name).check()
    give_password(page, shop)
    expect(page.locator("#scan")).to_be_visible()
    expect(page.locator(".training")).to_have_count(0)
    assert not Order.objects.exists()
