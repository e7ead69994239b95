"""When a digest is due. Plain values only."""

from collections.abc import Collection
from datetime import date, timedelta

from council.choices import Delivery

A_WEEK = timedelta(days=7)


def due_deliveries(today: date) -> tuple[Delivery, ...]:
    """Which digests go out on a day: daily ones always, weekly ones on Mondays."""
    return (Delivery.DAILY, Delivery.WEEKLY) if today.weekday() == 0 else (Delivery.DAILY,)


def is_due(delivery: str, oldest: date, today: date) -> bool:
    """Whether what waits goes out today. A weekly digest whose Monday was missed goes out once a week has passed."""
    return delivery in due_deliveries(today) or today - oldest >= A_WEEK


def digest_subject(count: int, deliveries: Collection[str]) -> str:
    """The line above a digest: how many notifications, of the day or of the week."""
    span = "this week" if Delivery.WEEKLY in deliveries else "today"
    return f"{count} {'notification' if count == 1 else 'notifications'} {span}"
