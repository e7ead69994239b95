"""What is expected at the end of the year: the straight line and the owner's own forecast, each with its rating."""

from dataclasses import dataclass, replace
from functools import lru_cache

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from performance.choices import ResultState, Unit
from performance.rules import Rating
from performance.rules.figures import WITHHELD, reach_of
from performance.rules.forecast import Forecast, year_end_forecast
from performance.rules.periods import year_end

from .judge import Judge
from .load import ResultRow, rhythm_of

_NO_LINE = {Unit.LEVEL, Unit.YES_NO, Unit.TEXT}
NO_RATING = Rating("none", "")
TOO_FEW_LEFT = "Results that are withheld leave too few to draw a line to the year end."
RESULT_IN, TOO_SHORT, IN_WORDS = "Result is in", "Too few results", "No figures"


@dataclass(frozen=True)
class YearEnd:
    """The period that closes the year, and what is expected of it; figures are as pages show them, "" for none.

    ``line`` is the straight line's figure, between ``low`` and ``high``; where there is none, ``state`` names why and
    ``reason`` says it. ``owner`` is the owner's own forecast as they put it.
    """

    period: str
    line: str = ""
    low: str = ""
    high: str = ""
    line_rating: Rating = NO_RATING
    state: str = ""
    reason: str = ""
    owner: str = ""
    owner_rating: Rating = NO_RATING

    @property
    def figure(self) -> str:
        """The forecast that counts: the owner's, or the straight line's where the owner gives none."""
        return self.owner or self.line

    @property
    def shown(self) -> str:
        """The forecast that counts, or why there is none."""
        return self.figure or self.state

    @property
    def rating(self) -> Rating:
        """The rating of the forecast that counts."""
        return self.owner_rating if self.owner else self.line_rating

    @property
    def whose(self) -> str:
        """Whose forecast counts, in words."""
        return "Owner's forecast" if self.owner else "Straight line" if self.line else ""

    @property
    def why(self) -> str:
        """The sentence: the forecast against the target, or why there is no forecast."""
        return self.rating.sentence or self.reason


# A scorecard draws hundreds of lines each time that it is read, through the same figures as the time before.
_drawn = lru_cache(maxsize=4096)(year_end_forecast)


def year_end_of(judge: Judge, shown: Period, asked: Period | None) -> YearEnd:
    """The end of the year that is asked for (of today's, where none is), as it is expected at the period ``shown``."""
    indicator, record = judge.indicator, judge.record
    year = Period.containing(asked.end if asked else today(), "annual")
    wanted = year_end(rhythm_of(indicator), year, record.latest)
    rows = record.upto(shown).results
    if rows and rows[-1].period >= wanted:
        return YearEnd(wanted.label, state=RESULT_IN, reason=f"The result of {wanted.label} is in.")
    found = YearEnd(wanted.label, state=IN_WORDS, reason="It is measured in words, which no line can be drawn through.")
    if indicator.unit not in _NO_LINE:
        figures = record.upto(shown).figures
        within = reach_of(indicator.unit, [figure.number for figure in figures])
        found = _line(judge, wanted, _drawn(tuple(figures), wanted, cumulative=indicator.cumulative, within=within))
        if not found.line and any(row.value.state == WITHHELD for row in rows):
            found = YearEnd(wanted.label, state=str(ResultState.WITHHELD.label), reason=TOO_FEW_LEFT)
    return _with_owner(found, judge, wanted, rows[-1] if rows else None)


def _line(judge: Judge, wanted: Period, line: Forecast) -> YearEnd:
    if line.number is None or line.low is None or line.high is None:
        return YearEnd(wanted.label, state=TOO_SHORT, reason=line.reason)
    figure, low, high = (
        ResultValue(number).display(judge.indicator.unit, judge.indicator.decimal_places)
        for number in (line.number, line.low, line.high)
    )
    rating = judge.computed_rating(wanted, ResultValue(line.number), forecast=True)
    return YearEnd(wanted.label, figure, low, high, rating)


def _with_owner(found: YearEnd, judge: Judge, wanted: Period, row: ResultRow | None) -> YearEnd:
    """The same with the forecast that the owner gave with this year's latest result, if they gave one."""
    yearly = row is not None and row.period.kind in ("year", "two-year")
    if row is None or not row.forecast or not (yearly or row.period.financial_year == wanted.financial_year):
        return found
    value = _read(row.forecast, judge.indicator.unit)
    if value is None:
        sentence = f"The owner's forecast for {wanted} is “{row.forecast}”, which no target can be compared with."
        rating = Rating("none", sentence)
    else:
        rating = judge.computed_rating(wanted, value, forecast=True)
    said = value.display(judge.indicator.unit, judge.indicator.decimal_places) if value else row.forecast
    return replace(found, owner=said, owner_rating=rating)


def _read(text: str, unit: str) -> ResultValue | None:
    try:
        value = ResultValue.parse(text, unit=unit)
    except Unreadable:
        return None
    return value if value.number is not None else None
