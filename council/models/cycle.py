"""The planning year."""

from django.db import models
from django.urls import reverse

from council.choices import CycleStage
from council.querysets import PlanningCycleQuerySet


class PlanningCycle(models.Model):
    """One planning year, named as 2019/20, with its own calendar. A closed one is kept as it is.

    ``counter`` grows with each change of its calendar.
    """

    name = models.CharField(max_length=20, unique=True)
    starts = models.DateField()
    ends = models.DateField()
    is_open = models.BooleanField(default=True)
    counter = models.PositiveIntegerField(default=1)

    objects = PlanningCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="cycle_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cycle", args=[self.slug])

    @property
    def slug(self) -> str:
        return self.name.replace("/", "-")


class CycleStep(models.Model):
    """A dated step; ``stage`` is empty for one that the council added, which has its name only."""

    cycle = models.ForeignKey(PlanningCycle, models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=20, choices=CycleStage.choices, blank=True)
    name = models.CharField(max_length=200)
    date = models.DateField()

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "stage"], condition=~models.Q(stage=""), name="one_date_a_stage")
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.name}"
