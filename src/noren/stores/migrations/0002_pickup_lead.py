"""A pickup takes at most a week of opening hours to prepare: more could not be promised within the horizon."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stores", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="store",
            constraint=models.CheckConstraint(
                condition=models.Q(("pickup_lead_minutes__lte", 10080)), name="stores_store_pickup_lead"
            ),
        ),
    ]
