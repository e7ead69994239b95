"""The council's one register of risks; a plan shows its part of it. A risk outlives a plan year."""

from django.db import models
from django.urls import reverse

from risks import wording
from risks.choices import Escalation, Rating
from risks.querysets import RiskQuerySet


class RiskMatrix(models.Model):
    """The council's matrix: names for likelihood and impact from 1 up, and the rating of each cell."""

    likelihoods = models.JSONField(help_text="Names, from 1 up.")
    impacts = models.JSONField(help_text="Names, from 1 up.")
    levels = models.JSONField(help_text="levels[likelihood - 1][impact - 1] is red, amber or green.")

    class Meta:
        verbose_name_plural = "risk matrices"

    def __str__(self) -> str:
        return f"{len(self.likelihoods)} × {len(self.impacts)}"


class Risk(models.Model):
    """Cause, event and consequence; scores on the matrix, or a rating without scores (York 2019, table 4.2)."""

    reference = models.CharField(max_length=40, unique=True)
    reference_key = models.CharField(max_length=40, unique=True, editable=False)
    # What its address is made of: "KCR 3" and "kcr-3" would share one, so they cannot both be references.
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    cause = models.TextField(blank=True)
    event = models.TextField("risk")
    consequence = models.TextField(blank=True)
    rating = models.CharField(max_length=10, choices=Rating.choices, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    gross_likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    gross_impact = models.PositiveSmallIntegerField(null=True, blank=True)
    target_likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    target_impact = models.PositiveSmallIntegerField(null=True, blank=True)
    target_rating = models.CharField(max_length=10, choices=Rating.choices, blank=True)
    target_words = models.CharField("date for the target rating", max_length=200, blank=True)
    target_date = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=20, choices=Escalation.choices, default=Escalation.SERVICE)
    escalation = models.CharField("escalated to", max_length=20, choices=Escalation.choices, default=Escalation.SERVICE)
    mitigation = models.TextField("actions to mitigate and correct", blank=True)
    owner_post = models.ForeignKey("council.Post", models.SET_NULL, null=True, blank=True, related_name="risks")
    owner_text = models.CharField(max_length=300, blank=True)
    service = models.ForeignKey("council.ServiceArea", models.SET_NULL, null=True, blank=True, related_name="risks")
    directorate = models.ForeignKey("council.Directorate", models.SET_NULL, null=True, blank=True, related_name="risks")
    review_date = models.DateField(null=True, blank=True)
    confidential = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=1)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return f"{self.reference} {self.event}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.reference = " ".join(self.reference.split())
        self.reference_key = wording.key(self.reference)
        self.slug = wording.slug(self.reference)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("risk", args=[self.slug])

    @property
    def owner(self) -> str:
        """Who answers for it: a post's title, or the words that the source has."""
        return self.owner_post.title if self.owner_post else self.owner_text


class RiskReview(models.Model):
    """One review: what the rating and scores were after it, and why they moved."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="reviews")
    at = models.DateTimeField()
    by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    rating = models.CharField(max_length=10, choices=Rating.choices, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.risk_id} reviewed {self.at:%d %B %Y}"
