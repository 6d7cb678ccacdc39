"""An entry's amount, change and what was kept add up; a return gives back once per payment and tender."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import F, Q

_MADE = """
CREATE UNIQUE INDEX CONCURRENTLY payments_entry_return_by_tender ON payments_entry (return_uid, payment_id, tender)
NULLS NOT DISTINCT WHERE return_uid IS NOT NULL
"""
_LOOKED_THROUGH = """
ALTER TABLE payments_entry VALIDATE CONSTRAINT payments_entry_kept_minor_check,
    VALIDATE CONSTRAINT payments_entry_pieces_check
"""
_UNMADE = "DROP INDEX CONCURRENTLY payments_entry_return_by_tender"
_ONCE = models.UniqueConstraint(
    fields=["return_uid", "payment", "tender"],
    condition=Q(return_uid__isnull=False),
    nulls_distinct=False,
    name="payments_entry_return_by_tender",
)


class Migration(migrations.Migration):
    """The index is built and the constraints looked through while sales go on."""

    atomic = False
    dependencies = [("payments", "0007_tenders")]

    operations = [
        migrations.RunSQL(_LOOKED_THROUGH, migrations.RunSQL.noop),
        migrations.RemoveConstraint("entry", "payments_entry_change"),
        AddConstraintNotValid(
            "entry",
            models.CheckConstraint(
                condition=Q(tendered_minor__isnull=True, change_minor__isnull=True, kept_minor=0)
                | Q(tendered_minor=F("amount_minor") + F("change_minor") + F("kept_minor")),
                name="payments_entry_change",
            ),
        ),
        ValidateConstraint("entry", "payments_entry_change"),
        AddConstraintNotValid(
            "payment",
            models.CheckConstraint(
                condition=Q(captured_minor__lte=F("amount_minor")) | ~Q(provider="at_till"),
                name="payments_payment_at_till",
            ),
        ),
        ValidateConstraint("payment", "payments_payment_at_till"),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(_MADE, _UNMADE)], [migrations.AddConstraint("entry", _ONCE)]
        ),
        migrations.RemoveConstraint("entry", "payments_entry_return_once"),
    ]
