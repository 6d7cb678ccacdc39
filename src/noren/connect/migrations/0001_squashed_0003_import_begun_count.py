"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.db.models.deletion
from django.db import migrations, models

import noren.kernel.ids
from noren.kernel.create_models import CreateModels


class Migration(migrations.Migration):
    replaces = [("connect", "0001_initial"), ("connect", "0002_import_steps"), ("connect", "0003_import_begun_count")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("kind", models.CharField(max_length=24, verbose_name="kind")),
                        ("filename", models.CharField(max_length=240, verbose_name="file")),
                        ("digest", models.CharField(db_index=True, max_length=64)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "waiting"),
                                    ("staged", "read"),
                                    ("checked", "checked"),
                                    ("publishing", "being published"),
                                    ("finished", "finished"),
                                    ("refused", "refused: the file has errors"),
                                    ("failed", "failed"),
                                ],
                                default="received",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("is_dry_run", models.BooleanField(default=False, verbose_name="dry run")),
                        ("row_count", models.PositiveBigIntegerField(default=0, verbose_name="rows")),
                        ("done_count", models.PositiveBigIntegerField(default=0, verbose_name="rows done")),
                        (
                            "changed_count",
                            models.PositiveBigIntegerField(default=0, verbose_name="rows that changed something"),
                        ),
                        ("error_count", models.PositiveBigIntegerField(default=0, verbose_name="bad values")),
                        ("started_at", models.DateTimeField(verbose_name="started at")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                        ("account_id", models.BigIntegerField(null=True)),
                        ("failure", models.TextField(blank=True, verbose_name="failure")),
                        ("delimiter", models.CharField(blank=True, max_length=1, verbose_name="delimiter")),
                        ("encoding", models.CharField(blank=True, max_length=12, verbose_name="encoding")),
                        ("format", models.CharField(blank=True, max_length=12, verbose_name="format")),
                        ("notes", models.JSONField(default=dict)),
                        ("published_through", models.PositiveBigIntegerField(default=0)),
                        ("begun_count", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "import",
                        "verbose_name_plural": "imports",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ["received", "staged", "checked", "publishing"])),
                                fields=["id"],
                                name="connect_import_unfinished",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BadValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("line", models.PositiveBigIntegerField(verbose_name="line")),
                        ("column", models.CharField(max_length=60, verbose_name="column")),
                        ("value", models.CharField(max_length=200, verbose_name="value")),
                        ("code", models.CharField(max_length=40)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="errors", to="connect.import"
                            ),
                        ),
                        ("details", models.JSONField(default=dict)),
                    ],
                    options={
                        "verbose_name": "bad value",
                        "verbose_name_plural": "bad values",
                        "ordering": ["line", "id"],
                    },
                ),
            ]
        ),
    ]
