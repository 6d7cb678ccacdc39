import django.db.models.deletion
from django.db import migrations, models

import noren.orders.models

# 18 random bytes for each receipt that is there: two random uuids, of which 122 bits and 16 of the other are used.
TOKENS = """
UPDATE orders_receipt SET token = translate(
    encode(uuid_send(gen_random_uuid()) || substring(uuid_send(gen_random_uuid()) FROM 1 FOR 2), 'base64'), '+/', '-_')
"""


class Migration(migrations.Migration):
    """Receipts get a link, a row for each print, and formal ones made out to a name."""

    dependencies = [
        ("orders", "0005_latest_orders"),
        ("people", "0002_claims_tries_serial"),
    ]

    operations = [
        migrations.AddField("receipt", "token", models.CharField(max_length=24, null=True)),
        migrations.RunSQL(TOKENS, migrations.RunSQL.noop, elidable=True),
        migrations.AlterField(
            model_name="receipt",
            name="token",
            field=models.CharField(
                default=noren.orders.models.new_receipt_token, editable=False, max_length=24, unique=True
            ),
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
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formal_receipts",
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
    ]
