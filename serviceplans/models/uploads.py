"""A plan's file between upload and confirmation. It waits in the database: any process can finish what another began."""

from django.db import models

from serviceplans.choices import UploadState


class PlanUpload(models.Model):
    """A Word file that somebody wants to bring into a version of a plan.

    ``placed``: where its reader put by hand what was not recognised, by what names the piece (``word.placing``).
    """

    version = models.ForeignKey("serviceplans.PlanVersion", models.CASCADE, related_name="uploads")
    filename = models.CharField(max_length=255)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    placed = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.WAITING)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("council.User", models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"
