"""A shopper's hands: what the shop's tests arrange and do on a phone or at a desk."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.people.link_account import link_account, verify_email
from noren.people.models import Account, Customer
from tests.browser.till_desk import Shop
from tests.factories import make_member

PASSWORD = "okyakusama-2026"
EMAIL = "hanako@example.jp"


def member_with_account() -> Customer:
    """A member who can sign in at the shop."""
    member = make_member(email=EMAIL)
    account = Account.objects.create_user(EMAIL, PASSWORD)
    link_account(account_id=account.pk, customer_id=member.pk)
    verify_email(account_id=account.pk, email=EMAIL, at=timezone.now())
    return member


def sign_in(page: Page) -> None:
    """Sign in as that member."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "login" not in url)


def reserve(page: Page, shop: Shop) -> None:
    """Press "reserve here" at the store on the beans' page; the basket is open then."""
    page.goto(f"/products/{shop.beans.product.code}/")
    page.locator(f"#reserve-{shop.store.code}").click()
    page.wait_for_url("**/basket/")


def go_to_review(page: Page) -> None:
    """From the basket to the review page, as a guest."""
    page.locator("form[action$='/checkout/hold/'] button").click()
    page.wait_for_url("**/checkout/")
    page.locator("[name=name]").fill("田中 一郎")
    page.locator("[name=email]").fill("ichiro@example.jp")
    page.locator("main form button").first.click()
    page.wait_for_url("**/checkout/confirm/")


def place(page: Page) -> None:
    """Place the order that the review shows."""
    page.locator("form[action$='/checkout/place/'] button").click()
    page.wait_for_url("**/orders/**")
    expect(page.locator(".ticket__code").first).to_be_visible()
