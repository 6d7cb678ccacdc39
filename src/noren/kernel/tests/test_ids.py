"""Identifiers: codes that people read aloud."""

from collections import Counter

from noren.kernel.ids import fold_spoken_code, spoken_code


def test_a_code_has_symbols_that_nobody_misreads_each_as_often_as_the_others() -> None:
    drawn = Counter(spoken_code(32_000))

    assert "".join(sorted(drawn)) == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    # A thousand of each are expected; eight standard deviations off is no accident.
    assert all(750 < times < 1250 for times in drawn.values())


def test_a_code_is_as_long_as_was_asked_and_new_each_time() -> None:
    codes = {spoken_code(10) for _ in range(100)}

    assert {len(code) for code in codes} == {10}
    assert len(codes) == 100


def test_a_code_is_understood_as_it_was_said() -> None:
    code = spoken_code()

    assert fold_spoken_code(f" {code[:4].lower()}-{code[4:]} ") == code
