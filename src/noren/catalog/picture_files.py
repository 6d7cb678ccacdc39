"""The files of pictures: decoded and checked, turned upright, freed of what cameras write, and stored as WebP."""

import io
import uuid
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from noren.catalog.errors import PictureTooLarge, PictureUnreadable

WIDTHS = (320, 640, 1280)
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_QUALITY = 80
_FOLDER = "goods"


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture whose files are written. `name` is that of the widest; sizes are in pixels."""

    name: str
    width: int
    height: int


def rendition_widths(width: int) -> tuple[int, ...]:
    """The widths in which a picture is stored whose widest is `width`; nothing is made larger than it came."""
    return (*(each for each in WIDTHS if each < width), width)


def rendition_name(name: str, width: int) -> str:
    """The file of one width, from the name of the widest: `goods/0197…-640.webp`."""
    return f"{name.rpartition('-')[0]}-{width}.webp"


def store_picture(upload: IO[bytes]) -> StoredPicture:
    """Decode an upload and write its files, under a name that was never used: caches may keep it for ever.

    Raises:
        PictureTooLarge: more than 20 MB, or more than 50 million pixels; nothing was decoded.
        PictureUnreadable: not a picture, or a broken one.
    """
    image = _upright(_decode(upload))
    stem = f"{_FOLDER}/{uuid.uuid4().hex}"
    widths = rendition_widths(min(image.width, WIDTHS[-1]))
    for width in widths:
        height = max(1, round(image.height * width / image.width))
        default_storage.save(f"{stem}-{width}.webp", ContentFile(_webp(image, width, height)))
    return StoredPicture(
        f"{stem}-{widths[-1]}.webp", widths[-1], max(1, round(image.height * widths[-1] / image.width))
    )


def delete_picture_files(name: str, width: int) -> None:
    """Remove the files of all widths; those already gone are passed over."""
    for each in rendition_widths(width):
        default_storage.delete(rendition_name(name, each))


def _decode(upload: IO[bytes]) -> Image.Image:
    data = upload.read(MAX_BYTES + 1)
    too_large = PictureTooLarge(field="picture", megabytes=MAX_BYTES >> 20, megapixels=MAX_PIXELS // 1_000_000)
    if len(data) > MAX_BYTES:
        raise too_large
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        # The header says how large it will be; a small file can hold a picture that fills the memory.
        if image.width * image.height > MAX_PIXELS:
            raise too_large
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        image.load()
    except Image.DecompressionBombError as error:
        raise too_large from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise PictureUnreadable(field="picture") from error
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held, in sRGB, and with nothing but pixels: no place, no time, no name."""
    turned = ImageOps.exif_transpose(image)
    profile = turned.info.get("icc_profile")
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    plain = turned.convert("RGBA" if has_alpha else "RGB")
    if profile and turned.mode in {"RGB", "RGBA"}:
        plain = _as_srgb(plain, profile)
    pixels = Image.new(plain.mode, plain.size)
    pixels.paste(plain)
    return pixels


def _as_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):  # a broken profile costs some color, not the picture
        return image
    return converted or image


def _webp(image: Image.Image, width: int, height: int) -> bytes:
    resized = image if image.width == width else image.resize((width, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    resized.save(written, "WEBP", quality=_QUALITY, method=4)
    return written.getvalue()
