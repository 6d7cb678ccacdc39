"""Sessions apart: the office and the shop never share a sign-in."""

import pytest
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from noren.kernel.sessions import FaceSessionMiddleware
from noren.people.models import Account


def _visit(path: str, cookies: dict[str, str], account: Account | None = None) -> tuple[HttpResponse, HttpRequest]:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)

    def view(request: HttpRequest) -> HttpResponse:
        if account is not None:
            login(request, account, backend="django.contrib.auth.backends.ModelBackend")
        request.session.get("anything")
        return HttpResponse("ok")

    answer = FaceSessionMiddleware(view)(request)
    assert isinstance(answer, HttpResponse)
    return answer, request


@pytest.mark.django_db
def test_each_face_has_a_cookie_of_its_own() -> None:
    account = Account.objects.create_user("staff@example.jp", "a-long-password")

    office, _request = _visit("/office/", {}, account)
    shop, _request = _visit("/", {}, account)

    assert set(office.cookies) == {"noren_office"}
    assert set(shop.cookies) == {"noren_shop"}
    assert office.cookies["noren_office"]["httponly"] is True
    assert office.cookies["noren_office"]["samesite"] == "Lax"


@pytest.mark.django_db
def test_a_sign_in_at_the_office_is_none_at_the_shop() -> None:
    account = Account.objects.create_user("staff@example.jp", "a-long-password")
    office, _request = _visit("/office/", {}, account)
    cookies = {"noren_office": office.cookies["noren_office"].value}

    _answer, at_office = _visit("/office/", cookies)
    _answer, at_shop = _visit("/", cookies)

    assert at_office.session.get("_auth_user_id") == str(account.pk)
    assert at_shop.session.get("_auth_user_id") is None


@pytest.mark.django_db
def test_an_emptied_session_takes_its_own_cookie_away() -> None:
    account = Account.objects.create_user("staff@example.jp", "a-long-password")
    shop, _request = _visit("/", {}, account)
    request = RequestFactory().get("/")
    request.COOKIES["noren_shop"] = shop.cookies["noren_shop"].value

    def leave(request: HttpRequest) -> HttpResponse:
        request.session.flush()
        return HttpResponse("bye")

    answer = FaceSessionMiddleware(leave)(request)

    assert isinstance(answer, HttpResponse)
    assert answer.cookies["noren_shop"]["max-age"] == 0
