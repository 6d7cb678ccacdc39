"""What staff take off sales by hand, and how a late sale may differ by it."""

import django.db.models.deletion
from django.db import migrations, models

import noren.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0016_receipts_of_a_shift"),
        ("people", "0008_limit_of_markdowns"),
    ]

    operations = [
        migrations.AlterField(
            model_name="latedifference",
            name="cause",
            field=models.CharField(
                choices=[
                    ("price", "a different price"),
                    ("tax_rate", "another tax rate"),
                    ("tax", "another tax amount"),
                    ("discount", "another discount"),
                    ("points", "other points"),
                    ("not_on_sale", "not on sale"),
                    ("markdown", "otherwise taken off by hand"),
                    ("markdown_over_limit", "more taken off a sale by hand than alone"),
                    ("markdown_percent", "more percent taken off by hand than alone"),
                    ("coupon_over_limit", "the coupon was used up"),
                    ("coupon_dates", "the coupon was outside its dates"),
                    ("coupon_misfit", "the coupon was not for this sale"),
                    ("coupon_allowance", "more coupon uses than a till may take alone"),
                    ("member_unknown", "nobody has this member number"),
                    ("register_off", "the register was switched off"),
                    ("staff_off", "who sold may not sell here any more"),
                    ("clock", "the till's clock was wrong"),
                    ("data_age", "goods and prices were too old"),
                    ("too_late", "it was sent too late"),
                    ("sale_over_limit", "more than one sale may come to"),
                    ("device_over_limit", "more than a till may sell alone"),
                ],
                max_length=20,
                verbose_name="cause",
            ),
        ),
        migrations.CreateModel(
            name="MarkdownGiven",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("price", "new price of a piece"),
                            ("percent", "percent off"),
                            ("amount", "amount off"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.PositiveBigIntegerField(verbose_name="said")),
                ("list_minor", models.PositiveBigIntegerField(verbose_name="at list price")),
                ("amount_minor", models.PositiveBigIntegerField(verbose_name="taken off")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                (
                    "approval",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.approval",
                        verbose_name="approval",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="markdowns",
                        to="orders.orderline",
                        verbose_name="line",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="markdowns",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "markdown",
                "verbose_name_plural": "markdowns",
                "indexes": [models.Index(fields=["given_at"], name="orders_markdowngiven_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__lte", models.F("list_minor"))),
                        name="orders_markdowngiven_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="orders_markdowngiven_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "price"), ("line__isnull", True), _negated=True),
                        name="orders_markdowngiven_price_of_line",
                    ),
                ],
            },
        ),
    ]
