"""A limit for cash that is taken out of a drawer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widens the kinds of limits."""

    dependencies = [
        ("people", "0006_second_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="approvallimit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("refund", "money given back for a sale"),
                    ("correction", "a correction of stock"),
                    ("write_off", "goods thrown away"),
                    ("count", "the differences of a stocktake"),
                    ("price", "another price"),
                    ("cash_out", "cash taken out of a drawer"),
                ],
                max_length=12,
                unique=True,
                verbose_name="kind",
            ),
        ),
    ]
