"""From which day to which an indicator's next result is late: the same answer as asking ``last_due`` on every day."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.values.period import Period

from .periods import Rhythm, due_on, is_measured

_DAY = timedelta(days=1)
# Twenty years of months: no first period lies further ahead than that.
_FURTHEST = 240


@dataclass(frozen=True)
class Lateness:
    """Late from ``first`` on (never, where it is None) and before ``until`` (for good, where it is None)."""

    first: date | None = None
    until: date | None = None


def lateness(rhythm: Rhythm, latest: Period | None) -> Lateness:
    """When the result after ``latest`` is late; where nothing was ever entered, that of the first period measured."""
    unbounded = latest is None and rhythm.first is None
    begins = None if unbounded else _next(rhythm, latest)
    if begins is None and not unbounded:
        return Lateness()
    first = due_on(rhythm, begins) + _DAY if begins else date.min
    until = _first_unmeasured(rhythm, latest)
    if until is None:
        return Lateness(first)
    ends = due_on(rhythm, until) + _DAY
    return Lateness(first, ends) if first < ends else Lateness()


def _next(rhythm: Rhythm, latest: Period | None) -> Period | None:
    """The first period that is measured and has no result."""
    begins = rhythm.first or date.min
    period = latest.next() if latest else Period.containing(begins, rhythm.frequency, rhythm.year_type)
    for _ in range(_FURTHEST):
        if is_measured(rhythm, period):
            return period
        if rhythm.last and period.start > rhythm.last:
            return None
        period = period.next()
    return None


def _first_unmeasured(rhythm: Rhythm, latest: Period | None) -> Period | None:
    """The first period after the last that is measured; None where it is measured for good."""
    if rhythm.last is None:
        return None
    period = latest or Period.containing(rhythm.last, rhythm.frequency, rhythm.year_type)
    while period.start <= rhythm.last:
        period = period.next()
    return period
