from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index is built while sales go on: a year of them takes seconds."""

    atomic = False
    dependencies = [
        ("orders", "0004_buyer_proven"),
        ("people", "0002_claims_tries_serial"),
        ("stores", "0002_pickup_lead"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(fields=["-placed_at", "-id"], name="orders_order_latest"),
        ),
    ]
