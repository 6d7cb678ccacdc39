"""Codes to scan, as SVG: QR, and Code 128 in its set B, which carries every code that a store types (ISO/IEC 15417)."""

import io

import segno
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Widths of three bars and three spaces in turn, by value; each symbol is 11 modules wide.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_START_B = 104
_STOP = "2331112"
_QUIET = 10


def is_barcodable(text: str) -> bool:
    """Whether Code 128 B can carry the text: 1 to 64 printable ASCII characters."""
    return 0 < len(text) <= 64 and all(" " <= letter <= "~" for letter in text)


def code128_modules(text: str) -> str:
    """The modules of a barcode from left to right, `1` for a bar and `0` for a space, quiet zones not counted.

    Raises:
        ValueError: the text cannot be carried.
    """
    if not is_barcodable(text):
        raise ValueError(f"{text!r} has no barcode")
    values = [_START_B, *(ord(letter) - 32 for letter in text)]
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (*values, check)) + _STOP
    return "".join("10"[place % 2] * int(width) for place, width in enumerate(widths))


def barcode_svg(text: str, *, height: int = 40) -> SafeString:
    """The barcode as an inline picture with its quiet zones; nothing when the text cannot be carried.

    The text is to stand beside it: the picture is hidden from those who cannot see it.
    """
    if not is_barcodable(text):
        return SafeString("")
    modules = code128_modules(text)
    bars, place = [], 0
    for run in _runs(modules):
        if run[0] == "1":
            bars.append((place + _QUIET, len(run), height))
        place += len(run)
    width = len(modules) + 2 * _QUIET
    return format_html(
        '<svg class="barcode" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false" '
        'shape-rendering="crispEdges" preserveAspectRatio="none">{}</svg>',
        width,
        height,
        width,
        height,
        format_html_join("", '<rect x="{}" width="{}" height="{}"/>', bars),
    )


def qr_svg(text: str) -> SafeString:
    """The text as a QR code with a quiet zone, sized by the page: dark on white whatever the page looks like."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(
        drawn, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff", nl=False
    )
    # Made of nothing but path data: the text itself is not in it.
    return mark_safe(drawn.getvalue().decode())  # noqa: S308


def _runs(modules: str) -> list[str]:
    """The modules in runs of one kind."""
    runs: list[str] = []
    for module in modules:
        if runs and runs[-1][0] == module:
            runs[-1] += module
        else:
            runs.append(module)
    return runs
