"""Digests: what people chose to hear of once a day or once a week, in one message each."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common.mail import queue
from common.today import today
from council.choices import Delivery, NoticeKind
from council.models import Notification, User
from council.notifications import as_text
from council.rules import digest_subject, is_due


@dataclass
class Digests:
    """Who is sent a digest, by address, with how many notifications; ``already``: those who had one today."""

    sent: dict[str, int] = field(default_factory=dict)
    already: list[str] = field(default_factory=list)


def send_digests(*, dry_run: bool = False) -> Digests:
    """Send everybody what waits for them. Nothing goes out twice, and nobody gets two digests in a day.

    Each person's is a transaction of its own: what goes wrong with one keeps no other back.
    """
    found = Digests()
    waiting = Notification.objects.for_digest().filter(person__is_active=True)
    for person in User.objects.filter(pk__in=waiting.values("person")).order_by("email"):
        if had_one_today(person):
            found.already.append(person.email)
        elif count := _send(person, dry_run):
            found.sent[person.email] = count
    return found


def had_one_today(person: User) -> bool:
    sent = Notification.objects.filter(person=person, delivery__in=[Delivery.DAILY, Delivery.WEEKLY])
    return sent.filter(mail__created_at__date=today()).exists()


@transaction.atomic
def _send(person: User, dry_run: bool) -> int:
    """One person's digest; how many notifications it holds. The lock lets one of two schedules send them."""
    waiting = list(Notification.objects.visible_to(person).for_digest().select_for_update().order_by("at"))
    day = today()
    rows = [row for row in waiting if is_due(row.delivery, timezone.localdate(waiting[0].at), day)]
    if not rows or dry_run:
        return len(rows)
    subject = digest_subject(len(rows), {row.delivery for row in rows})
    (message,) = queue([(person.email, subject, _text(rows))])
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mail=message)
    return len(rows)


def _text(rows: list[Notification]) -> str:
    """The notifications by kind, each with its words and its address."""
    groups: dict[str, list[Notification]] = defaultdict(list)
    for row in rows:
        groups[row.kind].append(row)
    parts = []
    for kind in [*NoticeKind.values, *(set(groups) - set(NoticeKind.values))]:
        for number, row in enumerate(groups.get(kind, [])):
            heading = [row.kind_words.upper()] if not number and row.kind_words else []
            parts.append("\n\n".join([*heading, row.subject, as_text(row.body, row.items, row.link)]))
    choices = f"Choose how you are told: {settings.SITE_URL}{reverse('notice_choices')}"
    return "\n\n\n".join([*parts, choices])
