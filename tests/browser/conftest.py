"""What browser tests share: a server with the pages as they are served, and Chromium.

Every page is watched: an exception in a script, an error in the console or a policy that refused something fails the
test that caused it, at its end.
"""

import os
import threading
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, ConsoleMessage, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous API runs an event loop in the thread of the tests, where Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE = (360, 740)
TABLET = (820, 1180)
DESK = (1280, 800)
# Debian's two packages: the one without windows does the same in three quarters of the time.
CHROMIUM = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
# Each window would load the 400 scripts of a menu under an address bar that no test sees. The switch counts once, so
# that what Playwright leaves out, as far as it concerns these tests, is named here again.
LEFT_OUT = (
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,LensOverlay,MediaRouter,OptimizationHints,PaintHolding,"
    "PreconnectToSearch"
)
# Chromium reports every answer that is not 2xx as an error of the console; refusals are part of the tests. Playwright
# says that it does as it was told.
_EXPECTED = ("Failed to load resource", "Service Worker registration blocked by Playwright")

# A machine that does other work too is slow, not wrong.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

OpenPage = Callable[..., Page]

_contexts: list[BrowserContext] = []
"""The devices of the test that runs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what stood on the pages to the report of a test that failed."""
    report = yield
    if report.when == "call" and report.failed:
        shown = [page for context in _contexts for page in context.pages]
        report.sections += [(f"page at {page.url}", _words(page)) for page in shown]
    return report


def _words(page: Page) -> str:
    """Visible text of a page, which may be gone with its browser."""
    try:
        return page.locator("body").inner_text(timeout=1_000)
    except PlaywrightError as gone:
        return f"not to be read: {gone}"


@pytest.fixture(scope="session")
def browser() -> Generator[Browser, None, None]:
    """Chromium: Debian's where there is one, else Playwright's own."""
    with sync_playwright() as playwright:
        if not chromium_path(playwright.chromium).exists():
            pytest.skip("Chromium is not installed: apt install chromium, or .venv/bin/playwright install chromium")
        chromium = launch(playwright.chromium)
        yield chromium
        chromium.close()


def chromium_path(chromium: BrowserType) -> Path:
    """Debian's Chromium where there is one, else Playwright's own, which may not be installed."""
    return next(filter(Path.exists, CHROMIUM), Path(chromium.executable_path))


def launch(chromium: BrowserType, *switches: str) -> Browser:
    """Start Chromium with these switches too."""
    return chromium.launch(executable_path=chromium_path(chromium), args=["--no-sandbox", LEFT_OUT, *switches])


class _Answering:
    """The server's application, and how many requests are in it: a browser that is closed does not wait for answers."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._running = 0
        self._changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._count(1)
        try:
            return self._application(environ, start_response)
        finally:
            self._count(-1)

    def wait_until_idle(self) -> None:
        """Come back when no request can write to the database any more."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._running == 0, timeout=PATIENCE_MS / 1000)

    def _count(self, change: int) -> None:
        with self._changed:
            self._running += change
            self._changed.notify_all()


@pytest.fixture
def live(live_server: LiveServer, settings: Settings) -> Generator[str, None, None]:
    """Address of a running server on a database of its own, without a slash at the end."""
    settings.TILL_PATIENCE_S = 10
    built = Path(settings.FRONTEND) / "till" / "manifest.json"
    assert built.exists(), "the browser's side is not built: run `make frontend`"
    server = live_server.thread.httpd
    application = server.get_app()
    assert application is not None
    answering = application if isinstance(application, _Answering) else _Answering(application)
    server.set_app(answering)
    yield str(live_server.url)
    answering.wait_until_idle()


@pytest.fixture
def open_context(browser: Browser, live: str) -> Generator[Callable[..., BrowserContext], None, None]:
    """Makes devices: each call a new one, with storage of its own, of a size and a language."""
    troubles: list[str] = []

    def make(size: tuple[int, int] = DESK, *, locale: str = "ja-JP", **options: object) -> BrowserContext:
        context = browser.new_context(
            base_url=live,
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            # What a worker answers passes by the routes with which tests break the line.
            **{"service_workers": "block", **options},  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", lambda message: _note(message, troubles))
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        _contexts.append(context)
        return context

    yield make
    while _contexts:
        _contexts.pop().close()
    assert troubles == []


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> OpenPage:
    """Opens a page on a device of its own: `open_page("/till/", size=TABLET, locale="en-US")`."""

    def make(path: str, **options: object) -> Page:
        page = open_context(**options).new_page()
        page.goto(path)
        return page

    return make


def _note(message: ConsoleMessage, troubles: list[str]) -> None:
    if message.type in {"error", "warning"} and not message.text.startswith(_EXPECTED):
        troubles.append(f"{message.type}: {message.text}")
