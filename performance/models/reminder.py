"""Who was reminded of what, and when."""

from django.db import models


class Reminder(models.Model):
    """One person told of one thing on one day; the constraint keeps them from being told twice.

    ``about`` names the thing: "result:<indicator id>:<period key>" or "return:<id>:<due day>".
    """

    about = models.CharField(max_length=100)
    to = models.EmailField(max_length=254)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["about", "to", "on"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.about} to {self.to} on {self.on:%d %B %Y}"
