"""Today comes from one place, so that a demonstration or a test can fix it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("pretended_now", default=None)


def now() -> datetime:
    """The present moment, aware; on a fixed day (``settings.TODAY``, ISO date) the real time of day on that day."""
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    real = timezone.localtime()
    if not settings.TODAY:
        return real
    return datetime.combine(date.fromisoformat(settings.TODAY), real.timetz())


def today() -> date:
    """The date that every page, rule and report calls today."""
    pretended = _pretended.get()
    if pretended is not None:
        return timezone.localdate(pretended)
    return date.fromisoformat(settings.TODAY) if settings.TODAY else timezone.localdate()


def is_fixed() -> bool:
    """Whether today is fixed by a setting; pages say so when it is."""
    return bool(settings.TODAY)


@contextmanager
def pretend(moment: datetime | date) -> Iterator[None]:
    """Within the block, now is ``moment`` (a date means noon): how a loader replays what happened on earlier days."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
