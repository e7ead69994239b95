"""Telling people by e-mail: queued with the change, sent after it by the task queue, tried again for three days.

A dead mail server delays mail, and nothing else. People are told through ``council.notifications.notify``; only what
has no person to tell, such as a link to choose a password, is queued here directly.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from common.models import OutgoingMail
from common.today import now

log = logging.getLogger(__name__)
_silent: ContextVar[bool] = ContextVar("no_mail", default=False)
# A process that died while it was sending leaves its message claimed for so long.
CLAIM = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=1)
# What a mail server has against one message; any other failure to send is one of the server itself.
OF_ONE_MESSAGE = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, SMTPNotSupportedError)
# With the pauses between them, about three days.
MOST_ATTEMPTS = 78


@contextmanager
def silence() -> Iterator[None]:
    """Within the block nobody is sent mail: a loader replays what happened long ago."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def is_silent() -> bool:
    return _silent.get()


def queue(messages: Iterable[tuple[str, str, str]]) -> list[OutgoingMail]:
    """Queue messages (address, subject, body) within the present transaction; they are sent once it has committed."""
    if is_silent():
        return []
    queued = [
        OutgoingMail(to=to, subject=" ".join(subject.split())[:250], body=body, created_at=now())
        for to, subject, body in messages
    ]
    for message in queued:
        message.save()
    mail_ids = [message.pk for message in queued]

    def hand_over() -> None:
        deliver.enqueue(mail_ids)

    if queued:
        # Should the task not be queued, the messages still wait, and the next sweep finds them.
        transaction.on_commit(hand_over, robust=True)
    return queued


@task()
def deliver(mail_ids: list[int]) -> int:
    """Send these messages, each once; returns how many went. Those that did not are tried again after a pause."""
    sent, left = 0, list(mail_ids)
    while left:
        message = _claim(left.pop(0))
        if message is None:
            continue
        error = _send(message)
        if error is None:
            sent += 1
            continue
        pause = _postpone(message, error)
        # A server that cannot be reached cannot be reached for the other messages either.
        unreachable = isinstance(error, OSError) and not isinstance(error, OF_ONE_MESSAGE)
        _try_later([message.pk, *left] if unreachable else [message.pk], pause)
        if unreachable:
            break
    return sent


def send_waiting(*, early: bool = False) -> int:
    """Send whatever waits and is due, ``early`` also what is to be tried later; returns how many went."""
    if early:
        # A claim is not a pause: what somebody else is sending at this moment stays theirs.
        OutgoingMail.objects.waiting().exclude(last_error="").update(not_before=None)
    due = OutgoingMail.objects.due(timezone.now())
    return deliver.call(list(due.values_list("pk", flat=True)))


def pause_after(attempts: int) -> timedelta:
    """How long a message rests after so many attempts: 1 minute, 2, 4, and at most an hour."""
    return min(LONGEST_PAUSE, timedelta(minutes=2 ** min(attempts - 1, 10)))


def _claim(pk: int) -> OutgoingMail | None:
    """The message, if nobody else has it: one statement, so that of two who ask at once one gets it.

    ``last_error`` is emptied for as long as the claim holds.
    """
    due = OutgoingMail.objects.due(timezone.now()).filter(pk=pk)
    claimed = due.update(not_before=timezone.now() + CLAIM, attempts=F("attempts") + 1, last_error="")
    return OutgoingMail.objects.get(pk=pk) if claimed else None


def _send(message: OutgoingMail) -> Exception | None:
    """Hand the message to the mail server, outside any transaction; the error if it was not taken."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    # The same at every attempt, so that a mail system that has it already can tell.
    headers = {"Message-ID": f"<{message.pk}.{message.created_at.timestamp():.0f}@{host}>"}
    mail = EmailMessage(message.subject, message.body, to=[message.to], headers=headers, connection=get_connection())
    try:
        mail.send()
    except OSError as error:
        # smtplib's errors are OSErrors too.
        log.warning("Mail %s not sent: %s", message.pk, error)
        return error
    except Exception as error:
        # A message that cannot be sent must not keep the others back.
        log.exception("Mail %s cannot be sent", message.pk)
        return error
    OutgoingMail.objects.filter(pk=message.pk).update(sent_at=now(), not_before=None)
    return None


def _postpone(message: OutgoingMail, error: Exception) -> timedelta:
    """Let the message rest, or give it up after three days; for how long it rests."""
    pause = pause_after(message.attempts)
    message.last_error = str(error)[:300] or type(error).__name__
    message.not_before, message.given_up = timezone.now() + pause, message.attempts >= MOST_ATTEMPTS
    message.save(update_fields=["last_error", "not_before", "given_up"])
    return pause


def _try_later(mail_ids: list[int], pause: timedelta) -> None:
    """Queue another attempt. Where tasks run at once (tests), the next sweep makes it."""
    if deliver.get_backend().supports_defer:
        deliver.using(run_after=timezone.now() + pause).enqueue(mail_ids)
