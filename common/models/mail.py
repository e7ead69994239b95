"""Mail that waits to be sent: written with the change it tells of, sent after it, tried again when the server was down."""

from django.db import models


class OutgoingMail(models.Model):
    """One message to one address. ``sent_at`` is empty until the mail server took it."""

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sent_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
