from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_initial"),
        ("coupons", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="coupon",
            name="is_public",
            field=models.BooleanField(db_default=False, default=False, verbose_name="shown in the shop"),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_public", False), ("kind", "code"), _connector="OR"),
                name="coupons_coupon_public",
            ),
        ),
    ]
