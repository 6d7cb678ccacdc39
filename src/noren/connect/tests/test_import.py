"""Imports of files, from the file to the tables: published whole or not at all, repeated without effect."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils import translation

from noren.catalog.models import Category, Product, Variant
from noren.connect.models import Import
from noren.connect.outcome import added_count, made
from noren.connect.store import path_of
from noren.connect.tests.files import bad, make_goods, run, write
from noren.kernel.staging import count_rows
from noren.people.models import Customer, Identity
from noren.people.queries import find_member
from noren.stock.audit import differences
from noren.stock.models import Level, Movement
from noren.stores.models import OpeningHours, Store
from noren.timeline.models import Event

pytestmark = pytest.mark.django_db

PRODUCTS = (
    "商品コード,商品名,価格,JANコード,カテゴリ,税区分\n"
    "A1,食パン,１５０,4901234567894,パン,軽減\n"
    'A2,"石けん, 徳用",￥1,,日用品,10%\n'
)


def test_products_become_products_variants_and_categories(tmp_path: Path) -> None:
    batch = run("products", write(tmp_path, PRODUCTS, "cp932"))

    assert (batch.status, batch.row_count, batch.changed_count, batch.encoding) == ("finished", 2, 2, "cp932")
    bread = Variant.objects.select_related("product__category").get(sku="A1")
    assert (bread.price_minor, bread.gtin, bread.is_active) == (150, "4901234567894", True)
    assert (bread.product.name, bread.product.tax_class, bread.product.category.name) == ("食パン", "reduced", "パン")
    assert Variant.objects.get(sku="A2").product.name == "石けん, 徳用"
    assert bread.uid.version == 7
    assert count_rows(f"connect_staged_{batch.pk}") is None
    assert not path_of(batch.uid).exists()


def test_a_category_known_by_a_name_gets_a_code_that_addresses_can_hold(tmp_path: Path) -> None:
    text = "sku,name,price,category\nA1,A,1,パン/菓子\nA2,B,1,パン?菓子\nA3,C,1,パン 菓子 100%\nA4,D,1,\n"

    batch = run("products", write(tmp_path, text))
    again = run("products", write(tmp_path, text))

    assert (batch.changed_count, again.changed_count) == (4, 0)
    assert set(Category.objects.values_list("code", flat=True)) == {"パン-菓子", "パン-菓子-100-", "other"}
    assert list(Product.objects.order_by("code").values_list("category__code", flat=True)) == [
        "パン-菓子",
        "パン-菓子",
        "パン-菓子-100-",
        "other",
    ]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))
    before = (
        list(Variant.objects.values_list()),
        list(Product.objects.values_list()),
        list(Category.objects.values_list()),
    )

    again = run("products", write(tmp_path, PRODUCTS))

    assert (again.status, again.changed_count) == ("finished", 0)
    after = (
        list(Variant.objects.values_list()),
        list(Product.objects.values_list()),
        list(Category.objects.values_list()),
    )
    assert after == before


def test_a_changed_file_changes_only_what_changed(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))

    changed = run("products", write(tmp_path, PRODUCTS.replace("１５０", "160")))

    assert changed.changed_count == 1
    assert Variant.objects.get(sku="A1").price_minor == 160


def test_a_blank_cell_and_an_absent_column_leave_what_is_there(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))

    run("products", write(tmp_path, "sku,name,price,gtin\nA1,食パン,150,\n"))

    bread = Variant.objects.select_related("product__category").get(sku="A1")
    assert (bread.gtin, bread.product.category.name, bread.product.tax_class) == ("4901234567894", "パン", "reduced")


def test_variants_share_a_product(tmp_path: Path) -> None:
    text = "sku,name,price,product,variant\nT-S,Tシャツ,1980,T,S\nT-M,Tシャツ,2980,T,M\n"

    run("products", write(tmp_path, text))

    assert [(each.sku, each.name) for each in Product.objects.get(code="T").variants.order_by("id")] == [
        ("T-S", "S"),
        ("T-M", "M"),
    ]


def test_two_skus_may_swap_their_gtins(tmp_path: Path) -> None:
    text = "sku,name,price,gtin\nA1,A,1,4901234567894\nA2,B,1,4912345678904\n"
    run("products", write(tmp_path, text))

    batch = run(
        "products",
        write(
            tmp_path,
            text.replace("4901234567894", "x").replace("4912345678904", "4901234567894").replace("x", "4912345678904"),
        ),
    )

    assert (batch.status, batch.changed_count) == ("finished", 2)
    assert Variant.objects.get(sku="A1").gtin == "4912345678904"


def test_every_bad_value_is_named_and_nothing_is_published(tmp_path: Path) -> None:
    Category.objects.create(code="c", name="c")
    text = (
        "商品コード,商品名,価格,JANコード\n"
        "A1,食パン,1.5,4901234567894\n"
        ",名無し,100,\n"
        "A2,石けん,abc,123\n"
        "A3,茶,100\n"
        "A4,茶,100,,余り\n"
        "A5,茶,100,\n"
        "A5,茶,100,\n"
        'A6,"茶,100,\n'
    )

    batch = run("products", write(tmp_path, text))

    assert (batch.status, batch.row_count, batch.error_count) == ("refused", 2, 8)
    assert bad(batch) == [
        (2, "価格", "1.5", "not_amount"),
        (3, "商品コード", "", "missing"),
        (4, "価格", "abc", "not_amount"),
        (4, "JANコード", "123", "not_gtin"),
        (5, "", "A3, 茶, 100", "row_too_short"),
        (6, "", "A4, 茶, 100, , 余り", "row_too_long"),
        (8, "商品コード", "A5", "repeated"),
        (9, "", "", "row_broken"),
    ]
    assert not Product.objects.exists()
    assert all(each.reason for each in batch.errors.all())


def test_a_gtin_of_another_sku_is_refused(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))

    batch = run("products", write(tmp_path, "sku,name,price,gtin\nA9,茶,100,4901234567894\n"))

    assert bad(batch) == [(2, "gtin", "4901234567894", "gtin_taken")]
    assert "A1" in batch.errors.get().reason


def test_a_gtin_with_zeros_in_front_is_the_same_gtin(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))
    text = "sku,name,price,gtin\nA8,茶,100,04901234567894\nA9,水,100,4912345678904\nA10,湯,100,04912345678904\n"

    batch = run("products", write(tmp_path, text))

    assert bad(batch) == [(2, "gtin", "04901234567894", "gtin_taken"), (4, "gtin", "04912345678904", "repeated")]


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_an_import_names_the_categories_that_it_makes(tmp_path: Path, is_dry_run: bool) -> None:
    Category.objects.create(code="food", name="食品")
    text = "sku,name,price,category\nA1,A,1,food\nA2,B,1,食品\nA3,C,1,食晶\nA4,D,1,日用品\nA5,E,1,食晶\n"

    batch = run("products", write(tmp_path, text), is_dry_run=is_dry_run)

    (found,) = made(batch.notes)
    assert (found.code, found.count, found.names) == ("new_categories", 2, ("食晶", "日用品"))
    assert Category.objects.count() == (1 if is_dry_run else 3)


def test_of_many_new_categories_the_first_twenty_are_named(tmp_path: Path) -> None:
    text = "sku,name,price,category\n" + "".join(f"A{n},A,1,C{n}\n" for n in range(23))

    batch = run("products", write(tmp_path, text))

    (found,) = made(batch.notes)
    assert (found.count, len(found.names)) == (23, 20)
    with translation.override("en"):
        assert found.title == "23 new categories"
        assert found.listed.endswith("C18, C19 and 3 more")


def test_without_new_categories_nothing_is_said_of_them(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))

    assert made(run("products", write(tmp_path, PRODUCTS)).notes) == ()


@pytest.mark.parametrize("is_dry_run", [True, False])
@pytest.mark.parametrize(
    ("kind", "before", "after", "changed", "added"),
    [
        ("products", PRODUCTS, PRODUCTS.replace("１５０", "160").replace("徳用", "特大") + "A3,茶,100,,,\n", 3, 1),
        ("stores", "code,name\nS2,青葉\n", "code,name\nS2,若葉\nS3,紅葉\nS4,落葉\n", 3, 2),
        ("members", "card,name\nM1,山田\nM2,佐藤\n", "card,name\nM1,山口\nM2,佐藤\n", 1, 0),
        ("stock", "store,sku,on_hand\nS1,BREAD,5\n", "store,sku,on_hand\nS1,BREAD,6\nS1,SOAP,2\n", 2, 1),
    ],
)
def test_new_rows_are_counted_apart_from_changes_of_what_is_there(
    tmp_path: Path, kind: str, before: str, after: str, changed: int, added: int, is_dry_run: bool
) -> None:
    make_goods()
    run(kind, write(tmp_path, before))

    batch = run(kind, write(tmp_path, after), is_dry_run=is_dry_run)

    assert (batch.changed_count, added_count(batch.notes)) == (changed, added)


def test_a_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))

    dry = run("products", write(tmp_path, PRODUCTS.replace("１５０", "160") + "A3,茶,100,,,\n"), is_dry_run=True)

    assert (dry.status, dry.is_dry_run, dry.changed_count) == ("finished", True, 2)
    assert Variant.objects.get(sku="A1").price_minor == 150
    assert Variant.objects.count() == 2


def test_stores_come_with_their_hours(tmp_path: Path) -> None:
    text = "店舗コード,店舗名,緯度,経度,営業時間,水曜,店舗受取\nS1,青葉通り店,38.26,140.87,9:00-21:00,定休日,はい\n"

    batch = run("stores", write(tmp_path, text, "utf-8-sig"))
    again = run("stores", write(tmp_path, text, "utf-8"))
    changed = run("stores", write(tmp_path, text.replace("21:00", "22:00")))

    assert [each.changed_count for each in (batch, again, changed)] == [1, 0, 1]
    assert Store.objects.get().is_pickup_enabled
    assert [hours.weekday for hours in OpeningHours.objects.order_by("weekday")] == [0, 1, 3, 4, 5, 6]
    assert set(OpeningHours.objects.values_list("opens_minute", "closes_minute")) == {(540, 1320)}


def test_members_are_found_by_number_phone_and_mail(tmp_path: Path) -> None:
    Store.objects.create(code="S1", name="青葉通り店")
    text = (
        "会員番号,氏名,セイ,メールアドレス,電話番号,生年月日,店舗コード\n"
        "1001,佐藤 花子,ｻﾄｳ,HANAKO@example.jp,090-1234-5678,1990/1/2,S1\n"
        "1002,佐藤 太郎,さとう,family@example.jp,022-555-0100,,\n"
        "1003,佐藤 次郎,さとう,family@example.jp,,,\n"
    )

    batch = run("members", write(tmp_path, text))
    again = run("members", write(tmp_path, text))

    assert [batch.changed_count, again.changed_count] == [3, 0]
    hanako = find_member("０９０－１２３４－５６７８")
    assert hanako is not None
    assert (hanako.name, hanako.family_kana, hanako.email) == ("佐藤 花子", "サトウ", "hanako@example.jp")
    assert (hanako.home_store_code, hanako.joined_channel) == ("S1", "till")
    assert not Identity.objects.filter(value="family@example.jp").exists()
    assert Customer.objects.get(member_number="1003").email == "family@example.jp"
    assert set(Event.objects.values_list("name", "source")) == {("Member Joined", "history")}
    assert Event.objects.count() == 3


def test_an_email_that_its_owner_proved_stays(tmp_path: Path) -> None:
    text = "member_number,name,email\n1001,佐藤 花子,old@example.jp\n"
    run("members", write(tmp_path, text))
    customer = Customer.objects.get()
    Identity.objects.filter(kind="email").update(value="new@example.jp", verified_at=customer.joined_at)
    Customer.objects.update(email="new@example.jp")

    batch = run("members", write(tmp_path, text))

    customer.refresh_from_db()
    assert (batch.changed_count, customer.email) == (0, "new@example.jp")
    assert list(Identity.objects.filter(kind="email").values_list("value", flat=True)) == ["new@example.jp"]


def test_stock_is_booked_as_counted_differences(tmp_path: Path) -> None:
    make_goods()
    text = "店舗コード,商品コード,在庫数,安全在庫\nS1,BREAD,10,2\nS1,SOAP,0,\n"

    batch = run("stock", write(tmp_path, text))
    again = run("stock", write(tmp_path, text + "\n"))
    changed = run("stock", write(tmp_path, text.replace("10,2", "7,2")))
    dry = run("stock", write(tmp_path, text), is_dry_run=True)

    assert [each.changed_count for each in (batch, again, changed, dry)] == [1, 0, 1, 1]
    assert [(each.kind, each.on_hand_change, each.safety_change) for each in Movement.objects.order_by("id")] == [
        ("counted", 10, 0),
        ("safety_set", 0, 2),
        ("counted", -3, 0),
    ]
    assert list(Level.objects.order_by("id").values_list("on_hand", "safety")) == [(7, 2), (0, 0)]
    assert not list(differences())


def test_the_same_stock_file_again_does_not_take_back_what_was_sold(tmp_path: Path) -> None:
    make_goods()
    text = "store,sku,on_hand\nS1,BREAD,10\n"
    first = run("stock", write(tmp_path, text))
    Level.objects.update(on_hand=7)

    again = run("stock", write(tmp_path, text, name="again.csv"))
    dry = run("stock", write(tmp_path, text), is_dry_run=True)

    assert (again.uid, dry.changed_count, Level.objects.get().on_hand) == (first.uid, 1, 7)
    assert not path_of(first.uid).exists()
    run("stock", write(tmp_path, "store,sku,on_hand\nS1,NOTHING,10\n"))
    assert run("stock", write(tmp_path, text)).uid == first.uid

    run("stock", write(tmp_path, text.replace("10", "9")))
    other = run("stock", write(tmp_path, text))

    assert (other.changed_count, Level.objects.get().on_hand) == (1, 10)
    assert other.uid != first.uid


@pytest.mark.parametrize(("status", "is_same"), [("failed", False), ("publishing", False), ("refused", True)])
def test_a_stock_file_between_makes_the_same_file_a_new_one(tmp_path: Path, status: str, is_same: bool) -> None:
    make_goods()
    text = "store,sku,on_hand\nS1,BREAD,10\n"
    first = run("stock", write(tmp_path, text))
    Import.objects.create(kind="stock", filename="other.csv", digest="0", status=status, started_at=first.started_at)

    assert (run("stock", write(tmp_path, text)).uid == first.uid) is is_same


def test_a_count_below_what_was_promised_leaves_the_level_short(tmp_path: Path) -> None:
    make_goods()
    run("stock", write(tmp_path, "store,sku,on_hand\nS1,BREAD,10\n"))
    Level.objects.update(allocated=8)
    level = Level.objects.get()
    Movement.objects.create(
        level=level,
        kind="allocated",
        allocated_change=8,
        cause_kind="order",
        cause_uid=Import.objects.get().uid,
        at=Import.objects.get().started_at,
    )

    run("stock", write(tmp_path, "store,sku,on_hand\nS1,BREAD,5\n"))
    level.refresh_from_db()
    assert (level.on_hand, level.short) == (5, 3)

    run("stock", write(tmp_path, "store,sku,on_hand\nS1,BREAD,9\n"))
    level.refresh_from_db()
    assert (level.on_hand, level.short) == (9, 0)
    assert not list(differences())


def test_unknown_stores_and_skus_are_named(tmp_path: Path) -> None:
    make_goods()

    batch = run("stock", write(tmp_path, "store,sku,on_hand\nS9,BREAD,1\nS1,NOTHING,1\nS1,BREAD,1\nS1,BREAD,2\n"))

    assert bad(batch) == [
        (2, "store", "S9", "unknown_store"),
        (3, "sku", "NOTHING", "unknown_sku"),
        (5, "sku", "BREAD", "repeated_in_store"),
    ]
    assert not Level.objects.exists()


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    path = tmp_path / "products.parquet"
    table = {"sku": ["A1", "A2"], "name": ["食パン", "石けん"], "price": [150.0, 200.0], "gtin": [4901234567894, None]}
    pq.write_table(pa.table(table), path)

    batch = run("products", path)

    assert (batch.status, batch.format, batch.row_count) == ("finished", "parquet", 2)
    assert list(Variant.objects.order_by("sku").values_list("price_minor", "gtin")) == [
        (150, "4901234567894"),
        (200, None),
    ]


def test_a_bad_value_of_parquet_has_the_line_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "products.parquet"
    pq.write_table(pa.table({"sku": ["A1", "A2"], "name": ["食パン", "石けん"], "price": [150, -1]}), path)

    assert bad(run("products", path)) == [(3, "price", "-1", "out_of_range")]
