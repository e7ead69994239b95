"""A file between upload and confirmation. It waits in the database: any process can finish what another began."""

from django.db import models

from performance.choices import BatchState


class ImportBatch(models.Model):
    """One uploaded file with its preview. ``rows`` holds each row's outcome as the officer saw it."""

    table = models.CharField(max_length=30, default="results")
    filename = models.CharField(max_length=255)
    data = models.BinaryField()
    digest = models.CharField(max_length=64, db_index=True)
    sheet = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=30, blank=True)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    plan = models.JSONField("what confirming would write", null=True, blank=True)
    undo = models.JSONField("what undoing would put back", null=True, blank=True)
    state = models.CharField(max_length=20, choices=BatchState.choices, default=BatchState.WAITING)
    accepted_refusals = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"

    @property
    def good(self) -> int:
        """How many rows would change something."""
        return int(self.counts["new"] + self.counts["changed"])
