"""Locks on files, seen from outside."""

from pathlib import Path

from ..locks import hold, is_free, is_held_alone


def test_many_share_a_lock_and_then_nobody_holds_it_alone(tmp_path: Path) -> None:
    lock = tmp_path / "lock"

    with hold(lock, shared=True, wait_s=0) as one, hold(lock, shared=True, wait_s=0) as two:
        assert (one, two) == (True, True)
        assert not is_free(lock)
        assert not is_held_alone(lock)
        with hold(lock, shared=False, wait_s=0.05) as alone:
            assert not alone

    assert is_free(lock)


def test_a_lock_held_alone_keeps_everybody_else_out(tmp_path: Path) -> None:
    lock = tmp_path / "lock"

    with hold(lock, shared=False, wait_s=0) as alone:
        assert alone
        assert is_held_alone(lock)
        with hold(lock, shared=True, wait_s=0.05) as another:
            assert not another
