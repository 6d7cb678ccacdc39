"""Balances are followed by tills."""

from django.db import migrations

from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0003_debts"), ("kernel", "0002_feed")]

    operations = [
        migrations.RunSQL(follow("loyalty_pointsaccount", "customer_id", "balance"), unfollow("loyalty_pointsaccount")),
        migrations.RunSQL(
            note_gone("loyalty_pointsaccount", "points", "customer_id"), forget_gone("loyalty_pointsaccount")
        ),
    ]
