"""Claims that match nobody, tries of secrets, and the serial of member numbers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="customer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claims",
                to="people.customer",
            ),
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=24)),
                ("subject", models.CharField(max_length=80)),
                ("tried_count", models.PositiveIntegerField()),
                ("since", models.DateTimeField(db_index=True)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("purpose", "subject"), name="people_tries_once")]},
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE people_member_serial MINVALUE 1 MAXVALUE 999999999",
            reverse_sql="DROP SEQUENCE people_member_serial",
        ),
    ]
