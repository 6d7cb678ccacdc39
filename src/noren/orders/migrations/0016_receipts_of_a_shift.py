"""Receipts are found by their shift."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index is built and the constraint looked through while sales go on."""

    atomic = False
    dependencies = [("orders", "0015_shifts")]

    operations = [
        AddIndexConcurrently(
            "receipt",
            models.Index(
                condition=models.Q(shift__isnull=False), fields=["shift", "id"], name="orders_receipt_of_shift"
            ),
        ),
        AddConstraintNotValid(
            "receipt",
            models.CheckConstraint(
                condition=models.Q(late_batch__isnull=True) | models.Q(shift__isnull=False), name="orders_receipt_late"
            ),
        ),
        ValidateConstraint("receipt", "orders_receipt_late"),
    ]
