"""Published performance: what everybody may read of a quarter, kept as it was published."""

from django.db import models


class Publication(models.Model):
    """One quarter's performance as it was published; a later correction is published as the next ``number``.

    ``period_key`` sorts and finds the quarter, ``period`` is its label. ``digest`` is the SHA-256 of all that was
    published; ``summary`` the counts that the page of it shows.
    """

    period_key = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-period_key", "-number"]
        constraints = [models.UniqueConstraint(fields=["period_key", "number"], name="one_publication_a_number")]

    def __str__(self) -> str:
        return f"Performance in {self.period}, version {self.number}"


class PublishedIndicator(models.Model):
    """One indicator of a publication: what lists need in columns, the rest as ``performance.outward`` made it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField()
    slug = models.SlugField(max_length=60)
    reference = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    directorate = models.CharField(max_length=200)
    content = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["publication", "slug"], name="once_in_a_publication")]

    def __str__(self) -> str:
        return f"{self.reference} in {self.publication_id}"
