"""Dice for drawn vectors: the same seed draws the same basket on every machine."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Numbers from `Random.random()` alone, the one method that Python keeps the same in every version."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - test data, not a secret

    def below(self, count: int) -> int:
        """A number from 0 to `count` - 1."""
        return int(self._random.random() * count)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely as the others."""
        return choices[self.below(len(choices))]

    def often(self) -> bool:
        """True two times out of three."""
        return self.below(3) > 0
