"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

from django.db import migrations, models

from noren.kernel.create_models import CreateModels
from noren.kernel.feed_sql import DROP_FUNCTIONS, DROP_GONE, MAKE_FUNCTIONS, MAKE_GONE


class Migration(migrations.Migration):
    replaces = [("kernel", "0001_initial"), ("kernel", "0002_feed")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="IdempotencyRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scope", models.CharField(max_length=80)),
                        ("key", models.CharField(max_length=255)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField(null=True)),
                        ("answer", models.TextField(default="")),
                        ("created_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("scope", "key"), name="kernel_idempotency_scope_key")
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(MAKE_GONE, DROP_GONE),
        migrations.RunSQL(MAKE_FUNCTIONS, DROP_FUNCTIONS),
    ]
