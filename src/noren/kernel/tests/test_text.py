"""Text from outside is made such that a database holds it."""

import pytest

from noren.kernel.text import storable


@pytest.mark.parametrize(
    ("text", "kept"),
    [("S001", "S001"), ("a\0b", "ab"), ("豆\0", "豆"), ("豆\ud83d", "豆"), ("𠮷野家", "𠮷野家"), ("", "")],
)
def test_only_what_no_database_holds_is_dropped(text: str, kept: str) -> None:
    assert storable(text) == kept
