"""Values: every way in which people write them, and the cause when they mean nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from noren.connect import values
from noren.connect.reasons import known_causes, words_for

TOKYO = values.moment_in("Asia/Tokyo")


@pytest.mark.parametrize(
    ("convert", "text", "value"),
    [
        (values.whole(0, 9_999), "３", 3),
        (values.whole(0, 9_999), " 1,200 ", 1_200),
        (values.whole(0, 9_999), "12.0", 12),
        (values.whole(-5, 5), "－3", -3),
        (values.amount(0, 99_999_999, decimals=0), "￥1,980", 1_980),
        (values.amount(0, 99_999_999, decimals=0), "１９８０円", 1_980),
        (values.amount(0, 99_999_999, decimals=2), "19.80", 1_980),
        (values.amount(0, 99_999_999, decimals=0), "0.000000000000000000", 0),
        (values.decimal(-90, 90), "38.2682", 38.2682),
        (values.flag, "はい", True),
        (values.flag, "×", False),
        (values.day, "2026/7/1", date(2026, 7, 1)),
        (values.day, "２０２６年７月１日", date(2026, 7, 1)),
        (values.day, "20260701", date(2026, 7, 1)),
        (TOKYO, "2026-07-01 12:30", datetime(2026, 7, 1, 3, 30, tzinfo=UTC)),
        (TOKYO, "2026-07-01T12:30:15+09:00", datetime(2026, 7, 1, 3, 30, 15, tzinfo=UTC)),
        (TOKYO, "2026-07-01T03:30:15.250Z", datetime(2026, 7, 1, 3, 30, 15, 250_000, tzinfo=UTC)),
        (TOKYO, "2026年7月1日 9時5分", datetime(2026, 7, 1, 0, 5, tzinfo=UTC)),
        (TOKYO, "20260701123000", datetime(2026, 7, 1, 3, 30, tzinfo=UTC)),
        (TOKYO, "2026/7/1", datetime(2026, 6, 30, 15, 0, tzinfo=UTC)),
        (values.gtin, "４９０１２３４５６７８９４", "4901234567894"),
        (values.tax_class, "軽減税率", "reduced"),
        (values.tax_class, "１０％", "standard"),
        (values.tax_rate, "8%", 800),
        (values.hours, "９：００～２１：００", "540-1260"),
        (values.hours, "10時-翌2時".replace("翌", ""), "600-1560"),
        (values.hours, "定休日", "closed"),
        (values.hours, "24時間", "0-1440"),
        (values.language, "日本語", "ja"),
        (values.email, "Ａｂｃ@Example.JP", "abc@example.jp"),
        (values.phone, "０９０（１２３４）５６７８", "09012345678"),
        (values.member_number, "m 123-456", "M123456"),
        (values.code_up_to(64), " ＡＢ－１ ", "AB-1"),
        (values.text_up_to(20), "  ｶﾞﾑ ①  ", "ｶﾞﾑ ①"),
        (values.kana_up_to(20), "ｻﾄｳ はなこ", "サトウ ハナコ"),
    ],
)
def test_a_value_is_understood(convert: values.Convert, text: str, value: values.Value) -> None:
    assert convert(text) == value


@pytest.mark.parametrize(
    ("convert", "text", "cause"),
    [
        (values.whole(1, 9_999), "1.5", "not_whole"),
        (values.whole(1, 9_999), "abc", "not_whole"),
        (values.whole(1, 9_999), "1000000000", "out_of_range"),
        (values.whole(1, 9_999), "0", "out_of_range"),
        (values.whole(1, 9_999), "9" * 5_000, "out_of_range"),
        (values.whole(1, 9_999), "-1", "out_of_range"),
        (values.amount(0, 99_999_999, decimals=0), "19.80", "not_amount"),
        (values.amount(0, 99_999_999, decimals=0), "NaN", "not_amount"),
        (values.amount(0, 99_999_999, decimals=0), "-5", "out_of_range"),
        (values.amount(0, 99_999_999, decimals=0), "1e999999", "out_of_range"),
        (values.amount(0, 99_999_999, decimals=2), "1e9999999", "out_of_range"),
        (values.amount(0, 99_999_999, decimals=0), "1e-9999999", "not_amount"),
        (values.amount(0, 99_999_999, decimals=0), "Infinity", "not_amount"),
        (values.amount(0, 99_999_999, decimals=0), "9" * 5_000, "not_amount"),
        (values.decimal(-90, 90), "nan", "out_of_range"),
        (values.decimal(-90, 90), "北緯38度", "not_number"),
        (values.flag, "maybe", "not_yes_no"),
        (values.day, "2026-02-30", "not_date"),
        (TOKYO, "2026-07-01 25:00", "not_moment"),
        (TOKYO, "yesterday", "not_moment"),
        (TOKYO, "0001-01-01 00:00:00", "not_moment"),
        (TOKYO, "0001-01-01", "not_moment"),
        (TOKYO, "0001/1/1 0:00", "not_moment"),
        (TOKYO, "9999-12-31T23:59:59-09:00", "not_moment"),
        (values.gtin, "4901234567890", "not_gtin"),
        (values.tax_class, "12%", "not_tax"),
        (values.tax_rate, "5%", "not_tax_rate"),
        (values.hours, "9:00", "not_hours"),
        (values.hours, "25:00-26:00", "not_hours"),
        (values.time_zone, "Sendai", "not_time_zone"),
        (values.language, "kling", "not_language"),
        (values.email, "nobody", "not_email"),
        (values.phone, "12", "not_phone"),
        (values.code_up_to(3), "ABCD", "too_long"),
        (values.goods_code, "A/1", "not_goods_code"),
        (values.goods_code, "A 1", "not_goods_code"),
        (values.store_code, "青葉", "not_store_code"),
    ],
)
def test_a_value_that_means_nothing_has_a_cause_with_words(
    convert: Callable[[str], object], text: str, cause: str
) -> None:
    with pytest.raises(values.ValueRefused) as refused:
        convert(text)

    assert refused.value.code == cause
    assert words_for(cause, refused.value.details)


def test_every_cause_has_words() -> None:
    assert "receipt_changed" in known_causes()
