"""How deep tests go that could go on for ever: all the way with NOREN_THOROUGH=1, as `.ci/run` does, else a part.

A part is an eighth of the inputs that are drawn (of those sent to the API a tenth, to every eighth operation), a
third of the pairs of a provider's fault and a death, one language where a walk is the same in both, no look at a page
with axe or at another width, and no test marked `thorough`: those that are about such looks or walk pages by keyboard
alone, walks beside the main one of a face whose rule is held below the browser, first starts of an embedded database
by several at once or cut short, the life of a whole server, and the sample's import and the demo with their words. A
test that is named runs whole: `make test TESTS=file::test`.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

IS_THOROUGH = os.environ.get("NOREN_THOROUGH") == "1"
# What all screens are looked at in; every text is held in both by other tests.
LANGUAGES = ("ja", "en") if IS_THOROUGH else ("ja",)
LOCALES = ("ja-JP", "en-US") if IS_THOROUGH else ("ja-JP",)

Case = TypeVar("Case")

is_named = False
"""Whether the tests of this run were asked for by name (`conftest.py`)."""


def looks_at_pages() -> bool:
    """Whether walks look at the pages they come to with axe, and at the three widths."""
    return IS_THOROUGH or is_named


def examples(thorough: int) -> int:
    """How many examples to draw, told how many a thorough run draws."""
    return thorough if IS_THOROUGH else max(1, thorough // 8)


def a_third(cases: Sequence[Case]) -> Sequence[Case]:
    """Every third of many cases of one kind, or all of them in a thorough run."""
    return cases if IS_THOROUGH else cases[::3]
