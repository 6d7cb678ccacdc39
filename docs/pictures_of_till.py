"""What is seen at a till, for `docs/pictures.py`: each walk ends at the screen whose picture is taken."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pictures import Visit

# Who walks here before the cash was counted and after; pictures are taken in the order of WALKS.
_FLOAT = (("¥5,000", 2), ("¥1,000", 15), ("¥500", 10))


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


def held(visit: "Visit") -> None:
    """A list waits for a customer who comes back."""
    list_of_goods(visit)
    visit.page.get_by_role("button", name=visit.say("Hold"), exact=True).click()
    visit.page.locator(".held-row").first.wait_for()


def members(visit: "Visit") -> None:
    """Finding a member."""
    _screen(visit, "members")


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


def pickups(visit: "Visit") -> None:
    """What a clerk has to prepare."""
    at_till(visit)
    _room(visit, "Pickups")
    visit.page.locator(".pickup-link").first.wait_for()


def pickup(visit: "Visit") -> None:
    """One pickup, half picked."""
    pickups(visit)
    visit.page.locator(".pickup-link").first.click()
    visit.page.locator(".pick-name input").first.check()


def change(visit: "Visit") -> None:
    """An order that is changed before it is picked: one piece less, and what that does."""
    pickups(visit)
    visit.page.locator(".pickup-link").first.click()
    visit.page.locator("a[href$='/change']").click()
    visit.page.locator(".change-lines .stepper button").first.click()
    visit.page.locator(".change-result .total:not(.total--before)").wait_for()


def drawer_count(visit: "Visit") -> None:
    """The drawer is counted before it opens."""
    _screen(visit, "drawer")
    for name, pieces in _FLOAT:
        field = visit.page.get_by_role("textbox", name=visit.say("Quantity of %(name)s") % {"name": name}, exact=True)
        if field.count():
            field.fill(str(pieces))


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
    ("till-list", list_of_goods),
    ("till-sale", sale),
    ("till-price", price),
    ("till-tenders", tenders),
    ("till-done", done),
    ("till-alone", alone),
    ("till-held", held),
    ("till-members", members),
    ("till-join", join),
    ("till-receipts", receipts),
    ("till-receipt", receipt),
    ("till-returns", returns),
    ("till-pickups", pickups),
    ("till-pickup", pickup),
    ("till-change", change),
    ("till-drawer", drawer_count),
    ("till-settings", settings),
    ("till-staff", staff),
)
