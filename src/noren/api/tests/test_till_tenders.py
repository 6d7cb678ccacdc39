"""Several tenders over the API: told at sign-in, sold by, given back, and counted at closing."""

import pytest

from noren.api.tests.test_till import _open_shop, _sale
from noren.kernel.ids import uuid7
from tests.factories import make_tender_kind

pytestmark = pytest.mark.django_db


def test_a_till_is_told_the_kinds_sells_by_them_and_is_told_what_a_void_gives_back() -> None:
    make_tender_kind(needs_reference=True)
    make_tender_kind("gift", form="voucher", rest="kept", faces_minor=(500,), position=2)
    make_tender_kind("old", form="wallet", is_active=False)
    shop = _open_shop()
    tenders = [
        {"uid": uuid7(), "provider": "gift", "amount_minor": 500, "pieces": 1},
        {"uid": uuid7(), "provider": "card", "amount_minor": 300, "reference": "004217"},
        {"uid": uuid7(), "provider": "cash", "amount_minor": 500},
    ]
    sale = _sale(shop.variant, total=1000) | {"tenders": tenders}

    told = shop.till.get("/till/me").body["terms"]["tenders"]
    alone = shop.till.get("/till/offline-terms").body["payments"]
    done = shop.till.post("/till/sales", sale, key=str(sale["uid"]))
    plan = shop.till.get(f"/till/sales/{sale['uid']}/void").body["refunds"]

    assert [(kind["code"], kind["faces_minor"]) for kind in told] == [("gift", [500]), ("card", [])]
    assert alone == ["cash", "gift", "card"]
    assert (done.status, done.body["change_minor"]) == (201, 300), done.body
    assert [(each["provider"], each["amount_minor"]) for each in done.body["receipt"]["payments"]] == [
        ("gift", 500),
        ("card", 300),
        ("cash", 200),
    ]
    assert [(each["provider"], each["amount_minor"], each["reference"]) for each in plan] == [
        ("gift", 500, ""),
        ("card", 300, "004217"),
        ("cash", 200, ""),
    ]


def test_a_slip_that_is_needed_and_missing_is_refused_at_its_field() -> None:
    make_tender_kind(needs_reference=True)
    shop = _open_shop()
    tenders = [{"uid": uuid7(), "provider": "card", "amount_minor": 1000}]

    reply = shop.till.post("/till/sales", _sale(shop.variant, total=1000) | {"tenders": tenders})

    assert (reply.status, reply.code, reply.body["errors"][0]["field"]) == (
        422,
        "reference_missing",
        "tenders.0.reference",
    )
