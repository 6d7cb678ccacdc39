"""Where a form leads when it is done."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["abc", "//evil", "https://evil", "/\\evil", "", "javascript:alert(1)"])
def test_a_page_that_is_not_ours_is_not_gone_back_to(client: Client, asked: str) -> None:
    answer = client.post("/place/", {"next": asked})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_page_a_form_stood_on_is_gone_back_to(client: Client) -> None:
    answer = client.post("/place/", {"next": "/find/?q=abc"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/find/?q=abc")
