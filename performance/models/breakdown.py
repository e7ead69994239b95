"""A result broken down: by ward, age, sex and so on."""

from typing import TYPE_CHECKING

from django.db import models

from common.values.period import Period
from common.values.result import NOT_AVAILABLE, ResultValue
from performance.choices import Dimension

from .result import OfPeriod, stored

if TYPE_CHECKING:
    from .indicator import Indicator

LONGEST_CATEGORY, MOST_CATEGORIES = 100, 100


def category_key(category: str) -> str:
    """A category without case and spare blanks: "Heworth  without" and "Heworth Without" are the same."""
    return " ".join(category.split()).casefold()


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
    category = models.CharField(max_length=LONGEST_CATEGORY)
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

    @property
    def value(self) -> ResultValue:
        """Its figure as a result has it: not available where there is none."""
        return ResultValue(state=NOT_AVAILABLE) if self.number is None else ResultValue(stored(self.number))

    @value.setter
    def value(self, value: ResultValue) -> None:
        self.number = value.number

    # What its breakdown is of, so that a row can be read and written like a result.
    @property
    def indicator(self) -> "Indicator":
        return self.breakdown.indicator

    @property
    def when(self) -> Period | None:
        return self.breakdown.when

    @property
    def dimension(self) -> str:
        return self.breakdown.dimension
