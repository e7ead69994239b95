"""Other services that an action affects (South Cambridgeshire 2009), and whether they have said that they know of it."""

from django.db import models


class AffectedService(models.Model):
    """A service that an action of another one names. ``acknowledged_at``: when it said that it knows; ``comment``: what else.

    It belongs to the action for as long as that lives, not to the wording of one version.
    """

    action = models.ForeignKey("serviceplans.Action", models.CASCADE, related_name="affected")
    service = models.ForeignKey("council.ServiceArea", models.PROTECT, related_name="affected_by")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    acknowledged_post = models.CharField(max_length=200, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["service__name"]
        constraints = [models.UniqueConstraint(fields=["action", "service"], name="service_named_once_an_action")]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.service}"
