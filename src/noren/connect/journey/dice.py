"""Dice that fall the same way each time: the sample is invented alike on every machine."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def roll(sides: int, *about: object) -> int:
    """A number from 0 to `sides - 1` that follows from what it is about."""
    digest = hashlib.blake2b("/".join(map(str, about)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % sides


def pick(choices: Sequence[T], *about: object) -> T:
    """One of the choices."""
    return choices[roll(len(choices), *about)]
