"""Goods and categories are followed by tills."""

from django.db import migrations

from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_titles_apart"), ("kernel", "0002_feed")]

    operations = [
        migrations.RunSQL(
            follow("catalog_variant", "sku", "product_id", "name", "gtin", "price_minor", "is_active"),
            unfollow("catalog_variant"),
        ),
        migrations.RunSQL(
            follow("catalog_product", "code", "name", "category_id", "tax_class", "is_active"),
            unfollow("catalog_product"),
        ),
        migrations.RunSQL(follow("catalog_category", "code", "name", "parent_id"), unfollow("catalog_category")),
        migrations.RunSQL(note_gone("catalog_variant", "goods", "sku"), forget_gone("catalog_variant")),
        migrations.RunSQL(note_gone("catalog_category", "categories", "code"), forget_gone("catalog_category")),
    ]
