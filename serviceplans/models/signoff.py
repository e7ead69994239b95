"""What happened to a version, and what was said about it."""

from django.db import models
from django.db.models import Q

from serviceplans.choices import Acting, Status, Step


class Decision(models.Model):
    """One step on the timeline: who, for which post, when, at which meeting, the comment, and what exactly was signed.

    ``said``: the step in the route's own words, where they differ from the usual ones. ``amendments``: what was to be
    changed, a line each. ``compared_with``: the digest of the text that was agreed before it was amended.
    """

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
    stage = models.SlugField(blank=True)
    said = models.CharField(max_length=200, blank=True)
    acting = models.CharField(max_length=20, choices=Acting.choices, blank=True)
    amendments = models.JSONField(default=list, blank=True)
    compared_with = models.CharField(max_length=64, blank=True)
    record = models.OneToOneField(
        "serviceplans.OffSystemRecord", models.PROTECT, null=True, blank=True, related_name="decision"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_step_display()}"

    @property
    def heading(self) -> str:
        """What happened, in words."""
        return self.said or str(Step(self.step).label)


class Signature(models.Model):
    """One post's agreement or approval of exactly one text, at one stage of the route.

    It stands until the text goes back to an earlier stage or to the holder; ``voided_by`` is the step that did so.
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="signatures")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="signatures")
    stage = models.SlugField()
    post = models.ForeignKey("council.Post", models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    voided_by = models.ForeignKey(Decision, models.CASCADE, null=True, blank=True, related_name="voided")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "stage", "post"], condition=Q(voided_by=None), name="signed_once_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} on {self.version}"


class OffSystemRecord(models.Model):
    """A decision that was taken elsewhere and recorded here by a named officer, with the minute or e-mail attached.

    The post whose decision it was is told, and confirms or disputes it.
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="records")
    decided_on = models.DateField()
    attachment = models.ForeignKey("common.Attachment", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    disputed_by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="+")
    dispute = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version}, decided on {self.decided_on}"


class Comment(models.Model):
    """A comment on a part or one of its fields (``field`` may be empty), or a reply to one (``parent``).

    The plan holder resolves a comment; its author may open it again while the plan is in review. Replies are not
    resolved: they belong to the comment that they follow. ``internal``: it and its replies are for the directorate and
    performance only (``permissions.inside``); of a reply it says nothing.
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="comments")
    part_key = models.SlugField()
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    author = models.ForeignKey("council.User", models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    internal = models.BooleanField(default=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")

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
