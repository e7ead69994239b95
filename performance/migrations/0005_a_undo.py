from django.db import migrations, models

STATES = [
    ("waiting", "Waiting for confirmation"),
    ("imported", "Imported"),
    ("discarded", "Discarded"),
    ("undone", "Undone"),
]


class Migration(migrations.Migration):
    dependencies = [("performance", "0004_a_benchmarks")]

    operations = [
        migrations.AddField(
            "importbatch",
            "undo",
            models.JSONField(blank=True, null=True, verbose_name="what undoing would put back"),
        ),
        migrations.AlterField(
            "importbatch", "state", models.CharField(choices=STATES, default="waiting", max_length=20)
        ),
    ]
