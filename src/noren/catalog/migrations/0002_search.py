"""Search: words that follow the goods however they are written, an order for lists, one GTIN in all its lengths."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import noren.kernel.ids
from noren.catalog.search_sql import DROP_FUNCTIONS, MAKE_FUNCTIONS


def _search_vector(*texts: models.F | models.Value) -> models.GeneratedField:
    return models.GeneratedField(
        expression=models.Func(*texts, function="catalog_search_vector"),
        output_field=django.contrib.postgres.search.SearchVectorField(),
        db_persist=True,
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.RunSQL(MAKE_FUNCTIONS, DROP_FUNCTIONS),
        migrations.RemoveIndex(model_name="product", name="catalog_product_search"),
        migrations.RemoveField(model_name="product", name="search"),
        migrations.AddField(
            model_name="product",
            name="search",
            field=_search_vector(models.F("name"), models.F("brand"), models.F("description")),
        ),
        migrations.AddField(
            model_name="category",
            name="search",
            field=_search_vector(models.F("name"), models.Value(""), models.Value("")),
        ),
        migrations.AddField(
            model_name="product",
            name="prominence",
            field=models.IntegerField(db_default=0, default=0, editable=False, verbose_name="prominence"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="catalog_product_search"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                fields=["-prominence", "-id"], condition=models.Q(("is_active", True)), name="catalog_product_front"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                fields=["category", "-prominence", "-id"],
                condition=models.Q(("is_active", True)),
                name="catalog_product_shelf",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                models.Func(models.F("gtin"), models.Value("0"), function="ltrim"), name="catalog_variant_gtin_number"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="uid",
            field=models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True),
        ),
    ]
