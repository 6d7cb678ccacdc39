"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import noren.kernel.ids
from noren.kernel.create_models import CreateModels
from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow

_COLUMNS = (
    "code",
    "name",
    "kind",
    "rule",
    "is_for_listed_goods",
    "valid_from",
    "valid_until",
    "channels",
    "store_codes",
    "redemption_limit",
    "customer_limit",
    "is_active",
)


class Migration(migrations.Migration):
    replaces = [
        ("coupons", "0001_initial"),
        ("coupons", "0002_initial"),
        ("coupons", "0003_public_coupons"),
        ("coupons", "0004_followed"),
        ("coupons", "0005_uses_over_limit"),
    ]

    initial = True

    dependencies = [
        ("campaigns", "0002_initial"),
        ("catalog", "0001_initial"),
        ("kernel", "0002_feed"),
        ("people", "0006_second_person"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Coupon",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("code", "anybody with the code"),
                                    ("member", "members to whom it was granted"),
                                ],
                                default="code",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("rule", models.JSONField(verbose_name="rule")),
                        (
                            "is_for_listed_goods",
                            models.BooleanField(default=False, verbose_name="only for listed goods"),
                        ),
                        ("valid_from", models.DateTimeField(verbose_name="valid from")),
                        ("valid_until", models.DateTimeField(verbose_name="valid until")),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="channels",
                            ),
                        ),
                        (
                            "store_codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=32),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="stores",
                            ),
                        ),
                        (
                            "redemption_limit",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="uses in all"),
                        ),
                        ("redeemed_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="used")),
                        (
                            "customer_limit",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="uses per customer"),
                        ),
                        (
                            "is_use_returned",
                            models.BooleanField(default=True, verbose_name="a cancelled order gives the use back"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in force")),
                        (
                            "is_public",
                            models.BooleanField(db_default=False, default=False, verbose_name="shown in the shop"),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "coupon",
                        "verbose_name_plural": "coupons",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("redemption_limit__isnull", True),
                                    ("redeemed_count__lte", models.F("redemption_limit")),
                                    _connector="OR",
                                ),
                                name="coupons_coupon_limit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                                name="coupons_coupon_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_public", False), ("kind", "code"), _connector="OR"),
                                name="coupons_coupon_public",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CouponProduct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "coupon",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="listed_goods",
                                to="coupons.coupon",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("coupon", "product"), name="coupons_couponproduct_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("redeemed_count", models.PositiveIntegerField()),
                        ("customer_limit", models.PositiveIntegerField()),
                        (
                            "coupon",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coupons.coupon"
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.customer"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("coupon", "customer"), name="coupons_customeruse_once"),
                            models.CheckConstraint(
                                condition=models.Q(("redeemed_count__lte", models.F("customer_limit"))),
                                name="coupons_customeruse_limit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("granted_at", models.DateTimeField(verbose_name="granted at")),
                        ("channel", models.CharField(max_length=12, verbose_name="channel")),
                        ("cause_kind", models.CharField(max_length=24)),
                        ("cause_uid", models.UUIDField()),
                        (
                            "coupon",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="coupons.coupon",
                                verbose_name="coupon",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.customer",
                                verbose_name="customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "grant",
                        "verbose_name_plural": "grants",
                        "indexes": [models.Index(fields=["customer"], name="coupons_grant_customer")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("coupon", "customer", "cause_kind", "cause_uid"), name="coupons_grant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Redemption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("order_uid", models.UUIDField(db_index=True, null=True)),
                        ("discount_minor", models.PositiveIntegerField(verbose_name="discount")),
                        ("rule", models.JSONField()),
                        ("channel", models.CharField(max_length=12, verbose_name="channel")),
                        ("store_id", models.BigIntegerField(null=True)),
                        ("redeemed_at", models.DateTimeField(verbose_name="redeemed at")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                        ("is_use_returned", models.BooleanField(default=False)),
                        ("source", models.CharField(default="live", max_length=12)),
                        (
                            "coupon",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redemptions",
                                to="coupons.coupon",
                                verbose_name="coupon",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "is_over_limit",
                            models.BooleanField(db_default=False, default=False, verbose_name="beyond the limit"),
                        ),
                    ],
                    options={
                        "verbose_name": "redemption",
                        "verbose_name_plural": "redemptions",
                        "indexes": [models.Index(fields=["customer"], name="coupons_redemption_customer")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("order_uid__isnull", False), ("withdrawn_at__isnull", True)),
                                fields=("coupon", "order_uid"),
                                name="coupons_redemption_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_use_returned", False), ("withdrawn_at__isnull", False), _connector="OR"
                                ),
                                name="coupons_redemption_returned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_over_limit", False), ("is_use_returned", False), _connector="OR"
                                ),
                                name="coupons_redemption_over_limit",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(follow("coupons_coupon", *_COLUMNS), unfollow("coupons_coupon")),
        migrations.RunSQL(
            follow("coupons_couponproduct", "coupon_id", "product_id"), unfollow("coupons_couponproduct")
        ),
        migrations.RunSQL(note_gone("coupons_coupon", "coupons", "code"), forget_gone("coupons_coupon")),
        migrations.RunSQL(
            note_gone("coupons_couponproduct", "coupon_lists", "coupon_id"), forget_gone("coupons_couponproduct")
        ),
    ]
