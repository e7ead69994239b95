"""Which rows of the registers a plan version shows."""

from django.db import models


class VersionRisk(models.Model):
    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="risk_links")
    risk = models.ForeignKey("risks.Risk", models.PROTECT, related_name="plan_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "risk"], name="risk_once_a_version")]

    def __str__(self) -> str:
        return f"{self.version}: {self.risk.reference}"


class VersionIndicator(models.Model):
    """An indicator of table 4.3, under one of its groups.

    ``commitment``: the one that asks the service for it; ``own_words`` is then what the service says beside it, and
    ``brought`` that the plan did not show it before.
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="indicator_links")
    indicator = models.ForeignKey("performance.Indicator", models.PROTECT, related_name="plan_links")
    group = models.CharField(max_length=100, blank=True)
    commitment = models.ForeignKey(
        "serviceplans.Commitment", models.PROTECT, null=True, blank=True, related_name="links"
    )
    own_words = models.TextField(blank=True)
    brought = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "indicator"], name="indicator_once_a_version")]

    def __str__(self) -> str:
        return f"{self.version}: {self.indicator.reference}"


class VersionEqualityObjective(models.Model):
    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="equality_links")
    objective = models.ForeignKey("equalities.EqualityObjective", models.PROTECT, related_name="plan_links")

    class Meta:
        ordering = ["objective__area__number", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "objective"], name="equality_once_a_version")]

    def __str__(self) -> str:
        return f"{self.version}: {self.objective_id}"
