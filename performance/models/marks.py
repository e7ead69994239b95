"""What people say about an indicator's record: a change in how it is measured, a warning that is no cause for concern."""

from django.db import models


class Rebase(models.Model):
    """A recorded change: from this period on, the usual range is taken anew. ``reason`` says what changed."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="rebases")
    period_key = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["period_key"]
        constraints = [models.UniqueConstraint(fields=["indicator", "period_key"], name="one_rebase_a_period")]

    def __str__(self) -> str:
        return f"{self.indicator_id} from {self.period}"


class DismissedWarning(models.Model):
    """A warning set aside with a reason. It comes back when what it is ``about`` (see rules.warnings) changes."""

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="dismissed_warnings")
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["indicator", "code"], name="one_dismissal_a_warning")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.code}"


class IndicatorState(models.Model):
    """How an indicator stands at its latest result, stored so that the register can be narrowed and sorted by it.

    Derived: ``performance.standing.state`` writes it and may delete it at any time. It is believed only while
    ``method`` (the council's) and ``counter`` (the definition's) are those it was worked out with. Its result is late
    from ``late_from`` until ``late_until`` (none: until it comes).
    """

    indicator = models.OneToOneField("performance.Indicator", models.CASCADE, related_name="state")
    rating = models.CharField(max_length=10)
    direction = models.CharField(max_length=20)
    ends = models.DateField(null=True)
    late_from = models.DateField(null=True)
    late_until = models.DateField(null=True)
    method = models.CharField(max_length=100)
    counter = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.rating}, {self.direction}"
