"""Every kind of goods has a drawing."""

import xml.etree.ElementTree as ElementTree

import pytest

from noren.catalog.tiles import GLYPHS, glyph_svg, tile_svg


@pytest.mark.parametrize("glyph", GLYPHS)
def test_a_drawing_is_sound_svg_within_its_field(glyph: str) -> None:
    assert ElementTree.fromstring(tile_svg(glyph)).tag.endswith("svg")
    drawn = ElementTree.fromstring(glyph_svg(glyph, size=48))
    assert drawn.attrib["aria-hidden"] == "true"
    assert drawn[0].attrib["d"] == GLYPHS[glyph]


def test_an_unknown_kind_is_a_box_and_no_way_in_for_markup() -> None:
    assert glyph_svg('"><script>') == glyph_svg("box")
    assert tile_svg("unicorn") == tile_svg("box")
