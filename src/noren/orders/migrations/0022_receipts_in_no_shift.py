"""Receipts that belong to no shift are found by their register."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index is built while sales go on."""

    atomic = False
    dependencies = [("orders", "0021_sales_of_stopped_devices")]

    operations = [
        AddIndexConcurrently(
            "receipt",
            models.Index(
                condition=models.Q(shift__isnull=True),
                fields=["register", "issued_at"],
                name="orders_receipt_no_shift",
            ),
        )
    ]
