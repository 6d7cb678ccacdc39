"""Files of products and their variants."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from noren.catalog.bulk import PRODUCT_COLUMNS, check_products, publish_products
from noren.connect.columns import Column
from noren.connect.kinds.kind import NEW_CATEGORIES, Batch, Changes, Kind, Published
from noren.connect.values import MOST_MINOR, amount, flag, goods_code, gtin, tax_class, text_up_to
from noren.kernel.money import decimals_of


def publish(batch: Batch) -> Published:
    """All products at once."""
    products = publish_products(batch.table)
    made = {NEW_CATEGORIES: products.new_categories}
    changes = Changes(len(products.skus.touched), len(products.skus.added), made)
    return Published(through=batch.lines, rows=batch.lines, changes=changes, is_last=True)


PRODUCTS = Kind(
    name="products",
    title=_("products"),
    columns=(
        Column("sku", ("商品コード", "品番", "商品番号", "sku_code"), goods_code, is_needed=True),
        Column("name", ("商品名", "品名", "product_name"), text_up_to(200), is_needed=True),
        Column(
            "price",
            ("価格", "販売価格", "売価", "単価", "price_minor"),
            amount(0, MOST_MINOR, decimals=decimals_of(settings.CURRENCY)),
            into="price_minor",
            is_needed=True,
        ),
        Column("gtin", ("JANコード", "JAN", "バーコード", "ean", "upc", "barcode"), gtin),
        Column(
            "product",
            ("親商品コード", "商品グループ", "product_code"),
            goods_code,
            about=_("a code that all variants of one product share; each SKU is a product of its own without it"),
        ),
        Column("variant", ("バリエーション", "規格", "variant_name"), text_up_to(120), into="variant_name"),
        Column(
            "category",
            ("カテゴリ", "カテゴリー", "分類", "部門"),
            text_up_to(120),
            about=_("the code or the name of a category; one that does not exist is made and shown in the shop"),
        ),
        Column("brand", ("ブランド", "メーカー"), text_up_to(120)),
        Column("description", ("説明", "商品説明"), text_up_to(4_000)),
        Column(
            "tax",
            ("税区分", "税率", "tax_class"),
            tax_class,
            into="tax_class",
            about=_(
                "standard (標準, 10), reduced (軽減, 8), food (飲食料品: 8, or 10 when eaten in the store) "
                "or exempt (非課税, 0); a new product without it is standard"
            ),
        ),
        Column("active", ("販売中", "is_active"), flag, into="is_active", about=_("yes or no (1 or 0)")),
    ),
    staged=PRODUCT_COLUMNS,
    check=check_products,
    publish=publish,
)
