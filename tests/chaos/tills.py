"""Hands at a till in a real browser, which goes on after whatever happens to page, browser and network.

The hands know what is on the screen, and read on the device only what it wrote down: the list that cash is taken for,
and the sales that wait. They never ask the server.
"""

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.browser.conftest import DESK, LEFT_OUT, chromium_path
from tests.browser.till_desk import say, scan, sign_in
from tests.chaos.line import HOST
from tests.chaos.plan import Fault, PlannedSale
from tests.chaos.records import Records, SaleSeen
from tests.chaos.world import World

PATIENCE_S = 20.0
LOOK_EVERY_S = 0.1
# A page that is killed while it comes to be is waited for without an end; nothing else takes so long.
STUCK_AFTER_S = 45.0
# With the network back, a till has everything booked by then.
BOOKED_WITHIN_S = 120.0
# The till opens without a network too; a machine that does other work takes its time.
REOPENED_WITHIN_S = 60.0

_SCREEN = """() => {
    const has = (what) => document.querySelector(what) !== null;
    const words = (what) => document.querySelector(what)?.textContent ?? "";
    const pieces = [...document.querySelectorAll(".lines .line input")].map((field) => Number(field.value));
    return {
        is_done: has(".done-words .button--pay"),
        receipt: document.querySelector(".done .receipt")?.getAttribute("aria-label") ?? "",
        is_made_here: has(".done-words .notice--few"),
        amounts: words(".done-words p.soft.num"),
        change: words(".done-change b"),
        is_on_its_way: has(".waiting"),
        can_scan: has("#scan"),
        is_at_cash: has("form.cash"),
        asks: words("form.cash .total .num"),
        pieces: pieces.reduce((sum, each) => sum + each, 0),
        has_password: has("input[type=password]"),
        is_connected: has(".connection") && !has(".connection--off"),
    };
}"""
# Reads what the till itself wrote down, in its own database.
_READ = """(table) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("noren-till");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const database = opening.result;
        const asked = database.transaction(table).objectStore(table).getAll();
        asked.onsuccess = () => { database.close(); resolve(asked.result); };
        asked.onerror = () => { database.close(); reject(asked.error); };
    };
})"""
_IS_KEPT = "navigator.serviceWorker.ready.then((registration) => registration.active.state === 'activated')"


class NotInTime(Exception):
    """The screen does not come to what was waited for."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is on the screen."""

    is_done: bool
    receipt: str
    is_made_here: bool
    amounts: str
    change: str
    is_on_its_way: bool
    can_scan: bool
    is_at_cash: bool
    asks: str
    pieces: int
    has_password: bool
    is_connected: bool

    @property
    def is_settled(self) -> bool:
        """The sale is done, or is on its way; a refusal leaves the list where it was."""
        return self.is_done or self.is_on_its_way


def minor_in(words: str) -> list[int]:
    """The amounts of money in words, in yen."""
    return [int(amount.replace(",", "")) for amount in re.findall("[\u00a5\uffe5]([\\d,]+)", words)]


def _kill(processes: Sequence[psutil.Process]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


class Till:
    """One device: a browser with a profile that outlives it, and the hands at it."""

    def __init__(self, number: int, *, port: int, profile: Path, world: World, records: Records) -> None:
        self.number = number
        self.is_ready = threading.Event()
        self.starts = 0
        self._is_open = threading.Event()
        self._address = f"http://{HOST}:{port}/till/"
        self._profile, self._world, self._records = profile, world, records
        self._finishing: UUID | None = None
        self._playwright: Playwright
        self._context: BrowserContext | None = None
        self._page: Page
        self._looked_at = time.monotonic()

    def work(self, sales: tuple[PlannedSale, ...], go: threading.Event, stop: threading.Event) -> None:
        """Sign in and wait; then serve customer after customer until it is time to stop, and see all booked."""
        with sync_playwright() as self._playwright:
            self._open_browser()
            sign_in(self._page, self._world.shop, register=self.number - 1)
            self._page.wait_for_function(_IS_KEPT)
            self._until(lambda: len(self._device("goods")) == len(self._world.skus) + 3, "goods on the device")
            self.is_ready.set()
            go.wait()
            with self._watched():
                for planned in sales:
                    if stop.wait(planned.pause_s):
                        break
                    self._serve(planned)
                self._see_all_booked()
            if self._context:
                self._context.close()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Meanwhile a browser that hangs is killed, as whoever works here would do."""
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(1):
                if time.monotonic() - self._looked_at > STUCK_AFTER_S:
                    self._looked_at = time.monotonic()
                    self.end()

        self._looked_at = time.monotonic()
        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield
        finally:
            ended.set()
            watching.join()

    def kill(self, fault: Fault) -> bool:
        """SIGKILL the browser or the page's process; False when it is not there, being just started again."""
        if not self._is_open.is_set():
            return False
        victims = self._browser_processes()
        if fault == Fault.PAGE_KILLED:
            children = [child for browser in victims for child in browser.children(recursive=True)]
            victims = [child for child in children if "--type=renderer" in child.cmdline()]
        _kill(victims)
        return bool(victims)

    def end(self) -> None:
        """No process of this till's browser is left."""
        _kill(self._browser_processes())

    def _browser_processes(self) -> list[psutil.Process]:
        """Those of this profile, whosever children they are by now: a script that starts Chromium may be among them."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                words = process.cmdline()
                is_main = not any(word.startswith("--type=") for word in words)
                if is_main and f"--user-data-dir={self._profile}" in words:
                    found.append(process)
        return found

    # What the hands do

    def _serve(self, planned: PlannedSale) -> None:
        """One customer. Whatever breaks, the till is opened again, and the customer may have gone."""
        try:
            self._come_to_an_empty_desk()
            if self._ring_up(planned):
                self._finish(planned)
            self._come_to_an_empty_desk()
        except (BrowserError, NotInTime):
            self._open_again()

    def _ring_up(self, planned: PlannedSale) -> bool:
        """Scan the goods; False when not all of them came onto the list."""
        wanted = 0
        for place, pieces in planned.goods:
            for _ in range(pieces):
                scan(self._page, self._world.gtins[place])
                wanted += 1
                self._wait_for_pieces(wanted)
        if planned.has_coupon:
            self._page.locator("#coupon").fill(self._world.coupon)
            self._page.locator("#coupon").press("Enter")
        return self._look().pieces == wanted

    def _wait_for_pieces(self, wanted: int) -> None:
        """A scan that nothing comes of is seen by the count at the end."""
        with suppress(NotInTime):
            self._until(lambda: self._look().pieces == wanted, "the scan", within_s=6)

    def _finish(self, planned: PlannedSale) -> None:
        """Take cash, and write down what the screen asked for before the tap that finishes."""
        self._page.locator(".pay").click()
        self._until(lambda: bool(minor_in(self._look().asks)), "what to pay")
        (total_minor,) = minor_in(self._look().asks)
        tendered_minor = total_minor + planned.cash_over_minor
        self._page.locator("#tendered").fill(str(tendered_minor))
        (draft,) = [draft for draft in self._device("drafts") if draft["place"] == "counter"]
        goods = tuple(sorted((str(line["sku"]), int(line["quantity"])) for line in draft["lines"]))
        scanned = tuple(sorted((self._world.skus[place], pieces) for place, pieces in planned.goods))
        assert goods == scanned, f"till {self.number}: scanned {scanned}, on the list {goods}"
        button = self._page.locator("form.cash button[type=submit]")
        if not button.is_enabled():
            return  # the coupon is beyond what the till may take alone: the customer leaves
        self._finishing = UUID(draft["uid"])
        self._records.tapped(SaleSeen(self._finishing, self.number, goods, total_minor, tendered_minor))
        button.click()
        with suppress(NotInTime):
            self._until(lambda: self._look().is_settled, "an end of the sale", within_s=6)

    def _come_to_an_empty_desk(self) -> None:
        """Hand out the receipt that is on the screen, wait for the sale on its way, clear a list that was left."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            screen = self._look()
            if screen.is_done:
                self._hand_out(screen)
            elif screen.has_password:
                sign_in(self._page, self._world.shop, register=self.number - 1)
            elif screen.can_scan and screen.pieces:
                self._clear()
            elif screen.can_scan:
                return
            elif screen.is_at_cash:
                raise NotInTime("a list that nobody finished")
            elif screen.is_on_its_way:
                deadline = max(deadline, time.monotonic() + 1)
            time.sleep(LOOK_EVERY_S)
        raise NotInTime("an empty desk")

    def _hand_out(self, screen: Screen) -> None:
        receipt = screen.receipt
        amounts = minor_in(screen.amounts) + minor_in(screen.change)
        assert self._finishing is not None, f"till {self.number}: receipt {receipt} of a sale that nobody finished"
        before, _, after = say("Receipt %(number)s", number="|").partition("|")
        number = receipt.removeprefix(before).removesuffix(after).strip()
        self._records.handed_out(
            self._finishing,
            number=number,
            is_made_here=screen.is_made_here,
            amounts_minor=(amounts[0], amounts[1], amounts[2]),
        )
        self._page.locator(".done-words .button--pay").click()
        self._until(lambda: not self._look().is_done, "the next sale")

    def _clear(self) -> None:
        self._page.get_by_role("button", name=say("Clear the list")).click(timeout=3_000)
        self._until(lambda: self._look().pieces == 0, "an empty list")

    def _see_all_booked(self) -> None:
        """The network is back: nothing waits on the device any more, and nothing was set aside for a person."""
        deadline = time.monotonic() + BOOKED_WITHIN_S
        waiting: list[Any] = []
        while time.monotonic() < deadline:
            try:
                self._come_to_an_empty_desk()
                waiting = self._device("envelopes")
                if not waiting and self._look().is_connected:
                    return
                time.sleep(0.5)
            except (BrowserError, NotInTime):
                self._open_again()
        told = [(each["uid"], each["tries"], each.get("setAsideAt"), each.get("lastAnswer")) for each in waiting]
        raise AssertionError(f"till {self.number}: not booked within {BOOKED_WITHIN_S:.0f} s: {told}")

    # The device

    def _open_browser(self) -> None:
        self._is_open.clear()
        self.end()
        for left in self._profile.glob("Singleton*"):
            left.unlink(missing_ok=True)  # of a browser that was killed
        self._context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=chromium_path(self._playwright.chromium),
            args=["--no-sandbox", LEFT_OUT],
            viewport={"width": DESK[0], "height": DESK[1]},
            locale="ja-JP",
            service_workers="allow",
            timeout=PATIENCE_S * 1_000,
        )
        self._context.set_default_timeout(PATIENCE_S * 1_000)
        self._page = self._context.pages[0] if self._context.pages else self._context.new_page()
        self._page.goto(self._address)
        self.starts += 1
        self._is_open.set()

    def _open_again(self) -> None:
        """As whoever works here does: another page, and where that does not help, the browser anew."""
        deadline, tries = time.monotonic() + REOPENED_WITHIN_S, 0
        while True:
            tries += 1
            try:
                self._open_page(is_anew=tries % 3 == 0)
                self._until(self._is_there, "the till", within_s=10)
                self._note_what_is_kept()
                return
            except (BrowserError, NotInTime) as error:
                if time.monotonic() > deadline:
                    raise AssertionError(f"till {self.number} cannot be opened again: {self._words()}") from error
                time.sleep(0.5)

    def _words(self) -> str:
        with suppress(BrowserError):
            return str(self._page.evaluate("document.body.innerText"))[:500]
        return "no page"

    def _open_page(self, *, is_anew: bool) -> None:
        context = self._context
        try:
            if context is None or is_anew:
                raise BrowserError("the browser is started anew")
            page = context.new_page()
            # The old page goes first: two on one device would both want to be the till.
            for other in context.pages:
                if other is not page:
                    other.close()
            page.goto(self._address)
            self._page = page
            self.starts += 1
        except BrowserError:
            if context is not None:
                with suppress(BrowserError):
                    context.close()
            self._open_browser()

    def _is_there(self) -> bool:
        screen = self._look()
        return screen.can_scan or screen.is_on_its_way or screen.is_done or screen.has_password

    def _note_what_is_kept(self) -> None:
        """What the till wrote down before it was killed must be booked."""
        for envelope in self._device("envelopes"):
            self._records.kept(UUID(envelope["uid"]))

    def _look(self) -> Screen:
        self._looked_at = time.monotonic()
        return Screen(**self._page.evaluate(_SCREEN))

    def _device(self, table: str) -> list[Any]:
        return list(self._page.evaluate(_READ, table))

    def _until(self, condition: Callable[[], bool], what: str, *, within_s: float = PATIENCE_S) -> None:
        deadline = time.monotonic() + within_s
        while not condition():
            if time.monotonic() > deadline:
                raise NotInTime(what)
            time.sleep(LOOK_EVERY_S)
