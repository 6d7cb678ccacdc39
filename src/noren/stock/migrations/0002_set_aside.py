"""Pieces set aside; and `short` counts promised pieces alone, also where less than nothing is on hand."""

import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models

_BOOK_SHORT = """
WITH wrong AS (
    SELECT id, greatest(0, allocated + held - {there}) - short AS change FROM stock_level
), mended AS (
    UPDATE stock_level l SET short = l.short + w.change FROM wrong w WHERE w.id = l.id AND w.change <> 0
)
INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change,
                            short_change, reason, cause_kind, cause_uid, at)
SELECT id, 'shorted', 0, 0, 0, 0, change, '', 'migration', gen_random_uuid(), now() FROM wrong WHERE change <> 0;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_titles_apart"),
        ("stock", "0001_initial"),
        ("stores", "0002_pickup_lead"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="level",
            name="stock_level_promises",
        ),
        migrations.AddField(
            model_name="level",
            name="aside",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="set aside"),
        ),
        migrations.AddField(
            model_name="movement",
            name="aside_change",
            field=models.IntegerField(db_default=0, default=0, verbose_name="set aside"),
        ),
        migrations.AddField(
            model_name="movement",
            name="aside_state",
            field=models.CharField(
                blank=True,
                choices=[("damaged", "damaged"), ("checking", "being checked")],
                db_default="",
                default="",
                max_length=12,
                verbose_name="set aside as",
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="hold",
            name="kind",
            field=models.CharField(
                choices=[("basket", "a basket at the checkout"), ("transfer", "a transfer to another store")],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="movement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("sold", "sold"),
                    ("allocated", "allocated"),
                    ("released", "released"),
                    ("held", "held"),
                    ("unheld", "hold ended"),
                    ("handed_over", "handed over"),
                    ("returned", "returned"),
                    ("counted", "counted"),
                    ("adjusted", "adjusted"),
                    ("transferred", "transferred"),
                    ("set_aside", "set aside"),
                    ("put_back", "put back for sale"),
                    ("safety_set", "safety stock set"),
                    ("shorted", "shortfall settled"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                condition=models.Q(("aside_change", 0), _negated=True), fields=["level"], name="stock_movement_aside"
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aside_change", 0), ("aside_state", "")),
                    models.Q(
                        models.Q(("aside_change", 0), _negated=True), models.Q(("aside_state", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="stock_movement_aside_state",
            ),
        ),
        migrations.RunSQL(
            _BOOK_SHORT.format(there="greatest(0, on_hand)"), _BOOK_SHORT.format(there="on_hand"), elidable=True
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "short",
                        django.db.models.functions.comparison.Greatest(
                            0,
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("allocated"), "+", models.F("held")
                                ),
                                "-",
                                django.db.models.functions.comparison.Greatest(
                                    0,
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("on_hand"), "-", models.F("aside")
                                    ),
                                ),
                            ),
                        ),
                    )
                ),
                name="stock_level_promises",
            ),
        ),
    ]
