from django.db import migrations, models


def give_slugs(apps, schema_editor):
    from performance.models.indicator import free_slug

    Indicator = apps.get_model("performance", "Indicator")
    taken = set()
    for indicator in Indicator.objects.order_by("pk"):
        indicator.slug = free_slug(indicator.reference, taken)
        taken.add(indicator.slug)
        indicator.save(update_fields=["slug"])


def keep_words(apps, schema_editor):
    apps.get_model("performance", "Target").objects.filter(number=None).update(words=models.F("text"), state="words")


class Migration(migrations.Migration):
    dependencies = [("performance", "0001_initial"), ("council", "0001_initial")]

    operations = [
        # Not a slug field yet: PostgreSQL would make its index now, and again when it becomes unique.
        migrations.AddField("indicator", "slug", models.CharField(max_length=60, editable=False, null=True)),
        migrations.RunPython(give_slugs, migrations.RunPython.noop),
        migrations.AlterField("indicator", "slug", models.SlugField(max_length=60, editable=False, unique=True)),
        migrations.AddField(
            "indicator",
            "scorecards",
            models.CharField(blank=True, max_length=500, help_text="Names of scorecards, with ; between them."),
        ),
        migrations.AddField("indicator", "formula", models.TextField(blank=True)),
        migrations.AlterField("target", "text", models.CharField(max_length=500)),
        migrations.AddField("target", "words", models.CharField(blank=True, max_length=500)),
        migrations.AddField("target", "state", models.CharField(default="value", max_length=20)),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
        migrations.AlterField("result", "words", models.TextField(blank=True)),
        migrations.AddIndex("target", models.Index(fields=["indicator", "ends"], name="target_by_indicator")),
        migrations.AddIndex("result", models.Index(fields=["indicator", "ends"], name="result_by_indicator")),
    ]
