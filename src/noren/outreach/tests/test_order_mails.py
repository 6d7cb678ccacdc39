"""The mails of an order: each once, in the buyer's language, with what the buyer needs to know."""

from datetime import timedelta

import pytest

from noren.kernel.ids import in_groups, uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.end import cancel_order, expire_orders, reject_order
from noren.orders.links import order_path
from noren.orders.models import OrderLine
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.reject import reject_line
from noren.orders.wanted import PlacedOrder
from noren.outreach.listeners import ORDER_MAILS, queue_order_mails
from noren.outreach.models import Message
from noren.people.models import Account, Customer
from noren.stores.models import Store
from noren.timeline.consume import consume
from noren.timeline.models import Event
from noren.timeline.queries import recorded
from noren.timeline.sequence import sequence
from tests.factories import (
    NOON,
    counter_sale,
    make_coupon,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = pytest.mark.django_db


def place(
    *,
    quantity: int = 2,
    customer: Customer | None = None,
    coupon_codes: tuple[str, ...] = (),
    language: str = "en",
) -> PlacedOrder:
    """A pickup of coffee in Shibuya."""
    store, variant = make_store(), make_variant(price_minor=980)
    stock_up(store, variant, 10)
    wanted = pickup(store, want(variant, quantity), customer=customer, coupon_codes=coupon_codes, language=language)
    return place_order(wanted, at=NOON)


def follow() -> None:
    """Let the mails follow what happened."""
    sequence()
    consume(ORDER_MAILS)


def mails() -> list[str]:
    """Which mails there are, in order."""
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def test_a_placed_order_is_told_not_to_be_ready_yet_and_without_its_code() -> None:
    placed = place()

    follow()

    message = Message.objects.get()
    assert message.template == "order_placed"
    assert message.to == get_order(placed.uid).contact_email
    assert message.subject == f"[のれん商店] Order {in_groups(placed.number, 5)} received, not ready yet"
    assert f"Order number: {in_groups(placed.number, 5)}" in message.text
    assert "Your goods are not ready yet." in message.text
    assert "Expected to be ready: Sat 4 Jul 13:00" in message.text
    assert "Kept until: Tue 7 Jul, closing time" in message.text
    assert "Sat 4 Jul 10:00–21:00" in message.text
    assert "- 深煎りコーヒー豆 200g  × 2  ¥1,960" in message.text
    assert "Of which tax: ¥145" in message.text
    assert "to be paid at the store: ¥1,960" in message.text
    assert placed.pickup_code is not None
    assert placed.pickup_code not in (message.text + message.html).replace(" ", "")


def test_a_ready_order_is_told_with_code_hours_and_last_day() -> None:
    placed, staff = place(), make_staff()

    mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)
    follow()

    ready = Message.objects.get(template="order_ready")
    assert placed.pickup_code is not None
    assert f"Pickup code: {in_groups(placed.pickup_code)}" in ready.text
    assert 'aria-label="QR code of the pickup code"' in ready.html
    assert "Kept until: Tue 7 Jul, closing time" in ready.text
    assert "渋谷店" in ready.text
    assert ready.order_uid == placed.uid


@pytest.mark.parametrize(
    ("language", "subject", "row"),
    [
        ("en", "will be ready later", "深煎りコーヒー豆 200g × 1: from 池袋店"),
        ("ja", "の準備が遅れます", "深煎りコーヒー豆 200g × 1: 池袋店から取り寄せ"),
    ],
)
def test_goods_that_come_from_another_store_are_told_with_the_new_day(language: str, subject: str, row: str) -> None:
    placed = place(language=language)
    line, other = OrderLine.objects.get(), make_store(name="池袋店")
    stock_up(other, line.variant, 1)

    reject_line(
        placed.uid,
        line.uid,
        uid=uuid7(),
        quantity=1,
        reason=SourcingReason.NOT_FOUND,
        staff_uid=make_staff().uid,
        at=NOON,
    )
    follow()
    follow()

    assert mails() == ["order_placed", "order_coming"]
    told = Message.objects.get(template="order_coming")
    assert subject in told.subject
    assert row in told.text.replace("：", ": ")
    assert ("Mon 6 Jul 11:00" if language == "en" else "7月6日") in told.text


@pytest.mark.parametrize(
    ("language", "row", "day"),
    [
        ("en", "Other stores send this to 渋谷店 for you: 深煎りコーヒー豆 200g × 2", "Tue 7 Jul 11:00"),
        ("ja", "次の商品を他の店舗から渋谷店へ取り寄せています：深煎りコーヒー豆 200g × 2", "7月7日"),
    ],
)
def test_an_order_whose_goods_are_brought_is_told_once_with_its_day(language: str, row: str, day: str) -> None:
    here, coffee = make_store(), make_variant()
    stock_up(here, coffee, 1)
    stock_up(make_store(name="池袋店", transfer_days=3), coffee, 2)

    place_order(pickup(here, want(coffee, 3), may_bring=True, language=language), at=NOON)
    follow()
    follow()

    assert mails() == ["order_placed"]
    told = Message.objects.get().text
    assert row in told
    assert day in told


def test_the_subject_in_japanese_names_the_shop_in_its_brackets() -> None:
    placed = place(language="ja")

    follow()

    subject = Message.objects.get().subject
    assert subject.startswith("【のれん商店】")
    assert in_groups(placed.number, 5) in subject


def test_the_link_opens_for_a_guest_without_signing_in_and_for_a_member_with_it() -> None:
    member = make_member()
    Account.objects.create_user("member@example.jp", customer=member)
    guests, members = place(), place(customer=member)

    follow()

    assert order_path(guests.uid, is_guest=True) in Message.objects.get(order_uid=guests.uid).text
    assert order_path(members.uid, is_guest=False) + "\n" in Message.objects.get(order_uid=members.uid).text


def test_events_read_twice_queue_each_mail_once() -> None:
    placed, staff = place(), make_staff()
    mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)
    follow()

    queue_order_mails(
        [recorded(event) for event in Event.objects.order_by("pk") if event.name in ORDER_MAILS.event_names]
    )

    assert mails() == ["order_placed", "order_ready"]


def test_a_short_order_is_told_with_what_changed_and_the_new_total() -> None:
    placed, staff = place(quantity=3), make_staff()
    line = get_order(placed.uid).lines[0]

    short_pick(placed.uid, line.uid, picked_quantity=1, reason="broken", staff_uid=staff.uid, at=NOON)
    follow()

    short = Message.objects.get(template="order_short")
    assert "1 instead of 3" in short.text
    assert "to be paid at the store: ¥980" in short.text


def test_several_short_lines_found_together_are_one_mail() -> None:
    store, staff = make_store(), make_staff()
    first, second = make_variant(), make_variant()
    for variant in (first, second):
        stock_up(store, variant, 5)
    placed = place_order(pickup(store, want(first, 2), want(second, 2), language="en"), at=NOON)

    for line in get_order(placed.uid).lines:
        short_pick(placed.uid, line.uid, picked_quantity=1, reason="broken", staff_uid=staff.uid, at=NOON)
    follow()

    assert mails() == ["order_placed", "order_short"]
    assert Message.objects.get(template="order_short").text.count("1 instead of 2") == 2


def test_a_changed_order_is_told_with_what_changed_why_and_the_new_total() -> None:
    placed, other = place(quantity=3), make_variant(price_minor=500)
    stock_up(Store.objects.get(), other, 5)
    line = get_order(placed.uid).lines[0]
    wanted = ChangeOrder(
        uuid7(), "staff", "office", (LineChange(line.uid, 1),), (want(other),), reason="as you said on the phone"
    )

    change_order(placed.uid, wanted, at=NOON)
    follow()

    told = Message.objects.get(template="order_changed")
    assert "1 instead of 3" in told.text
    assert "1 added" in told.text
    assert "as you said on the phone" in told.text
    assert "¥2,940 → ¥1,480" in told.text


def test_an_order_of_which_nothing_is_found_is_told_once_with_the_reason() -> None:
    placed, staff = place(), make_staff()
    line = get_order(placed.uid).lines[0]

    short_pick(placed.uid, line.uid, picked_quantity=0, reason="All were sold", staff_uid=staff.uid, at=NOON)
    follow()

    assert mails() == ["order_placed", "order_rejected"]
    rejected = Message.objects.get(template="order_rejected")
    assert "Reason: All were sold" in rejected.text
    assert "Nothing is to be paid." in rejected.text


def test_every_other_end_is_told() -> None:
    cancelled, rejected, expired, staff = place(), place(), place(), make_staff()

    cancel_order(cancelled.uid, by="customer", at=NOON)
    reject_order(rejected.uid, reason="Flooded store", staff_uid=staff.uid, at=NOON)
    assert expired.kept_until is not None
    expire_orders(at=expired.kept_until)
    follow()

    ends = dict(Message.objects.exclude(template="order_placed").values_list("order_uid", "template"))
    assert ends == {
        cancelled.uid: "order_cancelled",
        rejected.uid: "order_rejected",
        expired.uid: "order_expired",
    }


def test_a_ready_mail_that_comes_too_late_is_not_sent() -> None:
    placed, staff = place(), make_staff()
    mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)
    cancel_order(placed.uid, by="customer", at=NOON)

    follow()

    assert mails() == ["order_placed", "order_cancelled"]


def test_nobody_is_mailed_about_sales_at_the_counter_nor_simulated_orders() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 10)
    register, staff = make_register(store), make_staff(store=store)
    place_order(counter_sale(register, staff, want(variant), tendered_minor=1000, customer=make_member()), at=NOON)
    place_order(pickup(store, want(variant), source="simulated"), at=NOON)

    follow()

    assert mails() == []


def test_a_discount_stands_between_goods_and_total() -> None:
    make_coupon(code="COFFEE20")
    place(coupon_codes=("COFFEE20",))

    follow()

    text = Message.objects.get().text
    assert "Discount: -¥392" in text
    assert "to be paid at the store: ¥1,568" in text


def test_a_mail_is_sent_soon_after_its_event() -> None:
    place()

    follow()

    message = Message.objects.get()
    assert message.queued_at == NOON
    assert message.due_at - NOON < timedelta(seconds=1)
