"""What is seen at a till, for `docs/pictures.py`: each walk ends at the screen whose picture is taken."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pictures import Visit

# Who walks here before the cash was counted and after; pictures are taken in the order of WALKS.
_FLOAT = (("¥5,000", 2), ("¥1,000", 15), ("¥500", 10))


# They come after all goods.
_HAS_MEMBERS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("noren-till");
  opening.onsuccess = () => {
    const counting = opening.result.transaction("members").objectStore("members").count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result > 0); };
  };
})"""


def at_sign_in(visit: "Visit") -> None:
    """The clerk's store is chosen, and staff code and password are typed."""
    way_in = visit.sign_ins("till")[0]
    note = visit.page.locator("dl > div").filter(has_text=way_in.user).locator(".small").first.inner_text()
    store = re.split("[,・、]", note)[0].strip()
    visit.go("/till/")
    visit.page.get_by_label(visit.say("Store"), exact=True).fill(store)
    visit.page.get_by_role("button", name=store).first.click()
    visit.page.locator("input[type=radio]").first.check()
    visit.page.get_by_label(visit.say("Staff code")).fill(way_in.user)
    visit.page.get_by_label(visit.say("Password")).fill(way_in.password)


def at_till(visit: "Visit") -> None:
    """Signed in at the first register of the clerk's store."""
    at_sign_in(visit)
    visit.page.get_by_role("button", name=visit.say("Sign in"), exact=True).click()
    visit.page.locator("#scan").wait_for()


def list_of_goods(visit: "Visit") -> None:
    """Three kinds of goods on the list."""
    at_till(visit)
    for word, times in (("牛乳", 1), ("コーヒー豆", 1), ("パン", 2)):
        for _ in range(times):
            visit.page.locator("#scan").fill(word)
            visit.page.locator("[role=option]").first.click()
            visit.page.locator("[role=option]").first.wait_for(state="hidden")
    visit.page.locator(".pay:enabled").wait_for()


def sale(visit: "Visit") -> None:
    """Goods on the list, and the cash for them."""
    list_of_goods(visit)
    visit.page.locator(".pay:enabled").click()
    visit.page.locator(".quick button").nth(1).click()


def price(visit: "Visit") -> None:
    """Something is taken off a line, with its reason."""
    list_of_goods(visit)
    visit.page.locator(".line .amount, .lines .amount").first.click()
    dialog = visit.page.get_by_role("dialog")
    dialog.locator("#markdown-value").fill("10")


def tenders(visit: "Visit") -> None:
    """A gift certificate is noted, and the rest is asked for."""
    list_of_goods(visit)
    visit.page.locator(".pay:enabled").click()
    visit.page.get_by_role("button", name="商品券", exact=True).click()


def done(visit: "Visit") -> None:
    """The sale is booked: the change, and the receipt."""
    sale(visit)
    visit.page.get_by_role("button", name=visit.say("Finish"), exact=True).click()
    visit.page.locator(".done-change").wait_for()


def alone(visit: "Visit") -> None:
    """A sale without a network: a receipt of this till, and what waits."""
    list_of_goods(visit)
    visit.page.context.set_offline(True)
    visit.page.locator(".pay:enabled").click()
    visit.page.locator(".quick button").nth(1).click()
    visit.page.get_by_role("button", name=visit.say("Finish"), exact=True).click()
    visit.page.locator(".done-change").wait_for(timeout=60_000)


def card_alone(visit: "Visit") -> None:
    """A member's card without a network: the points of a while ago, and the member's own coupons."""
    number = _card_number(visit)
    list_of_goods(visit)
    while not visit.page.evaluate(_HAS_MEMBERS):
        visit.page.wait_for_timeout(500)
    visit.page.context.set_offline(True)
    visit.page.locator(".offline").wait_for(timeout=60_000)
    visit.page.locator("#scan").fill(number)
    visit.page.keyboard.press("Enter")
    visit.page.locator("section.who .small.num").first.wait_for(timeout=60_000)
    visit.page.locator(".pay:enabled").wait_for(timeout=60_000)


def held(visit: "Visit") -> None:
    """A list waits for a customer who comes back."""
    list_of_goods(visit)
    visit.page.get_by_role("button", name=visit.say("Hold"), exact=True).click()
    visit.page.locator(".lines .stepper").first.wait_for(state="hidden")
    visit.page.locator(".held-row").first.wait_for()


def members(visit: "Visit") -> None:
    """Finding a member."""
    _screen(visit, "members")


def member(visit: "Visit") -> None:
    """A member as the till knows them: card, points, coupons."""
    number = _card_number(visit)
    members(visit)
    visit.page.locator("#scan").fill(number)
    visit.page.keyboard.press("Enter")
    visit.page.locator(".member .facts").wait_for()


def _card_number(visit: "Visit") -> str:
    way_in = visit.sign_ins("shop")[0]
    visit.go("/account/login/")
    visit.page.locator("[name=login]").fill(way_in.user)
    visit.page.locator("[name=password]").fill(way_in.password)
    visit.page.locator("main form button").first.click()
    return visit.page.locator(".pass__number").first.inner_text()


def join(visit: "Visit") -> None:
    """Somebody joins at the till."""
    _screen(visit, "members/join")


def receipts(visit: "Visit") -> None:
    """The sales of the day."""
    done(visit)
    _room(visit, "Receipts")


def receipt(visit: "Visit") -> None:
    """A sale of the day: printed again, or taken back."""
    receipts(visit)
    visit.page.locator("main a[href*='#/receipts/']").first.click()
    visit.page.locator(".receipt").first.wait_for()


def returns(visit: "Visit") -> None:
    """Finding the sale of goods that come back."""
    _screen(visit, "returns")


def return_goods(visit: "Visit") -> None:
    """Goods of a sale come back: which, why, and what is given back."""
    receipt(visit)
    visit.page.get_by_role("link", name=visit.say("Take goods back")).click()
    visit.page.get_by_role("button", name=visit.say("Everything comes back")).click()
    visit.page.get_by_role("button", name=visit.say("Wrong size")).click()


def without_sale(visit: "Visit") -> None:
    """Goods come back whose sale is not found."""
    _screen(visit, "returns/without-sale")
    visit.page.locator("h1").wait_for()


def pickups(visit: "Visit") -> None:
    """What a clerk has to prepare."""
    at_till(visit)
    _room(visit, "Pickups")
    visit.page.locator(".pickup-link").first.wait_for()


def pickup(visit: "Visit") -> None:
    """One pickup, half picked."""
    pickups(visit)
    visit.page.locator(".pickup-link").first.click()
    visit.page.wait_for_timeout(1_500)  # what was ticked off before comes from the server
    first = visit.page.locator(".pick-name input").first
    if not first.is_checked():
        first.check()


def change(visit: "Visit") -> None:
    """An order that is changed before it is picked: one piece less, and what that does."""
    pickups(visit)
    visit.page.locator(".pickup-link").first.click()
    visit.page.locator("a[href$='/change']").click()
    visit.page.locator(".change-lines .stepper button").first.click()
    visit.page.locator(".change-result .total:not(.total--before)").wait_for()


def hand_over(visit: "Visit") -> None:
    """A pickup is handed over: its code is asked for."""
    pickups(visit)
    visit.page.locator(".pickup-link").first.click()
    visit.page.locator("a[href$='/hand-over']").click()
    visit.page.locator("#pickup-code").wait_for()


def slip(visit: "Visit") -> None:
    """What is printed for a pickup: its code, places, and barcodes."""
    pickups(visit)
    visit.page.locator(".pickup-link").first.click()
    visit.page.locator("a[href$='/slip']").click()
    visit.page.locator(".receipt, .slip").first.wait_for()


def together(visit: "Visit") -> None:
    """Another till has the same pickup open."""
    pickups(visit)
    address = visit.page.locator(".pickup-link").first.get_attribute("href") or ""
    browser = visit.page.context.browser
    assert browser is not None
    other = type(visit)(browser.new_page(locale="ja-JP" if visit.language == "ja" else "en-US"), visit.language)
    at_sign_in(other)
    other.page.locator("input[type=radio]").nth(1).check()
    other.page.get_by_role("button", name=other.say("Sign in"), exact=True).click()
    other.page.locator("#scan").wait_for()
    other.page.evaluate("address => { location.hash = address }", address)
    other.page.locator(".pickup-title").wait_for()
    visit.page.locator(".pickup-link").first.click()
    visit.page.locator(".beside .notice").first.wait_for(timeout=60_000)


def drawer_count(visit: "Visit") -> None:
    """The drawer is counted before it opens."""
    _screen(visit, "drawer")
    _count_float(visit)


def _count_float(visit: "Visit") -> None:
    for name, pieces in _FLOAT:
        field = visit.page.get_by_role("textbox", name=visit.say("Quantity of %(name)s") % {"name": name}, exact=True)
        if field.count():
            field.fill(str(pieces))


def drawer(visit: "Visit") -> None:
    """The open drawer."""
    _screen(visit, "drawer")
    visit.page.locator("form .button--pay, #open-shift").first.wait_for()
    if not visit.page.locator("#open-shift").count():
        _count_float(visit)
        visit.page.locator("form .button--pay").click()
    visit.page.locator("#open-shift").wait_for()


def cash_move(visit: "Visit") -> None:
    """Cash is taken out of the drawer."""
    drawer(visit)
    visit.page.get_by_role("link", name=visit.say("Cash in or out")).click()
    visit.page.get_by_role("button", name=visit.say("Small expense")).click()
    visit.page.get_by_label(visit.say("Amount")).fill("1200")
    visit.page.get_by_label(visit.say("Reason")).fill("切手代")


def shift_check(visit: "Visit") -> None:
    """The drawer is checked in the middle of the day."""
    drawer(visit)
    visit.page.get_by_role("link", name=visit.say("Check the drawer")).click()
    visit.page.get_by_role("button", name=visit.say("Look without counting")).wait_for()


def shift_close(visit: "Visit") -> None:
    """The drawer is counted in the evening, and something is missing."""
    drawer(visit)
    visit.page.get_by_role("link", name=visit.say("Close the shift")).click()
    visit.page.locator(".counting").wait_for()
    _count_float(visit)


def report(visit: "Visit") -> None:
    """The shift is closed: the settlement."""
    shift_close(visit)
    why = visit.page.get_by_label(visit.say("Why does it differ?"))
    if why.count():
        why.fill("釣銭の渡し間違い")
    visit.page.locator("form .button--pay").click()
    visit.page.locator(".receipt").first.wait_for()


def drawer_alone(visit: "Visit") -> None:
    """A shift is opened without a network, and waits to be booked."""
    _screen(visit, "drawer")
    visit.page.locator("form .button--pay").first.wait_for()
    visit.page.context.set_offline(True)
    visit.page.locator(".offline").wait_for(timeout=60_000)
    _count_float(visit)
    visit.page.locator("form .button--pay").click()
    visit.page.get_by_text(visit.say("Shift opened without a network")).wait_for(timeout=60_000)


def trouble(visit: "Visit") -> None:
    """A sale too large to be booked later met a fault of the server each time, and was set aside."""
    list_of_goods(visit)
    visit.page.locator(".lines .stepper input").first.fill("999")
    visit.page.keyboard.press("Enter")
    visit.page.locator(".pay:enabled").wait_for()
    visit.page.route("**/api/v1/till/sales", lambda route: route.fulfill(status=500, json={"code": "internal"}))
    visit.page.locator(".pay:enabled").click()
    visit.page.locator(".quick button").nth(1).click()
    visit.page.get_by_role("button", name=visit.say("Finish"), exact=True).click()
    aside = visit.page.get_by_role("button", name=visit.say("Set aside"))
    for _ in range(3):
        with visit.page.expect_response("**/api/v1/till/sales"):
            visit.page.get_by_role("button", name=visit.say("Try now")).click()
    aside.click()
    visit.page.get_by_role("link", name=visit.say("Look at them")).click()
    visit.page.locator("main .facts").first.wait_for()


def training(visit: "Visit") -> None:
    """What a new cashier practices."""
    at_sign_in(visit)
    visit.page.get_by_role("button", name=visit.say("Sign in to train"), exact=True).click()
    visit.page.get_by_role("heading", name=visit.say("Exercises")).wait_for()


def exercise(visit: "Visit") -> None:
    """An exercise: what to do, and where."""
    training(visit)
    visit.page.locator("main li button").first.click()
    visit.page.locator(".exercise-words").wait_for()


def settings(visit: "Visit") -> None:
    """What this device is, prints on and says aloud."""
    _screen(visit, "settings")


def staff(visit: "Visit") -> None:
    """Somebody else goes on at this till."""
    at_till(visit)
    visit.page.locator(".bar-place").click()


def _screen(visit: "Visit", name: str) -> None:
    at_till(visit)
    visit.page.evaluate("name => { location.hash = `#/${name}` }", name)
    visit.page.locator("main").first.wait_for()


def _room(visit: "Visit", words: str) -> None:
    visit.page.get_by_role("navigation").get_by_role("link", name=visit.say(words)).click()


WALKS: tuple[tuple[str, Callable[["Visit"], None]], ...] = (
    ("till-sign-in", at_sign_in),
    ("till-training", training),
    ("till-exercise", exercise),
    ("till-drawer-count", drawer_count),
    ("till-list", list_of_goods),
    ("till-sale", sale),
    ("till-price", price),
    ("till-tenders", tenders),
    ("till-done", done),
    ("till-alone", alone),
    ("till-card-alone", card_alone),
    ("till-trouble", trouble),
    ("till-members", members),
    ("till-member", member),
    ("till-join", join),
    ("till-receipts", receipts),
    ("till-receipt", receipt),
    ("till-returns", returns),
    ("till-return", return_goods),
    ("till-without-sale", without_sale),
    ("till-pickups", pickups),
    ("till-pickup", pickup),
    ("till-slip", slip),
    ("till-change", change),
    ("till-hand-over", hand_over),
    ("till-together", together),
    ("till-drawer", drawer),
    ("till-cash", cash_move),
    ("till-check", shift_check),
    ("till-close", shift_close),
    ("till-report", report),
    ("till-drawer-alone", drawer_alone),
    ("till-settings", settings),
    ("till-staff", staff),
    ("till-held", held),
)
