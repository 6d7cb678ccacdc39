"""The goods on a till's device: they come with the sign-in, and what changes comes too."""

import pytest
from playwright.sync_api import expect

from noren.catalog.save_variant import set_price
from tests.browser.conftest import TABLET, OpenPage
from tests.browser.till_desk import Shop, say, sign_in
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What the device keeps of a variant, as its database has it.
_KEPT = """
sku => new Promise((resolve, reject) => {
    const opening = indexedDB.open("noren-till");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("goods").objectStore("goods").getAll();
        asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result.filter(goods => goods.code === sku).map(goods => goods.priceMinor));
        };
    };
})
"""


def test_the_goods_come_to_the_device_and_follow_what_changes(open_page: OpenPage, live: str) -> None:
    del live  # the server's database, which is emptied after each test
    shop = Shop()
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    page.goto(page.url.partition("#")[0] + "#/settings")
    card = page.locator("section", has=page.get_by_role("heading", name=say("Goods on this device")))

    expect(card).to_contain_text("3")
    assert page.evaluate(_KEPT, "100042") == [980]

    set_price("100042", 1_080, at=NOON)
    page.reload()
    page.wait_for_function(f"async () => (await ({_KEPT})('100042'))[0] === 1080")

    expect(card).to_contain_text("3")
