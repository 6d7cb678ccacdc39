"""Codes as they are scanned and typed: the same vectors that the till on the device is held to."""

import json
from pathlib import Path

import pytest

import noren.catalog
from noren.catalog.models import Category, Product, Variant
from noren.catalog.queries import find_variant

VECTORS = json.loads((Path(noren.catalog.__file__).parent / "vectors" / "codes.json").read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_every_code_of_the_vectors_finds_what_it_names() -> None:
    product = Product.objects.create(code="P1", name="豆", category=Category.objects.create(code="c", name="棚"))
    for each in VECTORS["goods"]:
        Variant.objects.create(product=product, sku=each["sku"], gtin=each["gtin"], price_minor=100)

    found = {code["why"]: find_variant(code["typed"]) for code in VECTORS["codes"]}

    assert {why: each and each.variant.sku for why, each in found.items()} == {
        code["why"]: code["sku"] for code in VECTORS["codes"]
    }
