"""What the doctor says about one thing."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        what: its name, in a word or two.
        state: `note` is worth knowing and stops nothing; `problem` makes the doctor's status 1.
        found: how it is.
        mend: what to do, for anything but `ok`.
    """

    what: str
    state: State
    found: str
    mend: str = ""

    def lines(self) -> list[str]:
        """The finding as the operator reads it."""
        mark = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}[self.state]
        return [f"{mark} {self.what}: {self.found}", *([f"          {self.mend}"] if self.mend else [])]
