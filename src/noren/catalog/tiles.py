"""Tiles: the drawing that stands for a product without a picture, one per kind of goods.

Each is a line drawing on a field of 48 by 48, stroke 2 with round ends, kept clear of the outer 6. To add one, draw it
by the same rules and give it a name; a category names it in `glyph`.
"""
# ruff: noqa: E501 - a drawing is one line

from types import MappingProxyType

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

INDIGO = "#1f3a5f"
LINEN = "#efe7d6"
FALLBACK = "box"

_PATHS = {
    "alcohol": "M14 8h20c0 11-3 18-10 18S14 19 14 8zM24 26v14M17 40h14M14.5 15h19",
    "baby": "M18 19h12v18a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4zM16 19h16M20 19c0-5 2-4 2-8a2 2 0 0 1 4 0c0 4 2 3 2 8M25 26h5M25 32h5",
    "bakery": "M8 21c0-6 6-9 16-9s16 3 16 9c0 3-2 4-4 4v12H12V25c-2 0-4-1-4-4zM19 18l-2 5M26 18l-2 5M33 18l-2 5",
    "box": "M8 16l16-8 16 8v17l-16 8-16-8zM8 16l16 8 16-8M24 24v17M16 12l16 8",
    "care": "M17 22h14a3 3 0 0 1 3 3v13a3 3 0 0 1-3 3H17a3 3 0 0 1-3-3V25a3 3 0 0 1 3-3zM20 22v-5h8v5M24 17V9h8v3M14 30h20",
    "clothing": "M17 9l-10 6 4 9 5-2v19h16V22l5 2 4-9-10-6c-1 4-3 6-7 6s-6-2-7-6z",
    "coffee": "M10 19h22v9a10 10 0 0 1-10 10h-2a10 10 0 0 1-10-10zM32 22h3a4.5 4.5 0 0 1 0 9h-4M17 14c-2-3 2-4 0-7M25 14c-2-3 2-4 0-7",
    "dairy": "M15 19l4-8h10l4 8v22H15zM15 19h18M19 11V7h10v4M15 28h18M15 35h18",
    "deli": "M7 23h34c0 9-6 16-17 16S7 32 7 23zM17 39h14M18 17c-2-3 2-4 0-8M26 17c-2-3 2-4 0-8",
    "drink": "M20 7h8v7c0 4 4 6 4 11v14a2 2 0 0 1-2 2H18a2 2 0 0 1-2-2V25c0-5 4-7 4-11zM20 12h8M16 26h16M16 34h16",
    "egg": "M24 8c7 0 12 11 12 19a12 12 0 0 1-24 0c0-8 5-19 12-19zM18 27a6 6 0 0 0 5 6",
    "fish": "M7 24c6-9 18-11 27-3l7-6c-2 6-2 12 0 18l-7-6c-9 8-21 6-27-3zM20 18c2 4 2 8 0 12M14 22.5h.01",
    "flower": "M24 26c-6 0-9-4-9-10V9l5 4 4-5 4 5 5-4v7c0 6-3 10-9 10zM24 26v15M24 39c-5 0-9-3-10-8 5 0 9 3 10 8zM24 39c5 0 9-3 10-8-5 0-9 3-10 8z",
    "frozen": "M24 7v34M9.3 15.5l29.4 17M38.7 15.5l-29.4 17M19 10l5 5 5-5M19 38l5-5 5 5M9 22l6.5-2.5-1-7M39 26l-6.5 2.5 1 7M33.5 12.5l-1 7L39 22M14.5 35.5l1-7L9 26",
    "fruit": "M24 17c-4-4-13-2-13 7 0 8 6 16 9 16 2 0 2-1 4-1s2 1 4 1c3 0 9-8 9-16 0-9-9-11-13-7zM24 17c0-4 1-7 4-9M28 12c3 0 5-1 6-4",
    "grocery": "M12 11c0-2 5-4 12-4s12 2 12 4-5 4-12 4-12-2-12-4zM12 11v26c0 2 5 4 12 4s12-2 12-4V11M12 20c0 2 5 4 12 4s12-2 12-4M12 31c0 2 5 4 12 4s12-2 12-4",
    "household": "M19 22h9l4 8v9a2 2 0 0 1-2 2H17a2 2 0 0 1-2-2v-9zM20 22v-8h7v8M20 14V8h10l5 5h-8M12 8H9M12 12l-3 2M15 33h17",
    "kitchen": "M11 21h26v13a5 5 0 0 1-5 5H16a5 5 0 0 1-5-5zM7 26h4M37 26h4M13 21c1-4 5-7 11-7s10 3 11 7M24 14v-4M21 10h6",
    "meat": "M27 9c8-1 14 5 12 13-2 9-11 9-16 12-4 3-8 5-12 1s-2-8 1-12c3-5 5-13 15-14zM29 16a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM17 29c-2 1-3 3-2 5",
    "medicine": "M13 25l12-12a7.1 7.1 0 0 1 10 10L23 35a7.1 7.1 0 0 1-10-10zM19 19l10 10M27 16c2-1 4-1 5 1",
    "pet": "M24 24c5 0 10 6 10 11 0 4-4 6-10 4-6 2-10 0-10-4 0-5 5-11 10-11zM19 9c2 0 4 3 4 6s-1 5-3 5-4-3-4-6 1-5 3-5zM29 9c2 0 3 2 3 5s-2 6-4 6-3-2-3-5 2-6 4-6zM10 18c2 0 4 2 4 5s-1 4-2 4c-2 0-4-2-4-5s1-4 2-4zM38 18c1 0 2 1 2 4s-2 5-4 5c-1 0-2-1-2-4s2-5 4-5z",
    "produce": "M29 18c4 5-3 11-9 16s-11 7-12 6 1-6 6-12 11-14 15-10zM29 18c0-5 3-9 8-10M29 18c5 0 8 1 11 4M29 18c3-4 6-6 11-6M18 29l3 3M23 23l3 3",
    "stationery": "M9 39l3-10L33 8l7 7-21 21zM28 13l7 7M12 29l7 7",
    "sweets": "M24 16a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM17 20l-10-6v20l10-6M31 20l10-6v20l-10-6M19 26l7-7M22 29l7-7",
}

GLYPHS = MappingProxyType(dict(sorted(_PATHS.items())))
"""The drawings by name; the value is the path."""


def glyph_svg(glyph: str, *, size: int = 96) -> SafeString:
    """The drawing in the color of the text around it, hidden from screen readers: the words stand beside it.

    Args:
        glyph: one of GLYPHS; anything else is drawn as a box.
        size: width and height in CSS pixels.
    """
    return format_html(
        '<svg width="{}" height="{}" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        size,
        size,
        _path(glyph),
    )


def tile_svg(glyph: str) -> str:
    """The drawing as a file of its own, indigo on linen, 4 by 3: where no style sheet reaches, such as a mail."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 96" width="640" height="480">'
        f'<path fill="{LINEN}" d="M0 0h128v96H0z"/><path transform="translate(40 24)" fill="none" stroke="{INDIGO}"'
        f' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" d="{_path(glyph)}"/></svg>'
    )


def _path(glyph: str) -> SafeString:
    return mark_safe(GLYPHS.get(glyph, GLYPHS[FALLBACK]))  # noqa: S308 - our own drawings
