"""Codes to be scanned, drawn as SVG: dark on white whatever the page looks like."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """The text as a QR code with a quiet zone, sized by the page."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(
        drawn, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff", nl=False
    )
    # Made of nothing but path data: the text itself is not in it.
    return mark_safe(drawn.getvalue().decode())  # noqa: S308
