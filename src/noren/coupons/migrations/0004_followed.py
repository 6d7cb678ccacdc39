"""Coupons are followed by tills, with the lists of their goods."""

from django.db import migrations

from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow

_COLUMNS = (
    "code",
    "name",
    "kind",
    "rule",
    "is_for_listed_goods",
    "valid_from",
    "valid_until",
    "channels",
    "store_codes",
    "redemption_limit",
    "customer_limit",
    "is_active",
)


class Migration(migrations.Migration):
    dependencies = [("coupons", "0003_public_coupons"), ("kernel", "0002_feed")]

    operations = [
        migrations.RunSQL(follow("coupons_coupon", *_COLUMNS), unfollow("coupons_coupon")),
        migrations.RunSQL(
            follow("coupons_couponproduct", "coupon_id", "product_id"), unfollow("coupons_couponproduct")
        ),
        migrations.RunSQL(note_gone("coupons_coupon", "coupons", "code"), forget_gone("coupons_coupon")),
        migrations.RunSQL(
            note_gone("coupons_couponproduct", "coupon_lists", "coupon_id"), forget_gone("coupons_couponproduct")
        ),
    ]
