"""What should happen to stock besides: pieces set aside, safety stock, corrections, and what moved when."""

from copy import deepcopy
from datetime import datetime

from tests.soak.model import Goods, Model, Place


class StockModel(Model):
    """Of what is on hand: damaged, being checked, kept for walk-ins. How often goods moved, came in, were corrected."""

    def __init__(self) -> None:
        super().__init__()
        self.damaged, self.checking, self.safety, self.moved, self.came_in = (Goods() for _ in range(5))

    def figures(self) -> dict[str, object]:
        return {**super().figures(), "short": self.short()}

    def short(self) -> Goods:
        return self.allocated() + self.held() - self.sound()

    def sound(self) -> Goods:
        return self.on_hand - self.damaged - self.checking

    def available(self) -> Goods:
        return super().available() - self.damaged - self.checking - self.safety

    def free(self, place: Place, at: datetime) -> int:
        """What may be promised once the holds whose time is over were ended."""
        then = deepcopy(self)
        then.end_holds(at, [place])
        return then.available()[place]

    def correct(self, place: Place, pieces: int) -> None:
        self.on_hand[place] += pieces
        self.corrected[place] += pieces != 0

    def adjust(self, place: Place, pieces: int) -> None:
        assert pieces, "move_quantity_invalid"
        self.correct(place, pieces)

    def keep(self, place: Place, safety: int) -> None:
        self.safety[place] = safety

    def aside(self, state: str) -> Goods:
        return {"damaged": self.damaged, "checking": self.checking}[state]

    def set_aside(self, place: Place, state: str, pieces: int) -> None:
        assert self.sound()[place] >= pieces, "not_there"
        self.aside(state)[place] += pieces

    def end_set_aside(self, place: Place, state: str, pieces: int, *, is_gone: bool) -> None:
        assert self.aside(state)[place] >= pieces, "not_aside"
        self.aside(state)[place] -= pieces
        self.on_hand[place] -= pieces * is_gone

    def put_away(self, place: Place, condition: str, pieces: int) -> None:
        """Of pieces that were taken back: for sale, set aside, or thrown away before they enter the store."""
        if condition in ("damaged", "checking"):
            self.aside(condition)[place] += pieces
        self.on_hand[place] -= pieces * (condition == "discarded")

    def note_moves(self, before: Goods) -> None:
        """Once after each deed, which moves the pieces of a place once at most."""
        self.moved.update(place for place in self.on_hand if self.on_hand[place] != before[place])
        self.came_in.update(place for place in self.on_hand if self.on_hand[place] > before[place])
