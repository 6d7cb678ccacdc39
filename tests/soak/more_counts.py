"""What should happen in stocktakes of several places, with goods that were not counted, or are better left alone."""

from types import SimpleNamespace as Thing

from tests.soak.model import Place
from tests.soak.more_stock import StockModel

NEVER = -1  # no goods were corrected so often


class CountModel(StockModel):
    """`came_in` and `moved`: how often goods had come in when a stocktake began, and moved when they were counted."""

    def begin_count(self, c: Thing) -> None:
        c.came_in, c.moved = self.came_in.copy(), {}

    def count(self, c: Thing, what: str, pieces: int) -> None:
        super().count(c, what, pieces)
        c.moved[c.store, what] = self.moved[c.store, what]

    def count_more(self, c: Thing, what: str, pieces: int) -> None:
        """In another place. Nobody knows what differs when goods moved between the two."""
        place = (c.store, what)
        if place not in c.found:
            self.count(c, what, pieces)
            return
        assert c.status == "open", "count_ended"
        difference, corrected = c.found[place]
        c.found[place] = (difference + pieces, corrected if c.moved[place] == self.moved[place] else NEVER)

    def close_count(self, c: Thing, *, is_zeroing: bool, is_leaving: bool) -> None:
        """Goods that nobody counted are not there, if none came in; those that nobody is sure of may be left alone."""
        if c.status == "open" and c.found:
            unsure = [place for place, (_, corrected) in c.found.items() if corrected != self.corrected[place]]
            self._expect(c, {place: 0 for place in unsure if is_leaving})
            gone = [place for place in self.on_hand if place[0] == c.store and place not in c.found]
            none_came_in = [place for place in gone if self.came_in[place] == c.came_in[place]]
            self._expect(c, {place: -self.on_hand[place] for place in none_came_in if is_zeroing})
        self.end_count(c, "closed")

    def _expect(self, c: Thing, found: dict[Place, int]) -> None:
        c.found |= {place: (difference, self.corrected[place]) for place, difference in found.items()}
