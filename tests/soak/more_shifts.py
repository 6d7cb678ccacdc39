"""What should be in the drawers of registers whose shift is open."""

from tests.soak.more_bringing import BringingModel


class ShiftModel(BringingModel):
    """Of each store the drawer of its register."""

    def __init__(self) -> None:
        super().__init__()
        self.drawers: dict[str, int] = {}  # by store: what the drawer opened with, less the cash until then

    def open_drawer(self, store: str, minor: int) -> None:
        assert store not in self.drawers, "shift_open_already"
        self.drawers[store] = minor - self.cash[store]

    def close_drawer(self, store: str) -> None:
        assert store in self.drawers, "shift_not_found"
        del self.drawers[store]

    def in_drawer(self, store: str) -> int:
        """The cash that should be counted now."""
        return self.drawers.get(store, 0) + self.cash[store]
