"""The sample's word lists: Japanese for departments, categories and types of goods, towns of Sendai, names of people.

`departments` and `categories`: name, tax (s standard, f food at the reduced rate, e food that may be eaten in) and the
drawing of the tile. `types`: by the package's type, or `category|type` where one word means several things. `towns`:
ward, town, latitude, longitude and whether there is a station. `names`: in kanji, katakana and Latin letters. `series`:
words that tell goods of one kind apart. `phrases`: sentences about goods, and how they are kept.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> Any:
    """A word list as it stands in its file."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
