"""Goods that come back: to any store, in any condition, in parts, with their sale or without."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.kernel.ids import uuid7
from noren.orders.models import Condition, OrderLine
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.return_wanted import BackLine, Returned, ReturnGoods
from tests.soak.model_of_orders import PRICES
from tests.soak.play import Play, orders, pieces, sales, stores, variants

conditions = st.sampled_from([Condition.RESALABLE, *Condition])
ASIDE = {Condition.DAMAGED: "damaged", Condition.CHECKING: "checking"}


class ReturnRules(Play):
    """Returns, each sent twice: the second call answers the first."""

    @rule(sale=sales | orders, store=stores, variant=variants, pieces=pieces, condition=conditions)
    def bring_back(self, sale: str, store: str, variant: str, pieces: int, condition: Condition) -> None:
        """Pieces of a sale."""
        self.take_back(sale, store, variant, pieces, condition)

    @rule(sale=sales, store=stores)
    def bring_all_back(self, sale: str, store: str) -> None:
        """Everything that is left, kind by kind."""
        o = self.model.orders[sale]
        for variant, left in (o.lines - o.back).items():
            self.take_back(sale, store, variant, left, Condition.RESALABLE)

    @rule(store=stores, variant=variants, pieces=pieces, condition=conditions)
    def bring_back_without_a_sale(self, store: str, variant: str, pieces: int, condition: Condition) -> None:
        """Nobody finds the sale: it is paid out at today's price."""
        lines = (BackLine(pieces, condition, sku=self.world.variants[variant].sku, note="箱なし"),)
        wanted = self.wanted_back(store, lines)

        def paid_out(_: Returned | None) -> None:
            self.model.cash[store] -= PRICES[variant] * pieces
            self.put_away(store, variant, pieces, condition)

        self.play(lambda: self.twice_back(wanted), paid_out)

    def take_back(self, sale: str, store: str, variant: str, pieces: int, condition: Condition) -> None:
        """As often as it is sent; the condition says what becomes of the goods."""
        wanted = self.wanted_back(store, self.back_lines(sale, variant, pieces, condition), sale)

        def taken_back(answer: Returned | None) -> None:
            minor = answer.total_minor if answer else 0
            self.model.take_back(sale, (store, variant), pieces, self.now, minor)
            self.put_away(store, variant, pieces, condition)

        self.play(lambda: self.twice_back(wanted), taken_back)

    def wanted_back(self, store: str, lines: tuple[BackLine, ...], sale: str = "") -> ReturnGoods:
        """What is asked for, at the register of a store."""
        return ReturnGoods(
            uid=uuid7(),
            channel="till",
            store_code=self.world.stores[store].code,
            register_uid=self.world.registers[store].uid,
            lines=lines,
            reason="お客様都合",
            order_uid=self.world.uids[sale] if sale else None,
            staff_uid=self.world.staff.uid,
        )

    def back_lines(self, sale: str, variant: str, pieces: int, condition: Condition) -> tuple[BackLine, ...]:
        """Lines of the sale with pieces left, one after the other; what is too much stands on the last."""
        found = OrderLine.objects.filter(
            order__uid=self.world.uids[sale], variant=self.world.variants[variant], quantity__gt=0
        )
        lines = list(found.order_by("returned_quantity", "pk"))
        parts = []
        for line in lines:
            part = pieces if line is lines[-1] else min(pieces, line.quantity - line.returned_quantity)
            pieces -= part
            parts += [BackLine(part, condition, line_uid=line.uid, note="箱なし")] if part else []
        return tuple(parts) or (BackLine(pieces or 1, condition, line_uid=uuid7(), note="箱なし"),)

    def twice_back(self, wanted: ReturnGoods) -> Returned:
        """What was told before is given back, and a repeat answers the same."""
        told = quote_return(wanted, at=self.now)
        first, second = (return_goods(wanted, at=self.now) for _ in range(2))
        assert first == second, f"the repeat says {second}, the first said {first}"
        assert (told.total_minor, told.points) == (first.total_minor, first.points)
        return first

    def put_away(self, store: str, variant: str, pieces: int, condition: Condition) -> None:
        """For sale, set aside, or thrown away before it enters the store."""
        if condition != Condition.DISCARDED:
            self.model.move((store, variant), pieces, aside=ASIDE.get(condition, ""))
