"""Tables can be followed: the functions that note changes, and what is gone."""

from django.db import migrations

from noren.kernel.feed_sql import DROP_FUNCTIONS, DROP_GONE, MAKE_FUNCTIONS, MAKE_GONE


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(MAKE_GONE, DROP_GONE),
        migrations.RunSQL(MAKE_FUNCTIONS, DROP_FUNCTIONS),
    ]
