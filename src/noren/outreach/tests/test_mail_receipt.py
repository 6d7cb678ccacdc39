"""The mail of a receipt: by itself after a hand-over, and once per address for whoever asks."""

from datetime import timedelta

import pytest

from noren.orders.end import void_sale
from noren.orders.hand_over import hand_over
from noren.orders.models import Receipt
from noren.orders.place import place_order
from noren.orders.receipts import get_receipt
from noren.outreach.mail_receipt import mail_receipt, mails_of_receipt
from noren.outreach.models import Message
from noren.outreach.tests.test_order_mails import follow
from noren.people.errors import EmailInvalid
from noren.people.models import StaffMember
from noren.stores.models import Register
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    at_counter,
    counter_sale,
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


def _collected(*, language: str = "en", name: str = "") -> tuple[Register, StaffMember, str]:
    store, variant = make_store(), make_variant(price_minor=980, **({"name": name} if name else {}))
    stock_up(store, variant, 5)
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 2), language=language), at=NOON)
    done = hand_over(placed.uid, at_counter(register, staff, tendered_minor=2_000), at=LATER)
    return register, staff, done.receipt_number


def test_after_a_hand_over_the_buyer_is_mailed_the_receipt_once() -> None:
    *_who, number = _collected()

    follow()
    follow()

    message = Message.objects.get(template="receipt")
    document = get_receipt(number)
    assert message.subject.endswith(f"Your receipt from 渋谷店 ({number})")
    for words in ("T1234567890123", "¥1,960", "¥145", "¥40", "※", f"/r/{document.token}/"):
        assert words in message.text
        assert words in message.html
    assert [mail.uid for mail in mails_of_receipt(document.uid)] == [message.uid]


def test_it_is_written_in_the_language_of_the_order() -> None:
    _collected(language="ja")

    follow()

    message = Message.objects.get(template="receipt")
    assert "8%対象（税込）: ¥1,960" in message.text
    assert "内消費税額等（8%）: ¥145" in message.text


def test_a_sale_that_was_taken_back_before_is_not_mailed() -> None:
    register, staff, number = _collected()
    order_uid = get_receipt(number).subject_uid
    void_sale(order_uid, reason="誤", register_uid=register.uid, staff_uid=staff.uid, at=LATER)

    follow()

    assert not Message.objects.filter(template="receipt").exists()


def test_a_sale_over_the_counter_is_mailed_only_when_somebody_asks() -> None:
    store = make_store()
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(counter_sale(register, staff, want(make_variant()), tendered_minor=980), at=NOON)
    follow()
    assert not Message.objects.exists()
    document = get_receipt(placed.receipt_number or "")

    first, again = (
        mail_receipt(document, to=to, staff_uid=staff.uid, channel="till", at=LATER)
        for to in (" Hanako@Example.jp", "hanako@example.jp")
    )

    assert (first.is_new, again.is_new, first.uid) == (True, False, again.uid)
    event = Event.objects.get(name="Receipt Mailed")
    assert (event.properties["staff_uid"], event.channel) == (str(staff.uid), "till")


def test_what_is_no_address_is_refused_and_nothing_is_queued() -> None:
    *_who, number = _collected()

    with refused(EmailInvalid):
        mail_receipt(get_receipt(number), to="hanako", staff_uid=None, channel="till", at=LATER)

    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["<b>豆</b>&", "\x1b\x01豆\u202e", "👩‍👩‍👧‍👦🎁", "豆" * 190])
def test_a_hostile_name_breaks_no_mail(name: str) -> None:
    *_who, number = _collected()
    receipt = Receipt.objects.get(number=number)
    receipt.document["lines"][0]["name"] = name.replace("\x00", "")
    receipt.save(update_fields=["document"])

    follow()

    message = Message.objects.get(template="receipt")
    assert "¥1,960" in message.text
    assert "<b>豆</b>" not in message.html
    assert not {"\x1b", "\x01", "\u202e"} & set(message.text + message.html)
