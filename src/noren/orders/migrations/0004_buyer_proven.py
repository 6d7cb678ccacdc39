from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_line_rounding"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="is_buyer_proven",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
