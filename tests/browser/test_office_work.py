"""Work in the office in a browser: the report and its orders, a timeline, an import that is followed, the menu."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import BrowserContext, expect

from noren.connect.models import Import
from noren.connect.run import run_import
from noren.stores.models import Store
from tests.browser.conftest import DESK, PHONE
from tests.browser.office_desk import an_office, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenContext = Callable[..., BrowserContext]


@pytest.mark.parametrize(("locale", "brought", "timeline"), [
    ("ja-JP", "ネットで始まり店で終わった注文", "受け取り・お支払い"),
    pytest.param(
        "en-US", "Orders begun online, completed in a store", "Picked up and paid", marks=pytest.mark.thorough
    ),
])  # fmt: skip
def test_the_report_opens_to_its_orders_and_they_to_their_story(
    open_context: OpenContext, locale: str, brought: str, timeline: str
) -> None:
    office = an_office()
    page = open_context(size=DESK, locale=locale).new_page()
    sign_in(page, office.head.account, to="/office/online-to-store/")

    kpi = page.locator(".kpis .card", has_text=brought)
    expect(kpi.locator("b")).to_have_text("1")
    expect(page.locator("td.hit a").first).to_have_text("1")
    expect(page.locator(".chart rect")).not_to_have_count(0)
    kpi.locator("a").click()
    page.get_by_role("link", name=office.collected.number).click()
    expect(page.locator("main")).to_contain_text(timeline)

    page.goto(f"/office/customers/{office.member.uid}/")
    expect(page.locator(".timeline__item").first).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("¥1,600")


@pytest.mark.thorough
def test_an_upload_is_followed_by_itself_until_it_has_ended(open_context: OpenContext, tmp_path: Path) -> None:
    office = an_office()
    page = open_context(size=DESK, locale="en-US").new_page()
    sign_in(page, office.head.account, to="/office/imports/")
    file = tmp_path / "stores.csv"
    file.write_text("code,name\nS900,吉祥寺店\n", encoding="utf-8")

    page.get_by_label("What it holds").select_option("stores")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Dry run").uncheck()
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#progress[data-running]")).to_be_visible()
    _in_the_background(lambda: run_import(Import.objects.get().uid))

    expect(page.locator("#progress[data-running]")).to_have_count(0, timeout=15_000)
    expect(page.locator("#state")).to_contain_text("finished")
    assert Store.objects.filter(code="S900").exists()


@pytest.mark.thorough
def test_bad_rows_of_an_upload_are_a_table(open_context: OpenContext, tmp_path: Path) -> None:
    office = an_office()
    page = open_context(size=PHONE, locale="ja-JP").new_page()
    sign_in(page, office.head.account, to="/office/imports/")
    file = tmp_path / "店舗.csv"
    file.write_bytes("店舗コード,店舗名,緯度,経度\nS900,吉祥寺店,北,139.7\n".encode("cp932"))

    page.locator("[name=kind]").select_option("stores")
    page.locator("[name=file]").set_input_files(file)
    page.locator("#upload button").click()
    page.wait_for_url("**/imports/*-*/")
    _in_the_background(lambda: run_import(Import.objects.get().uid))

    row = page.locator("tbody tr").first
    expect(row).to_contain_text("北", timeout=15_000)
    expect(row).to_contain_text("緯度")


@pytest.mark.thorough
def test_on_a_phone_the_menu_begins_closed_and_the_language_is_changed_in_it(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=PHONE, locale="ja-JP").new_page()
    sign_in(page, office.head.account)

    expect(page.get_by_role("link", name="ネットから店へ")).to_be_hidden()
    page.locator("#bar-menu > summary").click()
    page.get_by_role("button", name="English").click()

    expect(page.locator("h1")).to_have_text("Today in the stores")


@pytest.mark.thorough
def test_everything_can_be_read_and_changed_without_scripts(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=DESK, locale="en-US", java_script_enabled=False).new_page()
    sign_in(page, office.head.account)

    page.goto(f"/office/stores/store/{office.store.pk}/change/")
    page.locator("[name=phone]").fill("03-0000-0000")
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/office/stores/store/")
    office.store.refresh_from_db()
    assert office.store.phone == "03-0000-0000"


def _in_the_background(work: Callable[[], object]) -> None:
    """Do it as the worker would, beside the server."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=60)
