"""Which period a page or a chaser speaks of: the last one closed, the one due, the end of a year."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from common.values.period import Period

_WHOLE_YEARS = ("year", "two-year")


@dataclass(frozen=True)
class Rhythm:
    """How often an indicator is measured, and between which periods. ``due_days`` count from a period's end."""

    frequency: str
    year_type: str
    due_days: int = 0
    first: date | None = None
    last: date | None = None


def last_closed(rhythm: Rhythm, day: date, known: Period | None = None) -> Period:
    """The latest period that ended on ``day`` or before. ``known``, any of its periods, sets where rolling years end."""
    rolling = known is not None and rhythm.year_type == "rolling" and known.kind in _WHOLE_YEARS
    return _last_closed(rhythm.frequency, rhythm.year_type, day, known if rolling else None)


@lru_cache(maxsize=8192)
def _last_closed(frequency: str, year_type: str, day: date, known: Period | None) -> Period:
    if known is not None:
        period = known
        while period.next().end <= day:
            period = period.next()
    else:
        period = Period.containing(day, frequency, year_type)
    while period.end > day:
        period = period.previous()
    return period


def last_due(rhythm: Rhythm, day: date, known: Period | None = None) -> Period | None:
    """The latest period whose result is past its day; None where that is outside the periods that are measured."""
    period = last_closed(rhythm, day - timedelta(days=rhythm.due_days + 1), known)
    return period if is_measured(rhythm, period) else None


def is_measured(rhythm: Rhythm, period: Period) -> bool:
    """Whether the period lies between the first and the last that are measured."""
    return not (rhythm.first and period.end < rhythm.first) and not (rhythm.last and period.start > rhythm.last)


def due_on(rhythm: Rhythm, period: Period) -> date:
    """The last day on which the period's result is in time."""
    return period.end + timedelta(days=rhythm.due_days)


def year_end(rhythm: Rhythm, year: Period, known: Period | None = None) -> Period:
    """The period that closes a financial year: its fourth quarter, its March, or itself.

    For a calendar or academic year, the one that falls mostly in it.
    """
    if rhythm.frequency == "annual" and rhythm.year_type in ("calendar", "academic"):
        return Period.containing(year.start + timedelta(days=182), "annual", rhythm.year_type)
    if rhythm.frequency == "annual" and rhythm.year_type == "financial":
        return year
    return last_closed(rhythm, year.end, known)


def financial_years(day: date, count: int) -> list[Period]:
    """The last ``count`` financial years that ended on ``day`` or before, oldest first."""
    return list(_financial_years(day, count))


@lru_cache(maxsize=1024)
def _financial_years(day: date, count: int) -> tuple[Period, ...]:
    years = [last_closed(Rhythm("annual", "financial"), day)]
    while len(years) < count:
        years.insert(0, years[0].previous())
    return tuple(years)
