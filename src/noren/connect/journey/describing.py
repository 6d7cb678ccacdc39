"""Descriptions of the sample's goods, invented by rule: a sentence for their kind, how much it is, how it keeps.

Then the package's own English words for the kind, so that the goods are also found by somebody who types "milk".
"""

from functools import cache

from noren.connect.journey.naming import Goods, Kind
from noren.connect.journey.tables import table

# What is told in other words than the drawing of its category stands for.
_TOLD_AS = {
    "ADULT INCONTINENCE": "hygiene",
    "BABYFOOD": "baby food",
    "BOOKSTORE": "books",
    "CHRISTMAS  SEASONAL": "season",
    "CIGARETTES": "tobacco",
    "CIGARS": "tobacco",
    "DRIED FRUIT": "sweets",
    "DRY MIX DESSERTS": "grocery",
    "EASTER": "season",
    "FALL AND WINTER SEASONAL": "season",
    "FEMININE HYGIENE": "hygiene",
    "FIREWORKS": "season",
    "GARDEN CENTER": "garden",
    "GREETING CARDS/WRAP/PARTY SPLY": "cards",
    "HALLOWEEN": "season",
    "LAWN AND GARDEN SHOP": "garden",
    "MAGAZINE": "books",
    "NEWSPAPER": "books",
    "REFRGRATD DOUGH PRODUCTS": "dough",
    "SOUP": "grocery",
    "SPRING/SUMMER SEASONAL": "season",
    "TOBACCO OTHER": "tobacco",
    "TOYS": "toys",
    "TOYS AND GAMES": "toys",
    "VALENTINE": "season",
}
# Drawings that mean another thing beside another tax: s standard, f food, e food that may be eaten in.
_DRAWN_AND_TAXED = {
    ("baby", "f"): "baby food",
    ("bakery", "e"): "cafe",
    ("box", "f"): "grocery",
    ("coffee", "e"): "cafe",
    ("coffee", "s"): "kitchen",
    ("deli", "e"): "cafe",
    ("medicine", "f"): "nutrition",
    ("produce", "s"): "household",
}
_OTHER = "その他"
_MEASURED = ("cm", "m", "㎡", "大", "中", "小", "ミニ")


def describe(goods: Goods) -> str:
    """Up to four short lines, or nothing where nobody filed it. The same for a product each time.

    Short, because the search keeps every pair of characters of a description.
    """
    sentences, keeping = _phrases(goods.kind, goods.words)
    if not sentences:
        return ""
    lines = [sentences[goods.id % len(sentences)]]
    if goods.size:
        lines.append(f"{'サイズ' if goods.size.endswith(_MEASURED) else '内容量'}：{goods.size}")
    if keeping:
        lines.append(keeping)
    lines.append(f"元データの分類：{(goods.kind.type or goods.kind.category).capitalize()}")
    return "\n".join(lines)


@cache
def _phrases(kind: Kind, words: str) -> tuple[tuple[str, ...], str]:
    """What may be said of a kind, and how it is kept."""
    words = words.removeprefix(f"{_OTHER}の")
    if words.startswith(_OTHER) or not kind.category:
        return (), ""
    phrases = table("phrases")
    sentences, keeping = phrases[_told_as(kind)]
    if words.startswith("冷凍"):
        keeping = phrases["frozen"][1]
    return tuple(sentence.replace("{words}", words) for sentence in sentences), keeping


def _told_as(kind: Kind) -> str:
    _name, tax, glyph = table("categories")[kind.category]
    return _TOLD_AS.get(kind.category) or _DRAWN_AND_TAXED.get((glyph, tax), glyph)
