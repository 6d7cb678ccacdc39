"""The sample's invented words and places: each once, plausible, and such that they belong to nobody."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from noren.catalog.rules import fold_code
from noren.catalog.tiles import GLYPHS
from noren.connect.journey.calendar import LAST_DAY, calendar_of
from noren.connect.journey.describing import describe
from noren.connect.journey.goods import category_rows, gtin_of, product_rows, subcategory_rows, tax_class_of
from noren.connect.journey.members import member_rows
from noren.connect.journey.naming import Goods, Kind, names_of, read_goods
from noren.connect.journey.package import find_tables
from noren.connect.journey.sales import Household
from noren.connect.journey.sizes import metric_size
from noren.connect.journey.stores import store_rows
from noren.connect.journey.tables import table
from noren.kernel.ids import is_gtin
from noren.people.rules import is_member_number, normalize_email, normalize_phone

# One worker reads the goods once for all.
pytestmark = pytest.mark.xdist_group("goods")
HOUSEHOLDS = 2_500


@pytest.fixture(scope="module")
def goods() -> list[Goods]:
    return read_goods(find_tables())


@pytest.mark.parametrize(
    ("size", "is_liquid", "metric"),
    [
        ("20 OZ", False, "567g"),
        ("12 OZ", True, "355ml"),
        ("1/2 GAL", True, "1.89L"),
        ("HALF GAL", True, "1.89L"),
        ("2 L*", True, "2L"),
        ("1 1/4 LB", False, "567g"),
        ("6 PK/12 OZ", True, "355ml×6"),
        ("5 LB", False, "2.27kg"),
        ("24 CT", False, "24個入"),
        ("24 PK", True, "24本"),
        ("10 STEMS", False, "10本"),
        ("P    14.5 OZ", False, "411g"),
        ("LARGE", False, "大"),
        ("CTN", False, ""),
        ("", False, ""),
        (None, False, ""),
        ("0 OZ", False, ""),
    ],
)
def test_sizes_are_told_in_metric_units(size: str | None, is_liquid: bool, metric: str) -> None:
    assert metric_size(size, is_liquid=is_liquid) == metric


@pytest.mark.thorough
def test_every_product_has_a_name_of_its_own_that_fits(goods: list[Goods]) -> None:
    names = names_of(goods)

    assert len(set(names)) == len(names) == 92_331
    assert max(map(len, names)) <= 80
    assert not any(re.search(r"^\s|\s$|  ", name) for name in names)


@pytest.mark.thorough
def test_fresh_goods_are_not_sold_by_the_crate(goods: list[Goods]) -> None:
    bananas = {each.size for each in goods if each.words == "バナナ"}
    dog_food = {each.size for each in goods if each.kind.category == "DOG FOODS"}

    assert "18.14kg" not in bananas
    assert "18.14kg" in dog_food


@pytest.mark.thorough
def test_goods_are_described_in_japanese_by_their_kind_size_and_keeping(goods: list[Goods]) -> None:
    prices = {each.id: 198 for each in goods}
    told = [str(row["description"]) for row in product_rows(goods, prices) if row["is_active"]]

    assert sum(map(bool, told)) > 0.99 * len(told)
    assert max(map(len, told)) <= 100
    in_japanese = [text.rpartition("\n")[0] for text in told]
    words = {word for text in in_japanese for word in re.findall("[A-Za-z]+", text)}
    assert words == {"g", "kg", "ml", "L", "cm", "m", "M", "LL"}
    assert not any("{" in text or "その他" in text for text in told)


@pytest.mark.parametrize(
    ("kind", "size", "description"),
    [
        (
            Kind("GROCERY", "FLUID MILK PRODUCTS", "FLUID MILK WHITE ONLY"),
            "1 GA",
            "毎日の食卓に並べたい牛乳。\n内容量：3.79L\n要冷蔵（10℃以下）。\n元データの分類：Fluid milk white only",
        ),
        (
            Kind("DRUG GM", "CIGARETTES", "CIGARETTES"),
            "",
            "店頭のレジでお渡しするたばこ。\nたばこは20歳から。\n元データの分類：Cigarettes",
        ),
        (
            Kind("DRUG GM", "CANDLES/ACCESSORIES", "CANDLES"),
            "6 IN",
            "家に備えておきたいキャンドル。\nサイズ：15cm\n元データの分類：Candles",
        ),
        (
            Kind("GROCERY", "COFFEE FILTERS", "COFFEE FILTERS"),
            "",
            "台所仕事がはかどるコーヒーフィルター。\n元データの分類：Coffee filters",
        ),
        (Kind("MISCELLANEOUS", "", ""), "", ""),
    ],
)
def test_a_description_follows_from_the_kind(kind: Kind, size: str, description: str) -> None:
    words = table("types").get(kind.type, "その他")
    measured = metric_size(size, is_liquid=kind.category == "FLUID MILK PRODUCTS")

    assert describe(Goods(826_196, kind, "青凪フーズ", is_own=False, words=words, size=measured)) == description


@pytest.mark.thorough
def test_every_drawing_has_a_phrase_or_tells_nothing_else(goods: list[Goods]) -> None:
    kinds = {each.kind: each for each in goods if each.kind.category and not each.words.startswith("その他")}

    assert all(describe(each) for each in kinds.values())


@pytest.mark.thorough
def test_every_product_has_a_gtin_that_only_a_store_reads(goods: list[Goods]) -> None:
    gtins = [gtin_of(each.id) for each in goods]

    assert all(is_gtin(gtin) and gtin.startswith("20") for gtin in gtins)
    assert len(set(gtins)) == len(gtins)


@pytest.mark.thorough
def test_what_was_not_sold_is_priced_like_its_kind_and_not_on_sale(goods: list[Goods]) -> None:
    milk = [each for each in goods if each.kind.type == "FLUID MILK WHITE ONLY"][:3]

    rows = list(product_rows(milk, {milk[0].id: 199, milk[1].id: 249}))

    assert [(row["price_minor"], row["is_active"]) for row in rows] == [(199, True), (249, True), (199, False)]


@pytest.mark.parametrize(
    ("kind", "tax_class"),
    [
        (Kind("GROCERY", "FLUID MILK PRODUCTS", ""), "reduced"),
        (Kind("GROCERY", "BEERS/ALES", ""), "standard"),
        (Kind("DRUG GM", "NEWSPAPER", ""), "standard"),
        (Kind("DRUG GM", "VITAMINS", ""), "reduced"),
        (Kind("DRUG GM", "ANALGESICS", ""), "standard"),
        (Kind("RESTAURANT", "COFFEE SHOP", ""), "food"),
        (Kind("MISCELLANEOUS", "", ""), "standard"),
    ],
)
def test_food_is_taxed_at_the_reduced_rate(kind: Kind, tax_class: str) -> None:
    assert tax_class_of(kind) == tax_class


@pytest.mark.thorough
def test_every_category_has_words_a_drawing_and_a_code_that_addresses_can_hold(goods: list[Goods]) -> None:
    rows = [*category_rows(), *subcategory_rows(goods)]

    codes = [str(row["code"]) for row in rows]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z0-9.\-]{1,64}", code) and fold_code(code) == code for code in codes)
    assert {str(row["glyph"]) for row in rows} <= set(GLYPHS)
    assert {row["parent"] for row in rows} - {None} <= set(codes)


def test_stores_have_names_of_their_own_in_sendai() -> None:
    rows = list(store_rows(find_tables()))

    assert len(rows) == len({row["name"] for row in rows}) == len({row["code"] for row in rows}) == 457
    assert all(38.15 < float(str(row["latitude"])) < 38.40 for row in rows)
    assert all(140.70 < float(str(row["longitude"])) < 141.00 for row in rows)
    assert all(str(row["phone"]).startswith("022-555-") for row in rows)


def test_members_have_names_and_addresses_that_belong_to_nobody() -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    rows = list(member_rows(Household(number, since, "S00367") for number in range(1, HOUSEHOLDS + 1)))

    assert len({row["email"] for row in rows}) == len({row["phone"] for row in rows}) == HOUSEHOLDS
    assert len({f"{row['family_name']} {row['given_name']}" for row in rows}) == HOUSEHOLDS
    assert all(is_member_number(str(row["member_number"])) for row in rows)
    assert all(str(row["email"]).endswith("@example.jp") for row in rows)
    assert all(normalize_email(str(row["email"])) == row["email"] for row in rows)
    assert all(normalize_phone(str(row["phone"])) == row["phone"] for row in rows)
    assert all(str(row["phone"]).startswith("0900000") for row in rows)


@pytest.mark.parametrize("day", range(1, 15))
def test_the_year_ends_yesterday_or_in_the_week_before_and_keeps_its_weekdays(day: int) -> None:
    started_at = datetime(2026, 11, day, 3, 0, tzinfo=UTC)

    calendar = calendar_of(started_at, zone="Asia/Tokyo")

    last_day = calendar.midnight(LAST_DAY).date()
    assert last_day.weekday() == LAST_DAY.weekday()
    assert timedelta(days=1) <= started_at.date() - last_day <= timedelta(days=7)


def test_a_day_begins_at_midnight_of_the_invented_city() -> None:
    calendar = calendar_of(datetime(2018, 1, 1, 3, 0, tzinfo=UTC), zone="Asia/Tokyo")

    assert calendar.weeks == 0
    assert calendar.midnight(date(2017, 12, 31)) == datetime(2017, 12, 30, 15, 0, tzinfo=UTC)


def test_word_lists_have_no_name_twice() -> None:
    names = table("names")

    assert len({each[0] for each in names["family"]}) == len(names["family"]) == 100
    assert len({each[0] for each in names["given"]}) == len(names["given"]) == 100
    assert len({town[1] for town in table("towns")}) == len(table("towns"))
    assert len(set(table("series"))) == len(table("series"))
