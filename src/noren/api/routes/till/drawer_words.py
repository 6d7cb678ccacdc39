"""Words of a drawer that a till said without a network, as they are booked: beside the sales of its envelopes."""

from dataclasses import dataclass
from datetime import datetime

from noren.api.schemas.drawer_envelopes import BookedInShiftOut, MoveCashWordIn, OpenShiftWordIn
from noren.orders.shifts.alone import DoneAlone
from noren.orders.shifts.models import Shift
from noren.orders.shifts.move_alone import move_cash_alone
from noren.orders.shifts.open_alone import open_shift_alone

DrawerWord = OpenShiftWordIn | MoveCashWordIn


@dataclass(frozen=True, slots=True)
class BookedWord:
    """Where a word stands in the books; `is_repeated`: it stood there before."""

    shift: BookedInShiftOut
    is_repeated: bool


def book_word(word: DrawerWord, done: DoneAlone, *, at: datetime) -> BookedWord:
    """Book a word. Safe to repeat.

    Raises:
        As `open_shift_alone` and `move_cash_alone`.
    """
    if isinstance(word, OpenShiftWordIn):
        counts = tuple((count.value_minor, count.pieces) for count in word.counts)
        opened = open_shift_alone(word.uid, counts=counts, done=done, at=at)
        return BookedWord(_told(opened.shift, has_joined=opened.has_joined), opened.is_repeated)
    moved = move_cash_alone(
        word.uid, purpose=word.purpose, amount_minor=word.amount_minor, reason=word.reason, done=done, at=at
    )
    return BookedWord(_told(moved.shift, has_joined=False), moved.is_repeated)


def _told(shift: Shift, *, has_joined: bool) -> BookedInShiftOut:
    return BookedInShiftOut(
        uid=shift.uid,
        number=shift.number,
        opened_at=shift.opened_at,
        closed_at=shift.closed_at,
        has_joined=has_joined,
    )
