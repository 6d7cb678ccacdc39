"""Goods that a till sells by a tap."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_followed"),
        ("orders", "0017_markdowns"),
        ("stores", "0004_sends_parcels"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuickKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=20, verbose_name="page")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("words", models.CharField(blank=True, max_length=20, verbose_name="words on the key")),
                (
                    "store",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.variant",
                        verbose_name="variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "quick key",
                "verbose_name_plural": "quick keys",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("store", "page", "variant"), name="orders_quickkey_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__range", (1, 999))), name="orders_quickkey_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("page", ""), _negated=True), name="orders_quickkey_page"
                    ),
                ],
            },
        ),
    ]
