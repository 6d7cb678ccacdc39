import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0023_lists_of_shifts"),
        ("people", "0009_devices"),
        ("stores", "0005_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="PickedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("told_at", models.DateTimeField()),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "doing",
                    models.CharField(
                        choices=[
                            ("pickup", "pickup"),
                            ("hand_over", "hand_over"),
                            ("change", "change"),
                            ("return", "return"),
                        ],
                        max_length=12,
                    ),
                ),
                ("seen_at", models.DateTimeField(db_index=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.register"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staffmember"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("order", "register"), name="orders_presence_once")],
            },
        ),
    ]
