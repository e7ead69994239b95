"""Who was reminded of which plans, and when."""

from django.db import models


class PlanReminder(models.Model):
    """One person reminded on one day of all that is theirs; the constraint keeps it to once a day."""

    person = models.ForeignKey("council.User", models.CASCADE, related_name="plan_reminders")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="one_plan_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.person} on {self.on:%d %B %Y}"


class ReminderLine(models.Model):
    """One plan of which a reminder told: of a service and a cycle, because it may not have been begun."""

    reminder = models.ForeignKey(PlanReminder, models.CASCADE, related_name="lines")
    service = models.ForeignKey("council.ServiceArea", models.CASCADE, related_name="+")
    cycle = models.ForeignKey("council.PlanningCycle", models.CASCADE, related_name="+")
    said = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reminder", "service", "cycle"], name="reminded_once_of_a_plan")]

    def __str__(self) -> str:
        return self.said
