"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.db.models.deletion
from django.db import migrations, models

import noren.kernel.ids
from noren.kernel.create_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("stores", "0001_initial"),
        ("stores", "0002_pickup_lead"),
        ("stores", "0003_goods_for_other_stores"),
        ("stores", "0004_sends_parcels"),
        ("stores", "0005_devices"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Store",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("code", models.CharField(max_length=32, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("postal_code", models.CharField(blank=True, max_length=12, verbose_name="postal code")),
                        ("address", models.CharField(blank=True, max_length=240, verbose_name="address")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                        ("time_zone", models.CharField(default="Asia/Tokyo", max_length=40, verbose_name="time zone")),
                        (
                            "closing_hour",
                            models.PositiveSmallIntegerField(default=5, verbose_name="hour the business day ends"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in business")),
                        ("is_pickup_enabled", models.BooleanField(default=True, verbose_name="offers pickup")),
                        (
                            "pickup_lead_minutes",
                            models.PositiveIntegerField(default=60, verbose_name="minutes to prepare a pickup"),
                        ),
                        (
                            "issuer_name",
                            models.CharField(blank=True, max_length=120, verbose_name="issuer on receipts"),
                        ),
                        (
                            "issuer_number",
                            models.CharField(blank=True, max_length=14, verbose_name="invoice registration number"),
                        ),
                        (
                            "sends_transfers",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="sends goods to other stores"
                            ),
                        ),
                        (
                            "transfer_days",
                            models.PositiveSmallIntegerField(
                                db_default=2, default=2, verbose_name="days until its goods are in another store"
                            ),
                        ),
                        ("ships", models.BooleanField(db_default=False, default=False, verbose_name="sends parcels")),
                    ],
                    options={
                        "verbose_name": "store",
                        "verbose_name_plural": "stores",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("latitude__isnull", True), ("latitude__range", (-90, 90)), _connector="OR"
                                ),
                                name="stores_store_latitude",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("longitude__isnull", True), ("longitude__range", (-180, 180)), _connector="OR"
                                ),
                                name="stores_store_longitude",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closing_hour__lte", 12)), name="stores_store_closing_hour"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pickup_lead_minutes__lte", 10080)), name="stores_store_pickup_lead"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("transfer_days__lte", 60)), name="stores_store_transfer_days"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField(verbose_name="date")),
                        (
                            "opens_minute",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="opens at minute"),
                        ),
                        (
                            "closes_minute",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="closes at minute"),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="special_days",
                                to="stores.store",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "special day",
                        "verbose_name_plural": "special days",
                        "constraints": [
                            models.UniqueConstraint(fields=("store", "date"), name="stores_specialday_date"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes_minute__isnull", True), ("opens_minute__isnull", True)),
                                    models.Q(
                                        ("opens_minute__lt", models.F("closes_minute")),
                                        ("opens_minute__lt", 1440),
                                        ("closes_minute__lte", 2160),
                                    ),
                                    _connector="OR",
                                ),
                                name="stores_specialday_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Register",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("code", models.CharField(max_length=16, verbose_name="code")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="registers", to="stores.store"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "register",
                        "verbose_name_plural": "registers",
                        "constraints": [models.UniqueConstraint(fields=("store", "code"), name="stores_register_code")],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("weekday", models.PositiveSmallIntegerField(verbose_name="weekday")),
                        ("opens_minute", models.PositiveSmallIntegerField(verbose_name="opens at minute")),
                        ("closes_minute", models.PositiveSmallIntegerField(verbose_name="closes at minute")),
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opening_hours",
                                to="stores.store",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "opening hours",
                        "verbose_name_plural": "opening hours",
                        "constraints": [
                            models.UniqueConstraint(fields=("store", "weekday"), name="stores_openinghours_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekday__lte", 6),
                                    ("opens_minute__lt", models.F("closes_minute")),
                                    ("opens_minute__lt", 1440),
                                    ("closes_minute__lte", 2160),
                                ),
                                name="stores_openinghours_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Device",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("name", models.CharField(max_length=60)),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("enrolled_at", models.DateTimeField()),
                        ("tokens_from", models.DateTimeField(editable=False)),
                        ("replaced_at", models.DateTimeField(null=True)),
                        ("locked_at", models.DateTimeField(null=True)),
                        ("screen_note", models.CharField(blank=True, max_length=200)),
                        ("may_send", models.BooleanField(default=False)),
                        ("wiped_at", models.DateTimeField(null=True)),
                        ("seen_at", models.DateTimeField()),
                        ("app_version", models.CharField(blank=True, max_length=40)),
                        ("waiting_count", models.PositiveIntegerField(default=0)),
                        ("waiting_minor", models.PositiveBigIntegerField(default=0)),
                        ("waiting_since", models.DateTimeField(null=True)),
                        ("goods_as_of", models.DateTimeField(null=True)),
                        ("last_error", models.CharField(blank=True, max_length=200)),
                        (
                            "register",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="devices",
                                to="stores.register",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "device",
                        "verbose_name_plural": "devices",
                        "indexes": [models.Index(fields=["register"], name="stores_device_register")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=("register",),
                                name="stores_device_one_at_a_register",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("locked_at__isnull", False), ("may_send", False), _connector="OR"),
                                name="stores_device_may_send",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("name", models.CharField(max_length=60)),
                        ("made_at", models.DateTimeField()),
                        ("valid_until", models.DateTimeField(db_index=True)),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "register",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.register"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("made_at"))),
                                name="stores_enrolment_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at__isnull", True), ("used_at__lt", models.F("valid_until")), _connector="OR"
                                ),
                                name="stores_enrolment_in_time",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
