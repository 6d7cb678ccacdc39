"""Who may open what: each role by its deeds, and only in its own store."""

import pytest
from django.test import Client

from noren.coupons.models import Redemption
from noren.kernel.ids import in_groups
from noren.office.tests.signing_in import signed_in, working
from noren.orders.models import Basket, Order
from noren.orders.place import place_order
from noren.outreach.models import Message
from noren.outreach.tests.test_order_mails import follow
from noren.people.models import Account, Role
from noren.stores.models import Store
from tests.factories import NOON, make_coupon, make_member, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db

START = "/office/"
REPORT = "/office/online-to-store/"
ORDERS = "/office/orders/order/"
CUSTOMERS = "/office/people/customer/"
STOCK = "/office/stock/level/"
COUPONS = "/office/coupons/coupon/"
NEW_COUPON = "/office/coupons/coupon/add/"
NEW_PRODUCT = "/office/catalog/product/add/"
PRODUCTS = "/office/catalog/product/"
IMPORTS = "/office/imports/"
STAFF = "/office/people/staffmember/"
TOKENS = "/office/people/apitoken/"
MAILS = "/office/outreach/message/"
REGISTERS = "/office/stores/register/"
PAYMENTS = "/office/payments/payment/"
MONEY = "/office/payments/entry/"
USES = "/office/coupons/redemption/"
BASKETS = "/office/orders/basket/"
SHORTFALLS = "/office/shortfalls/"
LOW = "/office/low-stock/"
DELIVERIES = "/office/deliveries/"
NEW_DELIVERY = "/office/deliveries/new/"
COUNTS = "/office/stocktakes/"
NEW_COUNT = "/office/stocktakes/new/"
ASIDE = "/office/set-aside/"
AT_WORK = {SHORTFALLS, LOW, DELIVERIES, NEW_DELIVERY, COUNTS, ASIDE}
PAGES = {
    START, REPORT, ORDERS, CUSTOMERS, STOCK, COUPONS, NEW_COUPON, NEW_PRODUCT, PRODUCTS, IMPORTS, STAFF, TOKENS, MAILS,
    REGISTERS, NEW_COUNT, *AT_WORK,
}  # fmt: skip
OPEN_TO = {
    Role.CLERK: {START, ORDERS, STOCK, PRODUCTS, MAILS, *AT_WORK},
    Role.MANAGER: {
        START,
        REPORT,
        ORDERS,
        CUSTOMERS,
        STOCK,
        COUPONS,
        PRODUCTS,
        MAILS,
        REGISTERS,
        NEW_COUNT,
        *AT_WORK,
    },
    Role.MARKETER: {START, REPORT, ORDERS, CUSTOMERS, COUPONS, NEW_COUPON, PRODUCTS},
    Role.HEAD_OFFICE: PAGES,
}


@pytest.mark.parametrize("role", OPEN_TO)
def test_a_role_opens_the_pages_of_its_deeds_and_no_other(role: Role) -> None:
    store = make_store() if role in {Role.CLERK, Role.MANAGER} else None
    client = working(role, store)

    answers = {page: client.get(page).status_code for page in PAGES}

    assert answers == {page: 200 if page in OPEN_TO[role] else 403 for page in PAGES}


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER])
def test_who_works_in_one_store_sees_the_orders_stock_and_mails_of_that_store_alone(role: Role) -> None:
    mine, other = make_store(code="MINE"), make_store(code="OTHER")
    orders = {store.code: order_in(store) for store in (mine, other)}
    follow()
    client = working(role, mine)

    assert numbers_in(client, ORDERS, orders.values()) == {orders["MINE"].number}
    assert client.get(f"{ORDERS}{orders['OTHER'].uid}/change/").status_code == 302
    assert client.get(f"{ORDERS}{orders['MINE'].uid}/change/").status_code == 200
    assert b"OTHER" not in client.get(STOCK).content
    mails = client.get(MAILS).content.decode()
    assert in_groups(orders["MINE"].number, 5) in mails
    assert in_groups(orders["OTHER"].number, 5) not in mails


def test_the_money_of_the_whole_chain_is_not_for_who_works_in_one_store() -> None:
    bound, everywhere = working(Role.MANAGER, make_store()), working(Role.HEAD_OFFICE)

    for page in (PAYMENTS, MONEY):
        assert (bound.get(page).status_code, everywhere.get(page).status_code) == (403, 200)
        bars = [visitor.get("/office/").content.decode() for visitor in (bound, everywhere)]
        assert [page in bar for bar in bars] == [False, True]


def test_who_works_in_one_store_sees_the_uses_of_coupons_and_the_baskets_of_that_store_alone() -> None:
    mine, other = make_store(code="MINE"), make_store(code="OTHER")
    coupon, variant = make_coupon(percent_bp=1000), make_variant()
    uses, baskets = {}, {}
    for store in (mine, other):
        stock_up(store, variant, 5)
        place_order(pickup(store, want(variant), coupon_codes=(coupon.code,)), at=NOON)
        uses[store.code] = Redemption.objects.get(store_id=store.pk)
        baskets[store.code] = Basket.objects.create(store=store, made_at=NOON, changed_at=NOON)
    client = working(Role.MANAGER, mine)

    for page, records in ((USES, uses), (BASKETS, baskets)):
        assert client.get(page).context["cl"].result_count == 1
        assert client.get(f"{page}{records['MINE'].pk}/change/").status_code == 200
        assert client.get(f"{page}{records['OTHER'].pk}/change/").status_code == 302
        assert working(Role.HEAD_OFFICE).get(page).context["cl"].result_count == 2


def test_a_manager_changes_the_own_store_and_no_other() -> None:
    mine, other = make_store(code="MINE"), make_store(code="OTHER")
    client = working(Role.MANAGER, mine)

    own_page, other_page = (client.get(f"/office/stores/store/{store.pk}/change/") for store in (mine, other))

    assert b'name="_save"' in own_page.content
    assert other_page.status_code == 200
    assert b'name="_save"' not in other_page.content
    refused = client.post(f"/office/stores/store/{other.pk}/change/", {"name": "taken over"})
    assert refused.status_code == 403
    other.refresh_from_db()
    assert other.name == "渋谷店"


def test_a_manager_opens_no_new_store() -> None:
    client = working(Role.MANAGER, make_store())

    assert client.get("/office/stores/store/add/").status_code == 403
    assert client.get("/office/stores/register/add/").status_code == 403


def test_a_manager_cancels_orders_of_the_own_store_and_a_clerk_none() -> None:
    mine, other = make_store(code="MINE"), make_store(code="OTHER")
    own, foreign = order_in(mine), order_in(other)
    manager, clerk = working(Role.MANAGER, mine), working(Role.CLERK, mine)

    assert clerk.post(f"/office/orders/{own.uid}/cancel/", {"reason": "asked"}).status_code == 403
    assert manager.post(f"/office/orders/{foreign.uid}/cancel/", {"reason": "asked"}).status_code == 403
    assert manager.post(f"/office/orders/{own.uid}/cancel/", {"reason": "asked"}).status_code == 302
    assert {order.store.code: order.status for order in Order.objects.select_related("store")} == {
        "MINE": "canceled",
        "OTHER": "placed",
    }


def test_a_clerk_sends_mails_of_the_own_store_again_and_no_others() -> None:
    mine, other = make_store(code="MINE"), make_store(code="OTHER")
    own, foreign = order_in(mine), order_in(other)
    follow()
    Message.objects.update(queued_at=NOON)
    client = working(Role.CLERK, mine)

    def send_again(order: Order) -> int:
        message = Message.objects.get(order_uid=order.uid)
        return client.post(f"/office/mails/{message.uid}/send-again/").status_code

    assert send_again(foreign) == 403
    assert send_again(own) == 302
    assert Message.objects.filter(order_uid=own.uid).count() == 2
    assert Message.objects.filter(order_uid=foreign.uid).count() == 1


def test_a_customers_timeline_is_for_those_who_may_see_it() -> None:
    member, store = make_member(), make_store()
    page = f"/office/customers/{member.uid}/"

    assert working(Role.CLERK, store).get(page).status_code == 403
    assert working(Role.MARKETER).get(page).status_code == 200


def test_a_refusal_is_a_page_in_the_look_of_the_office() -> None:
    answer = working(Role.CLERK, make_store()).get(STAFF, headers={"accept-language": "en"})

    assert answer.status_code == 403
    assert b"Your role does not include this page." in answer.content
    assert b'class="bar"' in answer.content


def test_strangers_and_shoppers_are_sent_to_the_sign_in() -> None:
    shopper = Account.objects.create_user("shopper@example.jp", "long enough to sign in")

    for client in (Client(), signed_in(shopper)):
        answer = client.get(ORDERS)
        assert answer.status_code == 302
        assert answer.url.startswith("/office/login/")  # type: ignore[attr-defined]


def test_the_bar_shows_only_what_opens() -> None:
    page = working(Role.CLERK, make_store()).get(START).content.decode()

    assert ORDERS in page
    assert CUSTOMERS not in page
    assert STAFF not in page


def test_who_no_longer_works_here_enters_no_more() -> None:
    staff = make_staff(role=Role.HEAD_OFFICE)
    client = signed_in(staff.account)
    Account.objects.filter(pk=staff.account_id).update(is_staff=False)

    assert client.get(START).status_code == 302


def order_in(store: Store) -> Order:
    variant = make_variant()
    stock_up(store, variant, 5)
    return Order.objects.get(uid=place_order(pickup(store, want(variant)), at=NOON).uid)


def numbers_in(client: Client, page: str, orders: object) -> set[str]:
    content = client.get(page).content.decode()
    return {order.number for order in orders if order.number in content}  # type: ignore[attr-defined]
