"""A pickup from the shelf to the customer's hand, or to its other ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noren.catalog.models import Product
from noren.coupons.errors import CouponNotApplicable
from noren.coupons.grant import grant_coupon
from noren.coupons.models import CouponKind, CouponProduct, Redemption
from noren.kernel.ids import uuid7
from noren.loyalty.queries import points_of_customer
from noren.orders.end import cancel_order, expire_orders, reject_order, void_sale
from noren.orders.errors import (
    AlreadyHandedOver,
    OrderEnded,
    OrderExpired,
    OrderNotFound,
    OrderNotOpen,
    OrderOfOtherStore,
    PickedQuantityInvalid,
    PriceChanged,
    ReasonMissing,
    VoidNotAllowed,
)
from noren.orders.hand_over import hand_over, quote_hand_over
from noren.orders.models import Order
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.print_receipt import print_receipt
from noren.orders.queries import find_order_by_code, get_order, pickup_list
from noren.orders.receipt_document import ReceiptTender, Reprint
from noren.orders.receipts import get_receipt
from noren.orders.wanted import Contact
from noren.payments.errors import TenderTooSmall
from noren.stock.models import Level, Movement
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
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
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def test_a_ready_pickup_is_handed_over_for_cash_with_points_and_a_receipt() -> None:
    store, member, variant = make_store(), make_member(), make_variant(price_minor=980)
    level = stock_up(store, variant, 5)
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 2), customer=member), at=NOON)
    mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)
    mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)

    wanted = at_counter(register, staff, tendered_minor=2000, pickup_code=placed.pickup_code)
    done = hand_over(placed.uid, wanted, at=LATER)

    level.refresh_from_db()
    assert (done.total_minor, done.change_minor, done.points) == (1960, 40, 18)
    assert (level.on_hand, level.allocated) == (3, 0)
    assert points_of_customer(member.pk).balance == 18
    order = get_order(placed.uid)
    assert (order.status, order.completed_channel) == ("completed", "till")
    assert [(payment.status, payment.captured_minor) for payment in order.payments] == [("captured", 1960)]
    names = list(Event.objects.order_by("id").values_list("name", flat=True))
    assert names == ["Order Completed", "Order Ready", "Order Handed Over", "Points Earned"]
    assert all_differences() == []


def test_a_second_hand_over_is_refused_but_a_repeat_of_the_first_is_answered() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    stock_up(store, variant, 5)
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(pickup(store, want(variant)), at=NOON)
    wanted = at_counter(register, staff, tendered_minor=2000, extra_lines=(want(variant),))

    first, repeat = hand_over(placed.uid, wanted, at=LATER), hand_over(placed.uid, wanted, at=LATER)

    assert first == repeat
    with refused(AlreadyHandedOver):
        hand_over(placed.uid, replace(wanted, extra_lines=(want(variant, 2),)), at=LATER)
    with refused(AlreadyHandedOver):
        hand_over(placed.uid, at_counter(register, staff, tendered_minor=2000), at=LATER)
    assert all_differences() == []


def test_goods_and_a_coupon_added_at_the_counter_are_priced_by_the_same_quote() -> None:
    store, member = make_store(), make_member()
    coffee, filters = make_variant(price_minor=1000), make_variant(price_minor=500, tax_class="standard")
    for variant in (coffee, filters):
        stock_up(store, variant, 5)
    register, staff = make_register(store), make_staff(store=store)
    web, till = make_coupon(percent_bp=1000), make_coupon(amount_minor=100, redemption_limit=1)
    placed = place_order(pickup(store, want(coffee), customer=member, coupon_codes=(web.code,)), at=NOON)
    extra = (want(filters, 2),)

    quote = quote_hand_over(placed.uid, extra_lines=extra, coupon_codes=(till.code,), at=LATER)
    wanted = at_counter(register, staff, tendered_minor=2000, extra_lines=extra, coupon_codes=(till.code,))
    done = hand_over(placed.uid, wanted, at=LATER)

    till.refresh_from_db()
    assert quote.total_minor == done.total_minor == 2000 - 200 - 100
    assert [line.is_extra for line in get_order(placed.uid).lines] == [False, True]
    assert Event.objects.get(name="Order Handed Over").properties["extra_minor"] == sum(
        line.total_minor for line in get_order(placed.uid).lines if line.is_extra
    )
    assert till.redeemed_count == 1
    assert Redemption.objects.get(coupon=web).discount_minor == 200
    assert all_differences() == []


@pytest.mark.parametrize("is_guest", [True, False])
def test_a_granted_coupon_is_not_spent_for_a_guest_who_gave_the_e_mail_of_the_member(is_guest: bool) -> None:
    store, variant, member = make_store(), make_variant(price_minor=1000), make_member()
    stock_up(store, variant, 5)
    coupon = make_coupon(kind=CouponKind.MEMBER, customer_limit=1)
    grant_coupon(code=coupon.code, customer_id=member.pk, channel="web", cause_kind="test", cause_uid=uuid7(), at=NOON)
    contact = Contact(name="田中 一郎", email=member.email)
    by_guest = pickup(store, want(variant), contact=contact)
    placed = place_order(by_guest if is_guest else pickup(store, want(variant), customer=member), at=NOON)
    wanted = at_counter(make_register(store), make_staff(store=store), tendered_minor=9999, coupon_codes=(coupon.code,))

    assert Order.objects.get().customer_id == member.pk
    if is_guest:
        with refused(CouponNotApplicable):
            hand_over(placed.uid, wanted, at=LATER)
    else:
        assert hand_over(placed.uid, wanted, at=LATER).total_minor == 800
    assert Redemption.objects.count() == (0 if is_guest else 1)
    assert all_differences() == []


@pytest.mark.parametrize("is_listed", [False, True])
def test_a_coupon_stays_with_goods_that_the_catalog_moved_since_they_were_ordered(is_listed: bool) -> None:
    store = make_store()
    tea, cup, late = (make_variant(price_minor=1000, category=code) for code in ("tea", "cups", "cups"))
    for variant in (tea, cup, late):
        stock_up(store, variant, 5)
    benefit = {"kind": "percent", "percent_bp": 1_000}
    rule = {"v": 1, "benefit": benefit, "goods": {"categories": ["tea"]}, "stacks": True}
    coupon = make_coupon(is_for_listed_goods=True) if is_listed else make_coupon(rule=rule)
    if is_listed:
        CouponProduct.objects.create(coupon=coupon, product=tea.product)
    wanted = pickup(store, want(tea, 2), want(cup), coupon_codes=(coupon.code,))
    placed = place_order(wanted, at=NOON)
    CouponProduct.objects.all().delete()
    Product.objects.filter(pk=tea.product.pk).update(category=cup.product.category)

    assert quote_hand_over(placed.uid, at=LATER).total_minor == placed.total_minor
    counter = at_counter(make_register(store), make_staff(store=store), tendered_minor=9999, extra_lines=(want(late),))
    done = hand_over(placed.uid, counter, at=LATER)

    assert done.total_minor == placed.total_minor + 1000
    redemption = Redemption.objects.get()
    assert (redemption.withdrawn_at, redemption.discount_minor) == (None, placed.discount_minor)
    assert not Event.objects.filter(name="Coupon Withdrawn").exists()
    assert all_differences() == []


def test_a_short_picked_line_is_priced_again_and_loses_a_coupon_it_no_longer_earns() -> None:
    store, variant = make_store(), make_variant(price_minor=1000)
    level = stock_up(store, variant, 5)
    staff = make_staff(store=store)
    coupon = make_coupon(amount_minor=500, minimum_minor=3000, redemption_limit=1)
    placed = place_order(pickup(store, want(variant, 3), coupon_codes=(coupon.code,)), at=NOON)
    line = get_order(placed.uid).lines[0]

    short_pick(placed.uid, line.uid, picked_quantity=2, reason="棚にない", staff_uid=staff.uid, at=LATER)

    level.refresh_from_db()
    coupon.refresh_from_db()
    order = get_order(placed.uid)
    assert (order.total_minor, order.discount_minor, order.payments[0].amount_minor) == (2000, 0, 2000)
    assert (level.on_hand, level.allocated) == (4, 2)
    assert Movement.objects.get(kind="adjusted").reason == "棚にない"
    assert coupon.redeemed_count == 0
    names = sorted(Event.objects.values_list("name", flat=True))
    assert names == ["Coupon Redeemed", "Coupon Withdrawn", "Order Completed", "Order Line Short"]
    assert all_differences() == []


def test_pieces_the_customer_no_longer_wants_may_be_sold_to_others() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    line = get_order(placed.uid).lines[0]

    short_pick(
        placed.uid,
        line.uid,
        picked_quantity=1,
        reason="お客様のご希望",
        is_missing=False,
        staff_uid=staff.uid,
        at=LATER,
    )

    level.refresh_from_db()
    assert (level.on_hand, level.allocated) == (5, 1)
    assert all_differences() == []


def test_an_order_of_which_nothing_is_found_is_rejected() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 3)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    line = get_order(placed.uid).lines[0]

    short_pick(placed.uid, line.uid, picked_quantity=0, reason="棚にない", staff_uid=staff.uid, at=LATER)

    level.refresh_from_db()
    assert get_order(placed.uid).status == "rejected"
    assert (level.on_hand, level.allocated) == (0, 0)
    assert all_differences() == []


@pytest.mark.parametrize("picked", [-1, 4])
def test_a_picked_quantity_that_cannot_be_is_refused(picked: int) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 3)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    line = get_order(placed.uid).lines[0]

    with refused(PickedQuantityInvalid):
        short_pick(placed.uid, line.uid, picked_quantity=picked, reason="棚にない", staff_uid=staff.uid, at=LATER)
    with refused(ReasonMissing):
        short_pick(placed.uid, line.uid, picked_quantity=1, reason="  ", staff_uid=staff.uid, at=LATER)

    assert all_differences() == []


def test_a_ready_order_is_not_short_picked_any_more() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 3)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)

    with refused(OrderNotOpen):
        line = get_order(placed.uid).lines[0]
        short_pick(placed.uid, line.uid, picked_quantity=1, reason="棚にない", staff_uid=staff.uid, at=LATER)


def test_a_cancelled_order_frees_stock_coupon_and_payment_once() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    level = stock_up(store, variant, 3)
    coupon = make_coupon(redemption_limit=1, customer_limit=1)
    wanted = pickup(store, want(variant, 3), customer=member, coupon_codes=(coupon.code,))
    placed = place_order(wanted, at=NOON)

    cancel_order(placed.uid, by="customer", at=LATER)
    cancel_order(placed.uid, by="customer", at=LATER)

    level.refresh_from_db()
    coupon.refresh_from_db()
    assert (level.allocated, coupon.redeemed_count) == (0, 0)
    assert get_order(placed.uid).payments[0].status == "canceled"
    assert Event.objects.filter(name="Order Cancelled").count() == 1
    again = pickup(store, want(variant, 3), customer=member, coupon_codes=(coupon.code,))
    assert place_order(again, at=LATER).discount_minor > 0
    with refused(OrderEnded):
        hand_over(placed.uid, at_counter(make_register(store), make_staff(), tendered_minor=9999), at=LATER)
    assert all_differences() == []


def test_a_coupon_that_keeps_its_use_stays_spent_after_a_cancel() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 3)
    coupon = make_coupon(redemption_limit=1, is_use_returned=False)
    placed = place_order(pickup(store, want(variant), coupon_codes=(coupon.code,)), at=NOON)

    cancel_order(placed.uid, by="customer", at=LATER)

    coupon.refresh_from_db()
    assert coupon.redeemed_count == 1
    assert all_differences() == []


def test_a_rejected_order_needs_a_reason_and_frees_everything() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 3)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 2)), at=NOON)

    with refused(ReasonMissing):
        reject_order(placed.uid, reason="", staff_uid=staff.uid, at=LATER)
    reject_order(placed.uid, reason="機器の故障", staff_uid=staff.uid, at=LATER)
    reject_order(placed.uid, reason="機器の故障", staff_uid=staff.uid, at=LATER)

    level.refresh_from_db()
    assert (get_order(placed.uid).status, get_order(placed.uid).ended_reason) == ("rejected", "機器の故障")
    assert (level.on_hand, level.allocated) == (3, 0)
    assert Event.objects.filter(name="Order Rejected").count() == 1
    assert all_differences() == []


def test_pickups_nobody_came_for_expire_and_cannot_be_handed_over() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 3)
    placed = place_order(pickup(store, want(variant, 2)), at=NOON)
    assert placed.kept_until is not None
    wanted = at_counter(make_register(store), make_staff(store=store), tendered_minor=9999)

    assert expire_orders(at=placed.kept_until - timedelta(seconds=1)) == 0
    with refused(OrderExpired):
        hand_over(placed.uid, wanted, at=placed.kept_until)
    assert expire_orders(at=placed.kept_until) == 1
    assert expire_orders(at=placed.kept_until) == 0

    level.refresh_from_db()
    assert (get_order(placed.uid).status, level.allocated) == ("expired", 0)
    with refused(OrderExpired):
        hand_over(placed.uid, wanted, at=placed.kept_until)
    assert all_differences() == []


def test_a_pickup_that_cannot_be_expired_keeps_no_other_from_it(caplog: pytest.LogCaptureFixture) -> None:
    store, broken, sound = make_store(), make_variant(), make_variant()
    level, other_level = stock_up(store, broken, 3), stock_up(store, sound, 3)
    first = place_order(pickup(store, want(broken)), at=NOON)
    later = place_order(pickup(store, want(sound)), at=NOON + timedelta(minutes=1))
    assert later.kept_until is not None
    Level.objects.filter(pk=level.pk).update(allocated=0)

    with pytest.raises(ExceptionGroup) as failure:
        expire_orders(at=later.kept_until)

    other_level.refresh_from_db()
    assert len(failure.value.exceptions) == 1
    assert str(first.uid) in caplog.text
    assert (get_order(first.uid).status, get_order(later.uid).status) == ("placed", "expired")
    assert other_level.allocated == 0
    Level.objects.filter(pk=level.pk).update(allocated=1)
    assert expire_orders(at=later.kept_until) == 1
    assert all_differences() == []


def test_a_pickup_of_another_store_or_with_another_code_is_not_handed_over() -> None:
    store, other, variant = make_store(), make_store(name="代々木店"), make_variant(price_minor=980)
    stock_up(store, variant, 3)
    placed = place_order(pickup(store, want(variant)), at=NOON)

    with refused(OrderOfOtherStore) as refusal:
        hand_over(placed.uid, at_counter(make_register(other), make_staff(), tendered_minor=980), at=LATER)
    with refused(OrderNotFound):
        wanted = at_counter(make_register(store), make_staff(), tendered_minor=980, pickup_code="AAAA-AAAA")
        hand_over(placed.uid, wanted, at=LATER)

    assert refusal.value.details["store"] == "渋谷店"
    assert get_order(placed.uid).status == "placed"


def test_a_hand_over_at_another_total_or_for_too_little_is_refused_whole() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    level = stock_up(store, variant, 3)
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(pickup(store, want(variant)), at=NOON)
    wanted = at_counter(register, staff, tendered_minor=979)

    with refused(TenderTooSmall):
        hand_over(placed.uid, wanted, at=LATER)
    with refused(PriceChanged):
        extra = (want(variant, 1, seen_price_minor=900),)
        hand_over(placed.uid, at_counter(register, staff, tendered_minor=5000, extra_lines=extra), at=LATER)

    level.refresh_from_db()
    assert (level.on_hand, level.allocated) == (3, 1)
    assert all_differences() == []


def test_a_voided_sale_leaves_points_coupons_stock_and_cash_as_before() -> None:
    store, member, variant = make_store(), make_member(), make_variant(price_minor=980)
    level = stock_up(store, variant, 3)
    register, staff = make_register(store), make_staff(store=store)
    coupon = make_coupon(redemption_limit=1)
    sale = counter_sale(
        register, staff, want(variant, 2), tendered_minor=2000, customer=member, coupon_codes=(coupon.code,)
    )
    placed = place_order(sale, at=NOON)

    number = void_sale(placed.uid, reason="打ち間違い", register_uid=register.uid, staff_uid=staff.uid, at=LATER)

    level.refresh_from_db()
    coupon.refresh_from_db()
    assert (level.on_hand, coupon.redeemed_count, points_of_customer(member.pk).balance) == (3, 0, 0)
    assert get_order(placed.uid).payments[0].refunded_minor == placed.total_minor
    assert get_receipt(number).kind == "void"
    assert all_differences() == []


def test_a_sale_of_another_day_or_register_is_not_voided() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    register, other, staff = make_register(store), make_register(store, code="2"), make_staff(store=store)
    placed = place_order(counter_sale(register, staff, want(variant), tendered_minor=980), at=NOON)

    with refused(VoidNotAllowed):
        void_sale(placed.uid, reason="誤", register_uid=other.uid, staff_uid=staff.uid, at=LATER)
    with refused(VoidNotAllowed):
        tomorrow = NOON + timedelta(days=1)
        void_sale(placed.uid, reason="誤", register_uid=register.uid, staff_uid=staff.uid, at=tomorrow)

    assert Order.objects.get().status == "completed"


def test_the_second_print_of_a_receipt_says_that_it_is_a_reprint() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    register, staff = make_register(store), make_staff(store=store)
    sale = counter_sale(register, staff, want(variant), tendered_minor=1000)
    placed = place_order(sale, at=NOON)
    assert placed.receipt_number is not None

    first, second = (
        print_receipt(placed.receipt_number, staff_uid=staff.uid, channel="till", at=LATER) for _ in range(2)
    )

    assert (first.is_reprint, second.is_reprint) == (False, True)
    assert second.reprint == Reprint(2, staff.name, LATER)
    assert (first.issuer_number, first.total_minor, first.tenders) == (
        "T1234567890123",
        980,
        (ReceiptTender("cash", 980, 1_000, 20),),
    )
    assert [(line.name, line.is_reduced) for line in first.lines] == [("深煎りコーヒー豆 200g", True)]
    assert sum(tax.gross_minor for tax in first.taxes) == first.total_minor


def test_a_store_sees_its_pickups_and_new_ones_as_they_come() -> None:
    store, other, variant = make_store(), make_store(), make_variant()
    stock_up(store, variant, 9)
    stock_up(other, variant, 9)
    first = place_order(pickup(store, want(variant)), at=NOON)
    place_order(pickup(other, want(variant)), at=NOON)

    place_order(pickup(store, want(variant)), at=LATER)

    assert pickup_list(store.pk)[0].uid == first.uid
    found = find_order_by_code(f" {(first.pickup_code or '').lower()} ")
    assert found is not None
    assert found.uid == first.uid
    assert Level.objects.get(store=store).allocated == 2


def test_an_order_is_found_by_its_number_and_by_its_pickup_code_one_after_the_other() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 9)
    placed = place_order(pickup(store, want(variant)), at=NOON)

    with CaptureQueriesContext(connection) as by_number:
        numbered = find_order_by_code(f" {placed.number.lower()} ")
    with CaptureQueriesContext(connection) as by_pickup_code:
        coded = find_order_by_code(placed.pickup_code or "")

    assert numbered == coded == get_order(placed.uid)
    assert len(by_pickup_code) == len(by_number) + 1
    conditions = [query["sql"].partition(" WHERE ")[2] for query in by_number.captured_queries]
    assert not [condition for condition in conditions if "pickup_code" in condition]
    assert find_order_by_code("NO-SUCH-CODE") is None
