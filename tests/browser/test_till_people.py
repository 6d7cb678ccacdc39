"""Members at the till, receipts of the day, sales taken back, and who may sign in."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.coupons.grant import grant_coupon
from noren.coupons.models import CouponKind, Redemption
from noren.kernel.ids import uuid7
from noren.loyalty.queries import points_of_customer
from noren.orders.models import Order, Receipt
from noren.people.models import Customer, Role
from noren.stock.models import Level
from tests.browser.conftest import PHONE, TABLET, OpenPage
from tests.browser.till_desk import PASSWORD, Shop, give_password, join, pay, receipt, say, scan, sign_in, total
from tests.factories import make_coupon, make_staff, make_store

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def go_to(page: Page, screen: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=say(screen)).click()


def test_somebody_joins_at_the_till_and_buys_as_a_member(open_page: OpenPage, shop: Shop) -> None:
    join(phone="090-1111-2222")
    page = open_page("/till/", size=PHONE)
    sign_in(page, shop)
    go_to(page, "Members")
    page.get_by_role("link", name=say("Sign up a new member")).click()

    page.get_by_role("button", name=say("Sign up")).click()
    expect(page.get_by_text(say("Enter a name."))).to_be_visible()
    page.get_by_label(say("Family name"), exact=True).fill("高橋")
    page.get_by_label(say("Given name"), exact=True).fill("みなみ")
    page.get_by_label(say("Phone")).fill("０９０−１１１１−２２２２")
    page.get_by_role("button", name=say("Sign up")).click()
    expect(page.locator("#phone-error")).to_be_visible()
    expect(page.locator("#phone")).to_have_attribute("aria-invalid", "true")
    page.get_by_label(say("Phone")).fill("090-3333-4444")
    page.get_by_role("button", name=say("Sign up")).click()

    expect(page.get_by_role("img", name=say("QR code of the member card"))).to_be_visible()
    member = Customer.objects.get(family_name="高橋")
    expect(page.locator(".member-card")).to_contain_text(member.member_number or "")
    page.get_by_role("button", name=say("Use in the sale")).click()
    expect(page.locator(".who")).to_contain_text("高橋 みなみ")
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    pay(page, "")
    expect(receipt(page)).to_be_visible()
    assert points_of_customer(member.pk).balance == 9


@pytest.mark.thorough
def test_a_member_found_by_phone_has_coupons_to_tap(open_page: OpenPage, shop: Shop) -> None:
    member, now = join(phone="090-1234-5678"), timezone.now()
    make_coupon(code="TANJOBI", percent_bp=2_000, kind=CouponKind.MEMBER, valid_until=now + timedelta(days=9))
    grant_coupon(
        code="TANJOBI", customer_id=member.id, channel="office", cause_kind="campaign", cause_uid=uuid7(), at=now
    )
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")

    page.locator("#scan").fill("09012345678")
    page.locator("#scan").press("Enter")
    expect(page.locator(".who")).to_contain_text(member.member_number or "")
    page.locator(".coupon--offer").click()
    expect(total(page)).to_have_text("¥784")
    pay(page, "")

    expect(receipt(page)).to_be_visible()
    assert Redemption.objects.get().customer_id == member.id


@pytest.mark.thorough
def test_of_many_coupons_those_that_fit_are_held_out_and_the_rest_is_folded(open_page: OpenPage, shop: Shop) -> None:
    member, now = join(), timezone.now()
    for number in range(12):
        fits = number in (4, 11)
        coupon = make_coupon(
            code=f"C{number:02}",
            percent_bp=100 * number or 100,
            minimum_minor=0 if fits else 50_000,
            kind=CouponKind.MEMBER,
            valid_until=now + timedelta(days=9 + number),
        )
        grant_coupon(
            code=coupon.code, customer_id=member.id, channel="office", cause_kind="campaign", cause_uid=uuid7(), at=now
        )
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")

    scan(page, member.member_number or "")

    held_out = page.locator(".coupons > .coupon--offer .coupon-do")
    expect(held_out).to_have_text([re.compile("-¥107"), re.compile("-¥39")])
    rest = page.locator(".coupon-more")
    expect(rest.locator("summary")).to_have_text(say("%(count)s more coupons", count=10))
    expect(rest.locator(".coupon--offer").first).to_be_hidden()
    assert page.evaluate("document.querySelector('.desk-goods').clientHeight") > 450
    held_out.first.click()
    expect(total(page)).to_have_text("¥873")
    rest.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(rest.locator(".coupon--offer")).to_have_count(10)
    expect(rest.locator(".coupon--offer").first).to_contain_text("¥49,020")


@pytest.mark.thorough
def test_who_is_known_at_the_sale_is_told_of_the_pickup_that_waits(open_page: OpenPage, shop: Shop) -> None:
    member = join()
    placed = shop.order_pickup((shop.milk, 1), customer=Customer.objects.get(pk=member.id))
    page = open_page("/till/")
    sign_in(page, shop)

    scan(page, member.member_number or "")

    notice = page.get_by_role("status").filter(has_text=say("A pickup waits here for this customer."))
    expect(notice).to_contain_text("1")
    notice.get_by_role("link", name=placed.pickup_code or "").click()
    expect(page.locator(".pick")).to_contain_text("牛乳 1L")
    page.goto(f"/till/#/members/{member.uid}")
    order = page.get_by_role("listitem").filter(has_text="¥248")
    expect(order.locator(".tag")).to_have_text(say("To pick"))
    order.get_by_role("link").click()
    expect(page.locator(".pick")).to_contain_text("牛乳 1L")


@pytest.mark.thorough
def test_a_sale_of_today_is_printed_again_and_taken_back_with_a_reason_and_an_approval(
    open_page: OpenPage, shop: Shop
) -> None:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_page("/till/")
    page.add_init_script("window.print = () => { window.prints = (window.prints || 0) + 1 }")
    page.reload()
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    pay(page, "1000")
    page.get_by_role("button", name=say("Print the receipt")).click()
    expect(page.get_by_role("button", name=say("Print again"))).to_be_visible()
    expect(receipt(page)).not_to_contain_text(say("Reprint"))
    order = Order.objects.get()

    go_to(page, "Receipts")
    page.get_by_role("link", name=order.number).click()
    page.get_by_role("button", name=say("Print again")).click()
    expect(page.locator(".receipt-mark")).to_contain_text(say("Reprint"))
    page.wait_for_function("() => window.prints === 2")
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 1
    assert re.findall(rb"/MediaBox \[0 0 (\d+)", paper) == [b"227"]  # points: 80 mm
    page.emulate_media(media="screen")
    page.get_by_role("button", name=say("Void this sale")).click()
    page.get_by_role("button", name=say("Rung up wrongly")).click()
    page.locator("#approver-code").fill(manager.code)
    page.locator("#approver-password").fill("wrong")
    confirm = page.get_by_role("dialog").get_by_role("button", name=say("Void this sale"))
    confirm.click()
    expect(page.locator("#approver-password-error")).to_be_visible()
    page.locator("#approver-password").fill(PASSWORD)
    confirm.click()

    expect(receipt(page)).to_contain_text(say("Void slip"))
    expect(receipt(page)).to_contain_text(say("Rung up wrongly"))
    order.refresh_from_db()
    assert order.status == "voided"
    assert Receipt.objects.get(order=order, kind="sale").printed_count == 2
    assert Level.objects.get(variant=shop.beans).on_hand == 10


@pytest.mark.thorough
def test_a_sale_of_another_register_is_not_offered_to_be_taken_back(open_page: OpenPage, shop: Shop) -> None:
    first, second = open_page("/till/"), open_page("/till/")
    sign_in(first, shop, register=0)
    scan(first, shop.beans.gtin or "")
    expect(total(first)).to_have_text("¥980")
    pay(first, "")
    expect(receipt(first)).to_be_visible()
    sign_in(second, shop, register=1)
    go_to(second, "Receipts")
    expect(second.get_by_text(say("This register has sold nothing today."))).to_be_visible()

    second.locator("#scan").fill(Order.objects.get().number)
    second.locator("#scan").press("Enter")

    expect(receipt(second)).to_be_visible()
    expect(second.get_by_role("button", name=say("Void this sale"))).to_have_count(0)


def test_who_may_not_sell_here_or_has_the_wrong_password_is_told_at_the_field(open_page: OpenPage, shop: Shop) -> None:
    stranger = make_staff(store=make_store(name="下北沢店"), password="another-one-2026")
    page = open_page("/till/")
    page.get_by_label(say("Store"), exact=True).fill("渋谷")
    page.get_by_role("button", name=shop.store.name).click()
    page.get_by_label(shop.registers[0].name).check()

    page.get_by_label(say("Staff code")).fill(shop.staff.code)
    page.get_by_label(say("Password")).fill("wrong")
    page.get_by_role("button", name=say("Sign in"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(say("Staff code")).fill(stranger.code)
    page.get_by_label(say("Password")).fill("another-one-2026")
    page.get_by_role("button", name=say("Sign in"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    give_password(page, shop)

    expect(page.locator("#scan")).to_be_visible()
    page.get_by_role("link", name=say("Settings")).click()
    page.get_by_role("button", name=say("Sign out")).click()
    expect(page.get_by_label(shop.registers[0].name)).to_be_checked()


@pytest.mark.thorough
def test_the_language_is_chosen_on_the_device_and_remembered(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", locale="ja-JP")
    sign_in(page, shop)
    page.get_by_role("link", name=say("Settings")).click()

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()


@pytest.mark.thorough
def test_a_sign_in_that_lacks_something_names_it_at_its_field(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=PHONE)
    go = page.get_by_role("button", name=say("Sign in"), exact=True)
    found = page.locator("[aria-live]").filter(has_text=say("Found: %(count)s", count=1))
    expect(page.get_by_role("button", name=shop.store.name)).to_be_visible()
    expect(page.locator("[aria-live]").filter(has_text=re.compile(r"\S"))).to_have_count(0)
    go.click()
    expect(page.locator("#store")).to_be_focused()
    expect(page.locator("#store")).to_have_accessible_description(re.compile(say("Choose the store.")))
    page.keyboard.type(shop.store.code)
    expect(found).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.get_by_label(shop.registers[0].name)).to_be_focused()
    go.click()

    expect(page.get_by_label(shop.registers[0].name)).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text(
        [say("Choose the register."), say("Type your staff code."), say("Type your password.")]
    )
    page.get_by_label(shop.registers[0].name).check()
    give_password(page, shop)
    expect(page.locator("#scan")).to_be_visible()
