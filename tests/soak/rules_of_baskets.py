"""What shoppers do with baskets."""

from collections import Counter
from types import SimpleNamespace as Thing

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.orders.basket import choose_store, hold_basket, open_basket, set_line
from tests.soak.model import FOREVER, Goods
from tests.soak.play import Play, baskets, stores, twice, variants


class BasketRules(Play):
    """Baskets, and what is held for them."""

    @rule(target=baskets, store=stores, variant=variants, is_held=st.booleans())
    def fill_basket(self, store: str, variant: str, is_held: bool) -> str:
        """A new basket with a piece of something, to be picked up in a store; it may go to the checkout at once."""
        basket = self.world.named("basket", open_basket(customer_id=None, at=self.now))
        b = Thing(store=None, lines=Counter(), held=Goods(), until=FOREVER, is_ordered=False)
        self.model.baskets[basket] = b
        self.put(basket, variant, 1)
        self.pick_up_at(basket, store)
        if is_held:
            self.hold(basket)
        return basket

    @rule(basket=baskets, variant=variants, pieces=st.integers(0, 3))
    def put(self, basket: str, variant: str, pieces: int) -> None:
        """So many of it in a basket, or none any more."""
        uid, sku = self.world.uids[basket], self.world.variants[variant].sku
        self.play(
            lambda: set_line(uid, sku=sku, quantity=pieces, at=self.now),
            lambda _: self.model.put(self.model.baskets[basket], variant, pieces),
        )

    @rule(basket=baskets, store=stores)
    def pick_up_at(self, basket: str, store: str) -> None:
        """The shopper chooses a store."""
        uid, code = self.world.uids[basket], self.world.stores[store].code
        self.play(
            lambda: choose_store(uid, store_code=code, at=self.now),
            lambda _: self.model.choose_store(self.model.baskets[basket], store),
        )

    @rule(basket=baskets)
    def hold(self, basket: str) -> None:
        """The shopper goes to the checkout, and back to it."""
        uid = self.world.uids[basket]
        self.play(
            lambda: twice(lambda: hold_basket(uid, at=self.now)),
            lambda _: self.model.hold(self.model.baskets[basket], self.now),
        )
