"""The council plan: its themes and the strategies that support them (York 2019)."""

from django.db import models


class CouncilPlan(models.Model):
    name = models.CharField(max_length=200, unique=True)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ["-starts"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A theme of the council plan with its code, such as BSCYP."""

    council_plan = models.ForeignKey(CouncilPlan, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Strategy(models.Model):
    """A council strategy; years as in its name, where it has them."""

    key = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="strategies", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "strategies"

    def __str__(self) -> str:
        return self.name
