"""Grants and the uses of each customer are followed by tills."""

from django.db import migrations

from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow


class Migration(migrations.Migration):
    dependencies = [("coupons", "0005_uses_over_limit"), ("kernel", "0002_feed")]

    operations = [
        migrations.RunSQL(follow("coupons_grant", "coupon_id", "customer_id"), unfollow("coupons_grant")),
        migrations.RunSQL(
            follow("coupons_customeruse", "coupon_id", "customer_id", "redeemed_count"),
            unfollow("coupons_customeruse"),
        ),
        migrations.RunSQL(note_gone("coupons_grant", "grants", "customer_id"), forget_gone("coupons_grant")),
        migrations.RunSQL(
            note_gone("coupons_customeruse", "customer_uses", "customer_id"), forget_gone("coupons_customeruse")
        ),
    ]
