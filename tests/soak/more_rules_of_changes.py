"""What buyers and staff change of an order before it is picked."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.models import OrderLine
from tests.soak.model import Lines
from tests.soak.more_play import MorePlay
from tests.soak.play import orders, variants


class ChangeRules(MorePlay):
    """Changes of an order, each sent twice: the second call answers the first."""

    @rule(
        order=orders,
        wanted=st.dictionaries(variants, st.integers(0, 4), min_size=1, max_size=2),
        by=st.sampled_from(("staff", "staff", "customer")),
    )
    def change_order(self, order: str, wanted: Lines, by: str) -> None:
        """More, fewer or none of something, or something that was not ordered."""
        uid, asked = self.world.uids[order], self.asked(order, wanted, by)

        def change_twice() -> None:
            told = quote_change(uid, asked, at=self.now)
            first, second = (change_order(uid, asked, at=self.now) for _ in range(2))
            assert first == second, f"the repeat says {second}, the first said {first}"
            assert (told.total_minor, told.lost_coupons) == (first.total_minor, first.lost_coupons)

        self.play(change_twice, lambda _: self.model.change(self.model.orders[order], wanted, self.now, by=by))

    @rule(order=orders, variant=variants, pieces=st.integers(0, 1))
    def want_fewer(self, order: str, variant: str, pieces: int) -> None:
        """The buyer wants one of it, or none."""
        self.change_order(order, {variant: pieces}, "customer")

    def asked(self, order: str, wanted: Lines, by: str) -> ChangeOrder:
        """The change of each line that is there, and the goods that are on none."""
        found = OrderLine.objects.filter(order__uid=self.world.uids[order], variant__in=self.world.pieces(wanted))
        lines = {line.variant_id: line for line in found.order_by("pk")}
        pieces = self.world.pieces(wanted)
        new = {what: count for what, count in wanted.items() if count and self.world.variants[what].pk not in lines}
        return ChangeOrder(
            uid=uuid7(),
            by="staff" if by == "staff" else "customer",
            channel="office" if by == "staff" else "web",
            lines=tuple(LineChange(line.uid, pieces[pk], seen_quantity=line.quantity) for pk, line in lines.items()),
            added=self.world.wanted(new),
            reason="お電話" if by == "staff" else "",
            staff_uid=self.world.staff.uid if by == "staff" else None,
        )
