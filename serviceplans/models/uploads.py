"""A plan's file between upload and confirmation. It waits in the database: any process can finish what another began."""

from django.db import models

from serviceplans.choices import UploadState


class Upload(models.Model):
    """A file with what became of it."""

    filename = models.CharField(max_length=255)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.WAITING)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"


class PlanUpload(Upload):
    """A Word file that somebody wants to bring into a version of a plan.

    ``placed``: where its reader put by hand what was not recognised, by what names the piece (``word.placing``).
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="uploads")
    placed = models.JSONField(default=dict, blank=True)


class RowsUpload(Upload):
    """A spreadsheet of rows that somebody wants to bring into plans, with what each row would do as they saw it.

    ``stamps``: at what state each plan was read, by its version's id. ``counter`` grows with each preview that is made.
    """

    table = models.CharField(max_length=30)
    sheet = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=30, blank=True)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    stamps = models.JSONField(default=dict)
    counter = models.PositiveIntegerField(default=0)

    @property
    def good(self) -> int:
        """How many rows would change something."""
        return int(self.counts["new"] + self.counts["changed"])
