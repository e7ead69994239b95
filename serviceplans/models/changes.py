"""What changed in a plan in force without a revision: a typing error, an owner, a milestone done, a date moved."""

from django.db import models
from django.db.models import Q

from serviceplans.choices import ChangeKind, ChangeState


class PlanChange(models.Model):
    """One thing changed after approval, or a moved date that waits for the director.

    The signed content is left as it was signed: ``patch`` is what is laid over its row ``row`` of part ``part_key`` to
    read the plan as it stands now. ``before`` and ``after`` are as people read them; ``what`` names the thing. ``carried``:
    the revision under way has it too.
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    state = models.CharField(max_length=20, choices=ChangeState.choices, default=ChangeState.MADE)
    part_key = models.SlugField()
    row = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=60)
    what = models.CharField(max_length=300)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    patch = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="+")
    asked_post = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    carried = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part_key", "row", "field"],
                condition=Q(state=ChangeState.PROPOSED.value),
                name="one_proposal_a_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.what}, {self.get_kind_display().lower()}"
