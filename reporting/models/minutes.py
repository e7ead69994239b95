"""What a meeting took up and decided: the rows of its minutes."""

from django.db import models

from reporting.choices import OUTCOME_WORDS, ItemKind, Outcome


class MeetingItem(models.Model):
    """One item of a DMT meeting and its outcome; without one it is business that somebody put on the agenda.

    ``reference`` names what it is about, such as "CSS 2019/20" or "KCR 3" (empty for other business). ``title`` and
    ``url`` are what they were then. ``decision`` is the step that a plan took.
    """

    meeting = models.ForeignKey("council.DmtMeeting", models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    reference = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=500)
    url = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    text = models.TextField(blank=True)
    owner_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="+")
    owner_text = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey("serviceplans.Decision", models.PROTECT, null=True, blank=True, related_name="items")
    clinic = models.ForeignKey("reporting.Clinic", models.SET_NULL, null=True, blank=True, related_name="items")
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    counter = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "reference"], condition=~models.Q(reference=""), name="one_outcome_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind} {self.reference or self.title}"

    @property
    def owner(self) -> str:
        """Who will act: a post's title, or the words that the meeting used."""
        return self.owner_post.title if self.owner_post else self.owner_text

    @property
    def is_open_action(self) -> bool:
        return self.outcome == Outcome.ACTION and self.done_on is None

    @property
    def words(self) -> str:
        return OUTCOME_WORDS[self.outcome][0]

    @property
    def tone(self) -> str:
        return OUTCOME_WORDS[self.outcome][1]
