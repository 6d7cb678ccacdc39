"""Tender kinds, and what a money entry says of them. The columns have defaults that the database knows."""

from django.db import migrations, models

import noren.kernel.ids

# A column with its CHECK is looked through while nobody sells: the CHECK comes by itself, under the name it would have.
_ADDED = """
ALTER TABLE payments_entry
    ADD COLUMN kept_minor bigint DEFAULT 0 NOT NULL,
    ADD COLUMN pieces integer NULL,
    ADD CONSTRAINT payments_entry_kept_minor_check CHECK (kept_minor >= 0) NOT VALID,
    ADD CONSTRAINT payments_entry_pieces_check CHECK (pieces >= 0) NOT VALID
"""
_TAKEN_OFF = "ALTER TABLE payments_entry DROP COLUMN kept_minor, DROP COLUMN pieces"


class Migration(migrations.Migration):
    """Nothing is looked through: `0008` does that while sales go on."""

    dependencies = [
        ("payments", "0006_cash_of_a_shift"),
    ]

    operations = [
        migrations.CreateModel(
            name="TenderKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("is_counted", models.BooleanField(default=True, verbose_name="counted when a shift is closed")),
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
            },
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(_ADDED, _TAKEN_OFF)],
            [
                migrations.AddField(
                    model_name="entry",
                    name="kept_minor",
                    field=models.PositiveBigIntegerField(db_default=0, default=0, verbose_name="kept without change"),
                ),
                migrations.AddField(
                    model_name="entry",
                    name="pieces",
                    field=models.PositiveIntegerField(null=True, verbose_name="pieces"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="slip number"),
        ),
        migrations.AddField(
            model_name="entry",
            name="tender",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="tender"),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="provider",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="payment",
            name="provider",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="tenderkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__in", ["", "cash"]), _negated=True), name="payments_tenderkind_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderkind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("form", "voucher"), models.Q(("faces_minor", []), ("rest", "refused")), _connector="OR"
                ),
                name="payments_tenderkind_rest",
            ),
        ),
    ]
