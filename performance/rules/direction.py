"""Direction of travel: which way the figures went, and whether that is good, by the method that the council chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from common.values.numbers import trimmed
from common.values.period import Period
from common.values.result import ResultValue

from .figures import IN_RANGE, NEUTRAL, NO_RANGE, UP_IS_BAD, WITHHELD, Measure

LATEST_THREE, PREVIOUS_PERIOD, SAME_PERIOD_LAST_YEAR = "latest-three", "previous-period", "same-period-last-year"
_WORDS = {1: ("improving", "rising"), -1: ("worsening", "falling"), 0: ("stable", "stable")}
_POLARITY = {"up-is-good": "up is good", UP_IS_BAD: "up is bad", IN_RANGE: "within a range is good"}


@dataclass(frozen=True)
class DirectionOfTravel:
    """``word``: improving, worsening, stable, rising, falling, none, or neutral where an officer says so.

    ``arrow``: up, down or flat, which way the number went. ``overridden``: an officer set the word by hand, for the
    ``reason`` given; ``computed`` is then the word that the figures give.
    """

    word: str
    arrow: str
    sentence: str
    overridden: bool = False
    reason: str = ""
    computed: str = ""


@dataclass(frozen=True)
class Point:
    """A result with its period."""

    period: Period
    result: ResultValue


def direction(
    points: Sequence[Point],
    measure: Measure,
    *,
    method: str = LATEST_THREE,
    stability: Decimal = Decimal(1),
    cumulative: bool = False,
) -> DirectionOfTravel:
    """The direction at the last of ``points`` (in order of time).

    ``stability`` is a percentage of the first value compared. *latest-three*: improving or worsening when first to
    third moves beyond the band and no step beyond it goes the other way, else stable. *previous-period* and
    *same-period-last-year* compare two. A figure that counts up through the year (``cumulative``) is compared with the
    same period of earlier years: against the quarter before it would always rise.
    """
    compared = NO_RANGE if measure.lacks_range else _compared(points, method, cumulative)
    if isinstance(compared, str):
        return DirectionOfTravel("none", "flat", compared)
    numbers = [point.result.number for point in compared if point.result.number is not None]
    band = abs(numbers[0]) * stability / 100
    way = _way([_goodness(number, measure) for number in numbers], band)
    went = numbers[-1] - numbers[0]
    word = _WORDS[way][measure.polarity == NEUTRAL]
    arrow = "flat" if way == 0 or went == 0 else "up" if went > 0 else "down"
    return DirectionOfTravel(word, arrow, _sentence(compared, measure, way, arrow, stability))


def _compared(points: Sequence[Point], method: str, cumulative: bool) -> list[Point] | str:
    """The points to compare, oldest first; or the sentence that says why there are none."""
    if not points:
        return "There is no result yet."
    last = points[-1]
    if last.result.state == WITHHELD:
        return f"The result for {last.period.label} is withheld, so no direction is shown."
    if last.result.number is None:
        return f"There is no figure for {last.period.label} to compare."
    if cumulative and last.period.kind not in ("year", "two-year"):
        points = _same_time_of_year(points)
        method = SAME_PERIOD_LAST_YEAR if method == PREVIOUS_PERIOD else method
    counted = [point for point in points if point.result.number is not None or point.result.state == WITHHELD]
    if method == LATEST_THREE:
        if len(counted) < 3:
            return f"It takes three results to see a direction; there {_are(len(counted))}."
        chosen = counted[-3:]
    else:
        wanted = last.period.previous() if method == PREVIOUS_PERIOD else last.period.same_last_year()
        chosen = [*(point for point in counted if point.period == wanted), last]
        if len(chosen) < 2:
            return f"There is no figure for {wanted.label} to compare {last.period.label} with."
    hidden = next((point for point in chosen if point.result.state == WITHHELD), None)
    if hidden:
        return f"The result for {hidden.period.label} is withheld, so no direction is shown."
    if any(point.result.comparator not in ("", "~") for point in chosen):
        return "One of the results compared is not an exact figure, so no direction can be told."
    return chosen


def _same_time_of_year(points: Sequence[Point]) -> list[Point]:
    last = points[-1].period
    return [p for p in points if (p.period.end.month, p.period.kind) == (last.end.month, last.kind)]


def _are(count: int) -> str:
    return {0: "are none", 1: "is one"}.get(count, f"are {count}")


def _goodness(number: Decimal, measure: Measure) -> Decimal:
    """A number that rises as things get better (for neutral, as the figure rises)."""
    if measure.polarity == UP_IS_BAD:
        return -number
    if measure.polarity != IN_RANGE:
        return number
    below = max(measure.low - number, Decimal(0)) if measure.low is not None else Decimal(0)
    above = max(number - measure.high, Decimal(0)) if measure.high is not None else Decimal(0)
    return -max(below, above)


def _way(values: Sequence[Decimal], band: Decimal) -> int:
    """1 for better, -1 for worse, 0 for stable."""
    moved = values[-1] - values[0]
    steps = [after - before for before, after in pairwise(values)]
    if moved > band and min(steps) >= -band:
        return 1
    if moved < -band and max(steps) <= band:
        return -1
    return 0


def _sentence(compared: Sequence[Point], measure: Measure, way: int, arrow: str, stability: Decimal) -> str:
    shown = [measure.shown(point.result) for point in compared]
    first, last = compared[0].period, compared[-1].period
    band = f"the {format(trimmed(stability), 'f')}% stability band"
    if len(compared) > 2:
        subject = f"The latest three results ({', '.join(shown)}; {first.label} to {last.label})"
    else:
        subject = f"From {first.label} to {last.label} ({shown[0]} to {shown[-1]}) the figure"
    if way == 0:
        numbers = [point.result.number or Decimal(0) for point in compared]
        if measure.polarity == IN_RANGE and not any(_goodness(number, measure) for number in numbers):
            return f"{subject} stayed within the range that is good: stable."
        return f"{subject} did not move one way by more than {band}: stable."
    moved = {"up": "rose", "down": "fell", "flat": "moved"}[arrow]
    if measure.polarity == NEUTRAL:
        return f"{subject} {moved} by more than {band}: {_WORDS[way][1]}, which is neither good nor bad in itself."
    return f"{subject} {moved} by more than {band}; {_POLARITY[measure.polarity]}, so it is {_WORDS[way][0]}."
