"""Pictures that were uploaded can be looked at."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from noren.catalog.models import Picture
from noren.catalog.pictures import add_picture
from tests.factories import NOON, make_variant


@pytest.mark.django_db
def test_an_uploaded_picture_is_served_as_webp_and_nothing_beside_it_is() -> None:
    variant, drawn = make_variant(), BytesIO()
    Image.new("RGB", (400, 300), "#1f3a5f").save(drawn, "PNG")
    add_picture(variant.product.code, SimpleUploadedFile("豆.png", drawn.getvalue()), at=NOON)
    url = Picture.objects.get().file.url

    answer = Client().get(url)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert Client().get("/media/../secret-key").status_code in {400, 404}
    assert Client().get("/media/goods/").status_code == 404
