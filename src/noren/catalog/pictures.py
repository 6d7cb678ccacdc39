"""Adding and removing pictures of a product. Files are written before the row and removed after it."""

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from noren.catalog.errors import PictureNotFound, ProductNotFound, TooManyPictures
from noren.catalog.events import PictureAdded, PictureRemoved
from noren.catalog.models import Picture, Product
from noren.catalog.picture_files import StoredPicture, delete_picture_files, store_picture
from noren.catalog.save_product import check_text
from noren.kernel.text import storable
from noren.timeline.record import Told, record

MOST_PICTURES = 12


def add_picture(product_code: str, upload: IO[bytes], *, at: datetime, alt: str = "", channel: str = "office") -> UUID:
    """Show one picture more on a product's page, after those it has. Returns the picture's uid.

    What the file says it is does not count: it is decoded, turned upright, and stored anew as WebP in widths of 320,
    640 and 1280 pixels, none wider than it came, without anything the camera wrote into it.

    Args:
        upload: a JPEG, PNG, WebP, GIF (its first frame) or AVIF of at most 20 MB and 50 million pixels.
        alt: what the picture shows, for those who cannot see it; at most 200 characters.

    Raises:
        ProductNotFound: no product has this code.
        PictureTooLarge, PictureUnreadable: the file is refused.
        TooManyPictures: the product has 12 already.

    Records "Picture Added".
    """
    check_text(alt, "alt", longest=200)
    if not Product.objects.filter(code=storable(product_code)).exists():
        raise ProductNotFound(product=product_code, field="product_code")
    stored = store_picture(upload)
    try:
        return _add(product_code, stored, alt=alt, told=Told(at, channel))
    except BaseException:
        delete_picture_files(stored.name, stored.width)
        raise


def remove_picture(picture_uid: UUID, *, at: datetime, channel: str = "office") -> None:
    """Take a picture from its product's page; its files go once that is committed.

    Raises:
        PictureNotFound: there is no such picture.

    Records "Picture Removed".
    """
    with transaction.atomic(savepoint=False):
        pictures = Picture.objects.select_related("product").defer("product__search")
        picture = pictures.select_for_update(of=("self",)).filter(uid=picture_uid).first()
        if picture is None:
            raise PictureNotFound(field="picture")
        name, width = str(picture.file), picture.width
        Picture.objects.filter(pk=picture.pk).delete()
        told = Told(at, channel, subject_uid=picture.product.uid)
        record(PictureRemoved(picture.product.code, picture_uid), told=told)
        transaction.on_commit(lambda: delete_picture_files(name, width))


def _add(product_code: str, stored: StoredPicture, *, alt: str, told: Told) -> UUID:
    with transaction.atomic(savepoint=False):
        product = _lock_product(product_code)
        shown = product.pictures.aggregate(last=Max("position"))["last"]
        if product.pictures.count() >= MOST_PICTURES:
            raise TooManyPictures(limit=MOST_PICTURES, field="picture")
        picture = Picture(product=product, alt=alt, position=0 if shown is None else shown + 1)
        picture.file.name, picture.width, picture.height = stored.name, stored.width, stored.height
        Picture.objects.bulk_create([picture])
        told = Told(told.at, told.channel, subject_uid=product.uid)
        record(PictureAdded(product.code, picture.uid), told=told)
    return picture.uid


def _lock_product(code: str) -> Product:
    """Lock the row: two uploads at once queue here, so that neither passes the limit nor takes the other's place."""
    products = Product.objects.defer("search").select_for_update(no_key=True)
    product = products.filter(code=storable(code)).first()
    if product is None:
        raise ProductNotFound(product=code, field="product_code")
    return product
