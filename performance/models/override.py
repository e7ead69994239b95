"""A rating or a direction set by hand, in place of what the figures give."""

from django.db import models

from performance.choices import Direction, Rag, SetByHand


class Override(models.Model):
    """What an officer set for one period, with the reason; it is always shown as such. ``value`` is a ``Rag`` or a
    ``Direction``, as ``what`` says. Taking it back deletes the row: the ledger keeps it.
    """

    indicator = models.ForeignKey("performance.Indicator", models.CASCADE, related_name="overrides")
    what = models.CharField(max_length=20, choices=SetByHand.choices)
    period_key = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    value = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "what", "period_key"], name="one_override_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.what} {self.value}"


VALUES = {SetByHand.RATING: Rag, SetByHand.DIRECTION: Direction}
"""What may be set by hand, and to which values."""
