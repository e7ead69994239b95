import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0001_initial"),
        ("performance", "0002_addresses_words_and_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scorecard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cmt", "Council Management Team"),
                            ("organisational", "Whole organisation"),
                            ("dmt", "Directorate Management Team"),
                            ("scrutiny", "Policy and Scrutiny Committee"),
                            ("portfolio", "Executive Member portfolio"),
                            ("board", "Board"),
                        ],
                        max_length=20,
                    ),
                ),
                ("audience", models.CharField(blank=True, max_length=200)),
                ("draft", models.BooleanField(default=False)),
                (
                    "style",
                    models.CharField(
                        choices=[
                            ("directorate", "Directorate, Workforce, Finance, Customers"),
                            ("balanced", "Customer, Process, Resource"),
                            ("plain", "No groups"),
                        ],
                        default="directorate",
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("counter", models.PositiveIntegerField(default=1)),
                (
                    "directorate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="scorecards",
                        to="council.directorate",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="scorecards",
                        to="council.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "title"],
            },
        ),
        migrations.CreateModel(
            name="ScorecardGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="performance.scorecard"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ScorecardRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="performance.scorecardgroup",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorecard_rows",
                        to="performance.indicator",
                    ),
                ),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="performance.scorecard"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="scorecardgroup",
            constraint=models.UniqueConstraint(fields=("scorecard", "name"), name="one_group_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="scorecardrow",
            constraint=models.UniqueConstraint(fields=("scorecard", "indicator"), name="once_on_a_scorecard"),
        ),
    ]
