from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("performance", "0009_an_import_that_was_broken_off_has_failed")]

    operations = [
        migrations.RenameModel("DirectionOverride", "Override"),
        migrations.RemoveConstraint("override", "one_override_a_period"),
        migrations.RenameField("override", "direction", "value"),
        migrations.AlterField("override", "value", models.CharField(max_length=20)),
        migrations.AddField(
            "override",
            "what",
            models.CharField(
                choices=[("rating", "Rating"), ("direction", "Direction")], default="direction", max_length=20
            ),
            preserve_default=False,
        ),
        migrations.AddField("override", "counter", models.PositiveIntegerField(default=1)),
        migrations.AddConstraint(
            "override",
            models.UniqueConstraint(fields=("indicator", "what", "period_key"), name="one_override_a_period"),
        ),
        migrations.AddField(
            "result",
            "withheld",
            models.CharField(blank=True, max_length=300, verbose_name="why its figure is withheld"),
        ),
    ]
