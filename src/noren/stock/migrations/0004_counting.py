"""Shortfalls with an owner, deliveries, stocktakes and reorder points; what is short already is opened as one."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.db import migrations, models

import noren.kernel.ids

_OPEN = """
INSERT INTO stock_shortfall (uid, level_id, most_pieces, began_at, cause_kind, cause_uid, note, end_kind)
SELECT gen_random_uuid(), l.id, l.short, m.at, m.cause_kind, m.cause_uid, '', ''
FROM stock_level l
CROSS JOIN LATERAL (
    SELECT at, cause_kind, cause_uid FROM stock_movement
    WHERE level_id = l.id AND short_change > 0 ORDER BY id DESC LIMIT 1
) m
WHERE l.short > 0;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_titles_apart"),
        ("people", "0003_approvals"),
        ("stock", "0003_transfers"),
        ("stores", "0002_pickup_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "scope",
                    models.CharField(
                        choices=[("all", "all goods"), ("categories", "some categories"), ("goods", "some goods")],
                        max_length=12,
                        verbose_name="scope",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "counting"), ("closed", "closed"), ("canceled", "cancelled")],
                        default="open",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("position", models.BigIntegerField(verbose_name="position of the ledger")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "categories",
                    models.ManyToManyField(related_name="+", to="catalog.category", verbose_name="categories"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="ended by",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="opened by",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("variants", models.ManyToManyField(related_name="+", to="catalog.variant", verbose_name="goods")),
            ],
            options={
                "verbose_name": "stocktake",
                "verbose_name_plural": "stocktakes",
            },
        ),
        migrations.CreateModel(
            name="CountEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("area", models.CharField(blank=True, max_length=60, verbose_name="place")),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces")),
                ("on_hand", models.IntegerField(verbose_name="on hand then")),
                ("position", models.BigIntegerField(verbose_name="position of the ledger")),
                ("staff_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(verbose_name="at")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="taken back at")),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="stock.count",
                        verbose_name="stocktake",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.level",
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "count entry",
                "verbose_name_plural": "count entries",
            },
        ),
        migrations.CreateModel(
            name="CountLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("counted", "counted"),
                            ("zeroed", "not counted: set to 0"),
                            ("left", "not counted: left as it was"),
                            ("unsure", "moved while it was counted: left as it was"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("expected", models.IntegerField(verbose_name="expected")),
                ("counted", models.PositiveIntegerField(null=True, verbose_name="counted")),
                ("difference", models.IntegerField(verbose_name="difference")),
                ("price_minor", models.PositiveIntegerField(verbose_name="price")),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="stock.count",
                        verbose_name="stocktake",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.level",
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "count line",
                "verbose_name_plural": "count lines",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                ("supplier", models.CharField(max_length=120, verbose_name="supplier")),
                ("note_number", models.CharField(max_length=60, verbose_name="number of the delivery note")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "being checked in"), ("received", "received"), ("canceled", "cancelled")],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="ended by",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="made by",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="DeliveryLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("expected", models.PositiveIntegerField(null=True, verbose_name="on the note")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="arrived")),
                ("damaged", models.PositiveIntegerField(default=0, verbose_name="of them damaged")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="stock.delivery",
                        verbose_name="delivery",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                        verbose_name="variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery line",
                "verbose_name_plural": "delivery lines",
            },
        ),
        migrations.CreateModel(
            name="ReorderPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.PositiveIntegerField(verbose_name="reorder point")),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                        verbose_name="variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "reorder point",
                "verbose_name_plural": "reorder points",
            },
        ),
        migrations.CreateModel(
            name="Shortfall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                ("most_pieces", models.PositiveIntegerField(verbose_name="pieces at most")),
                ("began_at", models.DateTimeField(verbose_name="since")),
                ("cause_kind", models.CharField(max_length=24, verbose_name="cause")),
                ("cause_uid", models.UUIDField(verbose_name="cause id")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                ("end_kind", models.CharField(blank=True, max_length=24, verbose_name="ended by")),
                ("end_uid", models.UUIDField(null=True, verbose_name="id of what ended it")),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortfalls",
                        to="stock.level",
                        verbose_name="level",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "shortfall",
                "verbose_name_plural": "shortfalls",
            },
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("status", "open")),
                    models.Q(models.Q(("status", "open"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="stock_count_end",
            ),
        ),
        migrations.AddIndex(
            model_name="countentry",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=["count", "level"],
                name="stock_countentry_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="countline",
            constraint=models.UniqueConstraint(fields=("count", "level"), name="stock_countline_once"),
        ),
        migrations.AddConstraint(
            model_name="countline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "difference",
                            django.db.models.expressions.CombinedExpression(
                                models.F("counted"), "-", models.F("expected")
                            ),
                        ),
                        ("outcome", "counted"),
                    ),
                    models.Q(
                        ("counted__isnull", True),
                        (
                            "difference",
                            django.db.models.expressions.CombinedExpression(models.Value(0), "-", models.F("expected")),
                        ),
                        ("outcome", "zeroed"),
                    ),
                    models.Q(("difference", 0), ("outcome__in", ["left", "unsure"])),
                    _connector="OR",
                ),
                name="stock_countline_difference",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("supplier"),
                django.db.models.functions.text.Lower("note_number"),
                condition=models.Q(("status", "canceled"), _negated=True),
                name="stock_delivery_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("status", "draft")),
                    models.Q(models.Q(("status", "draft"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="stock_delivery_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryline",
            constraint=models.UniqueConstraint(fields=("delivery", "variant"), name="stock_deliveryline_once"),
        ),
        migrations.AddConstraint(
            model_name="deliveryline",
            constraint=models.CheckConstraint(
                condition=models.Q(("damaged__lte", models.F("found"))), name="stock_deliveryline_damaged"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorderpoint",
            constraint=models.UniqueConstraint(
                fields=("store", "variant"), name="stock_reorderpoint_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="shortfall",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("level",), name="stock_shortfall_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortfall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_kind", ""), ("end_uid__isnull", True), ("ended_at__isnull", True)),
                    models.Q(
                        ("end_uid__isnull", False),
                        ("ended_at__isnull", False),
                        models.Q(("end_kind", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="stock_shortfall_end",
            ),
        ),
        migrations.RunSQL(_OPEN, "DELETE FROM stock_shortfall", elidable=True),
    ]
