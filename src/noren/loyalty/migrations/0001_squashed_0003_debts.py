"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.db.models.deletion
from django.db import migrations, models

from noren.kernel.create_models import CreateModels


class Migration(migrations.Migration):
    replaces = [("loyalty", "0001_initial"), ("loyalty", "0002_initial"), ("loyalty", "0003_debts")]

    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="PointsAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("balance", models.IntegerField(default=0, verbose_name="balance")),
                        (
                            "customer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.customer",
                                verbose_name="customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "points account",
                        "verbose_name_plural": "points accounts",
                    },
                ),
                migrations.CreateModel(
                    name="PointsLot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.IntegerField(verbose_name="points")),
                        ("remaining", models.IntegerField(verbose_name="left")),
                        ("earned_at", models.DateTimeField(verbose_name="earned at")),
                        ("valid_until", models.DateTimeField(null=True, verbose_name="valid until")),
                        ("cause_kind", models.CharField(max_length=24)),
                        ("cause_uid", models.UUIDField()),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="loyalty.pointsaccount",
                            ),
                        ),
                        (
                            "owed_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="debts",
                                to="loyalty.pointslot",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("remaining__gt", 0)),
                                fields=["valid_until"],
                                name="loyalty_pointslot_expiry",
                            ),
                            models.Index(
                                condition=models.Q(("remaining__lt", 0)),
                                fields=["account"],
                                name="loyalty_pointslot_debt",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("owed_for__isnull", True),
                                        ("points__gt", 0),
                                        ("remaining__range", (0, models.F("points"))),
                                        ("valid_until__isnull", False),
                                    ),
                                    models.Q(
                                        ("owed_for__isnull", False),
                                        ("points__lt", 0),
                                        ("remaining__range", (models.F("points"), 0)),
                                        ("valid_until__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="loyalty_pointslot_remaining",
                            ),
                            models.UniqueConstraint(
                                fields=("account", "cause_kind", "cause_uid"), name="loyalty_pointslot_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointsEntry",
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
                                    ("earn", "earned"),
                                    ("spend", "spent"),
                                    ("expire", "expired"),
                                    ("adjust", "adjusted"),
                                    ("take_back", "taken back"),
                                    ("owe", "owed after a return"),
                                    ("settle", "paid off"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("points", models.IntegerField(verbose_name="points")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("cause_kind", models.CharField(max_length=24)),
                        ("cause_uid", models.UUIDField()),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="loyalty.pointsaccount",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="loyalty.pointslot",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "points entry",
                        "verbose_name_plural": "points ledger",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lot", "kind", "cause_kind", "cause_uid"), name="loyalty_pointsentry_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("points", 0), _negated=True), name="loyalty_pointsentry_not_zero"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
