"""Exercises beside the sale: the drawer, a pickup and a return are practiced, and nothing of them leaves the device."""

import pytest
from playwright.sync_api import Page, expect

from noren.orders.models import Order
from noren.orders.shifts.models import DrawerEntry, Shift
from noren.people.models import Role
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import press, tab_to, tab_to_name
from tests.browser.test_till_access import check
from tests.browser.test_till_drawer import count, picture
from tests.browser.test_till_training import KEPT, begin_training, check_pointing, thing, words, written
from tests.browser.till_desk import PASSWORD, Shop, give_password, receipt, say, total
from tests.factories import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MORNING = "¥1,000 × 3 ・ ¥500 × 2 ・ ¥100 × 4"
NOON = "¥1,000 × 3 ・ ¥500 × 1 ・ ¥100 × 4"
EVENING = "¥1,000 × 3 ・ ¥500 × 1 ・ ¥100 × 3"


# What the device notes among its real things.
_NOTES = """() => new Promise((done) => {
  const asked = indexedDB.open('noren-till');
  asked.onsuccess = () => {
    const notes = asked.result.transaction('notes').objectStore('notes');
    const names = notes.getAllKeys();
    names.onsuccess = () => {
      const values = notes.getAll();
      values.onsuccess = () => {
        asked.result.close();
        done(Object.fromEntries(names.result.map((name, place) => [name, values.result[place]])));
      };
    };
  };
})"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def begin(page: Page, title: str) -> None:
    """Choose an exercise."""
    page.get_by_role("button", name=say(title)).click()


def check_done(page: Page, language: str = "ja") -> None:
    """The exercise is done: what was learned is there, and the way to the others has the focus."""
    expect(page.locator(".exercise")).to_contain_text(say("Well done", language))
    expect(page.get_by_role("button", name=say("All exercises", language))).to_be_focused()


@pytest.mark.thorough
def test_a_new_cashier_practices_the_drawer_by_touch_and_nothing_of_it_leaves_the_device(
    open_page: OpenPage, shop: Shop
) -> None:
    page = open_page("/till/", size=PHONE, has_touch=True)
    begin_training(page, shop)
    before = written()
    writes: list[str] = []
    page.on("request", lambda request: writes.append(request.url) if request.method != "GET" else None)
    begin(page, "The drawer, from morning to evening")

    words(page, "In the morning %(coins)s lie in the drawer. Count them, and open the shift.", coins=MORNING)
    check_pointing(page)
    check(page)
    picture(page, "tour-drawer-open")
    for value, pieces in (("¥1,000", 3), ("¥500", 2), ("¥100", 4)):
        more = page.get_by_role("button", name=say("One more of %(name)s", name=value), exact=True)
        for _piece in range(pieces):
            more.tap()
    check_pointing(page)
    page.get_by_role("button", name=say("Open with %(amount)s", amount="¥4,400")).tap()

    step = "A colleague needs %(amount)s for stamps. Press Cash in or out, choose Small expense, and say the reason."
    words(page, step, amount="¥500")
    check_pointing(page)
    page.get_by_role("link", name=say("Cash in or out")).tap()
    check_pointing(page)
    page.get_by_role("button", name=say("Small expense")).tap()
    page.get_by_label(say("Amount")).fill("500")
    page.get_by_label(say("Reason")).fill("切手")
    check(page)
    picture(page, "tour-drawer-cash")
    page.locator("form .button--pay").tap()

    step = "At noon look whether it fits: press Check the drawer, and count. Now %(coins)s lie in it."
    words(page, step, coins=NOON)
    page.get_by_role("link", name=say("Check the drawer")).tap()
    page.get_by_role("button", name=say("Look without counting")).tap()
    expect(page.locator(".exercise-wrong")).to_have_text(
        say("That was a look without a count. Go back to the drawer, and check it with a count.")
    )
    check_pointing(page)
    page.get_by_role("link", name=say("Back to the drawer")).tap()
    page.get_by_role("link", name=say("Check the drawer")).tap()
    for value, pieces in (("¥1,000", 3), ("¥500", 1), ("¥100", 4)):
        count(page, value, pieces)
    page.locator("form .button--pay").tap()
    expect(receipt(page)).to_contain_text("TRAINING")
    picture(page, "tour-drawer-check")

    step = "In the evening press Close the shift. Now %(coins)s lie in the drawer: say why it differs."
    words(page, step, coins=EVENING)
    check_pointing(page)
    page.get_by_role("link", name=say("Back to the drawer")).tap()
    page.get_by_role("link", name=say("Close the shift")).tap()
    for value, pieces in (("¥1,000", 3), ("¥500", 1), ("¥100", 3)):
        count(page, value, pieces)
    page.get_by_label(say("Why does it differ?")).fill("不明")
    check(page)
    picture(page, "tour-drawer-close")
    page.locator("form .button--pay").tap()

    words(page, "This is the settlement (Z). Look at it, then press Back to the drawer.")
    expect(receipt(page)).to_contain_text(say("%(amount)s missing", amount="¥100"))
    expect(receipt(page).locator("footer")).to_contain_text("TRAINING")
    check(page)
    check_pointing(page)
    picture(page, "tour-drawer-report")
    page.get_by_role("link", name=say("Back to the drawer")).tap()
    check_done(page)
    picture(page, "tour-drawer-done")
    assert writes == []
    assert written() == before
    assert (Shift.objects.count(), DrawerEntry.objects.count()) == (0, 0)
    assert page.evaluate(KEPT) == [0, 0]
    # The sign-in asked for the real drawer, which may have been told before the training began.
    kept = page.evaluate(_NOTES).get("shift-desk")
    assert kept is None or (kept["value"]["desk"]["shift"], kept["value"]["desk"]["left_minor"]) == (None, None)


@pytest.mark.thorough
def test_the_exercise_of_the_drawer_is_done_with_keys_alone_in_english(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK, locale="en-US")
    begin_training(page, shop, language="en")
    press(page, "The drawer, from morning to evening")

    words(page, "In the morning %(coins)s lie in the drawer. Count them, and open the shift.", "en", coins=MORNING)
    _count_by_keys(page, "3", "2", "3")
    press(page, "Open with ¥4,300")
    expect(page.locator(".exercise-wrong")).to_have_text(
        "That was another amount. Press From the start, and count once more."
    )
    press(page, "From the start")
    expect(page.locator(".counting-total output")).to_have_text("¥0")
    _count_by_keys(page, "3", "2", "4")
    press(page, "Open with ¥4,400")
    press(page, "Cash in or out")
    press(page, "Small expense", "Space")
    tab_to_name(page, "Amount")
    page.keyboard.type("500", delay=80)
    tab_to_name(page, "Reason")
    page.keyboard.type("Stamps", delay=80)
    press(page, "Small expense ¥500")
    press(page, "Check the drawer")
    _count_by_keys(page, "3", "1", "4")
    press(page, "Check with ¥3,900")
    words(
        page,
        "In the evening press Close the shift. Now %(coins)s lie in the drawer: say why it differs.",
        "en",
        coins=EVENING,
    )
    press(page, "Back to the drawer")
    press(page, "Close the shift")
    _count_by_keys(page, "3", "1", "3")
    tab_to_name(page, "Why does it differ?")
    page.keyboard.type("unknown", delay=80)
    press(page, "Close with ¥3,800")
    words(page, "This is the settlement (Z). Look at it, then press Back to the drawer.", "en")
    press(page, "Back to the drawer")

    check_done(page, "en")
    assert not Shift.objects.exists()


def _count_by_keys(page: Page, *pieces: str) -> None:
    """Type how many there are of ¥1,000, ¥500 and ¥100, which stand below each other."""
    tab_to_name(page, "Quantity of ¥1,000")
    for number in pieces:
        page.keyboard.press("Control+A")
        page.keyboard.type(number, delay=80)
        page.keyboard.press("Enter")


@pytest.mark.thorough
def test_a_practice_pickup_is_picked_and_handed_over_with_keys_alone_and_real_ones_are_not_shown(
    open_page: OpenPage, shop: Shop
) -> None:
    shop.order_pickup((shop.beans, 1))
    page = open_page("/till/", size=DESK, locale="en-US")
    begin_training(page, shop, language="en")
    before = written()
    press(page, "A pickup from the web, to the hand-over")

    words(page, "Somebody ordered on the web, and picks it up here. Open the order in the list.", "en")
    expect(page.locator(".pickup")).to_have_count(1)
    check_pointing(page)
    check(page)
    picture(page, "tour-pickup-list")
    press(page, "RENSHU")
    words(page, "Fetch the goods, and scan every piece: two teas and a notebook.", "en")
    check_pointing(page)
    _scan_by_keys(page, "PRACTICE-TEA")
    _scan_by_keys(page, "PRACTICE-NOTEBOOK")
    expect(page.locator(".pick", has_text="Practice tea")).to_contain_text("1 / 2")
    check(page)
    picture(page, "tour-pickup-pick")
    _scan_by_keys(page, "PRACTICE-TEA")
    words(page, "All of it is there. Put it by with its code, and press Mark ready.", "en")
    check_pointing(page)
    press(page, "Mark ready")
    words(page, "The customer is here. Press Hand over, and check the code: scan the customer's phone.", "en")
    check_pointing(page)
    press(page, "Hand over")
    expect(page.locator(".pay")).to_be_disabled()
    check_pointing(page)
    check(page)
    picture(page, "tour-pickup-code")
    _scan_by_keys(page, "RENSHU")
    words(page, "Take the cash, and finish.", "en")
    expect(total(page)).to_have_text("¥646")
    check_pointing(page)
    press(page, "Cash")
    page.keyboard.type("1000", delay=80)
    page.keyboard.press("Enter")
    words(page, "Give the change and the receipt. Then press Next sale.", "en")
    expect(receipt(page)).to_contain_text("TRAINING")
    expect(page.locator(".done-change")).to_contain_text("¥354")
    press(page, "Next sale")

    check_done(page, "en")
    assert written() == before
    assert page.evaluate(KEPT) == [0, 0]
    assert [name for name in page.evaluate(_NOTES) if name.startswith(("picked", "order"))] == []
    assert Order.objects.get().status == "placed"


@pytest.mark.thorough
def test_a_practice_pickup_is_begun_anew_and_done_by_touch(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=PHONE, has_touch=True)
    begin_training(page, shop)
    begin(page, "A pickup from the web, to the hand-over")
    _pick_by_touch(page)
    page.get_by_role("button", name=say("Mark ready")).tap()
    words(page, "The customer is here. Press Hand over, and check the code: scan the customer's phone.")

    page.get_by_role("button", name=say("From the start")).tap()
    words(page, "Somebody ordered on the web, and picks it up here. Open the order in the list.")
    check_pointing(page)
    _pick_by_touch(page)
    check_pointing(page)
    page.get_by_role("button", name=say("Mark ready")).tap()
    page.get_by_role("link", name=say("Hand over")).tap()
    page.get_by_label(say("Pickup code of the customer")).fill("ren shu")
    page.get_by_role("button", name=say("Check the code")).tap()
    words(page, "Take the cash, and finish.")
    check_pointing(page)
    page.locator(".pay").tap()
    page.get_by_role("button", name=say("Exact")).tap()
    page.get_by_role("button", name=say("Finish")).tap()
    page.get_by_role("button", name=say("Next sale")).tap()

    check_done(page)
    page.get_by_role("navigation").get_by_role("link", name=say("Pickups")).tap()
    expect(page.locator(".pickup")).to_have_count(0)
    page.get_by_role("button", name=say("Done"), exact=True).tap()
    expect(page.locator(".pickup")).to_contain_text("RENSHU")


def _pick_by_touch(page: Page) -> None:
    """Open the practice order, and scan all its pieces."""
    page.locator(".pickup-link").tap()
    for name in ("Practice tea", "Practice tea", "Practice notebook"):
        words(page, "Fetch the goods, and scan every piece: two teas and a notebook.")
        thing(page, name)
    words(page, "All of it is there. Put it by with its code, and press Mark ready.")


def _scan_by_keys(page: Page, code: str) -> None:
    """Tab to what lies on the counter, and press Enter on it."""
    tab_to(page, f'[data-thing="{code}"]')
    page.keyboard.press("Enter")


@pytest.mark.thorough
def test_goods_of_a_practice_receipt_come_back_by_touch(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET, has_touch=True)
    begin_training(page, shop)
    before = written()
    begin(page, "Goods come back, and cash is given back")

    check_pointing(page)
    page.get_by_role("link", name=say("Take goods back")).tap()
    words(page, "Scan the receipt that the customer brought: the till finds the sale.")
    check_pointing(page)
    check(page)
    picture(page, "tour-return-find")
    thing(page, "Receipt of yesterday")
    words(page, "The notebook alone comes back, unused. Say that it is one piece.")
    check_pointing(page)
    tea, notebook = page.locator(".back").nth(0), page.locator(".back").nth(1)
    tea.get_by_role("button").nth(1).tap()
    expect(page.locator(".exercise-wrong")).to_contain_text(
        say("The tea stays with the customer. Press − beside it until it says 0.")
    )
    check_pointing(page)
    notebook.get_by_role("button").nth(1).tap()
    tea.get_by_role("button").nth(0).tap()
    step = "The customer took the wrong one. Choose the reason, then press the button that gives back %(amount)s."
    words(page, step, amount="¥330")
    check_pointing(page)
    check(page)
    picture(page, "tour-return-choose")
    page.get_by_role("button", name=say("Wrong goods")).tap()
    check_pointing(page)
    page.locator("form .button--pay").tap()
    words(page, "Take %(amount)s out of the drawer, and give it with the paper. Then press Done.", amount="¥330")
    expect(page.locator(".done-change")).to_contain_text("¥330")
    expect(receipt(page)).to_contain_text("TRAINING")
    check_pointing(page)
    check(page)
    picture(page, "tour-return-done")
    page.get_by_role("button", name=say("Done"), exact=True).tap()

    check_done(page)
    assert written() == before
    assert page.evaluate(KEPT) == [0, 0]


@pytest.mark.thorough
def test_goods_of_a_practice_receipt_come_back_with_keys_alone_in_english(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK, locale="en-US")
    begin_training(page, shop, language="en")
    press(page, "Goods come back, and cash is given back")

    expect(page.locator(".exercise-words")).to_contain_text("brings the notebook back")
    press(page, "Take goods back")
    words(page, "Scan the receipt that the customer brought: the till finds the sale.", "en")
    _scan_by_keys(page, "PRACTICE-RECEIPT")
    words(page, "The notebook alone comes back, unused. Say that it is one piece.", "en")
    tab_to_name(page, "Quantity of Practice notebook")
    page.keyboard.type("1", delay=80)
    press(page, "Wrong goods")
    press(page, "Give back ¥330")
    words(page, "Take %(amount)s out of the drawer, and give it with the paper. Then press Done.", "en", amount="¥330")
    press(page, "Done")

    check_done(page, "en")
    assert not Order.objects.exists()


@pytest.mark.thorough
def test_a_manager_sees_who_has_practiced_at_the_device_and_a_cashier_does_not(open_page: OpenPage, shop: Shop) -> None:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_page("/till/", size=TABLET)
    begin_training(page, shop)
    begin(page, "Two goods, cash and change")
    thing(page, "Practice tea")
    thing(page, "Practice rice ball")
    page.locator(".pay").click()
    page.locator(".quick").get_by_role("button", name="¥1,000").click()
    page.get_by_role("button", name=say("Finish")).click()
    page.get_by_role("button", name=say("Next sale")).click()
    page.get_by_role("button", name=say("All exercises")).click()
    expect(page.locator("li", has_text="✓")).to_have_count(1)
    expect(page.get_by_role("heading", name=say("Who has practiced at this device"))).to_have_count(0)
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    page.get_by_role("button", name=say("Sign out")).click()

    cashier, shop.staff = shop.staff, manager
    page.get_by_label(shop.registers[0].name).check()
    give_password(page, shop)
    expect(page.get_by_text(say("Training has ended. From here on everything is sold."))).to_be_visible()
    page.goto("/till/#/training")

    listed = page.get_by_role("region", name=say("Who has practiced at this device")).locator(".card")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text(cashier.name)
    expect(listed).to_contain_text(say("Staff code %(code)s", code=cashier.code))
    expect(listed.locator("dt", has_text="✓")).to_have_text([f"✓ {say('Two goods, cash and change')}"])
    check(page)
    picture(page, "tour-manager")
