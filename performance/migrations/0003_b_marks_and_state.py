import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0002_addresses_words_and_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "indicator",
            "withheld",
            models.CharField(blank=True, max_length=300, verbose_name="why its figures are withheld"),
        ),
        migrations.CreateModel(
            name="IndicatorState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rating", models.CharField(max_length=10)),
                ("direction", models.CharField(max_length=20)),
                ("ends", models.DateField(null=True)),
                ("late_from", models.DateField(null=True)),
                ("late_until", models.DateField(null=True)),
                ("method", models.CharField(max_length=100)),
                ("counter", models.PositiveIntegerField()),
                (
                    "indicator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="state", to="performance.indicator"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rebase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_key", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=500)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="rebases", to="performance.indicator"
                    ),
                ),
            ],
            options={
                "ordering": ["period_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "period_key"), name="one_rebase_a_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="DismissedWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=500)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                        related_name="dismissed_warnings",
                        to="performance.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "code"), name="one_dismissal_a_warning")
                ],
            },
        ),
    ]
