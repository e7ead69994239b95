"""Where a plan came from when the plans were rolled forward."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from serviceplans.rolling.outcome import PlanOutcome


class CarriedForward(models.Model):
    """A version that began by a roll-forward: from which version, and what was carried and left.

    ``facts`` is ``PlanOutcome.as_dict()`` as it was then; ``source`` is empty where the plan began empty.
    """

    version = models.OneToOneField("serviceplans.PlanVersion", models.CASCADE, related_name="carried")
    source = models.ForeignKey(
        "serviceplans.PlanVersion", models.SET_NULL, null=True, blank=True, related_name="carried_into"
    )
    facts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "carried forward"

    def __str__(self) -> str:
        return f"{self.version} from {self.source or 'nothing'}"

    @property
    def outcome(self) -> "PlanOutcome":
        from serviceplans.rolling.outcome import PlanOutcome

        return PlanOutcome.from_dict(self.facts)

    @property
    def source_url(self) -> str:
        """Where last year's version is read."""
        return f"{self.source.plan.address('plan_read')}?version={self.source.number}" if self.source else ""
