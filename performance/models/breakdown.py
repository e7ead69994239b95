"""A result broken down: by ward, age, sex and so on."""

from django.db import models

from performance.choices import Dimension

from .result import OfPeriod


class Breakdown(OfPeriod):
    """One way in which one indicator's result of one period is broken down. Its rows are saved together."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="breakdowns")
    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    entered_post = models.CharField(max_length=200, blank=True)
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-ends", "dimension"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period_key", "dimension"], name="one_breakdown_a_dimension")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} by {self.get_dimension_display().lower()}"


class BreakdownRow(models.Model):
    """One category with its figure; for a percentage or a rate, what it was worked out from."""

    breakdown = models.ForeignKey(Breakdown, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=100)
    number = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["breakdown", "category"], name="one_row_a_category"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.number}"
