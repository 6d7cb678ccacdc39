"""The whole loop: a phone reserves and waits, a till picks, hands over and takes the cash, all see one record."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from noren.orders.models import Order
from noren.outreach import send
from noren.outreach.listeners import ORDER_MAILS
from noren.outreach.models import Message
from noren.people.models import Customer, Role
from noren.timeline.consume import consume
from noren.timeline.queries import events_of_customer
from noren.timeline.sequence import sequence
from tests.browser import office_desk, shopper
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.browser.till_desk import Shop, pay, receipt, say, scan, sign_in
from tests.depth import LANGUAGES
from tests.factories import all_differences, make_coupon, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STORY = ("Points earned", "Picked up and paid", "Ready for pickup", "Coupon used", "Ordered for pickup")
OpenContext = Callable[..., BrowserContext]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_reserves_a_till_hands_over_and_both_see_the_same_record(
    open_context: OpenContext, language: str
) -> None:
    shop, member, coupon = Shop(), shopper.member_with_account(), make_coupon(code="NET10", percent_bp=1000)
    locale = "ja-JP" if language == "ja" else "en-US"
    phone = open_context(size=PHONE, locale=locale).new_page()
    till = open_context(size=TABLET, locale=locale).new_page()
    till.goto("/till/")
    sign_in(till, shop, language=language)

    shopper.sign_in(phone)
    code = _reserve(phone, shop, coupon.code)
    _work_off_events()
    badge = till.get_by_role("link", name=say("Pickups", language))
    expect(badge).to_contain_text("1", timeout=8_000)
    _make_ready(till, badge, language)
    expect(phone.locator("#order .state--ready")).to_be_visible(timeout=8_000)
    _work_off_events()
    _hand_over(till, code, shop, language)

    expect(phone.locator("#order .state--over")).to_be_visible(timeout=8_000)
    phone.goto("/member/")
    expect(phone.locator("main")).to_contain_text("18")
    assert violations(phone) == []
    _work_off_events()
    told = [event.name for event in reversed(events_of_customer(member.pk))]
    assert [name for name in told if name.startswith(("Order", "Coupon", "Points"))] == [
        "Order Completed",
        "Coupon Redeemed",
        "Order Ready",
        "Order Handed Over",
        "Points Earned",
    ]
    mails = list(Message.objects.order_by("id").values_list("template", "status"))
    assert [template for template, _status in mails][:2] == ["order_placed", "order_ready"]
    assert {status for _template, status in mails} == {"sent"}
    _see_it_at_head_office(open_context(size=DESK, locale=locale).new_page(), code, member, language)
    assert all_differences() == []


def _reserve(phone: Page, shop: Shop, coupon_code: str) -> str:
    """Find the beans, take two with a coupon, and place the order; answer the pickup code that the page shows."""
    phone.goto("/")
    phone.locator("input[type=search]").first.fill("コーヒー豆")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name=shop.beans.product.name).first.click()
    phone.locator(f"#reserve-{shop.store.code}").click()
    if "basket" not in phone.url:
        phone.goto("/basket/")
    phone.locator(f"#more-{shop.beans.sku}").click()
    expect(phone.locator(f"#quantity-{shop.beans.sku}")).to_have_value("2")
    phone.locator("#coupon-code").fill(coupon_code.lower())
    phone.keyboard.press("Enter")
    expect(phone.locator(".coupon")).to_contain_text("−¥196")
    assert violations(phone) == []
    phone.locator("form[action$='/checkout/hold/'] button").click()
    phone.wait_for_url("**/checkout/confirm/")
    expect(phone.locator("main")).to_contain_text("¥1,764")
    assert violations(phone) == []
    phone.locator("form[action$='/checkout/place/'] button").click()
    phone.wait_for_url("**/orders/**")
    assert violations(phone) == []
    return phone.locator(".ticket__code").first.inner_text().replace(" ", "").replace("-", "")


def _make_ready(till: Page, badge: Locator, language: str) -> None:
    """Open the new pickup from its badge, tick off what is picked, and say that it is ready."""
    badge.click()
    till.locator(".pickup-link").first.click()
    till.locator(".pick input[type=checkbox]").check()
    assert violations(till) == []
    till.get_by_role("button", name=say("Ready", language)).last.click()
    expect(till.locator(".pickup-title .tag--good")).to_be_visible()


def _hand_over(till: Page, code: str, shop: Shop, language: str) -> None:
    """Scan the code from the phone, add filters, take the cash."""
    till.get_by_role("link", name=say("Hand over", language)).click()
    expect(till.locator("#scan")).to_be_visible()
    scan(till, code)
    expect(till.get_by_text(say("Code checked", language))).to_be_visible()
    scan(till, shop.filters.sku)
    expect(till.locator(".totals output")).to_contain_text("2,016")
    assert violations(till) == []
    pay(till, "3000", language=language)
    expect(receipt(till)).to_contain_text("2,016")
    expect(till.locator("main")).to_contain_text("984")
    assert violations(till) == []


def _see_it_at_head_office(desk: Page, code: str, member: Customer, language: str) -> None:
    """The report counts the order, its coupon and its extra goods, and opens to it; the timeline tells it all."""
    head = make_staff(role=Role.HEAD_OFFICE, password=office_desk.PASSWORD)
    office_desk.sign_in(desk, head.account, to="/office/online-to-store/")
    brought = desk.locator(".kpis .card").first
    expect(brought.locator("b")).to_have_text("1")
    expect(desk.locator("section.kpis")).to_contain_text("¥2,016")
    coupon = desk.get_by_role("row").filter(has_text="NET10")
    expect(coupon.locator("td.hit").first).to_have_text("1")
    brought.get_by_role("link").click()
    desk.get_by_role("link", name=Order.objects.get().number).click()
    expect(desk.locator("main")).to_contain_text(code)

    desk.goto(f"/office/customers/{member.uid}/")
    expect(desk.locator(".timeline__item").first).to_be_visible()
    told = " ".join(desk.locator(".timeline__item").all_inner_texts())
    places = [told.index(say(words, language)) for words in STORY]
    assert places == sorted(places), told
    assert "¥2,016" in told


def _work_off_events() -> None:
    """What the worker does: number the events, let the mails be written, send them."""
    sequence()
    while consume(ORDER_MAILS):
        pass
    while send.step():
        pass
