"""The planning year and the meetings in it."""

from django.db import models

from council.choices import CycleStage


class PlanningCycle(models.Model):
    """One planning year, named as 2019/20, with its own calendar."""

    name = models.CharField(max_length=20, unique=True)
    starts = models.DateField()
    ends = models.DateField()
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["-starts"]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return self.name.replace("/", "-")


class CycleStep(models.Model):
    cycle = models.ForeignKey(PlanningCycle, models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=20, choices=CycleStage.choices)
    name = models.CharField(max_length=200)
    date = models.DateField()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["cycle", "stage"], name="one_date_a_stage")]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.name}"


class DmtMeeting(models.Model):
    """A monthly meeting of a Directorate Management Team, at which plans are agreed."""

    directorate = models.ForeignKey("council.Directorate", models.CASCADE, related_name="dmt_meetings")
    date = models.DateField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["directorate", "date"], name="one_dmt_a_day")]

    def __str__(self) -> str:
        return f"{self.name}, {self.date.day} {self.date:%B %Y}"
