"""What somebody does with what they were told: reads it, and chooses how they want to be told. Theirs alone."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from common.today import now
from council.choices import Delivery
from council.models import NoticeChoice, Notification, User

DIGESTS = (Delivery.DAILY, Delivery.WEEKLY)


def mark_read(notification: Notification) -> None:
    """Mark one as read; the first time counts."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now())


def mark_all_read(person: User, until: datetime) -> int:
    """Mark as read what this person had been told by then; what has come since stays unread. How many there were."""
    return Notification.objects.visible_to(person).unread().filter(at__lte=until).update(read_at=now())


@transaction.atomic
def choose_delivery(person: User, chosen: Mapping[str, str]) -> None:
    """How this person wants to hear of each kind from now on. What waits for a digest goes the new way too."""
    for kind, delivery in chosen.items():
        NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"delivery": delivery})
        waiting = Notification.objects.visible_to(person).for_digest().filter(kind=kind)
        # What is to come at once from now on has waited long enough: it goes with the next digest.
        waiting.update(delivery=Delivery.DAILY if delivery == Delivery.IMMEDIATE else delivery)
