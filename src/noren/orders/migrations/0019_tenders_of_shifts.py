"""Shifts and late sales say what differs in tenders beside cash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Both tables are small: a shift a day and register, a row per late sale."""

    dependencies = [
        ("orders", "0018_quick_keys"),
        ("people", "0007_limit_of_cash_out"),
        ("stores", "0004_sends_parcels"),
    ]

    operations = [
        migrations.AddField(
            model_name="shift",
            name="do_tenders_differ",
            field=models.BooleanField(db_default=False, default=False, verbose_name="tenders differ"),
        ),
        migrations.AlterField(
            model_name="latedifference",
            name="cause",
            field=models.CharField(
                choices=[
                    ("price", "a different price"),
                    ("tax_rate", "another tax rate"),
                    ("tax", "another tax amount"),
                    ("discount", "another discount"),
                    ("points", "other points"),
                    ("not_on_sale", "not on sale"),
                    ("markdown", "otherwise taken off by hand"),
                    ("markdown_over_limit", "more taken off a sale by hand than alone"),
                    ("markdown_percent", "more percent taken off by hand than alone"),
                    ("coupon_over_limit", "the coupon was used up"),
                    ("coupon_dates", "the coupon was outside its dates"),
                    ("coupon_misfit", "the coupon was not for this sale"),
                    ("coupon_allowance", "more coupon uses than a till may take alone"),
                    ("member_unknown", "nobody has this member number"),
                    ("register_off", "the register was switched off"),
                    ("staff_off", "who sold may not sell here any more"),
                    ("clock", "the till's clock was wrong"),
                    ("data_age", "goods and prices were too old"),
                    ("too_late", "it was sent too late"),
                    ("sale_over_limit", "more than one sale may come to"),
                    ("device_over_limit", "more than a till may sell alone"),
                    ("tender_alone", "paid by what a till may not take alone, or by too much of it"),
                ],
                max_length=20,
                verbose_name="cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("do_tenders_differ", False),
                    ("is_blind", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="orders_shift_tenders",
            ),
        ),
    ]
