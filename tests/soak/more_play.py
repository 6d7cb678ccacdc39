"""What the rules of the second machine share: the model of everything, and what its worker does besides."""

from typing import Any

from noren.orders.tests.paying_online import run_worker
from tests.soak.more_changes_of_deliveries import DeliveryChangeModel
from tests.soak.play import Play

ROUNDS = 20


class MorePlay(Play):
    """Everything of the first machine, and more."""

    model: DeliveryChangeModel

    def new_model(self) -> DeliveryChangeModel:
        return DeliveryChangeModel()

    def note(self, before: dict[str, Any]) -> None:
        """What moved, and what ended."""
        self.model.note_moves(before["on_hand"])
        self.model.note_ends(before["orders"], self.now)

    def work(self) -> None:
        super().work()
        self.play(self.work_for_money, lambda _: self.model.work_for_money(self.now))

    def work_for_money(self) -> None:
        """The worker's steps about money until nothing is left to do."""
        for _ in range(ROUNDS):
            if not run_worker(at=self.now):
                break

    def prove(self) -> None:
        """The provider's own book says the same as our ledger."""
        self.work_for_money()
        assert self.world.kept_at_provider() == self.world.kept_in_ledger()
