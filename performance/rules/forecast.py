"""A straight line to the end of the year with a range, to stand beside the owner's own forecast.

Least squares over the latest results; the range is the 95% prediction interval. Where figures count up through the
year, the line is drawn through what each period added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import sqrt

from common.values.period import Period

from .figures import NO_ENDS, Reach, within_reach
from .signals import Figure

FEWEST, MOST = 5, 12
# Two-sided 95% points of Student's t by degrees of freedom.
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179)


@dataclass(frozen=True)
class Forecast:
    """The straight line's figure at the year end with the range around it; or ``reason`` why there is none."""

    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""


def year_end_forecast(
    figures: Sequence[Figure], wanted: Period, *, cumulative: bool = False, within: Reach = NO_ENDS
) -> Forecast:
    """The forecast of the period that closes the year. ``within``: how far figures can go."""
    if figures and figures[-1].period >= wanted:
        return Forecast(reason=f"The result of {wanted.label} is in.")
    counts_up = cumulative and wanted.kind not in ("year", "two-year")
    found = _counted_up(figures, wanted) if counts_up else _straight_line(figures, wanted)
    if isinstance(found, str):
        return Forecast(reason=found)
    middle, width = found
    number, low, high = (_kept_within(one, within) for one in (middle, middle - width, middle + width))
    return Forecast(number, low, high)


def _straight_line(figures: Sequence[Figure], wanted: Period) -> tuple[float, float] | str:
    """The line at the year end and half the width of the range."""
    points = [(_month(figure.period), float(figure.number)) for figure in figures[-MOST:]]
    count = len(points)
    if count < FEWEST:
        return _too_short(count, "results")
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    left = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    ahead = _month(wanted) - mean_x
    error = sqrt(left / (count - 2)) * sqrt(1 + 1 / count + ahead**2 / spread)
    return mean_y + slope * ahead, _t(count - 2) * error


def _counted_up(figures: Sequence[Figure], wanted: Period) -> tuple[float, float] | str:
    """What the year has so far and what the periods left would add at the average of the latest ones."""
    added = _added(figures)[-MOST:]
    count = len(added)
    if count < FEWEST:
        return _too_short(count, "results in a row")
    year, so_far, last = wanted.financial_year, 0.0, wanted
    if figures[-1].period.financial_year == year:
        so_far, last = float(figures[-1].number), figures[-1].period
        left = _steps(last, wanted)
    else:
        left = _steps(_first_of(year, wanted), wanted) + 1
    mean = sum(added) / count
    deviation = sqrt(sum((one - mean) ** 2 for one in added) / (count - 1))
    return so_far + left * mean, _t(count - 1) * deviation * sqrt(left + left * left / count)


def _added(figures: Sequence[Figure]) -> list[float]:
    """What each period added to the one before it in the same year; the first of a year added itself."""
    found = []
    for before, after in pairwise([None, *figures]):
        if after is None:
            continue
        if after.period.previous().financial_year != after.period.financial_year:
            found.append(float(after.number))
        elif before is not None and before.period == after.period.previous():
            found.append(float(after.number - before.number))
    return found


def _first_of(year: str, wanted: Period) -> Period:
    period = wanted
    while period.previous().financial_year == year:
        period = period.previous()
    return period


def _steps(start: Period, end: Period) -> int:
    steps = 0
    while start < end:
        start, steps = start.next(), steps + 1
    return steps


def _month(period: Period) -> float:
    return period.end.year * 12 + period.end.month


def _t(freedom: int) -> float:
    return _T[min(freedom, len(_T)) - 1]


def _too_short(count: int, what: str) -> str:
    there = {0: "are none", 1: "is one"}.get(count, f"are {count}")
    return f"It takes {FEWEST} {what} to draw a line to the year end; there {there}."


def _kept_within(found: float, within: Reach) -> Decimal:
    return within_reach(Decimal(repr(found)), within)
