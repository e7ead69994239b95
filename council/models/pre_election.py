"""Days before an election on which the council publishes nothing that could wait."""

from django.db import models
from django.db.models import F, Q

from common.values.years import format_date
from council.querysets import PreElectionPeriodQuerySet


class PreElectionPeriod(models.Model):
    """Between two days (both included) publishing is held, but for what is urgent. Ended early, never deleted."""

    name = models.CharField(max_length=100)
    starts = models.DateField()
    ends = models.DateField()
    set_by = models.ForeignKey("council.User", models.PROTECT, related_name="+")
    set_for = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PreElectionPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-ends", "-id"]
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="pre_election_ends_after_start")]

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """Why nothing is published now, until when, and who set it."""
        return (
            f"Publishing is held until {format_date(self.ends)}, the last day of the pre-election period for "
            f"{self.name}, set by {self.set_for}."
        )

    def told(self, reason: str) -> str:
        """Why something was published all the same, for the record."""
        return f"Urgent in the pre-election period until {format_date(self.ends)}: {reason.strip()}"
