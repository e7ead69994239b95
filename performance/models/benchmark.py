"""What others reach: an area's figure for a period, to be compared with our own result."""

from django.db import models

from common.values.result import VALUE, ResultValue
from performance.choices import BenchmarkGroup

from .result import OfPeriod, stored


class Benchmark(OfPeriod):
    """One area's result: a number, or words where it published none. ``group`` says what kind of company it is."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="benchmarks")
    area = models.CharField("comparator area", max_length=120)
    area_key = models.CharField(max_length=120, editable=False)
    group = models.CharField(max_length=20, choices=BenchmarkGroup.choices, default=BenchmarkGroup.NEIGHBOURS)
    number = models.DecimalField(max_digits=26, decimal_places=6, null=True, blank=True)
    words = models.TextField(blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20, default=VALUE)

    class Meta:
        ordering = ["ends", "area"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period_key", "area_key"], name="one_benchmark_an_area")
        ]
        indexes = [models.Index(fields=["indicator", "ends"], name="benchmark_by_indicator")]

    def __str__(self) -> str:
        return (
            f"{self.indicator_id} {self.period} {self.area}: {self.number if self.number is not None else self.words}"
        )

    @property
    def value(self) -> ResultValue:
        return ResultValue(stored(self.number), self.words, self.comparator, self.state)

    @value.setter
    def value(self, value: ResultValue) -> None:
        self.number, self.words, self.comparator, self.state = value.number, value.words, value.comparator, value.state

    @property
    def place(self) -> str:
        """The area, as it was written."""
        return self.area

    @place.setter
    def place(self, area: str) -> None:
        self.area, self.area_key = area, area_key(area)


def area_key(area: str) -> str:
    """An area's name without case and spare blanks: "Bath  and NE Somerset" is the same as "bath and ne somerset"."""
    return " ".join(area.split()).casefold()
