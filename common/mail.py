"""Telling people by e-mail. A dead mail server delays mail, and nothing else."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from common.models import OutgoingMail
from common.today import now

log = logging.getLogger(__name__)
_silent: ContextVar[bool] = ContextVar("no_mail", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Within the block nobody is told: a loader replays what happened long ago."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def tell(addresses: Iterable[str], subject: str, body: str) -> None:
    """Queue one message to each address within the present transaction, and send it once that has committed."""
    if _silent.get():
        return
    queued = [
        OutgoingMail(to=address, subject=subject[:250], body=body, created_at=now())
        for address in sorted(set(addresses))
    ]
    for message in queued:
        message.save()
    if queued:
        transaction.on_commit(partial(send_waiting, [message.pk for message in queued]))


def send_waiting(only: list[int] | None = None) -> int:
    """Send the messages that wait (or ``only`` those), each claimed first so that it goes out once; returns how many."""
    waiting = OutgoingMail.objects.filter(sent_at=None)
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    return sum(_send(pk) for pk in waiting.values_list("pk", flat=True))


def _send(pk: int) -> int:
    with transaction.atomic():
        message = OutgoingMail.objects.select_for_update().filter(pk=pk, sent_at=None).first()
        if message is None:
            return 0
        message.attempts += 1
        try:
            send_mail(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to])
        except OSError as error:
            # smtplib's errors are OSErrors too; anything else is a fault of ours and should be seen.
            log.warning("Mail %s not sent: %s", pk, error)
            message.last_error = str(error)[:300]
            message.save(update_fields=["attempts", "last_error"])
            return 0
        message.sent_at, message.last_error = now(), ""
        message.save(update_fields=["attempts", "sent_at", "last_error"])
        return 1
