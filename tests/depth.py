"""How deep tests with drawn inputs go: a quarter as a rule, all of it with NOREN_THOROUGH=1, as `.ci/run` does once."""

import os

IS_THOROUGH = os.environ.get("NOREN_THOROUGH") == "1"


def examples(thorough: int) -> int:
    """How many examples to draw, told how many a thorough run draws."""
    return thorough if IS_THOROUGH else max(1, thorough // 4)
