"""A till is opened with 92,331 goods on the device, on a processor a quarter as fast: until the first scan is answered.

Chromium is started anew each time with the profile in which the till signed in and was told all goods; CPU throttling
is Chromium's own. Time counts from the navigation to the line on the list; `ready_s` is until the scan field is there.
The floor is a bare page of the same address, throttled alike, that reads one of the same goods by its key.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from noren.stores.models import Register
from tests.browser.conftest import DESK, LEFT_OUT, chromium_path
from tests.browser.till_desk import say, scan

from .figures import BenchmarkFailed, Figures
from .harness import FLOORS, Benchmark
from .till_delta import GOODS, PASSWORD, make_goods_shop
from .workbench import Workbench

SLOWER = 4
SKU, GTIN = "46168", "4900000046168"
TOLD_WITHIN_S = 300.0
_COUNT = """() => new Promise((resolve) => {
    const opening = indexedDB.open("noren-till");
    opening.onsuccess = () => {
        const asked = opening.result.transaction("goods").objectStore("goods").count();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
})"""
_IS_KEPT = "navigator.serviceWorker.ready.then((registration) => registration.active.state === 'activated')"


@dataclass(slots=True)
class OpeningContest:
    """The till against a bare page, both in a browser that was just started."""

    playwright: Playwright
    address: str
    profile: Path

    def product(self, seconds: float) -> Figures:
        """Open the till once, and scan."""
        del seconds

        def open_till(page: Page) -> Figures:
            began = time.perf_counter()
            page.goto(f"{self.address}/till/", wait_until="commit")
            page.locator("#scan").wait_for()
            ready_s = time.perf_counter() - began
            scan(page, GTIN)
            page.locator(".line").wait_for()
            return Figures(seconds=time.perf_counter() - began, extras={"ready_s": ready_s})

        figures = self._in_new_browser(open_till)
        self._in_new_browser(self._clear)
        return figures

    def floor(self, seconds: float) -> Figures:
        """Open the bare page once, and read."""
        del seconds
        script = (FLOORS / "till_open.js").read_text()

        def open_bare(page: Page) -> Figures:
            began = time.perf_counter()
            page.goto(f"{self.address}/api/v1/till/stores", wait_until="commit")
            if not page.evaluate(script.partition("\n")[2], SKU):
                raise BenchmarkFailed(f"SKU {SKU} is not on the device")
            return Figures(seconds=time.perf_counter() - began)

        return self._in_new_browser(open_bare)

    def _clear(self, page: Page) -> Figures:
        """The next time begins with an empty list."""
        page.goto(f"{self.address}/till/")
        page.get_by_role("button", name=say("Clear the list")).click()
        page.locator(".line").wait_for(state="detached")
        return Figures()

    def _in_new_browser(self, work: Callable[[Page], Figures]) -> Figures:
        context = open_browser(self.playwright, self.profile)
        try:
            page = context.pages[0]
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            return work(page)
        finally:
            context.close()


def open_browser(playwright: Playwright, profile: Path) -> BrowserContext:
    """Chromium with a profile, in Japanese; one page is open."""
    return playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium_path(playwright.chromium),
        args=["--no-sandbox", LEFT_OUT],
        viewport={"width": DESK[0], "height": DESK[1]},
        locale="ja-JP",
        service_workers="allow",
    )


@contextmanager
def opening(workbench: Workbench) -> Iterator[OpeningContest]:
    """Fill the database, start the web, and have a till told all goods."""
    make_goods_shop()
    register = Register.objects.select_related("store").get()
    with (
        workbench.web() as (host, port),
        tempfile.TemporaryDirectory(prefix="noren-bench-") as folder,
        sync_playwright() as playwright,
    ):
        contest = OpeningContest(playwright, f"http://{host}:{port}", Path(folder))
        context = open_browser(playwright, contest.profile)
        page = context.pages[0]
        page.goto(f"{contest.address}/till/")
        page.get_by_label(say("Store"), exact=True).fill(register.store.name)
        page.get_by_role("button", name=register.store.name).click()
        page.get_by_label(register.name).check()
        page.get_by_label(say("Staff code")).fill("1001")
        page.get_by_label(say("Password")).fill(PASSWORD)
        page.get_by_role("button", name=say("Sign in"), exact=True).click()
        page.wait_for_function(_IS_KEPT)
        _wait_for_goods(page)
        context.close()
        yield contest


def _wait_for_goods(page: Page) -> None:
    deadline = time.monotonic() + TOLD_WITHIN_S
    while page.evaluate(_COUNT) < GOODS:
        if time.monotonic() > deadline:
            raise BenchmarkFailed(f"the till was not told all goods within {TOLD_WITHIN_S:.0f} s")
        time.sleep(1)


BENCHMARK = Benchmark(prepare=opening, ratio_of="seconds", rounds=5, seconds=1.0, warm_up_s=0.0)
