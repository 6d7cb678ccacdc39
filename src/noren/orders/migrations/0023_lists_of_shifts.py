"""Lists of shifts are read in the order they are shown in, and those with something to do by what is to do."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The indexes are built while registers open and close."""

    atomic = False
    dependencies = [("orders", "0022_receipts_in_no_shift")]

    operations = [
        AddIndexConcurrently("shift", models.Index(fields=["-opened_at", "-id"], name="orders_shift_newest")),
        AddIndexConcurrently(
            "shift",
            models.Index(
                condition=models.Q(
                    ("reason", ""),
                    models.Q(
                        ("difference_minor__lt", 0),
                        ("difference_minor__gt", 0),
                        ("do_tenders_differ", True),
                        _connector="OR",
                    ),
                ),
                fields=["id"],
                name="orders_shift_unexplained",
            ),
        ),
    ]
