"""Barcodes, read back module by module as a scanner does: widths to values, and the check symbol."""

import re

import pytest

from noren.kernel.barcodes import _WIDTHS, barcode_svg, code128_modules, is_barcodable


def _read(modules: str) -> str:
    """The text of a Code 128 B barcode; fails when start, check or stop are wrong."""
    widths = "".join(str(len(run.group())) for run in re.finditer(r"1+|0+", modules))
    values = {_WIDTHS[6 * value : 6 * value + 6]: value for value in range(106)}
    assert len(values) == 106
    assert widths.endswith("2331112")
    symbols = [values[widths[place : place + 6]] for place in range(0, len(widths) - 7, 6)]
    start, *text, check = symbols
    assert start == 104
    assert check == (start + sum(place * value for place, value in enumerate(text, start=1))) % 103
    return "".join(chr(value + 32) for value in text)


@pytest.mark.parametrize("text", ["4901234567894", "COFFEE-200", "a b~!", "K7Q29XM4"])
def test_what_is_written_is_read(text: str) -> None:
    assert _read(code128_modules(text)) == text


def test_a_known_barcode_is_as_the_standard_has_it() -> None:
    # "A" in set B: start 104, value 33, check (104 + 33) mod 103 = 34, stop.
    assert code128_modules("A") == "11010010000" + "10100011000" + "10001011000" + "1100011101011"


def test_text_that_no_scanner_types_has_no_barcode() -> None:
    assert [is_barcodable(text) for text in ("", "コーヒー", "x" * 65, "\t")] == [False] * 4
    assert barcode_svg("コーヒー") == ""
    with pytest.raises(ValueError, match="no barcode"):
        code128_modules("")


def test_a_picture_has_a_bar_for_each_run_and_quiet_zones() -> None:
    svg = barcode_svg("A")

    assert svg.count("<rect") == 13
    assert 'viewBox="0 0 66 40"' in svg
    assert '<rect x="10" width="2"' in svg
