"""An office with something in it: stores, goods, a member who bought everywhere, mails; and signing in there."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from noren.orders.models import Receipt
from noren.orders.wanted import PlacedOrder
from noren.outreach.listeners import ORDER_MAILS
from noren.outreach.models import Message
from noren.people.models import Account, Customer, Role, StaffMember
from noren.stock.models import Level
from noren.stores.models import Store
from noren.timeline.consume import consume
from noren.timeline.sequence import sequence
from tests.factories import Shop, make_coupon, make_member, make_staff

PASSWORD = "honbu-no-hito-2026"


@dataclass(frozen=True, slots=True)
class Office:
    """What the pages are about."""

    store: Store
    member: Customer
    collected: PlacedOrder
    waiting: PlacedOrder
    head: StaffMember

    @property
    def message(self) -> Message:
        """The first mail."""
        return Message.objects.order_by("pk")[0]

    def store_clerk(self) -> StaffMember:
        """Somebody who works in the store and nowhere else."""
        return make_staff(role=Role.CLERK, store=self.store, password=PASSWORD)

    def pages(self) -> list[str]:
        """The pages that are not lists of records."""
        return [
            "/office/",
            "/office/online-to-store/",
            "/office/online-to-store/orders/?figure=brought",
            f"/office/customers/{self.member.uid}/",
            f"/office/customers/{self.member.uid}/contact/",
            f"/office/orders/order/{self.collected.uid}/change/",
            f"/office/orders/{self.waiting.uid}/cancel/",
            f"/office/receipts/{Receipt.objects.get(order__uid=self.collected.uid).uid}/",
            f"/office/levels/{Level.objects.get(allocated__gt=0).pk}/",
            f"/office/mails/{self.message.uid}/send-again/",
            "/office/imports/",
            "/office/pickups/",
            "/office/people/deedrecord/",
            "/office/password_change/",
        ]


def an_office() -> Office:
    """A store in which a member collected an order with extra goods, came back, and has another one waiting."""
    now, shop, member = timezone.now(), Shop(), make_member()
    make_coupon(code="COFFEE20", valid_until=now + timedelta(days=30), valid_from=now - timedelta(days=30))
    ordered, collected_at = now - timedelta(days=2), now - timedelta(days=2) + timedelta(hours=1)
    collected = shop.order(customer=member, at=ordered, coupons=("COFFEE20",))
    shop.hand_over(collected, at=collected_at, extra=1)
    shop.sell(customer=member, at=collected_at + timedelta(minutes=10))
    waiting = shop.order(customer=member, at=now - timedelta(hours=30))
    sequence()
    consume(ORDER_MAILS)
    head = make_staff(role=Role.HEAD_OFFICE, password=PASSWORD)
    return Office(shop.store, member, collected, waiting, head)


def sign_in(page: Page, account: Account, *, to: str = "/office/") -> None:
    """Sign in at the office and stand on a page."""
    page.goto(f"/office/login/?next={to}")
    page.locator("[name=username]").fill(account.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "login" not in url)
