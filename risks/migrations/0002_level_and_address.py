import re

from django.db import migrations, models
from django.utils.text import slugify

LEVELS = [("service", "Service"), ("directorate", "Directorate"), ("corporate", "Corporate")]


def give_addresses(apps, schema_editor):
    """Each risk's address from its reference; where two references make the same one, the later gets a number."""
    risk = apps.get_model("risks", "Risk")
    taken = set()
    for row in risk.objects.order_by("pk"):
        slug = base = slugify(re.sub(r"\W+", "-", row.reference))[:50] or f"risk-{row.pk}"
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        risk.objects.filter(pk=row.pk).update(slug=slug, level=row.escalation)


class Migration(migrations.Migration):
    dependencies = [("risks", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="risk",
            name="level",
            field=models.CharField(choices=LEVELS, default="service", max_length=20),
        ),
        migrations.AlterField(
            model_name="risk",
            name="escalation",
            field=models.CharField(choices=LEVELS, default="service", max_length=20, verbose_name="escalated to"),
        ),
        migrations.AddField(
            model_name="risk",
            name="slug",
            field=models.CharField(default="", editable=False, max_length=60),
            preserve_default=False,
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="risk",
            name="slug",
            field=models.SlugField(editable=False, max_length=60, unique=True),
        ),
    ]
