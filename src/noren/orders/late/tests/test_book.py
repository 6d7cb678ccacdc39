"""Booking what a till sold without a network: as it was made, whatever became of goods, coupons and people since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from noren.catalog.models import Product
from noren.coupons.models import Coupon, Redemption
from noren.kernel.ids import uuid7
from noren.loyalty.models import PointsAccount, PointsLot
from noren.orders.end import void_sale
from noren.orders.errors import OrderUidTaken, RegisterNotFound, StaffNotFound, VariantNotFound
from noren.orders.late.errors import CouponNamedTwice, FiguresDoNotAddUp, MakerNotOfStore
from noren.orders.late.models import LateCause, LateDifference, LateSale
from noren.orders.late.tests.devices import late_sale
from noren.orders.models import Order, Receipt
from noren.orders.place import place_order
from noren.orders.receipts import get_receipt
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.payments.errors import TenderTooSmall
from noren.payments.models import Entry, Payment
from noren.people.models import StaffRole
from noren.people.tokens import Scope, make_token
from noren.pricing import Applied
from noren.stock.models import Level, Movement
from noren.stores.models import Register
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    by,
    cash,
    make_coupon,
    make_member,
    make_staff,
    make_store,
    make_tender_kind,
    make_variant,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=3)


def _causes(placed: PlacedOrder) -> list[str]:
    return [str(row.cause) for row in LateDifference.objects.filter(late_sale__order__uid=placed.uid)]


def _row(placed: PlacedOrder, cause: LateCause) -> tuple[str, int, int, int]:
    row = LateDifference.objects.get(late_sale__order__uid=placed.uid, cause=cause)
    return row.about, row.said, row.ours, row.amount_minor


def test_a_late_sale_is_booked_at_the_moment_it_was_made_and_no_difference_is_found() -> None:
    shop, member = Shop(), make_member()

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 2), customer=member), at=LATER)

    order = Order.objects.get(uid=placed.uid)
    lot = PointsLot.objects.get()
    assert (order.placed_at, order.completed_at, order.booked_at) == (NOON, NOON, LATER)
    assert order.business_date.isoformat() == "2026-07-04"
    assert (order.total_minor, order.points, order.staff_id) == (2_000, 18, shop.staff.pk)
    assert Receipt.objects.get().issued_at == NOON
    assert (lot.earned_at, lot.points) == (NOON, 18)
    assert _causes(placed) == []
    assert LateSale.objects.get().difference_count == 0
    assert Level.objects.get(variant=shop.coffee).on_hand == 998
    assert all_differences() == []


def test_its_events_say_when_it_was_made_and_when_it_was_booked() -> None:
    shop, member = Shop(), make_member()

    place_order(late_sale(shop.register, shop.staff, (shop.coffee, 2), customer=member), at=LATER)

    events = list(Event.objects.filter(customer_id=member.pk).order_by("id"))
    assert [event.name for event in events] == ["Order Completed", "Points Earned"]
    assert {(event.occurred_at, event.received_at) for event in events} == {(NOON, LATER)}
    assert events[0].properties["made_offline"] is True
    assert datetime.fromisoformat(events[0].properties["made_at"]) == NOON
    assert datetime.fromisoformat(events[0].properties["booked_at"]) == LATER


def test_stock_moves_when_it_is_booked_so_that_no_count_finds_it_changed_in_the_past() -> None:
    shop = Shop()

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1)), at=LATER)

    assert Movement.objects.get(cause_uid=placed.uid).at == LATER


def test_the_tills_price_stands_and_the_difference_is_written_down() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 3, 900))

    placed = place_order(wanted, at=LATER)

    assert Order.objects.get(uid=placed.uid).total_minor == 2_700
    assert _causes(placed) == ["price"]
    assert _row(placed, LateCause.PRICE) == (str(wanted.lines[0].uid), 900, 1_000, -300)
    assert all_differences() == []


def test_another_tax_rate_stands_as_it_was_printed() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), tax_rate_bp=1_000)

    placed = place_order(wanted, at=LATER)

    order = Order.objects.get(uid=placed.uid)
    assert (order.total_minor, order.tax_minor) == (1_000, 90)
    assert _row(placed, LateCause.TAX_RATE)[1:] == (1_000, 800, 0)
    assert all_differences() == []


def test_goods_that_are_no_longer_on_sale_or_not_there_were_sold_all_the_same() -> None:
    shop = Shop()
    Product.objects.filter(pk=shop.coffee.product_id).update(is_active=False)
    tea = make_variant(price_minor=500)

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1), (tea, 4)), at=LATER)

    assert _causes(placed) == ["not_on_sale"]
    assert Level.objects.get(variant=tea, store=shop.store).on_hand == -4
    assert all_differences() == []


def test_a_coupon_that_ran_out_meanwhile_keeps_its_discount_and_its_use_stands_beyond_the_limit() -> None:
    shop = Shop()
    coupon = make_coupon(redemption_limit=1)
    shop.sell(coupons=(coupon.code,))

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,)), at=LATER)

    coupon.refresh_from_db()
    uses = list(Redemption.objects.order_by("pk").values_list("is_over_limit", flat=True))
    assert (coupon.redeemed_count, uses) == (1, [False, True])
    assert _causes(placed) == ["coupon_over_limit"]
    assert _row(placed, LateCause.COUPON_OVER_LIMIT) == (coupon.code, 200, 0, -200)
    assert all_differences() == []


def test_a_use_beyond_the_limit_gives_nothing_back_when_its_sale_is_voided() -> None:
    shop = Shop()
    coupon = make_coupon(redemption_limit=1)
    place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,)), at=LATER)
    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,)), at=LATER)

    void_sale(
        placed.uid,
        reason="打ち間違い",
        register_uid=shop.register.uid,
        staff_uid=shop.staff.uid,
        at=LATER,
        permit=lambda _deeds: None,
    )

    coupon.refresh_from_db()
    assert coupon.redeemed_count == 1
    assert Redemption.objects.get(order_uid=placed.uid).withdrawn_at == LATER
    assert all_differences() == []


def test_a_members_last_use_is_beyond_the_limit_without_taking_one_of_all() -> None:
    shop, member = Shop(), make_member()
    coupon = make_coupon(redemption_limit=5, customer_limit=1)
    for _ in range(2):
        placed = place_order(
            late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,), customer=member), at=LATER
        )

    coupon.refresh_from_db()
    assert coupon.redeemed_count == 1
    assert _causes(placed) == ["coupon_over_limit", "coupon_allowance"]
    assert all_differences() == []


def test_when_all_uses_are_spent_the_members_own_is_not_taken_either() -> None:
    shop, member = Shop(), make_member()
    coupon = make_coupon(redemption_limit=1, customer_limit=3)
    place_order(
        late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,), customer=make_member()), at=LATER
    )

    placed = place_order(
        late_sale(
            shop.register,
            shop.staff,
            (shop.coffee, 1),
            coupons=(coupon,),
            customer=member,
            synced_at=NOON - timedelta(hours=1),
        ),
        at=LATER,
    )

    assert _causes(placed) == ["coupon_over_limit"]
    assert all_differences() == []


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"valid_until": NOON - timedelta(days=1)}, "coupon_dates"),
        ({"is_active": False}, "coupon_misfit"),
        ({"channels": ["web"]}, "coupon_misfit"),
    ],
)
def test_a_coupon_that_was_not_for_it_keeps_its_discount_and_the_cause_is_told(
    change: dict[str, object], cause: str
) -> None:
    shop, coupon = Shop(), make_coupon()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,))
    Coupon.objects.filter(pk=coupon.pk).update(**change)

    placed = place_order(wanted, at=LATER)

    assert placed.discount_minor == 200
    assert _causes(placed) == [cause]
    assert all_differences() == []


def test_a_coupon_that_expired_between_sale_and_booking_is_no_difference() -> None:
    shop, coupon = Shop(), make_coupon()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,))
    Coupon.objects.filter(pk=coupon.pk).update(valid_until=NOON + timedelta(minutes=1))

    assert _causes(place_order(wanted, at=LATER)) == []


def test_another_rule_of_the_coupon_is_told_with_what_it_would_take_off_now() -> None:
    shop, coupon = Shop(), make_coupon()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,))
    rule = {"v": 1, "benefit": {"kind": "percent", "percent_bp": 500}, "minimum_minor": 0, "stacks": True}
    Coupon.objects.filter(pk=coupon.pk).update(rule=rule)

    placed = place_order(wanted, at=LATER)

    assert _row(placed, LateCause.DISCOUNT) == (coupon.code, 200, 50, -150)
    assert all_differences() == []


def test_what_a_coupon_took_off_is_counted_once_however_many_causes_it_has() -> None:
    shop = Shop()
    coupon = make_coupon(redemption_limit=1)
    wanted = [late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,)) for _ in range(2)]
    rule = {"v": 1, "benefit": {"kind": "percent", "percent_bp": 500}, "minimum_minor": 0, "stacks": True}
    Coupon.objects.filter(pk=coupon.pk).update(rule=rule, is_active=False)
    place_order(wanted[0], at=LATER)

    placed = place_order(wanted[1], at=LATER)

    rows = LateDifference.objects.filter(late_sale__order__uid=placed.uid)
    assert [(row.cause, row.amount_minor) for row in rows] == [
        ("coupon_over_limit", -200),
        ("coupon_misfit", 0),
        ("discount", 0),
        ("coupon_allowance", 0),
    ]
    assert all_differences() == []


def test_a_member_whom_nobody_knows_is_noted_and_the_sale_booked_without() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), member_number="M000000000")

    placed = place_order(wanted, at=LATER)

    assert Order.objects.get(uid=placed.uid).customer is None
    assert placed.points == 0
    assert LateSale.objects.get().named_customer == "M000000000"
    assert _causes(placed) == ["member_unknown"]
    assert not PointsAccount.objects.exists()
    assert all_differences() == []


def test_a_card_that_was_scanned_finds_its_member() -> None:
    shop, member = Shop(), make_member()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), member_number=member.member_number)

    placed = place_order(wanted, at=LATER)

    assert Order.objects.get(uid=placed.uid).customer_id == member.pk
    assert PointsAccount.objects.get().balance == placed.points == 9


def test_a_sale_of_a_device_that_was_stopped_before_is_noted() -> None:
    shop = Shop()
    before = late_sale(shop.register, shop.staff, (shop.coffee, 1), stopped_at=NOON)
    after = late_sale(shop.register, shop.staff, (shop.coffee, 1), stopped_at=NOON - timedelta(seconds=1))

    assert _causes(place_order(before, at=LATER)) == []
    assert _causes(place_order(after, at=LATER)) == ["device_stopped"]
    assert all_differences() == []


def test_a_register_and_a_seller_that_were_switched_off_meanwhile_are_noted() -> None:
    shop = Shop()
    make_token(
        name="till", scopes=frozenset({Scope.TILL}), at=NOON, staff_id=shop.staff.pk, register_id=shop.register.pk
    )
    StaffRole.objects.filter(staff=shop.staff).delete()
    Register.objects.filter(pk=shop.register.pk).update(is_active=False)

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1)), at=LATER)

    assert _causes(placed) == ["register_off", "staff_off"]
    assert all_differences() == []


def test_a_clock_in_the_future_is_moved_to_now_and_noted() -> None:
    shop = Shop()
    ahead = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1), device_at=ahead), at=LATER)

    assert Order.objects.get(uid=placed.uid).placed_at == LATER
    assert _causes(placed) == ["clock"]
    assert all_differences() == []


def test_a_clock_is_corrected_by_how_far_it_was_ahead() -> None:
    shop = Shop()
    sale = late_sale(
        shop.register, shop.staff, (shop.coffee, 1), device_at=NOON + timedelta(days=400), clock_offset_s=400 * 86_400
    )

    placed = place_order(sale, at=LATER)

    assert Order.objects.get(uid=placed.uid).placed_at == NOON
    assert _causes(placed) == []


def test_a_sale_before_its_own_prices_is_moved_to_when_they_were_loaded() -> None:
    shop = Shop()
    early = late_sale(shop.register, shop.staff, (shop.coffee, 1), device_at=NOON - timedelta(days=3))

    placed = place_order(early, at=LATER)

    assert Order.objects.get(uid=placed.uid).placed_at == NOON
    assert _row(placed, LateCause.CLOCK)[1] == -3 * 86_400
    assert all_differences() == []


def test_old_prices_and_a_late_envelope_are_booked_and_noted() -> None:
    shop = Shop()
    sale = late_sale(shop.register, shop.staff, (shop.coffee, 1), synced_at=NOON - timedelta(hours=30))

    placed = place_order(sale, at=NOON + timedelta(days=31))

    assert Order.objects.get(uid=placed.uid).placed_at == NOON
    assert _row(placed, LateCause.DATA_AGE)[1:3] == (30, 24)
    assert _row(placed, LateCause.TOO_LATE)[1:3] == (31, 30)
    assert all_differences() == []


def test_what_a_register_sells_alone_is_summed_since_it_had_its_data() -> None:
    shop = Shop()
    for _ in range(5):
        within = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 50)), at=LATER)
    small = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1)), at=LATER)
    for _ in range(4):
        place_order(late_sale(shop.register, shop.staff, (shop.coffee, 50)), at=LATER)
    beyond = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 51)), at=LATER)
    fresh = place_order(
        late_sale(shop.register, shop.staff, (shop.coffee, 1), synced_at=NOON - timedelta(minutes=1)), at=LATER
    )

    assert [_causes(each) for each in (within, small, fresh)] == [[], [], []]
    assert _causes(beyond) == ["sale_over_limit", "device_over_limit"]
    assert _row(beyond, LateCause.DEVICE_OVER_LIMIT)[1:3] == (502_000, 500_000)
    assert all_differences() == []


def test_the_same_envelope_again_is_answered_with_what_was_booked() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1))
    first = place_order(wanted, at=LATER)

    again = place_order(wanted, at=LATER + timedelta(minutes=1))

    assert again == replace(first, is_repeated=True)
    assert Order.objects.count() == LateSale.objects.count() == Payment.objects.count() == 1


def test_the_same_uid_with_other_content_is_refused_and_nothing_changes() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1))
    place_order(wanted, at=LATER)
    other = late_sale(shop.register, shop.staff, (shop.coffee, 1), uid=wanted.uid)

    with refused(OrderUidTaken):
        place_order(other, at=LATER)

    assert Order.objects.count() == Receipt.objects.count() == 1
    assert all_differences() == []


def test_a_sale_that_reached_us_before_the_network_broke_is_not_booked_again() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1))
    place_order(replace(wanted, made=None), at=NOON)

    again = place_order(wanted, at=LATER)

    assert again.is_repeated
    assert Order.objects.get().booked_at is None
    assert all_differences() == []


def test_a_sale_that_was_booked_before_the_till_could_say_whose_card_it_was_is_not_booked_again() -> None:
    shop, member = Shop(), make_member()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 2), member_number=member.member_number)
    place_order(replace(wanted, made=None), at=NOON)

    again = place_order(wanted, at=LATER)

    assert again.is_repeated
    assert Order.objects.get().customer is None


@pytest.mark.parametrize("number", ["01-000042", "pos-1-1a2b3c4d"])
def test_a_receipt_is_found_by_the_number_on_the_tills_paper(number: str) -> None:
    shop = Shop()
    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 1), provisional_number=number), at=LATER)

    assert get_receipt(number).number == get_receipt(number.upper()).number == placed.receipt_number


def _broken(wanted: PlaceOrder, **quoted: object) -> PlaceOrder:
    assert wanted.made is not None
    return replace(wanted, made=replace(wanted.made, quoted=replace(wanted.made.quoted, **quoted)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lie", "field"),
    [
        ({"total_minor": 1}, "total_minor"),
        ({"goods_minor": 1_999}, "goods_minor"),
        ({"discount_minor": 1}, "discount_minor"),
        ({"tax_minor": 0}, "tax_minor"),
        ({"points": 1_601}, "points"),
        ({"taxes": ()}, "taxes"),
        ({"applied": ()}, "coupons"),
        ({"applied": (Applied("NOBODY", 5),)}, "coupons.0.discount_minor"),
    ],
)
def test_figures_that_do_not_follow_from_each_other_are_refused(lie: dict[str, object], field: str) -> None:
    shop, coupon = Shop(), make_coupon()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 2), coupons=(coupon,))

    with refused(FiguresDoNotAddUp) as refusal:
        place_order(_broken(wanted, **lie), at=LATER)

    assert refusal.value.field == field
    assert _nothing_is_written()


def test_tax_may_be_one_off_by_another_rounding_and_no_more() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1))
    assert wanted.made is not None
    (rate,) = wanted.made.quoted.taxes
    one, two = (replace(rate, tax_minor=rate.tax_minor + n, net_minor=rate.net_minor - n) for n in (1, 2))

    with refused(FiguresDoNotAddUp):
        place_order(_broken(wanted, taxes=(two,), tax_minor=two.tax_minor), at=LATER)
    placed = place_order(_broken(wanted, taxes=(one,), tax_minor=one.tax_minor), at=LATER)

    assert _row(placed, LateCause.TAX) == ("", 75, 74, 0)
    assert all_differences() == []


def test_a_coupon_named_twice_is_refused() -> None:
    shop, coupon = Shop(), make_coupon()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 2), coupons=(coupon,))
    assert wanted.made is not None
    twice = wanted.made.quoted.applied * 2

    with refused(CouponNamedTwice):
        place_order(_broken(wanted, applied=twice), at=LATER)

    assert _nothing_is_written()


def test_what_never_was_here_is_refused() -> None:
    shop, other = Shop(), Shop()
    elsewhere = late_sale(other.register, shop.staff, (shop.coffee, 1))
    stranger = make_staff(store=make_store())
    unknown = late_sale(shop.register, shop.staff, (shop.coffee, 1))

    with refused(RegisterNotFound):
        place_order(replace(elsewhere, store_code=shop.store.code), at=LATER)
    with refused(MakerNotOfStore):
        place_order(late_sale(shop.register, stranger, (shop.coffee, 1)), at=LATER)
    with refused(StaffNotFound):
        place_order(replace(unknown, staff_uid=uuid7()), at=LATER)
    with refused(VariantNotFound) as refusal:
        place_order(replace(unknown, lines=(replace(unknown.lines[0], sku="NEVER"),)), at=LATER)
    with refused(TenderTooSmall):
        place_order(replace(unknown, tenders=()), at=LATER)

    assert refusal.value.field == "lines.0.sku"
    assert _nothing_is_written()


def _nothing_is_written() -> bool:
    written = (Order, LateSale, LateDifference, Receipt, Payment, Redemption, PointsLot)
    return not any(model.objects.exists() for model in written) and all_differences() == []


def test_a_late_sale_by_a_tender_that_a_till_may_not_take_alone_is_booked_and_says_so() -> None:
    shop = Shop()
    card = make_tender_kind(most_alone_minor=500)
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1))
    tenders = (by(card, 700), cash(500))

    placed = place_order(replace(wanted, tenders=tenders), at=LATER)

    assert placed.change_minor == 200
    (difference,) = LateDifference.objects.all()
    assert (difference.cause, difference.about, difference.said, difference.ours) == ("tender_alone", "card", 700, 500)
    assert all_differences() == []


def test_a_late_sale_is_booked_as_its_till_took_it_when_the_kind_has_another_rest_since() -> None:
    shop = Shop()
    gift = make_tender_kind("gift", form="voucher", rest="refused")
    tender = replace(by(gift, 1_200, pieces=1), change_minor=200)
    wanted = replace(late_sale(shop.register, shop.staff, (shop.coffee, 1)), tenders=(tender,))

    placed = place_order(wanted, at=LATER)

    assert placed.change_minor == 200
    assert not LateDifference.objects.exists()
    assert all_differences() == []


def test_a_late_sale_is_held_by_what_was_handed_in_and_change_that_cannot_be_is_said() -> None:
    shop = Shop()
    town = make_tender_kind("town", form="voucher", rest="change", most_alone_minor=1_100)
    gift = make_tender_kind("gift", form="voucher", rest="change")
    much, odd = replace(by(town, 1_200, pieces=1), change_minor=200), replace(by(gift, 1_200, pieces=1), change_minor=9)

    for tender in (much, odd):
        place_order(replace(late_sale(shop.register, shop.staff, (shop.coffee, 1)), tenders=(tender,)), at=LATER)

    found = LateDifference.objects.filter(cause="tender_alone").order_by("pk")
    assert [(each.about, each.said, each.ours) for each in found] == [("town", 1_200, 1_100), ("gift", 1_200, 0)]
    kept = Entry.objects.order_by("pk").values_list("tender", "change_minor", "kept_minor")
    assert list(kept) == [("town", 200, 0), ("gift", 0, 200)]
    assert all_differences() == []
