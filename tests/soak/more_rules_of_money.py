"""What is paid before the goods are handed over: at a provider, by bank transfer, late, twice, or not at all."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from noren.kernel.ids import uuid7
from noren.orders.paying import pay_otherwise, settle_attempt, start_payment
from noren.orders.refunding import give_back_by_hand
from noren.orders.transfer import note_transfer
from noren.payments.attempts import last_attempt
from noren.payments.models import Refund
from noren.payments.sandbox import book
from tests.soak.model import Lines
from tests.soak.more_rules_of_orders import MorePlacing
from tests.soak.play import buyers, lines, orders, stores, twice
from tests.soak.rules_of_orders import Named

waiting: Bundle[str] = Bundle("waiting")


class MoneyRules(MorePlacing):
    """Payments, step by step; what providers get wrong is played in `orders/tests/test_paying_faults.py`."""

    @rule(
        targets=(orders, waiting),
        store=stores,
        lines=lines,
        buyer=buyers,
        with_coupon=st.booleans(),
        pay_by=st.sampled_from(("test", "bank_transfer")),
    )
    def order_to_be_paid(self, store: str, lines: Lines, buyer: str | None, with_coupon: bool, pay_by: str) -> Named:
        """An order that waits for its money."""
        wanted = self.wanted("pickup", store, lines, buyer, with_coupon=with_coupon and bool(buyer), pay_by=pay_by)
        return self.place(wanted, store, lines, buyer, with_coupon=with_coupon and bool(buyer))

    @rule(order=waiting)
    def go_to_pay(self, order: str) -> None:
        """The buyer goes to the provider's page, or there again."""
        uid = self.world.uids[order]
        self.play(
            lambda: start_payment(uid, provider="test", return_url="/back/", channel="web", at=self.now),
            lambda _: self.model.begin_to_pay(self.model.orders[order], self.now),
        )

    @rule(order=waiting, is_agreed=st.booleans())
    def decide(self, order: str, is_agreed: bool) -> None:
        """The buyer agrees on the provider's page, or refuses: also on one that is left open since."""

        def on_page() -> None:
            attempt = last_attempt(self.world.uids[order])
            charge = book.find_charge(attempt.uid) if attempt else None
            if charge is not None:
                book.decide(charge.ref, is_agreed=is_agreed, at=self.now)

        self.play(on_page, lambda _: self.model.decide(self.model.orders[order], is_agreed=is_agreed))

    @rule(order=waiting)
    def come_back(self, order: str) -> None:
        """The buyer's browser opens the return page; once more changes nothing."""

        def settle() -> None:
            attempt = last_attempt(self.world.uids[order])
            if attempt is not None:
                settle_attempt(attempt.uid, channel="web", at=self.now)

        self.play(lambda: twice(settle), lambda _: self.model.settle(self.model.orders[order], self.now))

    @rule(order=waiting)
    def pay_at_once(self, order: str) -> None:
        """The buyer agrees and comes back."""
        self.go_to_pay(order)
        self.decide(order, is_agreed=True)
        self.come_back(order)

    @rule(order=waiting, by=st.sampled_from(("at_store", "bank_transfer")))
    def pay_otherwise(self, order: str, by: str) -> None:
        """The buyer will transfer it, or pay at the store."""
        uid = self.world.uids[order]
        self.play(
            lambda: pay_otherwise(uid, pay_by=by, channel="web", at=self.now),
            lambda _: self.model.pay_otherwise(self.model.orders[order], by, self.now),
        )

    @rule(order=waiting, share=st.sampled_from((50, 100, 100, 100, 130)))
    def money_comes_in(self, order: str, share: int) -> None:
        """Staff note a bank transfer: all of it, too little, or too much; and the same form is sent twice."""
        order_uid, uid = self.world.uids[order], uuid7()
        minor = self.model.orders[order].total * share // 100

        def note() -> None:
            note_transfer(
                order_uid, uid=uid, amount_minor=minor, words="タナカ", staff_uid=self.world.staff.uid, at=self.now
            )

        self.play(lambda: twice(note), lambda _: self.model.note_transfer(self.model.orders[order], minor, self.now))

    @rule(order=waiting)
    def give_back_by_hand(self, order: str) -> None:
        """Staff transfer back what they owe."""
        owed = Refund.objects.filter(payment__order_uid=self.world.uids[order], status="by_hand")

        def all_of_it() -> None:
            for uid in list(owed.values_list("uid", flat=True)):
                give_back_by_hand(uid, staff_uid=self.world.staff.uid, at=self.now)

        self.play(all_of_it, lambda _: None)
