"""Pictures are decoded, turned upright, freed of what cameras write, and stored in the widths that pages need."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from noren.catalog.errors import PictureNotFound, PictureTooLarge, PictureUnreadable, ProductNotFound, TooManyPictures
from noren.catalog.models import Picture
from noren.catalog.picture_files import MAX_BYTES, rendition_widths, store_picture
from noren.catalog.pictures import MOST_PICTURES, add_picture, remove_picture
from noren.catalog.queries import get_product, product_cards
from noren.catalog.tests.goods import make_product
from noren.kernel.ids import uuid7
from noren.timeline.models import Event

AT = datetime(2026, 7, 6, 3, tzinfo=UTC)
CAMERA, PLACE, ORIENTATION = 0x010F, 0x8825, 0x0112


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(width: int = 1600, height: int = 1200, *, kind: str = "JPEG", **options: Any) -> io.BytesIO:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(options.pop("mode", "RGB"), (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    written = io.BytesIO()
    image.save(written, kind, **options)
    written.seek(0)
    return written


def files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_a_picture_is_served_in_the_widths_that_pages_need(media: Path) -> None:
    product = make_product("BEANS")

    uid = add_picture("BEANS", picture(), at=AT, alt="豆の袋")

    (shown,) = get_product("BEANS").pictures
    assert (shown.uid, shown.width, shown.height, shown.alt) == (uid, 1280, 960, "豆の袋")
    assert [part.split()[1] for part in shown.srcset.split(", ")] == ["320w", "640w", "1280w"]
    assert shown.src in shown.srcset
    assert product_cards([product.pk])[0].picture == shown
    for path, width in zip(files(media), (1280, 320, 640), strict=True):
        with Image.open(path) as stored:
            assert (stored.format, stored.size) == ("WEBP", (width, width * 3 // 4))
    assert Event.objects.get().name == "Picture Added"


def test_nothing_is_made_larger_than_it_came(media: Path) -> None:
    stored = store_picture(picture(500, 100))

    assert (stored.width, stored.height) == (500, 100)
    assert rendition_widths(500) == (320, 500)
    assert len(files(media)) == 2


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright(media: Path) -> None:
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "Noren Camera", 6  # held on its side: turn by 90 degrees
    exif.get_ifd(PLACE)[1] = "N"

    store_picture(picture(400, 200, exif=exif, comment=b"secret", icc_profile=b"broken"))

    for path in files(media):
        with Image.open(path) as image:
            assert image.height > image.width
            assert not image.getexif()
            assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(image.info)
            top = image.convert("RGB").getpixel((image.width // 2, 5))
            assert isinstance(top, tuple)
            assert top[0] > 200 > top[2]
        assert b"Noren Camera" not in path.read_bytes()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("PNG", "1"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_every_kind_of_picture_is_taken(kind: str, mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (400, 300)).save(written, kind)
    written.seek(0)

    assert store_picture(written).width == 400


def test_a_clear_background_stays_clear(media: Path) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(written, "PNG")
    written.seek(0)

    store_picture(written)

    (path,) = files(media)
    with Image.open(path) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        picture().getvalue()[:5_000],
        b"GIF89a<?php system($_GET['c']); ?>",
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, media: Path) -> None:
    with pytest.raises(PictureUnreadable):
        store_picture(io.BytesIO(data))

    assert files(media) == []


def test_a_small_file_that_would_fill_the_memory_is_refused(media: Path) -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert bomb.tell() < 200_000
    bomb.seek(0)

    with pytest.raises(PictureTooLarge):
        store_picture(bomb)

    assert files(media) == []


def test_a_file_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(PictureTooLarge):
        store_picture(io.BytesIO(b"\xff\xd8" + b"\0" * MAX_BYTES))


@pytest.mark.django_db
def test_a_refused_picture_leaves_no_file_and_no_row(media: Path) -> None:
    make_product("BEANS")
    for _ in range(MOST_PICTURES):
        add_picture("BEANS", picture(40, 30), at=AT)
    kept = files(media)

    with pytest.raises(ProductNotFound):
        add_picture("TEA", picture(), at=AT)
    with pytest.raises(TooManyPictures):
        add_picture("BEANS", picture(), at=AT)

    assert files(media) == kept


@pytest.mark.django_db(transaction=True)
def test_a_removed_picture_takes_its_files_with_it(media: Path) -> None:
    make_product("BEANS")
    first, second = (add_picture("BEANS", picture(), at=AT) for _ in range(2))

    remove_picture(first, at=AT)

    assert [shown.uid for shown in get_product("BEANS").pictures] == [second]
    assert len(files(media)) == 3
    with pytest.raises(PictureNotFound):
        remove_picture(first, at=AT)
    with pytest.raises(PictureNotFound):
        remove_picture(uuid7(), at=AT)
    assert Picture.objects.count() == 1
