"""The tables of the room as the migrations named under `replaces` leave them, made at once in a new database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import noren.kernel.ids
from noren.kernel.create_models import CreateModels

IMMUTABLE = """
CREATE FUNCTION people_deedrecord_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the staff log is only written, never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER people_deedrecord_stays BEFORE UPDATE OR DELETE ON people_deedrecord
FOR EACH ROW WHEN (current_setting('noren.erasing', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION people_deedrecord_stays();
"""
MUTABLE = """
DROP TRIGGER people_deedrecord_stays ON people_deedrecord;
DROP FUNCTION people_deedrecord_stays();
"""


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_claims_tries_serial"),
        ("people", "0003_approvals"),
        ("people", "0004_staff_log"),
        ("people", "0005_customer_addresses"),
        ("people", "0006_second_person"),
        ("people", "0007_limit_of_cash_out"),
        ("people", "0008_limit_of_markdowns"),
        ("people", "0009_devices"),
        ("people", "0010_staff_pins"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("stores", "0005_devices"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Customer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        (
                            "member_number",
                            models.CharField(
                                blank=True, max_length=20, null=True, unique=True, verbose_name="member number"
                            ),
                        ),
                        ("family_name", models.CharField(blank=True, max_length=60, verbose_name="family name")),
                        ("given_name", models.CharField(blank=True, max_length=60, verbose_name="given name")),
                        ("family_kana", models.CharField(blank=True, max_length=60, verbose_name="family name (kana)")),
                        ("given_kana", models.CharField(blank=True, max_length=60, verbose_name="given name (kana)")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="birth date")),
                        ("language", models.CharField(default="ja", max_length=8, verbose_name="language")),
                        ("joined_at", models.DateTimeField(verbose_name="joined at")),
                        ("joined_channel", models.CharField(max_length=12, verbose_name="joined through")),
                        (
                            "home_store",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="stores.store",
                                verbose_name="home store",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "customer",
                        "verbose_name_plural": "customers",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("member_number__isnull", True),
                                    models.Q(("member_number", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="people_customer_member_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("email", models.EmailField(max_length=254)),
                        ("code_digest", models.CharField(max_length=64)),
                        ("asked_at", models.DateTimeField()),
                        ("valid_until", models.DateTimeField()),
                        ("failed_count", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "customer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="people.customer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("failed_count__lte", 5)), name="people_claim_failed_count"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="may enter the office")),
                        ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                        ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="accounts",
                                to="people.customer",
                                verbose_name="customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "account",
                        "verbose_name_plural": "accounts",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="people_account_email"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Identity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("member_number", "member number"),
                                    ("email", "e-mail"),
                                    ("phone", "phone"),
                                    ("pos_code", "code in another POS"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("value", models.CharField(max_length=254)),
                        ("verified_at", models.DateTimeField(null=True)),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identities",
                                to="people.customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "identity",
                        "verbose_name_plural": "identities",
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "value"), name="people_identity_value")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("code", models.CharField(max_length=16, unique=True, verbose_name="staff code")),
                        ("name", models.CharField(max_length=60, verbose_name="name on receipts")),
                        (
                            "account",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "staff member",
                        "verbose_name_plural": "staff members",
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), size=None, verbose_name="scopes"
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                        (
                            "register",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stores.register",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.customer",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.staffmember",
                            ),
                        ),
                        (
                            "device",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stores.device",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "API token",
                        "verbose_name_plural": "API tokens",
                    },
                ),
                migrations.CreateModel(
                    name="StaffRole",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("clerk", "clerk"),
                                    ("manager", "store manager"),
                                    ("marketer", "marketer"),
                                    ("head_office", "head office"),
                                ],
                                max_length=16,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roles",
                                to="people.staffmember",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stores.store",
                                verbose_name="store",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "role",
                        "verbose_name_plural": "roles",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("staff", "role", "store"), name="people_staffrole_once", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=24)),
                        ("subject", models.CharField(max_length=80)),
                        ("tried_count", models.PositiveIntegerField()),
                        ("since", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("purpose", "subject"), name="people_tries_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=noren.kernel.ids.uuid7, editable=False, unique=True)),
                        ("subject_uid", models.UUIDField(db_index=True, verbose_name="about")),
                        ("approved_at", models.DateTimeField(verbose_name="approved at")),
                        ("valid_until", models.DateTimeField(verbose_name="valid until")),
                        ("used_at", models.DateTimeField(null=True, verbose_name="used at")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.store",
                                verbose_name="store",
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField(null=True, verbose_name="amount")),
                        ("content", models.JSONField(default=dict, verbose_name="what exactly")),
                        (
                            "deeds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24), size=None, verbose_name="deeds"
                            ),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "approval",
                        "verbose_name_plural": "approvals",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at__isnull", True), ("used_at__lt", models.F("valid_until")), _connector="OR"
                                ),
                                name="people_approval_used_in_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeedRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                        ("deed", models.CharField(max_length=24, verbose_name="deed")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("done", "done"), ("refused", "refused")], max_length=8, verbose_name="outcome"
                            ),
                        ),
                        ("refusal", models.CharField(blank=True, max_length=40, verbose_name="why refused")),
                        ("who", models.CharField(max_length=80, verbose_name="who")),
                        ("channel", models.CharField(max_length=12, verbose_name="channel")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="register or page")),
                        ("subject_kind", models.CharField(blank=True, max_length=40, verbose_name="kind of thing")),
                        (
                            "subject_uid",
                            models.CharField(blank=True, db_index=True, max_length=40, verbose_name="about"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("told", models.JSONField(default=list, verbose_name="what happened")),
                        ("changes", models.JSONField(default=dict, verbose_name="before and after")),
                        (
                            "approval",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.approval",
                                verbose_name="approval",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.staffmember",
                                verbose_name="staff member",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.store",
                                verbose_name="store",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "deed of staff",
                        "verbose_name_plural": "staff log",
                        "indexes": [
                            models.Index(fields=["staff", "-at"], name="people_deedrecord_staff_at"),
                            models.Index(fields=["store", "-at"], name="people_deedrecord_store_at"),
                            models.Index(fields=["deed", "-at"], name="people_deedrecord_deed_at"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "done"), models.Q(("refusal", ""), _negated=True), _connector="XOR"
                                ),
                                name="people_deedrecord_refusal",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("postal_code", models.CharField(max_length=12)),
                        ("prefecture", models.CharField(max_length=20)),
                        ("city", models.CharField(max_length=80)),
                        ("line1", models.CharField(max_length=120)),
                        ("line2", models.CharField(blank=True, max_length=120)),
                        ("phone", models.CharField(max_length=32)),
                        ("used_at", models.DateTimeField()),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addresses",
                                to="people.customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "address of a customer",
                        "verbose_name_plural": "addresses of customers",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "name", "postal_code", "prefecture", "city", "line1", "line2"),
                                name="people_customeraddress_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("refund", "money given back for a sale"),
                                    ("correction", "a correction of stock"),
                                    ("write_off", "goods thrown away"),
                                    ("count", "the differences of a stocktake"),
                                    ("price", "another price"),
                                    ("cash_out", "cash taken out of a drawer"),
                                    ("markdown", "taken off a sale by hand"),
                                    ("markdown_pct", "taken off goods by hand, in percent"),
                                ],
                                max_length=12,
                                unique=True,
                                verbose_name="kind",
                            ),
                        ),
                        ("limit", models.BigIntegerField(null=True, verbose_name="limit")),
                    ],
                    options={
                        "verbose_name": "limit",
                        "verbose_name_plural": "limits",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("limit__isnull", True), ("limit__gte", 0), _connector="OR"),
                                name="people_approvallimit_limit",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffPin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registers",
                                to="people.staffmember",
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
        ),
        # Said as when nobody could ask without a name; for a name that is missing both are true.
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "ALTER TABLE people_approval ADD CONSTRAINT people_approval_second_person"
                    " CHECK (NOT (asked_by_id = approved_by_id))",
                    "ALTER TABLE people_approval DROP CONSTRAINT people_approval_second_person",
                )
            ],
            [
                migrations.AddConstraint(
                    "approval",
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("approved_by")), _negated=True),
                        name="people_approval_second_person",
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE people_member_serial MINVALUE 1 MAXVALUE 999999999",
            "DROP SEQUENCE people_member_serial",
        ),
        migrations.RunSQL(IMMUTABLE, MUTABLE),
    ]
