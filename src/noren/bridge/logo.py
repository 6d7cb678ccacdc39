"""A logo: a picture as black dots for the printer (GS v 0), centered above a receipt."""

from functools import cache
from pathlib import Path

from noren.bridge.errors import BridgeError
from noren.orders.slips.strip import CENTER, COLUMNS, DOTS_OF_COLUMN, LEFT, RESET

_HIGHEST_DOTS = 240


@cache
def logo_bytes(path: Path, paper_mm: int) -> bytes:
    """The picture for this paper, two thirds of its width at most; read once.

    Raises:
        BridgeError: not a picture.
    """
    from PIL import Image  # noqa: PLC0415 - a bridge without a logo starts without it

    widest = COLUMNS[paper_mm] * DOTS_OF_COLUMN * 2 // 3
    try:
        with Image.open(path) as read:
            picture = Image.alpha_composite(Image.new("RGBA", read.size, "white"), read.convert("RGBA")).convert("L")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise BridgeError(f"{path} is no picture: {error}") from None
    picture.thumbnail((widest, _HIGHEST_DOTS))
    # 1 is black to the printer and white to the picture.
    dots = picture.point(lambda level: 0 if level > 127 else 255).convert("1", dither=Image.Dither.NONE)
    across = (dots.width + 7) // 8
    size = across.to_bytes(2, "little") + dots.height.to_bytes(2, "little")
    return RESET + CENTER + b"\x1dv0\x00" + size + dots.tobytes() + b"\n" + LEFT
