"""Cash says in which shift of its register it moved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds columns that are empty for all that moved before; nothing is rewritten."""

    dependencies = [("payments", "0004_refunds")]

    operations = [
        migrations.AddField("entry", "late_batch_id", models.BigIntegerField("late batch id", null=True)),
        migrations.AddField("entry", "shift_id", models.BigIntegerField("shift id", null=True)),
    ]
