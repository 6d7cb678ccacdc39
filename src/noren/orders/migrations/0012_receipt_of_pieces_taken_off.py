"""A sale's receipt is followed by receipts of pieces that are taken off it, any number of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widens the kinds of receipts."""

    dependencies = [("orders", "0011_delivery")]

    operations = [
        migrations.RemoveConstraint("receipt", "orders_receipt_once"),
        migrations.AlterField(
            "receipt",
            "kind",
            models.CharField(
                choices=[("sale", "sale"), ("void", "void"), ("return", "return"), ("short", "pieces taken off")],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            "receipt",
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=models.Q(kind__in=["sale", "void"]),
                name="orders_receipt_once",
            ),
        ),
    ]
