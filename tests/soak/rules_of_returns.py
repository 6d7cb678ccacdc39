"""Goods that come back: to any store, all at once or in parts."""

from hypothesis.stateful import rule

from noren.kernel.ids import uuid7
from noren.orders.models import Condition, OrderLine
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.return_wanted import BackLine, Returned, ReturnGoods
from tests.soak.play import Play, orders, pieces, sales, stores, variants


class ReturnRules(Play):
    """Returns, each sent twice: the second call answers the first."""

    @rule(sale=sales | orders, store=stores, variant=variants, pieces=pieces)
    def bring_back(self, sale: str, store: str, variant: str, pieces: int) -> None:
        """Pieces of a sale."""
        self.take_back(sale, store, variant, pieces)

    @rule(sale=sales, store=stores)
    def bring_all_back(self, sale: str, store: str) -> None:
        """Everything that is left, kind by kind."""
        o = self.model.orders[sale]
        for variant, left in (o.lines - o.back).items():
            self.take_back(sale, store, variant, left)

    def take_back(self, sale: str, store: str, variant: str, pieces: int) -> None:
        """As often as it is sent; the goods may be sold again."""
        wanted = self.wanted_back(store, self.back_lines(sale, variant, pieces, Condition.RESALABLE), sale)
        self.play(
            lambda: self.twice_back(wanted),
            lambda answer: self.taken_back(sale, store, variant, pieces, answer),
        )

    def taken_back(self, sale: str, store: str, variant: str, pieces: int, answer: Returned | None) -> None:
        """The model is told what was paid out."""
        minor = answer.total_minor if answer else 0
        self.model.take_back(self.model.orders[sale], store, variant, pieces, minor=minor, at=self.now)

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
