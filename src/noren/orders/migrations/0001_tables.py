"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import noren.kernel.ids
import noren.orders.models


class Migration(migrations.Migration):
    replaces = [
        ("orders", "0001_initial"),
        ("orders", "0002_initial"),
        ("orders", "0003_line_rounding"),
        ("orders", "0004_buyer_proven"),
        ("orders", "0005_latest_orders"),
        ("orders", "0006_receipt_links_prints_and_names"),
        ("orders", "0007_awaiting_payment"),
        ("orders", "0008_returns"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0003_titles_apart"),
        ("people", "0002_claims_tries_serial"),
        ("stores", "0002_pickup_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="History",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("source", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Basket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "coupon_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("held_until", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ordered_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.customer"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="stores.store"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False), ("ordered_at__isnull", True)),
                        fields=("customer",),
                        name="orders_basket_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BasketLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("seen_price_minor", models.PositiveIntegerField()),
                (
                    "basket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.basket"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("basket", "variant"), name="orders_basketline_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__range", (1, 9999))), name="orders_basketline_quantity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                (
                    "number",
                    models.CharField(
                        default=noren.orders.models.new_order_number, max_length=16, unique=True, verbose_name="number"
                    ),
                ),
                ("basket_uid", models.UUIDField(null=True, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("awaiting_payment", "waits for its payment"),
                            ("placed", "placed"),
                            ("ready", "ready for pickup"),
                            ("completed", "completed"),
                            ("canceled", "cancelled"),
                            ("rejected", "rejected by the store"),
                            ("expired", "not picked up"),
                            ("voided", "voided"),
                            ("unpaid", "not paid"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("live", "live"), ("simulated", "simulated"), ("history", "from another system")],
                        default="live",
                        max_length=12,
                        verbose_name="source",
                    ),
                ),
                ("channel", models.CharField(max_length=12, verbose_name="begun in")),
                ("completed_channel", models.CharField(blank=True, max_length=12, verbose_name="completed in")),
                ("is_buyer_proven", models.BooleanField(db_default=True, default=True)),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact name")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail")),
                ("contact_phone", models.CharField(blank=True, max_length=32, verbose_name="contact phone")),
                ("language", models.CharField(default="ja", max_length=8)),
                ("goods_minor", models.PositiveBigIntegerField(verbose_name="goods")),
                ("discount_minor", models.PositiveBigIntegerField(verbose_name="discount")),
                ("tax_minor", models.PositiveBigIntegerField(verbose_name="tax")),
                ("total_minor", models.PositiveBigIntegerField(verbose_name="total")),
                (
                    "returned_minor",
                    models.PositiveBigIntegerField(db_default=0, default=0, verbose_name="given back for returns"),
                ),
                ("points", models.PositiveIntegerField(default=0, verbose_name="points")),
                ("taxes", models.JSONField(default=list)),
                ("prices_include_tax", models.BooleanField(default=True)),
                ("placed_at", models.DateTimeField(verbose_name="placed at")),
                ("business_date", models.DateField(verbose_name="business date")),
                ("completed_at", models.DateTimeField(null=True, verbose_name="completed at")),
                ("pay_until", models.DateTimeField(null=True, verbose_name="to be paid until")),
                ("ended_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
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
                    "history",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.history"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stores.register",
                        verbose_name="register",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="staff",
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
                "verbose_name": "order",
                "verbose_name_plural": "orders",
                "indexes": [
                    models.Index(fields=["customer", "-placed_at"], name="orders_order_customer"),
                    models.Index(fields=["store", "business_date"], name="orders_order_store_day"),
                    models.Index(fields=["-placed_at", "-id"], name="orders_order_latest"),
                    models.Index(
                        condition=models.Q(("status", "awaiting_payment")),
                        fields=["pay_until"],
                        name="orders_order_unpaid",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", False), ("status", "completed")),
                            models.Q(("completed_at__isnull", False), ("status", "voided")),
                            models.Q(
                                models.Q(("status__in", ["completed", "voided"]), _negated=True),
                                ("completed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="orders_order_completed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount_minor__lte", models.F("goods_minor"))),
                        name="orders_order_discount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_minor", 0),
                            models.Q(("returned_minor__lte", models.F("total_minor")), ("status", "completed")),
                            _connector="OR",
                        ),
                        name="orders_order_returned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("history__isnull", False), ("source", "history")),
                            models.Q(models.Q(("source", "history"), _negated=True), ("history__isnull", True)),
                            _connector="OR",
                        ),
                        name="orders_order_history",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "awaiting_payment"), _negated=True),
                            ("pay_until__isnull", False),
                            _connector="OR",
                        ),
                        name="orders_order_pay_until",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fulfillment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pickup", "pickup"), ("counter", "over the counter")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the payment"),
                            ("open", "to pick"),
                            ("ready", "ready"),
                            ("handed_over", "handed over"),
                            ("canceled", "cancelled"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("pickup_code", models.CharField(max_length=12, null=True, unique=True, verbose_name="pickup code")),
                ("due_at", models.DateTimeField(null=True, verbose_name="ready by")),
                ("kept_until", models.DateTimeField(null=True, verbose_name="kept until")),
                ("ready_at", models.DateTimeField(null=True, verbose_name="ready at")),
                ("handed_over_at", models.DateTimeField(null=True, verbose_name="handed over at")),
                ("changed_at", models.DateTimeField()),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stores.store"),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fulfillment", to="orders.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "fulfillment",
                "verbose_name_plural": "fulfillments",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["open", "ready"])),
                        fields=["store", "due_at"],
                        name="orders_fulfillment_work",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["open", "ready"])),
                        fields=["kept_until"],
                        name="orders_fulfillment_expiry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "counter"),
                            models.Q(("kept_until__isnull", False), ("pickup_code__isnull", False)),
                            _connector="OR",
                        ),
                        name="orders_fulfillment_pickup",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("ordered_quantity", models.PositiveIntegerField(verbose_name="ordered")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("returned_quantity", models.PositiveIntegerField(db_default=0, default=0, verbose_name="returned")),
                ("unit_price_minor", models.PositiveIntegerField(verbose_name="unit price")),
                ("discount_minor", models.PositiveBigIntegerField(verbose_name="discount")),
                (
                    "rounding_minor",
                    models.IntegerField(db_default=0, default=0, verbose_name="rounding of a past sale"),
                ),
                ("total_minor", models.PositiveBigIntegerField(verbose_name="line total")),
                ("tax_rate_bp", models.PositiveSmallIntegerField(verbose_name="tax rate")),
                ("discounts", models.JSONField(default=list)),
                ("is_extra", models.BooleanField(default=False, verbose_name="added at the hand-over")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
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
                "verbose_name": "order line",
                "verbose_name_plural": "order lines",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__lte", models.F("ordered_quantity"))),
                        name="orders_orderline_picked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned_quantity__lte", models.F("quantity"))),
                        name="orders_orderline_returned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="number")),
                ("channel", models.CharField(max_length=12, verbose_name="channel")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("goods_minor", models.PositiveBigIntegerField(verbose_name="goods")),
                ("discount_minor", models.PositiveBigIntegerField(verbose_name="discount")),
                ("tax_minor", models.PositiveBigIntegerField(verbose_name="tax")),
                ("total_minor", models.PositiveBigIntegerField(verbose_name="given back")),
                ("taxes", models.JSONField(default=list)),
                ("points", models.PositiveIntegerField(default=0, verbose_name="points no longer earned")),
                ("coupons", models.JSONField(default=list)),
                ("is_full", models.BooleanField(default=False, verbose_name="everything is back")),
                ("returned_at", models.DateTimeField(verbose_name="returned at")),
                ("business_date", models.DateField(verbose_name="business date")),
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
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stores.register",
                        verbose_name="register",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="staff",
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
                "verbose_name": "return",
                "verbose_name_plural": "returns",
                "indexes": [
                    models.Index(fields=["store", "business_date"], name="orders_return_store_day"),
                    models.Index(fields=["-returned_at", "-id"], name="orders_return_latest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("discount_minor__lte", models.F("goods_minor"))),
                        name="orders_return_discount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="orders_return_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("order__isnull", False),
                            models.Q(("customer__isnull", True), ("is_full", False), ("points", 0)),
                            _connector="OR",
                        ),
                        name="orders_return_without_sale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "token",
                    models.CharField(
                        default=noren.orders.models.new_receipt_token, editable=False, max_length=24, unique=True
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("sale", "sale"), ("void", "void"), ("return", "return")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("document", models.JSONField()),
                ("printed_count", models.PositiveIntegerField(default=0, verbose_name="printed")),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="orders.order",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stores.register"
                    ),
                ),
                (
                    "goods_return",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="orders.return",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "return"), _negated=True),
                        fields=("order", "kind"),
                        name="orders_receipt_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("goods_return__isnull", False), ("kind", "return")),
                            models.Q(
                                models.Q(("kind", "return"), _negated=True),
                                ("goods_return__isnull", True),
                                ("order__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="orders_receipt_of",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormalReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="issue no.")),
                ("recipient", models.CharField(max_length=60, verbose_name="made out to")),
                ("purpose", models.CharField(max_length=60, verbose_name="for what")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="staff",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formal_receipts",
                        to="orders.receipt",
                        verbose_name="receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "formal receipt",
                "verbose_name_plural": "formal receipts",
                "constraints": [
                    models.UniqueConstraint(fields=("receipt", "number"), name="orders_formalreceipt_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__range", (1, 9))), name="orders_formalreceipt_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient", ""), _negated=True), name="orders_formalreceipt_recipient"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="print no.")),
                ("staff_name", models.CharField(blank=True, max_length=120)),
                ("printed_at", models.DateTimeField(verbose_name="printed at")),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="orders.receipt",
                        verbose_name="receipt",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffmember",
                        verbose_name="staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "print of a receipt",
                "verbose_name_plural": "prints of receipts",
                "constraints": [
                    models.UniqueConstraint(fields=("receipt", "number"), name="orders_receiptcopy_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="orders_receiptcopy_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("resalable", "for sale again"),
                            ("damaged", "damaged"),
                            ("checking", "to be checked"),
                            ("discarded", "not kept"),
                        ],
                        max_length=12,
                        verbose_name="condition",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="why it was not kept")),
                ("unit_price_minor", models.PositiveIntegerField(verbose_name="unit price")),
                ("total_minor", models.PositiveBigIntegerField(verbose_name="line total")),
                ("tax_rate_bp", models.PositiveSmallIntegerField(verbose_name="tax rate")),
                (
                    "goods_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.return"
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
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
                "verbose_name": "return line",
                "verbose_name_plural": "return lines",
                "ordering": ["position"],
                "indexes": [models.Index(fields=["order_line"], name="orders_returnline_sold")],
                "constraints": [
                    models.UniqueConstraint(fields=("goods_return", "position"), name="orders_returnline_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="orders_returnline_quantity"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition", "discarded"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="orders_returnline_discarded",
                    ),
                ],
            },
        ),
    ]
