import django.db.models.deletion
from django.db import migrations, models

GROUPS = [("neighbours", "Nearest neighbours"), ("region", "Region"), ("nation", "Nation")]


class Migration(migrations.Migration):
    dependencies = [("performance", "0003_a_plan")]

    operations = [
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_key", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=40)),
                ("ends", models.DateField()),
                ("area", models.CharField(max_length=120, verbose_name="comparator area")),
                ("area_key", models.CharField(editable=False, max_length=120)),
                ("group", models.CharField(choices=GROUPS, default="neighbours", max_length=20)),
                ("number", models.DecimalField(blank=True, decimal_places=6, max_digits=26, null=True)),
                ("words", models.TextField(blank=True)),
                ("comparator", models.CharField(blank=True, max_length=10)),
                ("state", models.CharField(default="value", max_length=20)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benchmarks",
                        to="performance.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["ends", "area"],
                "indexes": [models.Index(fields=["indicator", "ends"], name="benchmark_by_indicator")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "period_key", "area_key"), name="one_benchmark_an_area"
                    )
                ],
            },
        ),
    ]
