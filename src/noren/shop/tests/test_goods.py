"""Finding goods, and a product's page."""

import pytest
from django.test import Client

from noren.kernel.ids import gtin_check_digit
from noren.shop.tests.shopper import Shopper
from noren.stock.models import Level
from tests.factories import make_store, make_variant

pytestmark = pytest.mark.django_db

GTIN = "200000000001" + gtin_check_digit("200000000001")


def test_words_find_goods_and_nothing_says_what_to_try(client: Client) -> None:
    make_variant(name="深煎りコーヒー豆 200g")

    found = client.get("/find/", {"q": "コーヒー"})
    none = client.get("/find/", {"q": "自転車"}, headers={"accept-language": "en"})

    assert [card.name for card in found.context["page"].cards] == ["深煎りコーヒー豆 200g"]
    assert "We found nothing for “自転車”." in none.content.decode()


def test_a_barcode_number_in_full_width_leads_straight_to_its_product(client: Client) -> None:
    variant = make_variant(sku="BEANS")
    variant.gtin = GTIN
    variant.save(update_fields=["gtin"])
    typed = GTIN.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

    answers = [client.get("/find/", {"q": typed}), client.get(f"/01/0{GTIN}/")]

    assert [answer.headers["Location"] for answer in answers] == [f"/products/{variant.product.code}/?sku=BEANS"] * 2


@pytest.mark.parametrize("path", ["/products/nothing/", "/01/2000000000022/", "/01/abc/", "/find/?category=nothing"])
def test_an_unknown_code_is_a_page_that_says_so(client: Client, path: str) -> None:
    answer = client.get(path, headers={"accept-language": "en"})

    assert answer.status_code == 404
    assert "Nothing behind this curtain" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "１"])
def test_any_page_number_shows_a_page(client: Client, page: str) -> None:
    make_variant()

    assert client.get("/find/", {"page": page}).status_code == 200


def test_a_product_shows_its_price_with_tax_and_where_it_is() -> None:
    shopper = Shopper()
    make_store(code="S002", name="代々木店")

    page = shopper.client.get(f"/products/{shopper.beans.product.code}/").content.decode()

    assert "¥980" in page
    assert "tax incl. (reduced rate 8%)" in page
    assert "9 points for members" in page
    assert page.count("Reserve here") == 1
    assert "In stock" in page


def test_from_a_place_the_nearest_stores_are_shown_even_without_stock() -> None:
    shopper = Shopper()
    make_store(code="S002", name="代々木店")
    shopper.client.post("/place/", {"latitude": "35.66", "longitude": "139.70", "name": "渋谷区"})

    shelf = shopper.client.get(f"/products/{shopper.beans.product.code}/").context["shelf"]

    assert [(row.name, row.available, row.can_reserve) for row in shelf.rows] == [
        ("渋谷店", 10, True),
        ("代々木店", 0, False),
    ]


def test_the_stock_that_an_open_page_asks_for_is_sent_only_when_it_changed() -> None:
    shopper = Shopper()
    path = f"/products/{shopper.beans.product.code}/"
    seen = shopper.client.get(path).context["shelf"].seen

    same = shopper.client.get(f"{path}stock/", {"seen": seen})
    Level.objects.update(on_hand=2)
    changed = shopper.client.get(f"{path}stock/", {"seen": seen})

    assert (same.status_code, same.content) == (204, b"")
    assert "2 left" in changed.content.decode()
