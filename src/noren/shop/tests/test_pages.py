"""What every page promises: a language, a strict policy, words for errors, and the demo only in a demo."""

import json
import re

import pytest
from django.test import Client
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.outreach.queue import queue_message
from noren.outreach.sign_in_mails import SignUpCode
from noren.people.models import Account
from noren.shop.tests.shopper import Shopper
from tests.factories import NOON, make_store, stock_up

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/find/",
    "/stores/",
    "/place/",
    "/basket/",
    "/guide/",
    "/legal/",
    "/privacy/",
    "/claim/",
    "/account/login/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_written_into_it(client: Client, path: str) -> None:
    answer = client.get(path)

    policy = answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in page
    assert "onclick=" not in page
    assert 'src="http' not in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_the_readers_language(client: Client, path: str) -> None:
    japanese = client.get(path, headers={"accept-language": "ja"}).content.decode()
    english = client.get(path, headers={"accept-language": "en"}).content.decode()

    assert '<html lang="ja">' in japanese
    assert '<html lang="en">' in english
    assert "本文へ移動" in japanese
    assert "Skip to the content" in english


def test_the_language_is_switched_in_the_foot_and_the_page_stays(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/stores/"}, headers={"accept-language": "ja"})

    assert answer.headers["Location"] == "/stores/"
    assert "Skip to the content" in client.get("/stores/", headers={"accept-language": "ja"}).content.decode()


def test_who_only_reads_gets_no_session(client: Client) -> None:
    client.get("/")
    client.get("/find/")

    assert "noren_shop" not in client.cookies


def test_the_legal_notice_names_the_seller_or_says_how_to_ask(client: Client, settings: Settings) -> None:
    settings.SELLER = settings.SELLER | {"name": "のれん商店株式会社", "address": ""}

    page = client.get("/legal/", headers={"accept-language": "ja"}).content.decode()

    assert "のれん商店株式会社" in page
    assert "ご請求があれば遅滞なく開示します" in page


def test_an_unknown_page_is_in_the_shops_look(client: Client) -> None:
    answer = client.get("/no/such/page/", headers={"accept-language": "ja"})

    assert answer.status_code == 404
    assert "この暖簾の奥には何もありません" in answer.content.decode()


def test_a_form_without_its_secret_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    answer = client.post("/basket/add/", {"sku": "X", "quantity": "1"})

    assert answer.status_code == 403
    assert "open it again" in answer.content.decode()


def test_a_place_that_is_none_is_forgotten_and_no_page_elsewhere_is_opened(client: Client) -> None:
    for latitude in ("x", "91", "nan", ""):
        answer = client.post("/place/", {"latitude": latitude, "longitude": "0", "next": "https://evil.example/"})
        assert answer.headers["Location"] == "/"

    assert client.get("/").context["place"] is None


def test_a_position_is_kept_only_roughly(client: Client) -> None:
    client.post("/place/", {"latitude": "35.658123", "longitude": "139.701654"})

    assert client.get("/").context["place"].point == (35.658, 139.702)


def test_a_phone_can_put_the_shop_on_its_home_screen(client: Client) -> None:
    data = json.loads(client.get("/manifest.webmanifest").content)

    assert data["display"] == "standalone"
    assert {icon["sizes"] for icon in data["icons"]} == {"192x192", "512x512"}
    for icon in data["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_the_outbox_and_the_sign_ins_exist_only_in_a_demo(client: Client, settings: Settings) -> None:
    mail = queue_message(key="a", mail=SignUpCode(code="ABC123"), to="a@example.jp", language="ja", at=NOON)
    paths = ["/demo/", "/outbox/", f"/outbox/{mail.uid}/", f"/outbox/{mail.uid}/html/"]

    settings.DEMO = False
    assert [client.get(path).status_code for path in paths] == [404] * 4
    settings.DEMO = True
    assert [client.get(path).status_code for path in paths] == [200] * 4
    assert client.get(f"/outbox/{uuid7()}/").status_code == 404
    assert "ABC123" in client.get(paths[2]).content.decode()


def test_a_mail_in_the_outbox_can_run_and_load_nothing(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    mail = queue_message(key="a", mail=SignUpCode(code="ABC123"), to="a@example.jp", language="ja", at=NOON)

    answer = client.get(f"/outbox/{mail.uid}/html/")

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_text_is_sent_compressed(client: Client) -> None:
    page = client.get("/legal/", headers={"accept-encoding": "gzip"})
    icon = client.get("/static/noren/icon-512.png", headers={"accept-encoding": "gzip"})

    assert page.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in icon.headers


def test_staff_see_the_shop_as_anybody(client: Client) -> None:
    account = Account.objects.create_user("staff@example.jp", "x", is_staff=True)
    client.force_login(account)

    assert client.get("/").status_code == 200
    assert client.get("/basket/").context["page"].is_empty


def test_a_product_page_with_all_it_loads_is_small() -> None:
    shopper = Shopper()
    for number in range(9):
        stock_up(make_store(code=f"S1{number:02}", name=f"代々木{number}丁目店"), shopper.beans, 3)
    shopper.client.post("/place/", {"latitude": "35.66", "longitude": "139.70", "name": "渋谷区"})
    path = f"/products/{shopper.beans.product.code}/"
    page = shopper.client.get(path).content.decode()
    loaded = re.findall(r'(?:<script src|<link rel="(?:stylesheet|manifest|icon)" href)="([^"]+)"', page)

    sizes = {each: _compressed_size(shopper.client, each) for each in [path, *loaded]}

    assert len(loaded) == 6
    # The promise is 60 kB; what is far below it today is to stay there.
    assert sum(sizes.values()) < 40_000, sizes


def _compressed_size(client: Client, path: str) -> int:
    """Bytes over the wire, as a browser that takes gzip gets them."""
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    return len(b"".join(answer) if answer.streaming else answer.content)


def test_an_address_that_is_none_is_no_place_to_come_back_to(client: Client) -> None:
    answer = client.get("/find/", headers={"HX-Request": "true", "Referer": "http://["})

    assert answer.status_code == 200


def test_a_store_known_by_name_is_a_place_to_look_from(client: Client) -> None:
    make_store(code="S001", name="一番町店")
    make_store(code="S002", name="八幡店")

    page = client.get("/place/", {"q": "一番町", "next": "/find/"}).content.decode()

    assert "一番町店" in page
    assert "八幡店" not in page
    assert "in its name or address" not in page
    assert 'value="/find/"' in client.get("/stores/S001/").content.decode()
