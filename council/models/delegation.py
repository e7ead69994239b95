"""A post's authority to sign plans off, lent to somebody else for a time."""

from django.db import models
from django.db.models import F, Q

from council.querysets import DelegationQuerySet


class Delegation(models.Model):
    """Sign-off for one post, by another post or by a person, between two dates (both included). Revoked, never deleted."""

    post = models.ForeignKey("council.Post", models.PROTECT, related_name="delegations")
    to_post = models.ForeignKey("council.Post", models.PROTECT, null=True, blank=True, related_name="delegated_to_it")
    to_person = models.ForeignKey(
        "council.User", models.PROTECT, null=True, blank=True, related_name="delegated_to_them"
    )
    starts = models.DateField()
    ends = models.DateField()
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey("council.User", models.PROTECT, related_name="+")
    made_for = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("council.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="delegation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(to_post=None, to_person__isnull=False) | Q(to_post__isnull=False, to_person=None),
                name="delegation_to_a_post_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"

    @property
    def to(self) -> str:
        """To whom, by name."""
        return self.to_post.title if self.to_post else self.to_person.name if self.to_person else ""
