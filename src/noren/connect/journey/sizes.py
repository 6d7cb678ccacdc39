"""Sizes of packages as a Japanese shelf has them: metric, from the package's ounces, pounds and gallons."""

import re
from fractions import Fraction
from functools import cache

_LARGE = {"LARGE": "大", "MED": "中", "MEDIUM": "中", "SMALL": "小", "MINI": "ミニ", "HALF GAL": "1.89L", "DZ": "12個"}
_NUMBER = r"(\d+ \d+/\d+|\d+-\d+/\d+|\d+/\d+|\d*\.\d+|\d+)"
_SIZE = re.compile(
    rf"{_NUMBER}\s*(FL OZ|SQ FT|LOADS?|LDS?|STEMS?|ROLLS?|SHEETS|OZ|LB|ML|GAL?|QT|PT|CT|PC|PK|DZ|FT|IN|CM|KG|GM|G|L)\b"
)
_PACK = re.compile(r"^(\d+)\s*PK?\s*/\s*(?=\S)|^(\d+)\s*PK\s+(?=\d)")
_ALONE = re.compile(r"^(PT|QT|GAL|L|LB)$")
_ML = {"GAL": 3785.0, "GA": 3785.0, "QT": 946.0, "PT": 473.0, "L": 1000.0, "ML": 1.0, "FL OZ": 29.574}
_G = {"LB": 453.592, "KG": 1000.0, "G": 1.0, "GM": 1.0}
_COUNTED = {"STEM": "本", "ROLL": "ロール", "SHEETS": "枚", "LOAD": "回分", "LD": "回分", "PC": "個"}


@cache
def metric_size(size: str | None, *, is_liquid: bool) -> str:
    """The size in Japanese, or nothing where the package's words say none.

    Args:
        is_liquid: whether ounces are of volume.
    """
    text = (size or "").upper().replace("*", "").strip()
    if text in _LARGE:
        return _LARGE[text]
    if alone := _ALONE.match(text):
        return _measure(1, alone[1], is_liquid=is_liquid)
    pack = _PACK.match(text)
    found = _SIZE.search(text, pack.end() if pack else 0)
    if found is None:
        return ""
    one = _measure(float(_number(found[1])), found[2], is_liquid=is_liquid)
    pieces = int(pack[1] or pack[2]) if pack else 1
    return f"{one}×{pieces}" if pieces > 1 and one else one


def _number(text: str) -> Fraction:
    return sum((Fraction(part) for part in re.split(r"[ -]", text)), Fraction(0))


def _measure(number: float, unit: str, *, is_liquid: bool) -> str:
    if number <= 0:
        return ""
    if unit == "OZ":
        return _volume(number * 29.574) if is_liquid else _weight(number * 28.3495)
    if unit in _ML:
        return _volume(number * _ML[unit])
    if unit in _G:
        return _weight(number * _G[unit])
    if unit in {"CT", "PK"}:
        return f"{number:.0f}{'本' if is_liquid else '個入'}" if number >= 1 else ""
    if unit == "DZ":
        return f"{number * 12:.0f}個"
    if unit in {"IN", "CM"}:
        return f"{number * (2.54 if unit == 'IN' else 1):.0f}cm"
    if unit == "FT":
        return f"{number * 0.3048:.1f}m"
    if unit == "SQ FT":
        return f"{number * 0.0929:.1f}㎡"
    return f"{number:.0f}{_COUNTED[unit if unit in _COUNTED else unit.rstrip('S')]}"


def _volume(ml: float) -> str:
    return f"{ml / 1000:.2f}".rstrip("0").rstrip(".") + "L" if ml >= 1000 else f"{ml:.0f}ml"


def _weight(g: float) -> str:
    return f"{g / 1000:.2f}".rstrip("0").rstrip(".") + "kg" if g >= 1000 else f"{g:.0f}g"
