"""A shop with a till, and hands at it: what the till's tests arrange and do."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from playwright.sync_api import Locator, Page, expect

from noren.catalog.models import Variant
from noren.kernel.ids import gtin_check_digit, uuid7
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.people.join import NewMember, join_member
from noren.people.models import Role, StaffMember
from noren.people.queries import CustomerView
from noren.stores.models import Register, Store
from noren.timeline.sequence import sequence
from tests.browser.keys import press, tab_to_name
from tests.factories import make_register, make_staff, make_store, make_variant, pickup, stock_up, want

PASSWORD = "noren-till-2026"


@dataclass(slots=True)
class Shop:
    """A store with two registers, a clerk, and three goods with ten pieces each."""

    store: Store = field(default_factory=lambda: make_store(code="S001"))
    registers: list[Register] = field(default_factory=list)
    staff: StaffMember = field(init=False)
    beans: Variant = field(init=False)
    filters: Variant = field(init=False)
    milk: Variant = field(init=False)

    def __post_init__(self) -> None:
        self.registers = [make_register(self.store, code=code) for code in ("1", "2")]
        self.staff = make_staff(role=Role.CLERK, store=self.store, password=PASSWORD)
        self.beans = self.stock("100042", "深煎りコーヒー豆 200g", 980)
        self.filters = self.stock("100043", "ペーパーフィルター 100枚", 280, tax_class="standard", category="goods")
        self.milk = self.stock("100044", "牛乳 1L", 248, category="dairy")

    def stock(
        self, sku: str, name: str, price_minor: int, *, tax_class: str = "reduced", category: str = ""
    ) -> Variant:
        """Goods with a barcode of the range for use in stores, ten pieces of them."""
        variant = make_variant(sku=sku, name=name, price_minor=price_minor, tax_class=tax_class, category=category)
        digits = f"200000{sku}"
        variant.gtin = digits + gtin_check_digit(digits)
        variant.save(update_fields=["gtin"])
        stock_up(self.store, variant, 10)
        return variant

    def order_pickup(self, *goods: tuple[Variant, int], **fields: Any) -> PlacedOrder:
        """Somebody orders on the web to pick it up here; the news of it can be read at once."""
        lines = [want(variant, quantity) for variant, quantity in goods]
        placed = place_order(pickup(self.store, *lines, **fields), at=timezone.now())
        sequence()
        return placed


def join(*, family_name: str = "佐藤", given_name: str = "はるか", phone: str = "090-1234-5678") -> CustomerView:
    """A member with a card and a phone."""
    new = NewMember(uid=uuid7(), family_name=family_name, given_name=given_name, phone=phone)
    return join_member(new, channel="till", at=timezone.now() - timedelta(days=30))


def say(text: str, language: str = "ja", /, **values: object) -> str:
    """A text of the till in a language, as the screen has it."""
    with translation.override(language):
        words = translation.gettext(text)
    return words % values if values else words


def sign_in(page: Page, shop: Shop, *, register: int = 0, language: str = "ja") -> None:
    """Choose the store and the register, and sign in."""
    page.get_by_label(say("Store", language), exact=True).fill(shop.store.name)
    page.get_by_role("button", name=shop.store.name).click()
    page.get_by_label(shop.registers[register].name).check()
    give_password(page, shop, language=language)
    expect(page.locator("#scan")).to_be_visible()


def give_password(page: Page, shop: Shop, *, language: str = "ja") -> None:
    """Type the staff code and the password, and go."""
    page.get_by_label(say("Staff code", language)).fill(shop.staff.code)
    page.get_by_label(say("Password", language)).fill(PASSWORD)
    page.get_by_role("button", name=say("Sign in", language), exact=True).click()


def sign_in_by_keyboard(page: Page, shop: Shop, *, language: str = "en") -> None:
    """The same without a mouse."""
    expect(page.get_by_role("button", name=shop.store.name)).to_be_visible()
    press(page, shop.store.name)
    press(page, shop.registers[0].name, "Space")
    tab_to_name(page, say("Staff code", language))
    page.keyboard.type(shop.staff.code)
    tab_to_name(page, say("Password", language))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def scan(page: Page, code: str) -> None:
    """What a scanner that types does, wherever the focus is: keys 5 ms apart and Enter, however busy the machine is.

    No key is let go, as nothing on a page listens to that, and a hundred scans are thousands of messages.
    """
    keyboard = page.context.new_cdp_session(page)
    began = time.time()
    for place, key in enumerate([*code, "Enter"]):
        pressed: dict[str, object] = {"key": key, "timestamp": began + place * 0.005}
        if key == "Enter":
            pressed |= {"code": "Enter", "windowsVirtualKeyCode": 13}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "\r" if key == "Enter" else key, **pressed})
    keyboard.detach()


def line_of(page: Page, variant: Variant) -> Locator:
    """The row of goods on the list."""
    return page.locator(".line").filter(has_text=variant.product.name)


def total(page: Page) -> Locator:
    """The total on the desk."""
    return page.locator(".totals output")


def pay(page: Page, tendered: str, *, language: str = "ja") -> None:
    """Take the cash: an amount, or nothing for the exact one; and finish."""
    page.locator(".pay").click()
    if tendered:
        page.get_by_label(say("Cash received", language)).fill(tendered)
    else:
        page.get_by_role("button", name=say("Exact", language)).click()
    page.get_by_role("button", name=say("Finish", language)).click()


def receipt(page: Page) -> Locator:
    """The receipt on the screen."""
    return page.locator(".receipt")
