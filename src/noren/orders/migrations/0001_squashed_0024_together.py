"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import noren.kernel.ids
import noren.orders.models
from noren.kernel.create_models import CreateModels


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
        ("orders", "0009_changes_notes_and_fees"),
        ("orders", "0010_routing"),
        ("orders", "0011_delivery"),
        ("orders", "0012_receipt_of_pieces_taken_off"),
        ("orders", "0013_bring_to_store"),
        ("orders", "0014_late_sales"),
        ("orders", "0015_shifts"),
        ("orders", "0016_receipts_of_a_shift"),
        ("orders", "0017_markdowns"),
        ("orders", "0018_quick_keys"),
        ("orders", "0019_tenders_of_shifts"),
        ("orders", "0020_held_lists"),
        ("orders", "0021_sales_of_stopped_devices"),
        ("orders", "0022_receipts_in_no_shift"),
        ("orders", "0023_lists_of_shifts"),
        ("orders", "0024_together"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0004_followed"),
        ("people", "0009_devices"),
        ("stores", "0005_devices"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="History",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        ("source", models.CharField(max_length=40)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Basket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.customer",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="stores.store",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        (
                            "number",
                            models.CharField(
                                default=noren.orders.models.new_order_number,
                                max_length=16,
                                unique=True,
                                verbose_name="number",
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
                                choices=[
                                    ("live", "live"),
                                    ("simulated", "simulated"),
                                    ("history", "from another system"),
                                ],
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
                            models.PositiveBigIntegerField(
                                db_default=0, default=0, verbose_name="given back for returns"
                            ),
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
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="orders.history",
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
                        (
                            "buyer_note",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=500, verbose_name="the buyer's note"
                            ),
                        ),
                        (
                            "gift_message",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=200, verbose_name="words on the card"
                            ),
                        ),
                        ("is_gift", models.BooleanField(db_default=False, default=False, verbose_name="gift wrapped")),
                        ("booked_at", models.DateTimeField(null=True, verbose_name="booked at")),
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
                            models.CheckConstraint(
                                condition=models.Q(("is_gift", True), ("gift_message", ""), _connector="OR"),
                                name="orders_order_gift_message",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("booked_at__isnull", True),
                                    ("placed_at__lte", models.F("booked_at")),
                                    _connector="OR",
                                ),
                                name="orders_order_booked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fulfillment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pickup", "pickup"),
                                    ("counter", "over the counter"),
                                    ("delivery", "delivered home"),
                                ],
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
                                    ("shipped", "sent"),
                                    ("canceled", "cancelled"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "pickup_code",
                            models.CharField(max_length=12, null=True, unique=True, verbose_name="pickup code"),
                        ),
                        ("due_at", models.DateTimeField(null=True, verbose_name="ready by")),
                        ("kept_until", models.DateTimeField(null=True, verbose_name="kept until")),
                        ("ready_at", models.DateTimeField(null=True, verbose_name="ready at")),
                        ("handed_over_at", models.DateTimeField(null=True, verbose_name="handed over at")),
                        ("changed_at", models.DateTimeField()),
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stores.store"
                            ),
                        ),
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fulfillment",
                                to="orders.order",
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
                                    ("kind__in", ["counter", "delivery"]),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("ordered_quantity", models.PositiveIntegerField(verbose_name="ordered")),
                        ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                        (
                            "returned_quantity",
                            models.PositiveIntegerField(db_default=0, default=0, verbose_name="returned"),
                        ),
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
                        (
                            "fee",
                            models.CharField(
                                blank=True,
                                choices=[("gift_wrap", "gift wrapping"), ("delivery", "Delivery")],
                                db_default="",
                                default="",
                                max_length=12,
                                verbose_name="fee",
                            ),
                        ),
                        (
                            "awaited_quantity",
                            models.PositiveIntegerField(db_default=0, default=0, verbose_name="not there yet"),
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
                            models.CheckConstraint(
                                condition=models.Q(("awaited_quantity__lte", models.F("quantity"))),
                                name="orders_orderline_awaited",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Return",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    name="Shift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        ("number", models.PositiveIntegerField(verbose_name="shift no.")),
                        ("opened_at", models.DateTimeField(verbose_name="opened at")),
                        ("opening_counts", models.JSONField(null=True, verbose_name="counted when it opened")),
                        ("opening_minor", models.PositiveBigIntegerField(verbose_name="in the drawer when it opened")),
                        (
                            "found_minor",
                            models.PositiveBigIntegerField(null=True, verbose_name="left by the last shift"),
                        ),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                        ("closing_counts", models.JSONField(null=True, verbose_name="counted when it closed")),
                        ("expected_minor", models.BigIntegerField(null=True, verbose_name="expected")),
                        ("counted_minor", models.PositiveBigIntegerField(null=True, verbose_name="counted")),
                        ("difference_minor", models.BigIntegerField(null=True, verbose_name="difference")),
                        (
                            "reason",
                            models.CharField(blank=True, default="", max_length=200, verbose_name="why it differs"),
                        ),
                        (
                            "is_blind",
                            models.BooleanField(default=False, verbose_name="closed without seeing what was expected"),
                        ),
                        ("report", models.JSONField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="closed by",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="opened by",
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
                            "do_tenders_differ",
                            models.BooleanField(db_default=False, default=False, verbose_name="tenders differ"),
                        ),
                    ],
                    options={
                        "verbose_name": "shift",
                        "verbose_name_plural": "shifts",
                        "indexes": [
                            models.Index(fields=["register", "-opened_at"], name="orders_shift_of_register"),
                            models.Index(fields=["-opened_at", "-id"], name="orders_shift_newest"),
                            models.Index(
                                condition=models.Q(
                                    ("reason", ""),
                                    models.Q(
                                        ("difference_minor__lt", 0),
                                        ("difference_minor__gt", 0),
                                        ("do_tenders_differ", True),
                                        _connector="OR",
                                    ),
                                ),
                                fields=["id"],
                                name="orders_shift_unexplained",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("register", "number"), name="orders_shift_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("register",),
                                name="orders_shift_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True),
                                        ("closed_by__isnull", True),
                                        ("expected_minor__isnull", True),
                                        ("counted_minor__isnull", True),
                                        ("difference_minor__isnull", True),
                                        ("report__isnull", True),
                                    ),
                                    models.Q(
                                        ("closed_at__gte", models.F("opened_at")),
                                        ("closed_by__isnull", False),
                                        ("expected_minor__isnull", False),
                                        ("counted_minor__isnull", False),
                                        ("difference_minor__isnull", False),
                                        ("report__isnull", False),
                                        (
                                            "difference_minor",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("counted_minor"), "-", models.F("expected_minor")
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="orders_shift_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("difference_minor__isnull", True),
                                    ("difference_minor", 0),
                                    ("is_blind", True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="orders_shift_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opening_counts__isnull", False),
                                    ("opening_minor", models.F("found_minor")),
                                    _connector="OR",
                                ),
                                name="orders_shift_taken_over",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("do_tenders_differ", False),
                                    ("is_blind", True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="orders_shift_tenders",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LateBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        ("number", models.PositiveSmallIntegerField(verbose_name="batch no.")),
                        ("began_at", models.DateTimeField(verbose_name="since")),
                        ("acknowledged_at", models.DateTimeField(null=True, verbose_name="acknowledged at")),
                        ("report", models.JSONField(null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="acknowledged by",
                            ),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="late_batches",
                                to="orders.shift",
                                verbose_name="shift",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "late batch",
                        "verbose_name_plural": "late batches",
                        "constraints": [
                            models.UniqueConstraint(fields=("shift", "number"), name="orders_latebatch_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("acknowledged_at__isnull", True)),
                                fields=("shift",),
                                name="orders_latebatch_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("acknowledged_at__isnull", True),
                                        ("acknowledged_by__isnull", True),
                                        ("report__isnull", True),
                                    ),
                                    models.Q(("acknowledged_at__isnull", False), ("report__isnull", False)),
                                    _connector="OR",
                                ),
                                name="orders_latebatch_acknowledged",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "token",
                            models.CharField(
                                default=noren.orders.models.new_receipt_token,
                                editable=False,
                                max_length=24,
                                unique=True,
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sale", "sale"),
                                    ("void", "void"),
                                    ("return", "return"),
                                    ("short", "pieces taken off"),
                                ],
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
                        (
                            "late_batch",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="orders.latebatch",
                            ),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="orders.shift",
                                verbose_name="shift",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receipt",
                        "verbose_name_plural": "receipts",
                        "constraints": [
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
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ["sale", "void"])),
                                fields=("order", "kind"),
                                name="orders_receipt_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("late_batch__isnull", True), ("shift__isnull", False), _connector="OR"
                                ),
                                name="orders_receipt_late",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("shift__isnull", False)),
                                fields=["shift", "id"],
                                name="orders_receipt_of_shift",
                            ),
                            models.Index(
                                condition=models.Q(("shift__isnull", True)),
                                fields=["register", "issued_at"],
                                name="orders_receipt_no_shift",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormalReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                condition=models.Q(("recipient", ""), _negated=True),
                                name="orders_formalreceipt_recipient",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="orders_receiptcopy_number"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="orders.orderline",
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
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="orders_returnline_quantity"
                            ),
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
                migrations.CreateModel(
                    name="OrderChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(editable=False, unique=True)),
                        (
                            "by",
                            models.CharField(
                                choices=[("customer", "the buyer"), ("staff", "staff")],
                                max_length=8,
                                verbose_name="changed by",
                            ),
                        ),
                        ("channel", models.CharField(max_length=12, verbose_name="channel")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("lines", models.JSONField(verbose_name="goods")),
                        ("goods_before", models.JSONField()),
                        ("asked", models.JSONField()),
                        ("lost_coupons", models.JSONField(default=list, verbose_name="coupons given back")),
                        ("total_before_minor", models.PositiveBigIntegerField(verbose_name="total before")),
                        ("total_minor", models.PositiveBigIntegerField(verbose_name="total")),
                        ("is_all", models.BooleanField(default=False, verbose_name="all was taken off")),
                        ("changed_at", models.DateTimeField(verbose_name="changed at")),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="orders.order",
                                verbose_name="order",
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
                        "verbose_name": "change of an order",
                        "verbose_name_plural": "changes of orders",
                        "indexes": [models.Index(fields=["order", "id"], name="orders_orderchange_order")],
                    },
                ),
                migrations.CreateModel(
                    name="OrderNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(editable=False, unique=True)),
                        ("channel", models.CharField(max_length=12, verbose_name="channel")),
                        ("text", models.CharField(max_length=500, verbose_name="note")),
                        ("noted_at", models.DateTimeField(verbose_name="written at")),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="orders.order",
                                verbose_name="order",
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
                        "verbose_name": "note on an order",
                        "verbose_name_plural": "notes on orders",
                        "indexes": [models.Index(fields=["order", "id"], name="orders_ordernote_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="orders_ordernote_text"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoutingRuleSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(unique=True, verbose_name="version")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "draft"), ("active", "in force"), ("retired", "was in force")],
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("changed_at", models.DateTimeField(verbose_name="changed at")),
                        ("in_force_from", models.DateTimeField(null=True, verbose_name="in force from")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                            ),
                        ),
                        (
                            "in_force_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "set of routing rules",
                        "verbose_name_plural": "sets of routing rules",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("status",),
                                name="orders_ruleset_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "active")),
                                fields=("status",),
                                name="orders_ruleset_one_active",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("in_force_from", None), ("status", "draft")),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True), ("in_force_from__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="orders_ruleset_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoutingRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="place")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("nearest", "nearest"),
                                    ("fewest_parcels", "fewest parcels"),
                                    ("most_stock", "most stock"),
                                    ("open", "open now, or soonest"),
                                    ("walk_ins", "keeps enough for walk-ins"),
                                ],
                                max_length=16,
                                verbose_name="rule",
                            ),
                        ),
                        ("parameter", models.PositiveIntegerField(default=0, verbose_name="parameter")),
                        ("is_on", models.BooleanField(default=True, verbose_name="on")),
                        (
                            "rule_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="orders.routingruleset",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "routing rule",
                        "verbose_name_plural": "routing rules",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("rule_set", "position"), name="orders_routingrule_place"),
                            models.UniqueConstraint(fields=("rule_set", "kind"), name="orders_routingrule_kind"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sourcing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("request_uid", models.UUIDField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("coming", "comes from another store"),
                                    ("parked", "parked"),
                                    ("done", "settled"),
                                ],
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="pieces")),
                        ("arrived", models.PositiveIntegerField(default=0, verbose_name="arrived")),
                        ("dropped", models.PositiveIntegerField(default=0, verbose_name="given up")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("not_found", "not found"),
                                    ("damaged", "damaged"),
                                    ("other", "another reason"),
                                    ("shortfall", "promised more than there is"),
                                    ("not_arrived", "did not arrive from the other store"),
                                    ("elsewhere", "was ordered from another store's stock"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                        ("transfer_uid", models.UUIDField(null=True, verbose_name="transfer")),
                        ("expected_at", models.DateTimeField(null=True, verbose_name="expected")),
                        (
                            "not_stores",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("why", models.JSONField(default=list)),
                        ("began_at", models.DateTimeField(verbose_name="since")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                        ("end_words", models.CharField(blank=True, max_length=200, verbose_name="how it ended")),
                        (
                            "from_store",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.store",
                                verbose_name="from store",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sourcings",
                                to="orders.orderline",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="seen to by",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="said by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sourcing",
                        "verbose_name_plural": "sourcings",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "done"), _negated=True),
                                fields=["began_at"],
                                name="orders_sourcing_still_open",
                            ),
                            models.Index(fields=["request_uid"], name="orders_sourcing_request"),
                            models.Index(
                                condition=models.Q(("transfer_uid__isnull", False)),
                                fields=["transfer_uid"],
                                name="orders_sourcing_transfer",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="orders_sourcing_quantity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        (
                                            "quantity",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("arrived"), "+", models.F("dropped")
                                            ),
                                        ),
                                        ("status", "done"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "done"), _negated=True),
                                        ("ended_at", None),
                                        (
                                            "quantity__gt",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("arrived"), "+", models.F("dropped")
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="orders_sourcing_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("from_store__isnull", False),
                                        ("status", "coming"),
                                        ("transfer_uid__isnull", False),
                                    ),
                                    models.Q(("status", "parked"), ("transfer_uid", None)),
                                    ("status", "done"),
                                    _connector="OR",
                                ),
                                name="orders_sourcing_coming",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("postal_code", models.CharField(max_length=12, verbose_name="postal code")),
                        ("prefecture", models.CharField(max_length=20, verbose_name="prefecture")),
                        ("city", models.CharField(max_length=80, verbose_name="city or ward")),
                        ("line1", models.CharField(max_length=120, verbose_name="street and number")),
                        ("line2", models.CharField(blank=True, max_length=120, verbose_name="building and room")),
                        ("phone", models.CharField(max_length=32, verbose_name="phone")),
                        ("wanted_on", models.DateField(null=True, verbose_name="wanted on")),
                        ("slot", models.CharField(blank=True, max_length=12, verbose_name="wanted at")),
                        (
                            "fulfillment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delivery",
                                to="orders.fulfillment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delivery",
                        "verbose_name_plural": "deliveries",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("postal_code", ""), _negated=True),
                                    models.Q(("city", ""), _negated=True),
                                    models.Q(("line1", ""), _negated=True),
                                    models.Q(("phone", ""), _negated=True),
                                ),
                                name="orders_delivery_address",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("to_pack", "to pack"),
                                    ("packed", "packed"),
                                    ("shipped", "sent"),
                                    ("canceled", "cancelled"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("carrier", models.CharField(blank=True, max_length=40, verbose_name="carrier")),
                        (
                            "tracking_number",
                            models.CharField(blank=True, max_length=40, verbose_name="tracking number"),
                        ),
                        (
                            "reject_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_found", "not found"),
                                    ("damaged", "damaged"),
                                    ("other", "another reason"),
                                    ("shortfall", "promised more than there is"),
                                    ("not_arrived", "did not arrive from the other store"),
                                    ("elsewhere", "was ordered from another store's stock"),
                                ],
                                max_length=12,
                                verbose_name="why it was not sent",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        ("packed_at", models.DateTimeField(null=True, verbose_name="packed at")),
                        ("shipped_at", models.DateTimeField(null=True, verbose_name="sent at")),
                        ("changed_at", models.DateTimeField()),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shipments",
                                to="orders.order",
                                verbose_name="order",
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
                        "verbose_name": "shipment",
                        "verbose_name_plural": "shipments",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ["to_pack", "packed"])),
                                fields=["store", "status"],
                                name="orders_shipment_work",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("shipped_at__isnull", False),
                                        ("status", "shipped"),
                                        models.Q(("carrier", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "shipped"), _negated=True), ("shipped_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="orders_shipment_shipped",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["packed", "shipped"]), _negated=True),
                                    ("packed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="orders_shipment_packed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reject_reason", ""), ("status", "canceled"), _connector="OR"),
                                name="orders_shipment_reject",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShipmentLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                        (
                            "order_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                            ),
                        ),
                        (
                            "shipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.shipment"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "shipment line",
                        "verbose_name_plural": "shipment lines",
                        "indexes": [models.Index(fields=["order_line"], name="orders_shipmentline_of")],
                        "constraints": [
                            models.UniqueConstraint(fields=("shipment", "order_line"), name="orders_shipmentline_once"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="orders_shipmentline_quantity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LateSale",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "provisional_number",
                            models.CharField(max_length=40, verbose_name="number on the till's paper"),
                        ),
                        ("fingerprint", models.CharField(editable=False, max_length=64)),
                        ("device_at", models.DateTimeField(verbose_name="the till's clock")),
                        ("clock_offset_s", models.BigIntegerField(verbose_name="the clock was ahead by (seconds)")),
                        ("synced_at", models.DateTimeField(verbose_name="goods and prices of")),
                        ("assortment_version", models.CharField(blank=True, max_length=64)),
                        (
                            "named_customer",
                            models.CharField(blank=True, max_length=40, verbose_name="member who was named"),
                        ),
                        ("quoted_points", models.PositiveIntegerField(verbose_name="points the till printed")),
                        ("ours", models.JSONField()),
                        ("device_minor", models.PositiveBigIntegerField()),
                        ("device_uses", models.JSONField()),
                        ("difference_count", models.PositiveIntegerField(default=0, verbose_name="differences")),
                        ("seen_at", models.DateTimeField(null=True, verbose_name="seen at")),
                        ("seen_note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="late",
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
                            "seen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="seen by",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="sent by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sale made without a network",
                        "verbose_name_plural": "sales made without a network",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("difference_count__gt", 0), ("seen_at", None)),
                                fields=["id"],
                                name="orders_latesale_unseen",
                            ),
                            models.Index(fields=["provisional_number"], name="orders_latesale_paper"),
                            models.Index(fields=["register", "synced_at", "-id"], name="orders_latesale_alone"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seen_at__isnull", True), ("seen_by__isnull", True), ("seen_note", "")),
                                    models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="orders_latesale_seen",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LateDifference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
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
                                    ("device_stopped", "sold after the device was locked or replaced"),
                                    ("clock", "the till's clock was wrong"),
                                    ("data_age", "goods and prices were too old"),
                                    ("too_late", "it was sent too late"),
                                    ("sale_over_limit", "more than one sale may come to"),
                                    ("device_over_limit", "more than a till may sell alone"),
                                    ("tender_alone", "paid by what a till may not take alone, or by too much of it"),
                                ],
                                max_length=20,
                                verbose_name="cause",
                            ),
                        ),
                        ("about", models.CharField(blank=True, max_length=40, verbose_name="about")),
                        ("said", models.BigIntegerField(verbose_name="at the till")),
                        ("ours", models.BigIntegerField(verbose_name="here")),
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        (
                            "late_sale",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="differences",
                                to="orders.latesale",
                                verbose_name="sale",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "difference of a late sale",
                        "verbose_name_plural": "differences of late sales",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("late_sale", "cause", "about"), name="orders_latedifference_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShiftCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        ("checked_at", models.DateTimeField(verbose_name="checked at")),
                        ("counts", models.JSONField(null=True, verbose_name="counted by coins and notes")),
                        ("counted_minor", models.PositiveBigIntegerField(null=True, verbose_name="counted")),
                        ("expected_minor", models.BigIntegerField(verbose_name="expected")),
                        ("report", models.JSONField()),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="orders.shift",
                                verbose_name="shift",
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
                        "verbose_name": "check of a shift",
                        "verbose_name_plural": "checks of shifts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counted_minor__isnull", True), ("counts__isnull", True)),
                                    models.Q(("counted_minor__isnull", False), ("counts__isnull", False)),
                                    _connector="OR",
                                ),
                                name="orders_shiftcheck_counted",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrawerEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("change", "change put in"),
                                    ("paid_in", "cash put in"),
                                    ("paid_out", "cash taken out"),
                                    ("bank", "taken to the bank"),
                                    ("petty", "small expense"),
                                    ("exchange", "exchanged for other coins and notes"),
                                ],
                                max_length=8,
                                verbose_name="what for",
                            ),
                        ),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        ("delta_minor", models.BigIntegerField(verbose_name="in the drawer")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("moved_at", models.DateTimeField(verbose_name="at")),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="staff",
                            ),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="orders.shift",
                                verbose_name="shift",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cash put in or taken out",
                        "verbose_name_plural": "cash put in and taken out",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0), models.Q(("reason", ""), _negated=True)),
                                name="orders_drawerentry_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("delta_minor", models.F("amount_minor")),
                                        ("purpose__in", ["change", "paid_in"]),
                                    ),
                                    models.Q(
                                        (
                                            "delta_minor",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("amount_minor"), "*", models.Value(-1)
                                            ),
                                        ),
                                        ("purpose__in", ["paid_out", "bank", "petty"]),
                                    ),
                                    models.Q(("delta_minor", 0), ("purpose", "exchange")),
                                    _connector="OR",
                                ),
                                name="orders_drawerentry_delta",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MarkdownGiven",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                migrations.CreateModel(
                    name="QuickKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                migrations.CreateModel(
                    name="HeldList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(editable=False, unique=True)),
                        ("version", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("held", "held"), ("taken", "taken"), ("thrown_away", "thrown_away")],
                                max_length=12,
                            ),
                        ),
                        ("lines", models.JSONField()),
                        ("coupon_codes", models.JSONField()),
                        ("member_number", models.CharField(blank=True, max_length=40)),
                        ("is_for_home", models.BooleanField(default=False)),
                        ("total_minor", models.PositiveBigIntegerField()),
                        ("held_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(db_index=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "also_taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stores.register",
                            ),
                        ),
                        (
                            "register",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.register"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staffmember"
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stores.store",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["store", "expires_at"], name="orders_heldlist_store")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("version__gte", 1)), name="orders_heldlist_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "thrown_away"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("state", "thrown_away"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="orders_heldlist_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PickedLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField()),
                        ("told_at", models.DateTimeField()),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "doing",
                            models.CharField(
                                choices=[
                                    ("pickup", "pickup"),
                                    ("hand_over", "hand_over"),
                                    ("change", "change"),
                                    ("return", "return"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("seen_at", models.DateTimeField(db_index=True)),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="orders.order",
                            ),
                        ),
                        (
                            "register",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.register"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("order", "register"), name="orders_presence_once")
                        ],
                    },
                ),
            ]
        ),
    ]
