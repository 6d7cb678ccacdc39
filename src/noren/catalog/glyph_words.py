"""Drawings in words: what each of `noren.catalog.tiles` shows, for who chooses one."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

GLYPH_WORDS: Mapping[str, Promise] = {
    "alcohol": pgettext_lazy("drawing", "alcohol"),
    "baby": pgettext_lazy("drawing", "baby goods"),
    "bakery": pgettext_lazy("drawing", "bread"),
    "box": pgettext_lazy("drawing", "box"),
    "care": pgettext_lazy("drawing", "body care"),
    "clothing": pgettext_lazy("drawing", "clothing"),
    "coffee": pgettext_lazy("drawing", "coffee and tea"),
    "dairy": pgettext_lazy("drawing", "milk"),
    "deli": pgettext_lazy("drawing", "ready meals"),
    "drink": pgettext_lazy("drawing", "drinks"),
    "egg": pgettext_lazy("drawing", "eggs"),
    "fish": pgettext_lazy("drawing", "fish"),
    "flower": pgettext_lazy("drawing", "flowers"),
    "frozen": pgettext_lazy("drawing", "frozen goods"),
    "fruit": pgettext_lazy("drawing", "fruit"),
    "grocery": pgettext_lazy("drawing", "tins"),
    "household": pgettext_lazy("drawing", "household goods"),
    "kitchen": pgettext_lazy("drawing", "kitchen goods"),
    "meat": pgettext_lazy("drawing", "meat"),
    "medicine": pgettext_lazy("drawing", "medicine"),
    "pet": pgettext_lazy("drawing", "pets"),
    "produce": pgettext_lazy("drawing", "vegetables"),
    "stationery": pgettext_lazy("drawing", "stationery"),
    "sweets": pgettext_lazy("drawing", "sweets"),
}
