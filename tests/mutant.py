"""A mutant, whatever it changes: a text that stands exactly once, another in its place, and what became of it."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 2
PATIENCE_S = 180


class Stale(Exception):
    """The list does not fit the code any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: killed, survived, or stale."""

    name: str
    state: str
    seconds: float
    said: str = ""

    def tell(self) -> None:
        """Print it, with what its test said unless it was killed."""
        print(f"{self.state:<9} {self.name} ({self.seconds:.0f} s)", flush=True)
        if self.state != "killed":
            print(self.said, flush=True)


def put_instead(code: str, text: str, put: str, *, where: str) -> str:
    """The code with the change.

    Raises:
        Stale: the text does not stand there exactly once.
    """
    if (count := code.count(text)) != 1:
        raise Stale(f"{where}: the text stands {count} times, not once")
    return code.replace(text, put)
