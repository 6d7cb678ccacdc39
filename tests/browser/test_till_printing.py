"""Receipts on a real printer: the till is paired with a bridge of its device, prints by itself, and says why not."""

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from noren.bridge import pairing
from noren.bridge.bridge import Bridge
from noren.bridge.config import Config, read_printer
from noren.bridge.printing import Patience
from noren.bridge.server import Door
from noren.bridge.tests.printers import NO_PAPER, WELL, FakePrinter, fake_printer
from noren.orders.models import Order, ReceiptCopy
from noren.orders.tests.printer import Printer
from tests.browser.conftest import PATIENCE_MS, OpenPage
from tests.browser.test_till_access import check
from tests.browser.test_till_drawer import picture
from tests.browser.till_desk import Shop, pay, receipt, say, scan, sign_in, total

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# The browser's own printing, told apart from the printer's.
PRACTICE = "練習 ／ TRAINING"
COUNT_PRINTS = "window.prints = 0; window.print = () => { window.prints += 1; }; undefined"


@dataclass
class Device:
    """A bridge beside the till, with a printer at the counter."""

    folder: Path
    till: str
    printer: FakePrinter
    bridge: Bridge = field(init=False)
    door: Door = field(init=False)

    def start(self, port: int = 0) -> None:
        """Switch the bridge on."""
        printers = {"counter": read_printer("counter", self.printer.address)}
        config = Config(self.folder, self.till, port, printers)
        self.bridge = Bridge(config, say=print, patience=Patience(slice_s=0.2, whole_s=60))
        self.door = Door(self.bridge, port=port)
        self.bridge.start()
        threading.Thread(target=self.door.serve_forever, args=[0.05], daemon=True).start()

    def stop(self) -> None:
        """Switch the bridge off."""
        self.door.shutdown()
        self.door.server_close()
        self.bridge.stop()

    @property
    def port(self) -> int:
        return int(self.door.server_address[1])

    def paper(self) -> list[Printer]:
        """What came out, a strip for each job."""
        return [Printer().take(each) for each in self.printer.jobs]


@pytest.fixture
def device(live: str, tmp_path: Path) -> Generator[Device, None, None]:
    with fake_printer() as printer:
        device = Device(tmp_path, live, printer)
        device.start()
        yield device
        device.stop()


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


@pytest.fixture
def page(open_page: OpenPage, shop: Shop) -> Page:
    page = open_page("/till/")
    page.evaluate(COUNT_PRINTS)
    sign_in(page, shop)
    return page


def to(page: Page, screen: str) -> None:
    """Another screen of the till."""
    page.get_by_role("navigation").get_by_role("link", name=say(screen)).click()


def pair(page: Page, device: Device) -> None:
    """Type the code that the bridge shows, in the settings."""
    to(page, "Settings")
    page.get_by_label(say("Pairing code")).fill(pairing.new_code(device.bridge.store))
    page.get_by_label(say("Port of the bridge")).fill(str(device.port))
    page.get_by_role("button", name=say("Pair"), exact=True).click()
    expect(page.get_by_label("counter")).to_be_checked()


def printed(page: Page, device: Device, is_it: Callable[[Printer], bool]) -> Printer:
    """The strip that is like this, once it came out."""
    for _ in range(PATIENCE_MS // 100):
        if found := [each for each in device.paper() if is_it(each)]:
            return found[-1]
        page.wait_for_timeout(100)
    raise AssertionError([each.text() for each in device.paper()])


def has(text: str) -> Callable[[Printer], bool]:
    """Whether a strip says this."""
    return lambda strip: text in strip.text()


def test_a_sale_is_printed_by_itself_as_the_screen_shows_it_and_the_drawer_opens(
    page: Page, shop: Shop, device: Device
) -> None:
    pair(page, device)
    page.get_by_label(say("Print the receipt after each sale")).check()
    page.get_by_role("button", name=say("Test print")).click()
    assert printed(page, device, has("ﾊﾝｶｸ")).kicks == 0
    to(page, "Ring up")
    scan(page, shop.beans.gtin or "")
    scan(page, shop.filters.gtin or "")
    expect(total(page)).to_have_text("¥1,260")

    pay(page, "2000")

    strip = printed(page, device, has("1,260"))
    sale = Order.objects.get()
    assert [(line.text[-6:], line.columns) for line in strip.lines if line.text.startswith("合計")] == [("¥1,260", 48)]
    assert (strip.barcode, strip.kicks, strip.cuts) == (f"{{B{sale.receipts.get().number}", 0, 1)
    assert "/r/" in strip.qr
    assert sum(each.kicks for each in device.paper()) == 1
    expect(page.get_by_role("button", name=say("Print again"))).to_be_visible()
    page.get_by_role("button", name=say("Print again")).click()
    assert say("Reprint") in printed(page, device, has(say("Reprint"))).text()
    assert ReceiptCopy.objects.count() == 2
    assert page.evaluate("prints") == 0


@pytest.mark.thorough
def test_a_sale_without_a_network_is_printed_too(page: Page, shop: Shop, device: Device) -> None:
    pair(page, device)
    page.get_by_label(say("Print the receipt after each sale")).check()
    expect(page.get_by_text(say("%(count)s, as of %(moment)s", count=3, moment="")[:3])).to_be_visible()
    to(page, "Ring up")
    page.route("**/api/v1/**", lambda route: route.abort())
    scan(page, shop.beans.gtin or "")
    expect(page.locator(".totals")).to_contain_text(say("Priced by this till, as of %(moment)s", moment="")[:6])

    pay(page, "1000")

    strip = printed(page, device, has(say("Made by this till, without a network")))
    assert [line.text[-4:] for line in strip.lines if line.text.startswith("合計")] == ["¥980"]
    expect(receipt(page)).to_be_visible()
    page.get_by_role("button", name=say("Print the receipt")).click()
    assert printed(page, device, has(say("Reprint"))).cuts == 1
    assert not Order.objects.exists()


@pytest.mark.thorough
def test_a_practice_sale_is_printed_as_practice_and_the_drawer_stays_shut(
    page: Page, shop: Shop, device: Device
) -> None:
    pair(page, device)
    page.get_by_label(say("Print the receipt after each sale")).check()
    expect(page.get_by_text(say("%(count)s, as of %(moment)s", count=3, moment="")[:3])).to_be_visible()
    page.get_by_role("link", name=say("Training and exercises")).click()
    page.get_by_role("button", name=say("Begin training")).click()
    expect(page.locator(".training-word")).to_be_visible()
    to(page, "Ring up")
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")

    pay(page, "1000")

    strip = printed(page, device, has("980"))
    assert strip.text().count(PRACTICE) == 2
    assert strip.barcode == ""
    page.get_by_role("button", name=say("Print the receipt")).click()
    assert PRACTICE in printed(page, device, has(say("Reprint"))).text()
    to(page, "Settings")
    page.get_by_role("button", name=say("Test print")).click()
    assert PRACTICE in printed(page, device, has("ﾊﾝｶｸ")).text()
    assert sum(each.kicks for each in device.paper()) == 0
    assert page.evaluate("prints") == 0
    assert not Order.objects.exists()


@pytest.mark.thorough
def test_without_its_bridge_the_till_says_so_and_the_browser_prints(page: Page, shop: Shop, device: Device) -> None:
    pair(page, device)
    port = device.port
    device.stop()
    to(page, "Ring up")
    scan(page, shop.beans.gtin or "")
    pay(page, "")
    page.get_by_role("button", name=say("Print the receipt")).click()
    notice = page.locator(".printer-notice")
    expect(notice).to_contain_text(
        say("The print bridge of this device does not answer. Is it running, and may this page speak to it?")
    )
    check(page)
    picture(page, "printer-away")

    notice.get_by_role("button", name=say("Print with the browser")).click()

    expect(notice).to_have_count(0)
    page.wait_for_function("() => window.prints === 1")
    page.get_by_role("button", name=say("Print again")).click()
    expect(notice).to_be_visible()
    device.start(port)
    notice.get_by_role("button", name=say("Try again")).click()
    expect(notice).to_have_count(0)
    assert say("Reprint") in printed(page, device, has("980")).text()
    assert page.evaluate("prints") == 1


@pytest.mark.thorough
def test_paper_that_ran_out_is_told_and_the_receipt_comes_with_the_next_roll(
    page: Page, shop: Shop, device: Device
) -> None:
    pair(page, device)
    device.printer.state = dict(NO_PAPER)
    to(page, "Ring up")
    scan(page, shop.beans.gtin or "")
    pay(page, "")

    page.get_by_role("button", name=say("Print the receipt")).click()

    notice = page.locator(".printer-notice")
    expect(notice).to_contain_text(say("The printer has no paper. Put a new roll in; it goes on by itself."))
    page.get_by_role("button", name=say("Next sale")).click()
    expect(notice).to_be_visible()
    device.printer.state = dict(WELL)
    expect(notice).to_have_count(0)
    assert printed(page, device, has("980")).cuts == 1


@pytest.mark.thorough
def test_the_drawer_is_opened_for_a_reason_and_reports_are_printed(page: Page, shop: Shop, device: Device) -> None:
    del shop
    pair(page, device)
    page.goto("/till/#/drawer")
    page.evaluate(COUNT_PRINTS)
    page.get_by_role("button", name=say("Open with %(amount)s", amount="¥0")).click()
    page.get_by_role("button", name=say("Open the drawer")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say("Open the drawer")).click()
    expect(dialog.get_by_role("alert")).to_contain_text(say("Say the reason."))
    assert device.paper() == []

    dialog.get_by_role("button", name=say("Change for a customer")).click()
    dialog.get_by_role("button", name=say("Open the drawer")).click()

    assert printed(page, device, lambda strip: strip.kicks == 1).lines == []
    with device.bridge.store.open() as db:
        assert say("Change for a customer") in db.execute("SELECT reason FROM job").fetchone()["reason"]
    page.get_by_role("link", name=say("Check the drawer")).click()
    page.get_by_role("button", name=say("Look without counting")).click()
    expect(receipt(page)).to_contain_text(say("Expected in the drawer"))
    page.get_by_role("button", name=say("Print"), exact=True).click()
    strip = printed(page, device, has(say("Check (X)")))
    assert say("Expected in the drawer") in strip.text()
    assert page.evaluate("prints") == 0


@pytest.mark.thorough
def test_a_pickup_slip_is_printed_with_its_code_and_barcodes(page: Page, shop: Shop, device: Device) -> None:
    placed = shop.order_pickup((shop.beans, 2))
    pair(page, device)

    page.goto(f"/till/#/pickups/{placed.uid}/slip")
    page.get_by_role("button", name=say("Print the slip")).click()

    strip = printed(page, device, has("深煎りコーヒー豆"))
    assert strip.qr == placed.pickup_code
    assert strip.barcode == f"{{B{shop.beans.gtin}"


@pytest.mark.thorough
def test_a_wrong_code_is_refused_and_the_settings_fit_every_screen(page: Page, device: Device) -> None:
    to(page, "Settings")
    page.get_by_label(say("Pairing code")).fill("0000 0000")
    page.get_by_label(say("Port of the bridge")).fill(str(device.port))
    page.get_by_role("button", name=say("Pair"), exact=True).click()
    expect(
        page.get_by_role("alert").filter(
            has_text=say("This is not the code, or it is too old. The bridge shows a new one with “noren bridge pair”.")
        )
    ).to_be_visible()
    check(page)

    pair(page, device)

    check(page)
    picture(page, "printer-settings")
    page.get_by_role("button", name=say("Print with the browser again")).click()
    expect(page.get_by_label(say("Pairing code"))).to_be_visible()
