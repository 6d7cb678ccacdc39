"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import noren.kernel.ids
from noren.kernel.create_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("payments", "0001_initial"),
        ("payments", "0002_amounts_in_eight_bytes"),
        ("payments", "0003_providers"),
        ("payments", "0004_refunds"),
        ("payments", "0005_entries_of_shifts"),
        ("payments", "0006_cash_of_a_shift"),
        ("payments", "0007_tenders"),
        ("payments", "0008_tenders_of_entries"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("order_uid", models.UUIDField(db_index=True)),
                        (
                            "provider",
                            models.CharField(
                                choices=[
                                    ("cash", "cash"),
                                    ("at_till", "paid at the till"),
                                    ("at_store", "paid at the store"),
                                    ("bank_transfer", "bank transfer"),
                                    ("test", "test payment"),
                                ],
                                max_length=20,
                                verbose_name="provider",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("due", "due"),
                                    ("captured", "paid"),
                                    ("canceled", "cancelled"),
                                    ("refunded", "refunded"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        ("captured_minor", models.PositiveBigIntegerField(default=0, verbose_name="taken")),
                        ("refunded_minor", models.PositiveBigIntegerField(default=0, verbose_name="given back")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                    ],
                    options={
                        "verbose_name": "payment",
                        "verbose_name_plural": "payments",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("refunded_minor__lte", models.F("captured_minor")),
                                    models.Q(
                                        ("captured_minor__lte", models.F("amount_minor")),
                                        models.Q(("provider__in", ["cash", "at_store"]), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="payments_payment_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("captured_minor__lte", models.F("amount_minor")),
                                    models.Q(("provider", "at_till"), _negated=True),
                                    _connector="OR",
                                ),
                                name="payments_payment_at_till",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                                    ("capture", "taken"),
                                    ("refund", "given back"),
                                    ("payout", "paid out without a sale"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        ("tendered_minor", models.PositiveBigIntegerField(null=True, verbose_name="handed in")),
                        ("change_minor", models.PositiveBigIntegerField(null=True, verbose_name="change")),
                        ("register_id", models.BigIntegerField(null=True)),
                        ("staff_id", models.BigIntegerField(null=True)),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="payments.payment",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=120, verbose_name="in the name of"
                            ),
                        ),
                        ("return_uid", models.UUIDField(null=True, verbose_name="id of the return")),
                        ("late_batch_id", models.BigIntegerField(null=True, verbose_name="late batch id")),
                        ("shift_id", models.BigIntegerField(null=True, verbose_name="shift id")),
                        (
                            "kept_minor",
                            models.PositiveBigIntegerField(db_default=0, default=0, verbose_name="kept without change"),
                        ),
                        ("pieces", models.PositiveIntegerField(null=True, verbose_name="pieces")),
                        (
                            "reference",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=40, verbose_name="slip number"
                            ),
                        ),
                        (
                            "tender",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=20, verbose_name="tender"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "money entry",
                        "verbose_name_plural": "money ledger",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "payout"), ("payment__isnull", True), ("return_uid__isnull", False)
                                    ),
                                    models.Q(models.Q(("kind", "payout"), _negated=True), ("payment__isnull", False)),
                                    _connector="OR",
                                ),
                                name="payments_entry_payout",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("late_batch_id__isnull", True), ("shift_id__isnull", False), _connector="OR"
                                ),
                                name="payments_entry_late",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("change_minor__isnull", True),
                                        ("kept_minor", 0),
                                        ("tendered_minor__isnull", True),
                                    ),
                                    (
                                        "tendered_minor",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("amount_minor"), "+", models.F("change_minor")
                                            ),
                                            "+",
                                            models.F("kept_minor"),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="payments_entry_change",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("return_uid__isnull", False)),
                                fields=("return_uid", "payment", "tender"),
                                name="payments_entry_return_by_tender",
                                nulls_distinct=False,
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("shift_id__isnull", False)),
                                fields=["shift_id"],
                                name="payments_entry_shift",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "provider",
                            models.CharField(
                                choices=[
                                    ("cash", "cash"),
                                    ("at_till", "paid at the till"),
                                    ("at_store", "paid at the store"),
                                    ("bank_transfer", "bank transfer"),
                                    ("test", "test payment"),
                                ],
                                max_length=20,
                                verbose_name="provider",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("started", "begun"),
                                    ("pending", "waits for the buyer"),
                                    ("capturing", "money is being taken"),
                                    ("canceling", "being cancelled"),
                                    ("captured", "paid"),
                                    ("declined", "declined"),
                                    ("canceled", "cancelled"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        (
                            "provider_ref",
                            models.CharField(blank=True, max_length=120, verbose_name="number at the provider"),
                        ),
                        ("pay_url", models.CharField(blank=True, max_length=500)),
                        ("said", models.CharField(blank=True, max_length=12, verbose_name="last answer")),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                        ("said_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        ("looks", models.PositiveIntegerField(default=0, verbose_name="asked")),
                        ("next_look_at", models.DateTimeField(null=True, verbose_name="asked next at")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="payments.payment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "payment attempt",
                        "verbose_name_plural": "payment attempts",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_look_at__isnull", False)),
                                fields=["next_look_at"],
                                name="payments_attempt_look",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("started", "pending", "capturing"))),
                                fields=("payment",),
                                name="payments_attempt_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="payments_attempt_amount"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("next_look_at__isnull", True),
                                        ("status__in", ["captured", "declined", "canceled"]),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ["captured", "declined", "canceled"]), _negated=True),
                                        ("next_look_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="payments_attempt_looked_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("call", models.CharField(max_length=12, verbose_name="asked to")),
                        ("said", models.CharField(max_length=12, verbose_name="answer")),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="payments.attempt",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer of a provider",
                        "verbose_name_plural": "answers of providers",
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("provider", models.CharField(max_length=20, verbose_name="provider")),
                        ("event_id", models.CharField(max_length=120, verbose_name="event of the provider")),
                        ("attempt_uid", models.UUIDField(db_index=True, null=True)),
                        ("kind", models.CharField(blank=True, max_length=60, verbose_name="kind")),
                        ("body", models.TextField(verbose_name="as it came")),
                        ("tries", models.PositiveIntegerField(default=0, verbose_name="looked at")),
                        ("next_try_at", models.DateTimeField(null=True, verbose_name="looked at next")),
                        ("handled_at", models.DateTimeField(null=True, verbose_name="handled at")),
                        ("received_at", models.DateTimeField(verbose_name="came in at")),
                    ],
                    options={
                        "verbose_name": "notice of a provider",
                        "verbose_name_plural": "notices of providers",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_try_at__isnull", False)),
                                fields=["next_try_at"],
                                name="payments_notice_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("provider", "event_id"), name="payments_notice_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refund",
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
                                    ("on_the_way", "on its way"),
                                    ("by_hand", "to be given back by staff"),
                                    ("done", "given back"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        ("reason", models.CharField(max_length=40, verbose_name="reason")),
                        ("tries", models.PositiveIntegerField(default=0, verbose_name="asked")),
                        ("next_try_at", models.DateTimeField(null=True, verbose_name="asked next at")),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="last answer")),
                        ("asked_at", models.DateTimeField(verbose_name="owed since")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="given back at")),
                        ("staff_id", models.BigIntegerField(null=True)),
                        (
                            "attempt",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="payments.attempt",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="payments.payment",
                            ),
                        ),
                        ("return_uid", models.UUIDField(db_index=True, null=True, verbose_name="id of the return")),
                    ],
                    options={
                        "verbose_name": "refund",
                        "verbose_name_plural": "refunds",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_try_at__isnull", False)),
                                fields=["next_try_at"],
                                name="payments_refund_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="payments_refund_amount"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("attempt__isnull", False),
                                        ("next_try_at__isnull", False),
                                        ("status", "on_the_way"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "on_the_way"), _negated=True), ("next_try_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="payments_refund_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", False), ("status", "done")),
                                    models.Q(models.Q(("status", "done"), _negated=True), ("done_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="payments_refund_done",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SandboxCharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True, verbose_name="key")),
                        ("ref", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "waits for the buyer"),
                                    ("authorized", "reserved"),
                                    ("captured", "paid"),
                                    ("declined", "declined"),
                                    ("canceled", "cancelled"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        ("refunded_minor", models.PositiveBigIntegerField(default=0, verbose_name="given back")),
                        ("words", models.CharField(blank=True, max_length=120, verbose_name="for")),
                        ("return_url", models.CharField(blank=True, max_length=500)),
                        ("reason", models.CharField(blank=True, max_length=80, verbose_name="reason")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                    ],
                    options={
                        "verbose_name": "sandbox charge",
                        "verbose_name_plural": "sandbox charges",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("refunded_minor__lte", models.F("amount_minor"))),
                                name="payments_sandboxcharge_refunded",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SandboxFault",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("call", models.CharField(max_length=12, verbose_name="call")),
                        (
                            "fault",
                            models.CharField(
                                choices=[
                                    ("slow", "answers slowly"),
                                    ("down", "does not answer, and does nothing"),
                                    ("lost", "does it, and the answer is lost"),
                                    ("declined", "declines"),
                                    ("twice", "sends the notice twice"),
                                    ("stale", "sends an older notice afterwards"),
                                    ("silent", "sends no notice"),
                                ],
                                max_length=12,
                                verbose_name="fault",
                            ),
                        ),
                        ("times_left", models.PositiveIntegerField(verbose_name="times left")),
                    ],
                    options={
                        "verbose_name": "sandbox fault",
                        "verbose_name_plural": "sandbox faults",
                    },
                ),
                migrations.CreateModel(
                    name="SandboxNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_id", models.CharField(max_length=60, verbose_name="event")),
                        ("kind", models.CharField(max_length=20, verbose_name="kind")),
                        ("due_at", models.DateTimeField(verbose_name="due at")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="payments.sandboxcharge",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sandbox notice",
                        "verbose_name_plural": "sandbox notices",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("sent_at__isnull", True)),
                                fields=["due_at"],
                                name="payments_sandboxnotice_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SandboxRefund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True, verbose_name="key")),
                        ("amount_minor", models.PositiveBigIntegerField(verbose_name="amount")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="payments.sandboxcharge",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sandbox refund",
                        "verbose_name_plural": "sandbox refunds",
                    },
                ),
                migrations.CreateModel(
                    name="TenderKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("card", "card, on a terminal of its own"),
                                    ("wallet", "QR code or e-money, on a terminal of its own"),
                                    ("voucher", "gift certificate"),
                                ],
                                max_length=8,
                                verbose_name="what it is",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=100, verbose_name="place at the till")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "rest",
                            models.CharField(
                                choices=[
                                    ("refused", "exactly what is due is taken"),
                                    ("change", "change is given in cash"),
                                    ("kept", "no change: the shop keeps the rest"),
                                ],
                                default="refused",
                                max_length=8,
                                verbose_name="beyond what is due",
                            ),
                        ),
                        (
                            "refund_by",
                            models.CharField(
                                choices=[("itself", "as it was paid"), ("cash", "in cash")],
                                default="itself",
                                max_length=8,
                                verbose_name="given back",
                            ),
                        ),
                        ("opens_drawer", models.BooleanField(default=False, verbose_name="opens the drawer")),
                        (
                            "is_counted",
                            models.BooleanField(default=True, verbose_name="counted when a shift is closed"),
                        ),
                        ("needs_reference", models.BooleanField(default=False, verbose_name="a slip number is needed")),
                        (
                            "most_alone_minor",
                            models.PositiveBigIntegerField(
                                blank=True,
                                default=0,
                                help_text="For one sale. 0: never without a network. Nothing: as much as one sale may come to.",
                                null=True,
                                verbose_name="most without a network",
                            ),
                        ),
                        ("faces_minor", models.JSONField(blank=True, default=list, verbose_name="face values")),
                    ],
                    options={
                        "verbose_name": "way of paying at a till",
                        "verbose_name_plural": "ways of paying at tills",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code__in", ["", "cash"]), _negated=True),
                                name="payments_tenderkind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("form", "voucher"),
                                    models.Q(("faces_minor", []), ("rest", "refused")),
                                    _connector="OR",
                                ),
                                name="payments_tenderkind_rest",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
