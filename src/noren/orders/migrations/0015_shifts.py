"""Shifts of registers, with their cash moves, checks and late batches; receipts say in which they were issued."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds tables, and columns that are empty for all receipts before."""

    dependencies = [
        ("orders", "0014_late_sales"),
        ("people", "0007_limit_of_cash_out"),
        ("stores", "0004_sends_parcels"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShiftCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("checked_at", models.DateTimeField(verbose_name="checked at")),
                ("counts", models.JSONField(null=True, verbose_name="counted by coins and notes")),
                ("counted_minor", models.PositiveBigIntegerField(null=True, verbose_name="counted")),
                ("expected_minor", models.BigIntegerField(verbose_name="expected")),
                ("report", models.JSONField()),
            ],
            options={
                "verbose_name": "check of a shift",
                "verbose_name_plural": "checks of shifts",
            },
        ),
        migrations.CreateModel(
            name="LateBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "verbose_name": "late batch",
                "verbose_name_plural": "late batches",
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="late_batch",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="orders.latebatch",
            ),
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("number", models.PositiveIntegerField(verbose_name="shift no.")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("opening_counts", models.JSONField(null=True, verbose_name="counted when it opened")),
                ("opening_minor", models.PositiveBigIntegerField(verbose_name="in the drawer when it opened")),
                ("found_minor", models.PositiveBigIntegerField(null=True, verbose_name="left by the last shift")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                ("closing_counts", models.JSONField(null=True, verbose_name="counted when it closed")),
                ("expected_minor", models.BigIntegerField(null=True, verbose_name="expected")),
                ("counted_minor", models.PositiveBigIntegerField(null=True, verbose_name="counted")),
                ("difference_minor", models.BigIntegerField(null=True, verbose_name="difference")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="why it differs")),
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
            ],
            options={
                "verbose_name": "shift",
                "verbose_name_plural": "shifts",
            },
        ),
        migrations.AddField(
            model_name="latebatch",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="late_batches",
                to="orders.shift",
                verbose_name="shift",
            ),
        ),
        migrations.CreateModel(
            name="DrawerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="shift",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="orders.shift",
                verbose_name="shift",
            ),
        ),
        migrations.AddField(
            model_name="shiftcheck",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="orders.shift",
                verbose_name="shift",
            ),
        ),
        migrations.AddField(
            model_name="shiftcheck",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.staffmember",
                verbose_name="staff",
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["register", "-opened_at"], name="orders_shift_of_register"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(fields=("register", "number"), name="orders_shift_number"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("register",), name="orders_shift_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("difference_minor__isnull", True),
                    ("difference_minor", 0),
                    ("is_blind", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="orders_shift_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opening_counts__isnull", False), ("opening_minor", models.F("found_minor")), _connector="OR"
                ),
                name="orders_shift_taken_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="latebatch",
            constraint=models.UniqueConstraint(fields=("shift", "number"), name="orders_latebatch_number"),
        ),
        migrations.AddConstraint(
            model_name="latebatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("acknowledged_at__isnull", True)),
                fields=("shift",),
                name="orders_latebatch_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="latebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True), ("report__isnull", True)
                    ),
                    models.Q(("acknowledged_at__isnull", False), ("report__isnull", False)),
                    _connector="OR",
                ),
                name="orders_latebatch_acknowledged",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0), models.Q(("reason", ""), _negated=True)),
                name="orders_drawerentry_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delta_minor", models.F("amount_minor")), ("purpose__in", ["change", "paid_in"])),
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
        ),
        migrations.AddConstraint(
            model_name="shiftcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counted_minor__isnull", True), ("counts__isnull", True)),
                    models.Q(("counted_minor__isnull", False), ("counts__isnull", False)),
                    _connector="OR",
                ),
                name="orders_shiftcheck_counted",
            ),
        ),
    ]
