"""Jobs as the till sends them."""

import uuid
from typing import Any

SLIP: dict[str, Any] = {
    "language": "ja",
    "number": "7K2M9PQX4A",
    "title": "レシート",
    "marks": [],
    "issuer": "のれん商店株式会社",
    "issuer_details": ["渋谷店", "登録番号 T1234567890123"],
    "recipient": "",
    "facts": [{"name": "日付", "value": "2026年7月4日(土) 14:05"}, {"name": "No.", "value": "7K2M9PQX4A"}],
    "goods": [{"name": "深煎りコーヒー豆 200g ※", "rows": [{"name": "¥980 × 1", "value": "¥980"}]}],
    "sums": [{"name": "小計（1点）", "value": "¥980"}],
    "total": {"name": "合計", "value": "¥980"},
    "statement": [],
    "taxes": [{"name": "8%対象（税込）", "value": "¥980"}, {"name": "内消費税額等（8%）", "value": "¥72"}],
    "tenders": [{"name": "現金", "value": "¥1,000"}, {"name": "お釣り", "value": "¥20"}],
    "points": [],
    "notes": ["※は軽減税率対象商品です。"],
    "link": "https://shop.example/r/Zk3v0bq1Xy9aLw2cD4eF6gH8/",
    "link_words": "電子レシート",
}


def slip(**changed: Any) -> dict[str, Any]:
    """A receipt."""
    return {"kind": "slip", "slip": {**SLIP, **changed}}


def job(document: Any = ..., **changed: Any) -> dict[str, Any]:
    """A job for the printer at the counter."""
    told = slip() if document is ... else document
    return {
        "id": str(uuid.uuid4()),
        "printer": "counter",
        "document": told,
        "opens_drawer": False,
        "reason": "",
        **changed,
    }
