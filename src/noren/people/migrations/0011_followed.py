"""Customers are followed by tills: by what a till shows of a member."""

from django.db import migrations

from noren.kernel.feed_sql import follow, forget_gone, note_gone, unfollow


class Migration(migrations.Migration):
    dependencies = [("people", "0010_staff_pins"), ("kernel", "0002_feed")]

    operations = [
        migrations.RunSQL(
            follow("people_customer", "uid", "member_number", "family_name", "given_name"), unfollow("people_customer")
        ),
        migrations.RunSQL(note_gone("people_customer", "members", "uid"), forget_gone("people_customer")),
    ]
