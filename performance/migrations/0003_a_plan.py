from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("performance", "0002_addresses_words_and_indexes")]

    operations = [
        migrations.AddField(
            "importbatch",
            "plan",
            models.JSONField(blank=True, null=True, verbose_name="what confirming would write"),
        ),
    ]
