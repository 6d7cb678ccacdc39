from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connect", "0002_import_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="begun_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
