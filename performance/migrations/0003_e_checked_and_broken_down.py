import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import performance.choices

NUMBER = {"max_digits": 26, "decimal_places": 6, "null": True, "blank": True}


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0002_addresses_words_and_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "result",
            "verification",
            models.CharField(choices=performance.choices.Verification.choices, default="verified", max_length=20),
        ),
        migrations.AddField("result", "verified_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "result",
            "verified_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("result", "verified_post", models.CharField(blank=True, max_length=200)),
        migrations.AddField(
            "result",
            "sent_back",
            models.CharField(blank=True, max_length=500, verbose_name="why it was sent back to its owner"),
        ),
        migrations.AddIndex(
            "result",
            models.Index(
                fields=["ends"], name="result_to_check", condition=models.Q(("verification", "verified"), _negated=True)
            ),
        ),
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_key", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=40)),
                ("ends", models.DateField()),
                ("dimension", models.CharField(choices=performance.choices.Dimension.choices, max_length=20)),
                ("entered_at", models.DateTimeField()),
                ("entered_post", models.CharField(blank=True, max_length=200)),
                ("counter", models.PositiveIntegerField(default=1)),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="breakdowns",
                        to="performance.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["-ends", "dimension"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "period_key", "dimension"), name="one_breakdown_a_dimension"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakdownRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("category", models.CharField(max_length=100)),
                ("number", models.DecimalField(**NUMBER)),
                ("numerator", models.DecimalField(**NUMBER)),
                ("denominator", models.DecimalField(**NUMBER)),
                (
                    "breakdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="performance.breakdown"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("breakdown", "category"), name="one_row_a_category")],
            },
        ),
    ]
