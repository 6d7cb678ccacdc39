"""PINs of staff, and the registers at which each is good."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds both tables."""

    dependencies = [
        ("people", "0009_devices"),
        ("stores", "0004_sends_parcels"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffPin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(editable=False, max_length=128)),
                ("set_at", models.DateTimeField()),
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pin", to="people.staffmember"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterStaff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_until", models.DateTimeField()),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.register"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="registers", to="people.staffmember"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("register", "staff"), name="people_registerstaff_once")
                ],
            },
        ),
    ]
