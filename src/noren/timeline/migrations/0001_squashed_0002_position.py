"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

from django.db import migrations, models

from noren.kernel.create_models import CreateModels


class Migration(migrations.Migration):
    replaces = [("timeline", "0001_initial"), ("timeline", "0002_position")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Consumer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("shard", models.PositiveSmallIntegerField(default=0)),
                        ("position", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("name", "shard"), name="timeline_consumer_shard")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.BigIntegerField(null=True)),
                        ("name", models.CharField(max_length=60)),
                        ("channel", models.CharField(max_length=12)),
                        ("store_id", models.BigIntegerField(null=True)),
                        ("customer_id", models.BigIntegerField(null=True)),
                        ("anonymous_id", models.CharField(default="", max_length=64)),
                        ("subject_uid", models.UUIDField(null=True)),
                        ("occurred_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField()),
                        ("properties", models.JSONField(default=dict)),
                        ("context", models.JSONField(default=dict)),
                        ("source", models.CharField(max_length=40)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["position"], name="timeline_event_position"),
                            models.Index(
                                condition=models.Q(("position", None)), fields=["id"], name="timeline_event_unnumbered"
                            ),
                            models.Index(
                                condition=models.Q(("customer_id__isnull", False)),
                                fields=["customer_id", "-occurred_at"],
                                name="timeline_event_customer",
                            ),
                            models.Index(
                                condition=models.Q(("subject_uid__isnull", False)),
                                fields=["subject_uid"],
                                name="timeline_event_subject",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(max_length=40)),
                        ("message_id", models.CharField(max_length=120)),
                        ("received_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "message_id"), name="timeline_seen_once")
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL("CREATE SEQUENCE timeline_position AS bigint", "DROP SEQUENCE timeline_position"),
    ]
