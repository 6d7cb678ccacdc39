"""Cash is found by its shift."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index is built and the constraint looked through while sales go on."""

    atomic = False
    dependencies = [("payments", "0005_entries_of_shifts")]

    operations = [
        AddIndexConcurrently(
            "entry",
            models.Index(condition=models.Q(shift_id__isnull=False), fields=["shift_id"], name="payments_entry_shift"),
        ),
        AddConstraintNotValid(
            "entry",
            models.CheckConstraint(
                condition=models.Q(late_batch_id__isnull=True) | models.Q(shift_id__isnull=False),
                name="payments_entry_late",
            ),
        ),
        ValidateConstraint("entry", "payments_entry_late"),
    ]
