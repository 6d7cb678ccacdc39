"""Whom the tills of a store know without a network, followed by these tills."""

import django.db.models.deletion
from django.db import migrations, models

from noren.kernel.feed_sql import follow, unfollow


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0006_grants_followed"),
        ("kernel", "0002_feed"),
        ("loyalty", "0004_followed"),
        ("orders", "0025_shifts_opened_alone"),
        ("people", "0011_followed"),
        ("stores", "0005_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Regular",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_on", models.DateField()),
                ("is_kept", models.BooleanField(db_default=True, default=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.customer"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stores.store",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_kept", True)),
                        fields=["store", "-seen_on", "-customer"],
                        name="orders_regular_seen",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("store", "customer"), name="orders_regular_once")],
            },
        ),
        migrations.RunSQL(follow("orders_regular", "store_id", "customer_id", "is_kept"), unfollow("orders_regular")),
    ]
