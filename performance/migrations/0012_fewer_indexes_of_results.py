from django.conf import settings
from django.db import migrations, models

ACCOUNT = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+", "db_index": False}


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0011_calculated_results_are_never_late"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "result",
            "indicator",
            models.ForeignKey(
                "performance.indicator", on_delete=models.CASCADE, related_name="results", db_index=False
            ),
        ),
        migrations.AlterField("result", "entered_by", models.ForeignKey(settings.AUTH_USER_MODEL, **ACCOUNT)),
        migrations.AlterField("result", "verified_by", models.ForeignKey(settings.AUTH_USER_MODEL, **ACCOUNT)),
    ]
