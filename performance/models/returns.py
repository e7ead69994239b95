"""Statutory returns: what the council sends to other bodies, when, and from which indicators (York 2019)."""

from django.db import models

from council.models import Post
from performance.choices import ReturnFrequency, ReturnStatus


class StatutoryReturn(models.Model):
    """One return with the state of its next submission. "Late" is told from the day, and not stored."""

    name = models.CharField(max_length=200)
    body = models.CharField(max_length=200)
    frequency = models.CharField(max_length=20, choices=ReturnFrequency.choices, default=ReturnFrequency.ANNUAL)
    next_due = models.DateField(null=True, blank=True)
    owner_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="returns")
    owner_text = models.CharField("owner, where it is no post of ours", max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=ReturnStatus.choices, default=ReturnStatus.NOT_STARTED)
    indicators = models.ManyToManyField("performance.Indicator", related_name="returns", blank=True)
    note = models.TextField(blank=True)
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["next_due", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "body"], name="one_return_a_body")]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """Who answers for it: a post's title, or the words that the source has."""
        return self.owner_post.title if self.owner_post else self.owner_text

    @property
    def owned_by(self) -> Post | str:
        """The post that answers for it, or the words that the source has."""
        return self.owner_post or self.owner_text

    @owned_by.setter
    def owned_by(self, owner: Post | str) -> None:
        named = isinstance(owner, str)
        self.owner_post, self.owner_text = (None, owner) if named else (owner, "")  # type: ignore[assignment]


class ReturnSubmission(models.Model):
    """A return that was sent, with the day on which it was due; empty where it had none."""

    statutory_return = models.ForeignKey(StatutoryReturn, models.CASCADE, related_name="submissions")
    due = models.DateField(null=True, blank=True)
    submitted_on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-submitted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.statutory_return_id} on {self.submitted_on:%d %B %Y}"

    @property
    def late(self) -> bool:
        return self.due is not None and self.submitted_on > self.due
