"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import noren.kernel.ids
from noren.catalog.search_sql import DROP_FUNCTIONS, MAKE_FUNCTIONS
from noren.kernel.create_models import CreateModels
from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow


class Migration(migrations.Migration):
    replaces = [
        ("catalog", "0001_initial"),
        ("catalog", "0002_search"),
        ("catalog", "0003_titles_apart"),
        ("catalog", "0004_followed"),
    ]

    initial = True

    dependencies = [
        ("kernel", "0002_feed"),
    ]

    operations = [
        migrations.RunSQL(MAKE_FUNCTIONS, DROP_FUNCTIONS),
        CreateModels(
            [
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=64, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("glyph", models.CharField(default="box", max_length=24, verbose_name="drawing")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="catalog.category",
                                verbose_name="parent",
                            ),
                        ),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(
                                    models.F("name"),
                                    models.Value(""),
                                    models.Value(""),
                                    function="catalog_search_vector",
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "category",
                        "verbose_name_plural": "categories",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Product",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("code", models.CharField(max_length=64, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        ("brand", models.CharField(blank=True, max_length=120, verbose_name="brand")),
                        (
                            "tax_class",
                            models.CharField(
                                choices=[
                                    ("standard", "standard rate"),
                                    ("reduced", "reduced rate"),
                                    ("food", "food: reduced, standard when eaten in"),
                                    ("exempt", "exempt"),
                                ],
                                default="standard",
                                max_length=12,
                                verbose_name="tax class",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="on sale")),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="products",
                                to="catalog.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "prominence",
                            models.IntegerField(db_default=0, default=0, editable=False, verbose_name="prominence"),
                        ),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(
                                    models.F("name"),
                                    models.F("brand"),
                                    models.F("description"),
                                    function="catalog_search_vector",
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "product",
                        "verbose_name_plural": "products",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["search"], name="catalog_product_search"),
                            models.Index(
                                condition=models.Q(("is_active", True)),
                                fields=["-prominence", "-id"],
                                name="catalog_product_front",
                            ),
                            models.Index(
                                condition=models.Q(("is_active", True)),
                                fields=["category", "-prominence", "-id"],
                                name="catalog_product_shelf",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Picture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "file",
                            models.ImageField(
                                height_field="height", upload_to="goods/", verbose_name="picture", width_field="width"
                            ),
                        ),
                        ("width", models.PositiveIntegerField(editable=False)),
                        ("height", models.PositiveIntegerField(editable=False)),
                        (
                            "alt",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="description for those who cannot see it"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pictures",
                                to="catalog.product",
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                    ],
                    options={
                        "verbose_name": "picture",
                        "verbose_name_plural": "pictures",
                        "ordering": ["position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Variant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("sku", models.CharField(max_length=64, unique=True, verbose_name="SKU")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="variant name")),
                        (
                            "gtin",
                            models.CharField(blank=True, max_length=14, null=True, unique=True, verbose_name="GTIN"),
                        ),
                        ("price_minor", models.PositiveIntegerField(verbose_name="price")),
                        ("is_active", models.BooleanField(default=True, verbose_name="on sale")),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="variants",
                                to="catalog.product",
                                verbose_name="product",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "variant",
                        "verbose_name_plural": "variants",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("price_minor__lte", 99999999)), name="catalog_variant_price"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gtin__isnull", True), models.Q(("gtin", ""), _negated=True), _connector="OR"
                                ),
                                name="catalog_variant_gtin_not_empty",
                            ),
                            models.UniqueConstraint(
                                models.Func(models.F("gtin"), models.Value("0"), function="ltrim"),
                                name="catalog_variant_gtin_number",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(
            follow("catalog_variant", "sku", "product_id", "name", "gtin", "price_minor", "is_active"),
            unfollow("catalog_variant"),
        ),
        migrations.RunSQL(
            follow("catalog_product", "code", "name", "category_id", "tax_class", "is_active"),
            unfollow("catalog_product"),
        ),
        migrations.RunSQL(follow("catalog_category", "code", "name", "parent_id"), unfollow("catalog_category")),
        migrations.RunSQL(note_gone("catalog_variant", "goods", "sku"), forget_gone("catalog_variant")),
        migrations.RunSQL(note_gone("catalog_category", "categories", "code"), forget_gone("catalog_category")),
    ]
