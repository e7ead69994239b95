from django.db import migrations, models

STATES = [
    ("waiting", "Waiting for confirmation"),
    ("importing", "Being imported"),
    ("failed", "Failed"),
    ("imported", "Imported"),
    ("discarded", "Discarded"),
    ("undone", "Undone"),
]


class Migration(migrations.Migration):
    dependencies = [("performance", "0008_an_indicator_has_no_words_for_its_scorecards")]

    operations = [
        migrations.AlterField(
            "importbatch", "state", models.CharField(choices=STATES, default="waiting", max_length=20)
        ),
    ]
