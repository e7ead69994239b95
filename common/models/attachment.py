"""A file that belongs to a record, kept in the database, so that any process of the web tier can serve it."""

from django.db import models


class Attachment(models.Model):
    """One file that was checked when it came in, and is never changed.

    ``name`` is ours, and is what it is served as; ``original_name`` is what the sender called it, and is only shown.
    """

    name = models.CharField(max_length=120)
    original_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
