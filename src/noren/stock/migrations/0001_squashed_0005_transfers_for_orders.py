"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

import noren.kernel.ids
import noren.stock.transfers.models
from noren.kernel.create_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("stock", "0001_initial"),
        ("stock", "0002_set_aside"),
        ("stock", "0003_transfers"),
        ("stock", "0004_counting"),
        ("stock", "0005_transfers_for_orders"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0003_titles_apart"),
        ("people", "0003_approvals"),
        ("stores", "0003_goods_for_other_stores"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Count",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("all", "all goods"),
                                    ("categories", "some categories"),
                                    ("goods", "some goods"),
                                ],
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
                        (
                            "variants",
                            models.ManyToManyField(related_name="+", to="catalog.variant", verbose_name="goods"),
                        ),
                    ],
                    options={
                        "verbose_name": "stocktake",
                        "verbose_name_plural": "stocktakes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("status", "open")),
                                    models.Q(models.Q(("status", "open"), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="stock_count_end",
                            )
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
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("supplier", models.CharField(max_length=120, verbose_name="supplier")),
                        ("note_number", models.CharField(max_length=60, verbose_name="number of the delivery note")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "being checked in"),
                                    ("received", "received"),
                                    ("canceled", "cancelled"),
                                ],
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
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("supplier"),
                                django.db.models.functions.text.Lower("note_number"),
                                condition=models.Q(("status", "canceled"), _negated=True),
                                name="stock_delivery_note",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("status", "draft")),
                                    models.Q(models.Q(("status", "draft"), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="stock_delivery_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("delivery", "variant"), name="stock_deliveryline_once"),
                            models.CheckConstraint(
                                condition=models.Q(("damaged__lte", models.F("found"))),
                                name="stock_deliveryline_damaged",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Level",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on_hand", models.IntegerField(default=0, verbose_name="on hand")),
                        ("allocated", models.PositiveIntegerField(default=0, verbose_name="allocated")),
                        ("held", models.PositiveIntegerField(default=0, verbose_name="held")),
                        ("safety", models.PositiveIntegerField(default=0, verbose_name="safety stock")),
                        ("aside", models.PositiveIntegerField(db_default=0, default=0, verbose_name="set aside")),
                        ("short", models.PositiveIntegerField(default=0, verbose_name="short")),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.variant",
                                verbose_name="variant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stock level",
                        "verbose_name_plural": "stock levels",
                        "constraints": [
                            models.UniqueConstraint(fields=("variant", "store"), name="stock_level_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "short",
                                        django.db.models.functions.comparison.Greatest(
                                            0,
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("allocated"), "+", models.F("held")
                                                ),
                                                "-",
                                                django.db.models.functions.comparison.Greatest(
                                                    0,
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("on_hand"), "-", models.F("aside")
                                                    ),
                                                ),
                                            ),
                                        ),
                                    )
                                ),
                                name="stock_level_promises",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
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
                                    ("basket", "a basket at the checkout"),
                                    ("transfer", "a transfer to another store"),
                                    ("arrived", "an order that waited for its goods"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("owner_uid", models.UUIDField()),
                        ("quantity", models.PositiveIntegerField()),
                        ("held_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="stock.level"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hold",
                        "verbose_name_plural": "holds",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["level", "expires_at"],
                                name="stock_hold_live",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="stock_hold_quantity"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("owner_uid", "level"),
                                name="stock_hold_owner",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("count", "level"), name="stock_countline_once"),
                            models.CheckConstraint(
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
                                            django.db.models.expressions.CombinedExpression(
                                                models.Value(0), "-", models.F("expected")
                                            ),
                                        ),
                                        ("outcome", "zeroed"),
                                    ),
                                    models.Q(("difference", 0), ("outcome__in", ["left", "unsure"])),
                                    _connector="OR",
                                ),
                                name="stock_countline_difference",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=["count", "level"],
                                name="stock_countentry_live",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Movement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("sold", "sold"),
                                    ("allocated", "allocated"),
                                    ("released", "released"),
                                    ("held", "held"),
                                    ("unheld", "hold ended"),
                                    ("handed_over", "handed over"),
                                    ("returned", "returned"),
                                    ("counted", "counted"),
                                    ("adjusted", "adjusted"),
                                    ("transferred", "transferred"),
                                    ("set_aside", "set aside"),
                                    ("put_back", "put back for sale"),
                                    ("safety_set", "safety stock set"),
                                    ("shorted", "shortfall settled"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("on_hand_change", models.IntegerField(default=0, verbose_name="on hand")),
                        ("allocated_change", models.IntegerField(default=0, verbose_name="allocated")),
                        ("held_change", models.IntegerField(default=0, verbose_name="held")),
                        ("safety_change", models.IntegerField(default=0, verbose_name="safety stock")),
                        ("aside_change", models.IntegerField(db_default=0, default=0, verbose_name="set aside")),
                        (
                            "aside_state",
                            models.CharField(
                                blank=True,
                                choices=[("damaged", "damaged"), ("checking", "being checked")],
                                db_default="",
                                default="",
                                max_length=12,
                                verbose_name="set aside as",
                            ),
                        ),
                        ("short_change", models.IntegerField(default=0, verbose_name="short")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("cause_kind", models.CharField(max_length=24, verbose_name="cause")),
                        ("cause_uid", models.UUIDField(verbose_name="cause id")),
                        ("staff_id", models.BigIntegerField(null=True)),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="stock.level",
                                verbose_name="level",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stock movement",
                        "verbose_name_plural": "stock ledger",
                        "indexes": [
                            models.Index(fields=["cause_uid"], name="stock_movement_cause"),
                            models.Index(
                                condition=models.Q(("aside_change", 0), _negated=True),
                                fields=["level"],
                                name="stock_movement_aside",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "adjusted"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stock_movement_adjusted_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("aside_change", 0), ("aside_state", "")),
                                    models.Q(
                                        models.Q(("aside_change", 0), _negated=True),
                                        models.Q(("aside_state", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_movement_aside_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReorderPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("store", "variant"), name="stock_reorderpoint_once", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shortfall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("level",),
                                name="stock_shortfall_one_open",
                            ),
                            models.CheckConstraint(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "number",
                            models.CharField(
                                default=noren.stock.transfers.models.new_number,
                                max_length=12,
                                unique=True,
                                verbose_name="transfer number",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("ready", "ready to be packed"),
                                    ("in_transit", "on the way"),
                                    ("partly_received", "partly received"),
                                    ("received", "fully received"),
                                    ("canceled", "cancelled"),
                                ],
                                default="draft",
                                max_length=16,
                                verbose_name="status",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected on")),
                        ("drafted_as", models.CharField(editable=False, max_length=64)),
                        ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                        ("drafted_by", models.BigIntegerField(null=True, verbose_name="drafted by")),
                        ("ready_at", models.DateTimeField(null=True, verbose_name="ready at")),
                        ("ready_by", models.BigIntegerField(null=True, verbose_name="made ready by")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                        ("sent_by", models.BigIntegerField(null=True, verbose_name="sent by")),
                        ("received_at", models.DateTimeField(null=True, verbose_name="received at")),
                        ("received_by", models.BigIntegerField(null=True, verbose_name="received by")),
                        ("canceled_at", models.DateTimeField(null=True, verbose_name="cancelled at")),
                        ("canceled_by", models.BigIntegerField(null=True, verbose_name="cancelled by")),
                        ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        (
                            "goods_are",
                            models.CharField(
                                blank=True,
                                choices=[("back", "back in the store that sent them"), ("lost", "lost")],
                                max_length=8,
                                verbose_name="where the goods are",
                            ),
                        ),
                        (
                            "from_store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.store",
                                verbose_name="from store",
                            ),
                        ),
                        (
                            "to_store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.store",
                                verbose_name="to store",
                            ),
                        ),
                        ("kept_for_uid", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "transfer",
                        "verbose_name_plural": "transfers",
                        "indexes": [
                            models.Index(fields=["from_store", "-id"], name="stock_transfer_from"),
                            models.Index(fields=["to_store", "-id"], name="stock_transfer_to"),
                            models.Index(
                                condition=models.Q(("kept_for_uid__isnull", False)),
                                fields=["kept_for_uid"],
                                name="stock_transfer_kept_for",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("from_store", models.F("to_store")), _negated=True),
                                name="stock_transfer_two_stores",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("canceled_at", None),
                                        ("ready_at", None),
                                        ("received_at", None),
                                        ("sent_at", None),
                                        ("status", "draft"),
                                    ),
                                    models.Q(
                                        ("canceled_at", None),
                                        ("ready_at__isnull", False),
                                        ("received_at", None),
                                        ("sent_at", None),
                                        ("status", "ready"),
                                    ),
                                    models.Q(
                                        ("canceled_at", None),
                                        ("received_at", None),
                                        ("sent_at__isnull", False),
                                        ("status__in", ["in_transit", "partly_received"]),
                                    ),
                                    models.Q(
                                        ("canceled_at", None),
                                        ("received_at__isnull", False),
                                        ("sent_at__isnull", False),
                                        ("status", "received"),
                                    ),
                                    models.Q(
                                        ("canceled_at__isnull", False), ("received_at", None), ("status", "canceled")
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_transfer_steps",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("goods_are__in", ["back", "lost"]),
                                        ("sent_at__isnull", False),
                                        ("status", "canceled"),
                                    ),
                                    models.Q(
                                        models.Q(("sent_at__isnull", False), ("status", "canceled"), _negated=True),
                                        ("goods_are", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_transfer_whereabouts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferArrival",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("counted_as", models.CharField(editable=False, max_length=64)),
                        ("pieces", models.PositiveIntegerField(verbose_name="pieces")),
                        ("damaged", models.PositiveIntegerField(verbose_name="damaged")),
                        ("is_closing", models.BooleanField(verbose_name="closed the transfer")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("staff_id", models.BigIntegerField(null=True)),
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrivals",
                                to="stock.transfer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "arrival of a transfer",
                        "verbose_name_plural": "arrivals of transfers",
                    },
                ),
                migrations.CreateModel(
                    name="TransferLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="position")),
                        ("wanted", models.PositiveIntegerField(verbose_name="wanted")),
                        ("sent", models.PositiveIntegerField(default=0, verbose_name="sent")),
                        ("received", models.PositiveIntegerField(default=0, verbose_name="received")),
                        ("surplus", models.PositiveIntegerField(default=0, verbose_name="surplus")),
                        ("damaged", models.PositiveIntegerField(default=0, verbose_name="damaged")),
                        ("lost", models.PositiveIntegerField(default=0, verbose_name="lost")),
                        ("returned", models.PositiveIntegerField(default=0, verbose_name="back at the source")),
                        (
                            "difference",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("lost", "lost on the way"),
                                    ("back", "still at, or back in, the store that sent them"),
                                    ("surplus", "more in the box than was written"),
                                ],
                                max_length=8,
                                verbose_name="difference",
                            ),
                        ),
                        ("remark", models.CharField(blank=True, max_length=200, verbose_name="remark")),
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="stock.transfer"
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
                        "verbose_name": "transfer line",
                        "verbose_name_plural": "transfer lines",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    (
                                        "sent__gt",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("received"), "+", models.F("lost")
                                            ),
                                            "+",
                                            models.F("returned"),
                                        ),
                                    )
                                ),
                                fields=["variant"],
                                name="stock_transferline_way",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("transfer", "variant"), name="stock_transferline_once"),
                            models.CheckConstraint(
                                condition=models.Q(("wanted__gt", 0), ("surplus__gt", 0), _connector="OR"),
                                name="stock_transferline_wanted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sent__lte", models.F("wanted"))), name="stock_transferline_sent"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "sent__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("received"), "+", models.F("lost")
                                            ),
                                            "+",
                                            models.F("returned"),
                                        ),
                                    )
                                ),
                                name="stock_transferline_arrived",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("surplus", 0), ("received", models.F("sent")), _connector="OR"),
                                name="stock_transferline_surplus",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "damaged__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("received"), "+", models.F("surplus")
                                        ),
                                    )
                                ),
                                name="stock_transferline_damaged",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lost", 0), ("returned", 0), ("surplus", 0)),
                                    models.Q(("difference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stock_transferline_named",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
