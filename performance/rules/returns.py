"""Statutory returns: how one stands on a day, and when the next is due. Pure rules."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"monthly": 1, "quarterly": 3, "termly": 4, "half-yearly": 6, "annual": 12, "two-yearly": 24}
SOON = timedelta(days=28)
_WORDS = {
    "not-started": ("Not started", "grey"),
    "collecting": ("Collecting", "blue"),
    "checked": ("Checked", "blue"),
    "submitted": ("Submitted", "green"),
    "late": ("Late", "red"),
}


@dataclass(frozen=True)
class ReturnState:
    """``key`` is a stored status or "late"; ``tone`` colours the ``words``; ``soon``: due within four weeks."""

    key: str
    words: str
    tone: str
    soon: bool = False


def state_of(status: str, next_due: date | None, day: date) -> ReturnState:
    """A return is late from the day after its due day until it is submitted, whatever its status says."""
    waits = status != "submitted" and next_due is not None
    key = "late" if waits and next_due is not None and next_due < day else status
    soon = waits and next_due is not None and day <= next_due <= day + SOON
    words, tone = _WORDS[key]
    return ReturnState(key, words, tone, soon)


def due_after(frequency: str, due: date | None) -> date | None:
    """The day on which the one after is due: the same day so many months on; None where nobody can know it.

    The last day of a month stays the last day: 30 June is followed by 31 December only where both end their month.
    """
    months = MONTHS.get(frequency)
    if months is None or due is None:
        return None
    index = due.year * 12 + due.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    at_end = due.day == calendar.monthrange(due.year, due.month)[1]
    return date(year, month, last if at_end else min(due.day, last))
