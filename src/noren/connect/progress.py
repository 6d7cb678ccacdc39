"""Progress: how far an import is, for whoever started it in a shell."""

import sys
import time
from collections.abc import Callable
from typing import TextIO
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

Progress = Callable[[str, int, float], None]
"""Called now and then with the step (reading, checking, publishing), its rows so far, and its share done, 0 to 1."""

_WIDTH = 24
_EVERY_S = 0.1


def silent(step: str, rows: int, share: float) -> None:
    """Nobody looks."""


class Bar:
    """A bar in a terminal, with rows per second and the time that is left; plain lines where it is no terminal."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._step = ""
        self._began = self._drawn = 0.0
        self._first_rows = 0
        self._first_share = 0.0

    def __call__(self, step: str, rows: int, share: float) -> None:
        """Draw, if it was not drawn a moment ago."""
        now = time.monotonic()
        if step != self._step:
            self._end_line()
            self._step, self._began, self._first_rows, self._first_share = step, now, rows, share
        elif now - self._drawn < _EVERY_S and share < 1:
            return
        self._drawn = now
        if self._is_terminal:
            self._out.write(f"\r{self._line(now - self._began, rows, share)}\x1b[K")
            self._out.flush()
        elif share >= 1:
            self._out.write(f"{self._line(now - self._began, rows, share)}\n")
            self._step = ""

    def close(self) -> None:
        """Leave the line."""
        self._end_line()
        self._step = ""

    def _end_line(self) -> None:
        if self._step and self._is_terminal:
            self._out.write("\n")

    def _line(self, seconds: float, rows: int, share: float) -> str:
        filled = round(_WIDTH * min(1.0, share))
        parts = [f"{_padded(_words(self._step))} {'█' * filled}{'░' * (_WIDTH - filled)} {share:4.0%}", f"{rows:,}"]
        if seconds > 0.5:
            parts.append(_("%(rate)s rows/s") % {"rate": f"{(rows - self._first_rows) / seconds:,.0f}"})
            done = share - self._first_share
            if done > 0 and share < 1:
                parts.append(_("%(seconds)s s left") % {"seconds": f"{seconds * (1 - share) / done:.0f}"})
        return "  ".join(parts)


def _padded(words: str) -> str:
    """The words on as many cells of a terminal as the bars below each other need; kanji and kana take two."""
    cells = sum(2 if east_asian_width(each) in "WF" else 1 for each in words)
    return words + " " * max(0, _WIDTH - cells)


def _words(step: str) -> str:
    words = {
        "reading": _("Reading"),
        "checking": _("Checking"),
        "publishing": _("Publishing"),
        "masters": _("Stores, goods, members"),
        "finishing": _("Timeline, coupons, stock"),
        "ordering": _("Online orders"),
    }
    return words.get(step, step)
