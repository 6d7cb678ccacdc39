"""The sequence that positions are drawn from."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE timeline_position AS bigint",
            "DROP SEQUENCE timeline_position",
        )
    ]
