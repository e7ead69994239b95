"""What happened to a version, and what was said about it."""

from django.db import models

from serviceplans.choices import Status, Step


class Decision(models.Model):
    """One step on the timeline: who, for which post, when, at which meeting, the comment, and what exactly was signed."""

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="decisions")
    step = models.CharField(max_length=20, choices=Step.choices)
    from_status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="decisions")
    post = models.ForeignKey("council.Post", models.PROTECT, null=True, blank=True, related_name="decisions")
    post_title = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    meeting = models.ForeignKey("council.DmtMeeting", models.PROTECT, null=True, blank=True, related_name="decisions")
    comment = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_step_display()}"


class Comment(models.Model):
    """A reviewer's comment on a part or one of its fields; the holder marks it as answered. ``field`` may be empty."""

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="comments")
    part_key = models.SlugField()
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    author = models.ForeignKey("council.User", models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.post}: {self.text[:60]}"


class Dismissal(models.Model):
    """A warning of the health check set aside, with the reason, which shows."""

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="dismissals")
    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("council.User", models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code", "subject"], name="dismissed_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.code} {self.subject}"
