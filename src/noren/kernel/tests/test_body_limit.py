"""A body that is too long is refused before it is read."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from noren.kernel.body_limit import OFFICE_BYTES, BodyLimitMiddleware


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/basket/add/", "300", 200),
        ("/basket/add/", "", 200),
        ("/basket/add/", str(3 * 1024 * 1024), 413),
        ("/basket/add/", "-1", 413),
        ("/basket/add/", "many", 413),
        ("/office/catalog/product/", str(20 * 1024 * 1024), 200),
        ("/office/catalog/product/", str(OFFICE_BYTES + 1), 413),
        ("/office/imports/", str(300 * 1024 * 1024), 200),
        ("/api/v1/imports", str(300 * 1024 * 1024), 200),
    ],
)
def test_the_length_in_the_header_decides(path: str, length: str, status: int) -> None:
    middleware = BodyLimitMiddleware(lambda _request: HttpResponse())

    assert middleware(RequestFactory().post(path, CONTENT_LENGTH=length)).status_code == status
