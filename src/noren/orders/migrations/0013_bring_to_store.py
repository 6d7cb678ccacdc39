"""Goods that another store sends for a pickup: a reason of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0012_receipt_of_pieces_taken_off"),
    ]

    operations = [
        migrations.AlterField(
            model_name="shipment",
            name="reject_reason",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="sourcing",
            name="reason",
            field=models.CharField(
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
    ]
