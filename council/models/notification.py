"""What people were told, and how each wants to be told."""

import uuid

from django.db import models

from council.choices import Delivery, NoticeKind
from council.models.people import User
from council.querysets import NotificationQuerySet


class Notification(models.Model):
    """One person told of one thing. ``about`` names the thing ("decision 12"): the constraint keeps it to once.

    ``items`` are texts with addresses of their own, as [text, address]; addresses begin with a stroke. ``delivery`` is
    what the person had chosen when it happened, and ``mail`` the message, or the digest, that it went out in.
    """

    # Made before the row is, so that whoever inserts many can tell which of them were new.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=200)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    items = models.JSONField(default=list, blank=True)
    link = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    delivery = models.CharField(max_length=20, choices=Delivery.choices)
    mail = models.ForeignKey("common.OutgoingMail", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notifications_of_a_person"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.person_id}"

    @property
    def kind_words(self) -> str:
        return NoticeKind(self.kind).label if self.kind in NoticeKind.values else ""


class NoticeChoice(models.Model):
    """How one person wants to hear of one kind of thing; without a row it is at once."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=20)
    delivery = models.CharField(max_length=20, choices=Delivery.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.delivery}"
