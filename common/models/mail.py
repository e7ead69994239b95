"""Mail that waits to be sent: written with the change it tells of, sent after it, tried again when the server was down."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> "OutgoingMailQuerySet":
        """Not sent yet, and not given up."""
        return self.filter(sent_at=None, given_up=False)

    def due(self, moment: datetime) -> "OutgoingMailQuerySet":
        """Waiting, and nobody is trying them or has asked for a pause."""
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=moment))


class OutgoingMail(models.Model):
    """One message to one address. ``sent_at`` is empty until the mail server took it.

    ``not_before`` is by the machine's clock, not by a pretended today: until then nobody tries the message, because
    somebody is sending it now or because the server did not take it.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    given_up = models.BooleanField(default=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sent_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
