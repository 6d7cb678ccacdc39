"""Limits for what is taken off a sale by hand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widens the kinds of limits."""

    dependencies = [
        ("people", "0007_limit_of_cash_out"),
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
                    ("markdown", "taken off a sale by hand"),
                    ("markdown_pct", "taken off goods by hand, in percent"),
                ],
                max_length=12,
                unique=True,
                verbose_name="kind",
            ),
        ),
    ]
