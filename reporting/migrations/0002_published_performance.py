import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_meetings"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            "Publication",
            [
                ("id", ID),
                ("period_key", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=40)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.SET_NULL,
                        null=True,
                        blank=True,
                        related_name="+",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("summary", models.JSONField(default=dict)),
            ],
            options={"ordering": ["-period_key", "-number"]},
        ),
        migrations.CreateModel(
            "PublishedIndicator",
            [
                ("id", ID),
                ("position", models.PositiveIntegerField()),
                ("slug", models.SlugField(max_length=60)),
                ("reference", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=300)),
                ("directorate", models.CharField(max_length=200)),
                ("content", models.JSONField()),
                (
                    "publication",
                    models.ForeignKey(
                        "reporting.publication", django.db.models.deletion.CASCADE, related_name="indicators"
                    ),
                ),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.AddConstraint(
            "publication",
            models.UniqueConstraint(fields=("period_key", "number"), name="one_publication_a_number"),
        ),
        migrations.AddConstraint(
            "publishedindicator",
            models.UniqueConstraint(fields=("publication", "slug"), name="once_in_a_publication"),
        ),
    ]
