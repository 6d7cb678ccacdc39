"""Pictures of the pages for the docs: `make pictures` makes them anew, in Japanese and in English.

It runs `noren demo` in a home of its own (`.make/pictures`; NOREN_HOME names another one, loaded before), walks through
it as a shopper, a clerk and head office do, and keeps what they see as `docs/pictures/<name>.<language>.png`. The first
run loads a year of sales and takes some minutes. To add a picture, write a scene and list it in SCENES.
"""

import gettext
import io
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pictures_of_till
from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
MESSAGES = ROOT / "src/noren/locale/ja/LC_MESSAGES/django.mo"
CHROMIUM = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
PORT = os.environ.get("NOREN_PORT", "8149")
BASE = f"http://localhost:{PORT}"
PHONE, TABLET, DESK = (360, 740), (1180, 820), (1280, 800)
LOCALES = {"ja": "ja-JP", "en": "en-US"}
MOST_BYTES = 200_000
LOADING_S = 1_800


@dataclass(frozen=True, slots=True)
class SignIn:
    """A way in, as the demo's own page lists it."""

    user: str
    password: str


class Visit:
    """Somebody who looks at the demo in one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def say(self, english: str) -> str:
        """A text of the pages in the visitor's language."""
        if self.language == "en":
            return english
        with MESSAGES.open("rb") as messages:
            return gettext.GNUTranslations(messages).gettext(english)

    def go(self, path: str) -> None:
        """Open a page of the demo."""
        self.page.goto(BASE + path)

    def sign_ins(self, place: str) -> list[SignIn]:
        """How to get into `shop`, `till` or `office`."""
        self.go("/demo/")
        rows = self.page.locator("dl > div").filter(has=self.page.locator(f"dt[data-place={place}]")).all()
        return [SignIn(*row.locator(".code").all_inner_texts()) for row in rows]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: who stands where, and what they did before."""

    name: str
    size: tuple[int, int]
    walk: Callable[[Visit], None]


def main() -> int:
    """Make all pictures, or those whose names are given."""
    wanted = sys.argv[1:]
    FOLDER.mkdir(exist_ok=True)
    with _demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(Path.exists, CHROMIUM), None), args=["--no-sandbox"]
        )
        for scene in SCENES:
            for language in LOCALES:
                if not wanted or scene.name in wanted:
                    _take(browser, scene, language)
    return 0


@contextmanager
def _demo() -> Iterator[None]:
    """A running demo; one that answers already on the port is used as it is."""
    if _answers():
        yield
        return
    home = os.environ.get("NOREN_HOME", str(ROOT / ".make" / "pictures"))
    command = [str(Path(sys.executable).parent / "noren"), "demo", "--port", PORT]
    with subprocess.Popen(command, env=os.environ | {"NOREN_HOME": home}, start_new_session=True) as demo:  # noqa: S603
        try:
            _wait(demo)
            yield
        finally:
            demo.send_signal(signal.SIGTERM)


def _wait(demo: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LOADING_S
    while not _answers():
        if demo.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the demo did not start; see above")
        time.sleep(1)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"{BASE}/demo/", timeout=5) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _take(browser: Browser, scene: Scene, language: str) -> None:
    context = browser.new_context(
        viewport={"width": scene.size[0], "height": scene.size[1]},
        device_scale_factor=2 if scene.size == PHONE else 1,
        locale=LOCALES[language],
        reduced_motion="reduce",
    )
    page = context.new_page()
    scene.walk(Visit(page, language))
    page.wait_for_load_state("networkidle")
    path = FOLDER / f"{scene.name}.{language}.png"
    path.write_bytes(_small(page.screenshot()))
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
    context.close()


def _small(png: bytes) -> bytes:
    """The picture with as few colors as keep it under the limit."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colors in (256, 128, 64, 32):
        written = io.BytesIO()
        image.quantize(colors, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if written.tell() < MOST_BYTES:
            break
    return written.getvalue()


def _near(visit: Visit) -> None:
    """Look from the ward that has most stores."""
    visit.go("/place/")
    visit.page.locator(".places button").first.click()
    visit.page.wait_for_url(BASE + "/")


def shop_home(visit: Visit) -> None:
    """The first page, near a ward with stores."""
    _near(visit)


def shop_find(visit: Visit) -> None:
    """What a word finds."""
    visit.go("/find/?q=" + quote("コーヒー豆" if visit.language == "ja" else "coffee"))


def shop_product(visit: Visit) -> None:
    """A product with the stock of the stores around."""
    _near(visit)
    shop_find(visit)
    visit.page.locator(".goods a").first.click()
    visit.page.locator("#stock .tag--good, #stock .tag--few").first.wait_for()


def shop_basket(visit: Visit) -> None:
    """Two products, reserved at a store."""
    shop_product(visit)
    visit.page.locator("#dock-reserve").click()
    visit.go("/")
    visit.page.locator(".goods a").nth(3).click()
    visit.page.locator("#dock-add").click()
    visit.page.wait_for_url("**/basket/")
    visit.page.locator(".choice:has(.tag--good)").first.click()
    visit.page.locator("form[action$='/checkout/hold/'] button").wait_for()
    visit.go("/basket/")


def shop_review(visit: Visit) -> None:
    """The last look before the order."""
    shop_basket(visit)
    visit.page.locator("form[action$='/checkout/hold/'] button").click()
    visit.page.locator("[name=name]").fill("田中 一郎" if visit.language == "ja" else "Ichiro Tanaka")
    visit.page.locator("[name=email]").fill("ichiro@example.jp")
    visit.page.locator("main form button").first.click()
    visit.page.wait_for_url("**/checkout/confirm/")


def shop_order(visit: Visit) -> None:
    """The order with its pickup code."""
    shop_review(visit)
    visit.page.locator("[name=pay_by][value=at_store]").check()
    visit.page.locator("form[action$='/checkout/place/'] .button--pay").click()
    visit.page.locator(".ticket__code").first.wait_for()


def shop_member(visit: Visit) -> None:
    """The member's card."""
    way_in = visit.sign_ins("shop")[0]
    visit.go("/account/login/")
    visit.page.locator("[name=login]").fill(way_in.user)
    visit.page.locator("[name=password]").fill(way_in.password)
    visit.page.locator("main form button").first.click()
    visit.page.locator(".pass__number").first.wait_for()


def _at_office(visit: Visit, path: str, *, way: int = 1) -> None:
    """Sign in at the office, as the manager of the store with most to do or as head office, and open a page."""
    way_in = visit.sign_ins("office")[way]
    visit.go(f"/office/login/?next={path}")
    visit.page.locator("[name=username]").fill(way_in.user)
    visit.page.locator("[name=password]").fill(way_in.password)
    visit.page.locator("button[type=submit], input[type=submit]").first.click()
    visit.page.locator("h1").first.wait_for()


def office_report(visit: Visit) -> None:
    """What the online shop brought to the stores."""
    _at_office(visit, "/office/online-to-store/", way=0)


def office_today(visit: Visit) -> None:
    """The store's day: what is to be done now."""
    _at_office(visit, "/office/")


def office_shortfalls(visit: Visit) -> None:
    """Goods that were promised and are not there, with what to do next."""
    _at_office(visit, "/office/shortfalls/")


def office_low_stock(visit: Visit) -> None:
    """What is low, and what another store could send."""
    _at_office(visit, "/office/low-stock/")


def office_slip(visit: Visit) -> None:
    """The slip that lies with the goods of a pickup."""
    _at_office(visit, "/office/pickups/")
    visit.page.locator("[name=order]").first.check()
    visit.page.locator("button[value=slips]").click()
    visit.page.locator(".pickup-slip").first.wait_for()


def office_limits(visit: Visit) -> None:
    """Beyond how much a second person is needed."""
    _at_office(visit, "/office/second-person/", way=0)


def office_level(visit: Visit) -> None:
    """Why a figure is what it is: every movement with its cause."""
    office_shortfalls(visit)
    visit.page.locator("main a[href*='/office/levels/']").first.click()
    visit.page.locator("main table").first.wait_for()


def office_order(visit: Visit) -> None:
    """An order, what happened to it, and what it is promised."""
    office_level(visit)
    visit.page.locator("main table a[href*='/office/orders/order/']").first.click()
    visit.page.locator("h1").first.wait_for()


def office_return(visit: Visit) -> None:
    """Goods that came back, and what was given back for them."""
    _at_office(visit, "/office/orders/return/")
    visit.page.locator("main tbody a").first.click()
    visit.page.locator("h1").first.wait_for()


def office_transfer(visit: Visit) -> None:
    """Goods from another store, and what came of them."""
    _at_office(visit, "/office/stock/transfer/")
    visit.page.locator("main tbody a").first.click()
    visit.page.locator("h1").first.wait_for()


def office_stocktake(visit: Visit) -> None:
    """A stocktake that somebody is in the middle of."""
    _at_office(visit, "/office/stocktakes/")
    visit.page.locator("main tbody a").first.click()
    visit.page.locator("h1").first.wait_for()


def office_shifts(visit: Visit) -> None:
    """The counts of the drawers."""
    _at_office(visit, "/office/shifts/")


def office_markdowns(visit: Visit) -> None:
    """What was taken off by hand, by whom and why."""
    _at_office(visit, "/office/markdowns/")


def office_tenders(visit: Visit) -> None:
    """What came in by cash, card and certificates."""
    _at_office(visit, "/office/money-by-tender/")


def office_keys(visit: Visit) -> None:
    """Goods that a tap sells."""
    _at_office(visit, "/office/quick-keys/", way=0)


def office_devices(visit: Visit) -> None:
    """The devices at the registers, and what waits on them."""
    _at_office(visit, "/office/devices/", way=0)


def office_new_till(visit: Visit) -> None:
    """The code that makes a tablet a till."""
    office_devices(visit)
    visit.page.locator("main a[href$='/new-till/']").first.click()
    visit.page.locator("[name=name]").fill("入口のタブレット")
    visit.page.locator("main form button").first.click()
    visit.page.locator(".office-enroll__code").wait_for()


def till_enroll(visit: Visit) -> None:
    """A tablet becomes a till by the code of the office."""
    office_new_till(visit)
    link = visit.page.locator(".office-enroll__link a").get_attribute("href") or ""
    visit.page.goto(link)
    visit.page.get_by_role("button", name=visit.say("Enroll this device")).wait_for()


def till_stopped(visit: Visit) -> None:
    """The office locked a till that was lost."""
    till_enroll(visit)
    visit.page.get_by_role("button", name=visit.say("Enroll this device")).click()
    visit.page.get_by_text(visit.say("Register of this device")).wait_for()
    visit.page.route("**/api/v1/till/devices/report", _lock)
    visit.page.reload()
    visit.page.get_by_role("heading", name=visit.say("This device is locked")).wait_for()


def _lock(route: Route) -> None:
    """What the office would answer had it locked the device."""
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"state": "locked", "screen_note": "03-1234-5678"})


def office_parcels(visit: Visit) -> None:
    """What is to be packed and sent home."""
    _at_office(visit, "/office/to-ship/")


SCENES = (
    Scene("shop-home", PHONE, shop_home),
    Scene("shop-find", PHONE, shop_find),
    Scene("shop-product", PHONE, shop_product),
    Scene("shop-basket", PHONE, shop_basket),
    Scene("shop-review", PHONE, shop_review),
    Scene("shop-order", PHONE, shop_order),
    Scene("shop-member", PHONE, shop_member),
    *(Scene(name, TABLET, walk) for name, walk in pictures_of_till.WALKS),
    Scene("office-report", DESK, office_report),
    Scene("office-today", DESK, office_today),
    Scene("office-shortfalls", DESK, office_shortfalls),
    Scene("office-low-stock", DESK, office_low_stock),
    Scene("office-slip", DESK, office_slip),
    Scene("office-limits", DESK, office_limits),
    Scene("office-level", DESK, office_level),
    Scene("office-order", DESK, office_order),
    Scene("office-return", DESK, office_return),
    Scene("office-transfer", DESK, office_transfer),
    Scene("office-stocktake", DESK, office_stocktake),
    Scene("office-shifts", DESK, office_shifts),
    Scene("office-markdowns", DESK, office_markdowns),
    Scene("office-tenders", DESK, office_tenders),
    Scene("office-keys", DESK, office_keys),
    Scene("office-devices", DESK, office_devices),
    Scene("office-new-till", DESK, office_new_till),
    Scene("office-parcels", DESK, office_parcels),
    Scene("till-enroll", TABLET, till_enroll),
    Scene("till-stopped", TABLET, till_stopped),
)

if __name__ == "__main__":
    sys.exit(main())
