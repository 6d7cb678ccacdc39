"""How pieces that two tills picked come together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.orders.together.rules import merged

PIECES = st.integers(0, 12)


@pytest.mark.parametrize(
    ("stored", "quantity", "seen", "expected"),
    [
        (0, 2, 0, 2),
        (2, 1, 0, 2),
        (1, 3, 0, 3),
        (3, 0, 3, 0),
        (1, 0, 3, 0),
        (2, 2, 2, 2),
        (0, 9, 0, 5),
    ],
    ids=[
        "the first word",
        "less than another till picked takes nothing back",
        "more than another till picked counts",
        "a tick is taken off",
        "it is taken off from whatever others picked",
        "nothing changed here",
        "never more than is to be picked",
    ],
)
def test_what_a_till_picked_comes_together_with_what_is_known(
    stored: int, quantity: int, seen: int, expected: int
) -> None:
    assert merged(stored, quantity=quantity, seen=seen, limit=5) == expected


@given(stored=PIECES, quantity=PIECES, seen=PIECES, limit=PIECES)
def test_the_same_word_told_again_changes_nothing_and_no_piece_is_counted_over_the_limit(
    stored: int, quantity: int, seen: int, limit: int
) -> None:
    once = merged(stored, quantity=quantity, seen=seen, limit=limit)

    assert merged(once, quantity=quantity, seen=seen, limit=limit) == once
    assert 0 <= once <= limit


@given(pieces=st.lists(PIECES, min_size=1), limit=PIECES)
def test_tills_that_all_pick_from_the_start_agree_in_whatever_order_they_are_heard(
    pieces: list[int], limit: int
) -> None:
    def told(words: list[int]) -> int:
        stored = 0
        for quantity in words:
            stored = merged(stored, quantity=quantity, seen=0, limit=limit)
        return stored

    assert told(pieces) == told(pieces[::-1]) == min(max(pieces), limit)
