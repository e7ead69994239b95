"""Red, amber or green: a result against its target, by the method that the council chose."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from common.values.result import NOT_AVAILABLE, NOT_MEASURED, ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance

from .aims import Aim, aim_of
from .figures import NEUTRAL, WITHHELD, Bound, Measure, bounds

TOLERANCE, TOLERANCE_WITH_TREND = "tolerance", "tolerance-with-trend"
NO_TOLERANCE = Tolerance.parse("")


@dataclass(frozen=True)
class Rating:
    """``colour`` is red, amber, green or none; ``sentence`` says why, with the figures and their units.

    ``overridden``: an officer set the colour by hand, for the ``reason`` given; ``computed`` is then the colour that
    the figures give.
    """

    colour: str
    sentence: str
    overridden: bool = False
    reason: str = ""
    computed: str = ""


@lru_cache(maxsize=8192)
def rate(
    result: ResultValue | None,
    target: TargetValue | None,
    measure: Measure,
    *,
    tolerance: Tolerance = NO_TOLERANCE,
    method: str = TOLERANCE,
    last_year: ResultValue | None = None,
    period: str = "",
    forecast: bool = False,
) -> Rating:
    """The rating of one result.

    *tolerance*: green at or beyond the target, amber for a miss no bigger than the tolerance, red for a bigger one.
    *tolerance-with-trend*: green within the tolerance too; further off, amber where it is better than ``last_year``
    (the result of the same period a year before), red where it is not. Neutral, or no target or result: none.
    ``forecast``: it is no result yet, and the sentence says so.
    """
    when = period or "this period"
    reason = _no_result(result, measure, when)
    if reason or result is None or result.number is None:
        return Rating("none", reason)
    aim = aim_of(target, measure, tolerance, when)
    if isinstance(aim, str):
        return Rating("none", aim)
    lowest, highest = bounds(result)
    grade, side = aim.grade(lowest)
    opening = f"{period or 'The result'} is {'forecast to be ' * forecast}{{}} against a target of {aim.words(measure)}"
    if (grade, side) != aim.grade(highest):
        opening = opening.format(measure.shown(result))
        return Rating("none", f"{opening}: the exact figure is not known, so it cannot be rated.")
    told = _Told(opening, result, result.number, aim, measure, tolerance)
    if method == TOLERANCE_WITH_TREND:
        return _with_trend(told, grade, last_year)
    colour = {"met": "green", "within": "amber", "outside": "red"}[grade]
    return Rating(colour, f"{told.distance(grade)}.")


def _no_result(result: ResultValue | None, measure: Measure, when: str) -> str:
    if measure.polarity == NEUTRAL:
        return "It is neutral: neither a rise nor a fall is good in itself, so it is not rated."
    if result is None:
        return f"There is no result for {when} yet, so it is not rated."
    if result.state == WITHHELD:
        return f"The result for {when} is withheld, so no rating is shown."
    if result.state == NOT_MEASURED:
        return f"It was not measured in {when}, so it is not rated."
    if result.state == NOT_AVAILABLE:
        return f"The result for {when} is not available, so it is not rated."
    if result.number is None:
        return f"The result for {when} is “{result.words}”, which no target can be compared with."
    return ""


def _with_trend(told: "_Told", grade: str, last_year: ResultValue | None) -> Rating:
    if grade != "outside":
        return Rating("green", f"{told.distance(grade)}.")
    opening = told.distance(grade)
    if last_year is not None and last_year.state == WITHHELD:
        return Rating("none", f"{opening}; the result a year before is withheld, so no rating is shown.")
    if last_year is None or last_year.number is None:
        return Rating("red", f"{opening}, and there is no result a year before to show an improvement.")
    before = told.measure.shown(last_year)
    better = _better(told.aim, told.result, last_year)
    if better is None:
        return Rating("none", f"{opening}; whether it is better than a year before ({before}) is not known exactly.")
    if better:
        return Rating("amber", f"{opening}, but better than a year before ({before}).")
    return Rating("red", f"{opening}, and no better than a year before ({before}).")


def _better(aim: Aim, now: ResultValue, then: ResultValue) -> bool | None:
    """Whether ``now`` is nearer to the aim; None where figures like "<5" leave it open."""
    if now.number is None or then.number is None:
        return None
    exact = {now.comparator, then.comparator} <= {"", "~"}
    if exact:
        return aim.distance(now.number) < aim.distance(then.number)
    if aim.low is not None and aim.high is not None:
        return None
    (now_low, now_high), (then_low, then_high) = bounds(now), bounds(then)
    if aim.low is None:
        now_low, now_high, then_low, then_high = map(_mirror, (now_high, now_low, then_high, then_low))
    if now_low > then_high:
        return True
    return False if now_high <= then_low else None


def _mirror(at: Bound) -> Bound:
    return -at[0], -at[1]


@dataclass(frozen=True)
class _Told:
    """What the sentence is made of. ``opening`` awaits the result as shown."""

    opening: str
    result: ResultValue
    number: Decimal
    aim: Aim
    measure: Measure
    tolerance: Tolerance

    def distance(self, grade: str) -> str:
        """The sentence up to its full stop: "Q1 is 84.9% against …: 3.1 points off, inside the agreed …"."""
        if self.measure.unit == "yes_no":
            return f"{self.opening.format(self.measure.shown(self.result))}: {'met' if grade == 'met' else 'not met'}"
        edge = self.aim.edge(self.number)
        gap, slack = abs(self.number - edge), self.aim.slack(edge)
        places = self.measure.places_to_tell((self.number, edge), (gap, slack), (gap, Decimal(0)))
        opening = self.opening.format(self.measure.shown(self.result, places))
        inexact = self.result.comparator not in ("", "~")
        if grade == "met":
            beyond = "" if inexact or self._inside_a_range else f", by {self.measure.gap(gap, places)}"
            return f"{opening}: met{beyond if gap else ' exactly' if not inexact else ''}"
        off = "off" if inexact or not gap else f"{self.measure.gap(gap, places)} off"
        if slack == 0:
            return f"{opening}: {off}, with no tolerance agreed"
        side = "inside" if grade == "within" else "outside"
        return f"{opening}: {off}, {side} the agreed tolerance of {self._tolerance(slack)}"

    @property
    def _inside_a_range(self) -> bool:
        return self.aim.low is not None and self.aim.high is not None

    def _tolerance(self, slack: Decimal) -> str:
        size = self.measure.gap(slack)
        if not self.tolerance.percent:
            return size
        return f"{format(self.tolerance.amount.normalize(), 'f')}% of the target ({size})"
