"""Scorecards: which indicators an audience reads together, in which groups and order (York 2019, the KPI Machine)."""

from django.db import models

from performance.choices import GroupingStyle, ScorecardKind
from performance.querysets import ScorecardQuerySet


class Scorecard(models.Model):
    """One audience's page of indicators.

    ``audience`` names who reads it where that is a committee or board, as their posts name it ("YorOK"). ``position``
    orders those of a kind. ``draft``: marked as such wherever it is shown, as York does. ``retired``: no longer read by
    anybody but officers, who may bring it back.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ScorecardKind.choices)
    audience = models.CharField(max_length=200, blank=True)
    directorate = models.ForeignKey(
        "council.Directorate", models.SET_NULL, null=True, blank=True, related_name="scorecards"
    )
    portfolio = models.ForeignKey(
        "council.Portfolio", models.SET_NULL, null=True, blank=True, related_name="scorecards"
    )
    draft = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    style = models.CharField(max_length=20, choices=GroupingStyle.choices, default=GroupingStyle.DIRECTORATE)
    position = models.PositiveSmallIntegerField(default=0)
    counter = models.PositiveIntegerField(default=1)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.full_title

    @property
    def full_title(self) -> str:
        """Its title, with the mark that York prints: "Transport (DRAFT)"."""
        return f"{self.title} (DRAFT)" if self.draft else self.title


class ScorecardGroup(models.Model):
    """A heading of a scorecard, such as Workforce."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["scorecard", "name"], name="one_group_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ScorecardRow(models.Model):
    """An indicator under a heading. A scorecard holds an indicator once."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="rows")
    group = models.ForeignKey(ScorecardGroup, models.CASCADE, related_name="rows")
    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="scorecard_rows")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["scorecard", "indicator"], name="once_on_a_scorecard")]

    def __str__(self) -> str:
        return f"{self.scorecard_id}: {self.indicator_id}"
