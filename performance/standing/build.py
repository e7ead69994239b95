"""One indicator's standing, worked out from its record by the rules."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from common.today import today
from common.values.period import Period
from common.values.result import NOT_AVAILABLE, NOT_MEASURED
from performance.choices import Direction, Rag, ResultState
from performance.formulas import references_in
from performance.models import Indicator
from performance.rules import DirectionOfTravel, Rating
from performance.rules import states as says
from performance.rules.figures import WITHHELD
from performance.rules.periods import due_on, financial_years, last_closed, last_due, year_end
from performance.rules.states import State

from .judge import CouncilMethod, Judge
from .load import Record, ResultRow, rhythm_of
from .year_end import YearEnd, year_end_of

TREND_LENGTH = 9


@dataclass(frozen=True)
class YearResult:
    """The result at the end of one financial year. ``text`` is for a table ("−32"; "–" where there is none)."""

    label: str
    text: str
    number: Decimal | None


@dataclass(frozen=True)
class Standing:
    """An indicator in one quarter or year.

    ``period`` is the label of the period that ``value`` is of; it may be older than the one asked for. ``value`` and
    ``target`` are as pages show them, empty where there is none; ``state`` then says which kind of none, or that the
    value is no new one, or withheld from others. ``number``: the value, where it is an exact figure. ``trend`` holds
    the latest figures, oldest first. ``overdue``: a result is past its day (``due``); it is of ``missing``.
    ``year_end``: what is expected of the year.
    """

    indicator: Indicator
    period: str
    value: str
    target: str
    rating: Rating
    direction: DirectionOfTravel
    state: State
    commentary: str
    status: str
    forecast: str
    years: tuple[YearResult, ...]
    trend: tuple[Decimal, ...]
    year_end: YearEnd
    number: Decimal | None = None
    entered_at: datetime | None = None
    entered_post: str = ""
    missing: str = ""
    due: date | None = None

    @property
    def shown(self) -> str:
        """The value, or why there is none."""
        return self.value or self.state.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands below the value: which period's it is where that is not the one asked for, why, provisional."""
        older = (self.period, self.state.name) if self.value and self.state else ()
        return (*older, "provisional") if self.value and self.status == "provisional" else older

    @property
    def remark(self) -> str:
        """The commentary; where there is none, why there is no new figure."""
        return self.commentary or self.state.why

    @property
    def awaited(self) -> bool:
        """Whether the period's result has not come."""
        return self.state.code == ResultState.AWAITING

    @property
    def overdue(self) -> bool:
        return self.due is not None

    @property
    def rating_text(self) -> str:
        """The rating's word to print: "Green", "Not rated"."""
        return str(Rag(self.rating.colour).label)

    @property
    def direction_text(self) -> str:
        """The direction's word to print: "Worsening", "Neutral", "No trend"."""
        return str(Direction(self.direction.word).label)

    @property
    def by_hand(self) -> str:
        """What of it is set by hand: "Rating", "Direction", "Rating and direction", or ""."""
        said = [("rating", self.rating.overridden), ("direction", self.direction.overridden)]
        return " and ".join(word for word, overridden in said if overridden).capitalize()


def build(indicator: Indicator, record: Record, asked: Period | None, method: CouncilMethod) -> Standing:
    """The standing in the period ``asked`` for, or at the latest result where it is None."""
    expected, row = _result_in(indicator, record, asked)
    target = record.targets.get(expected.key)
    missing, judge = _missing(indicator, record), Judge(indicator, record, method)
    trend = [figure.number for figure in record.upto(expected).figures]
    return Standing(
        indicator=indicator,
        period=expected.label,
        value=_value(row, indicator),
        target=target.value.display(indicator.unit) if target else "",
        rating=judge.rating(expected, row),
        direction=judge.direction(row),
        state=_state(indicator, expected, row, asked),
        commentary=row.commentary if row else "",
        status=row.status if row else "",
        forecast=row.forecast if row else "",
        years=years(indicator, record, financial_years(asked.end if asked else today(), 3)),
        trend=tuple(trend[-TREND_LENGTH:]),
        year_end=year_end_of(judge, expected, asked),
        number=row.value.number if row and not row.value.comparator else None,
        entered_at=row.entered_at if row else None,
        entered_post=row.entered_post if row else "",
        missing=missing.label if missing else "",
        due=due_on(rhythm_of(indicator), missing) if missing else None,
    )


def rating_in(indicator: Indicator, record: Record, asked: Period, method: CouncilMethod) -> Rating:
    """The rating alone, as ``build`` gives it."""
    return Judge(indicator, record, method).rating(*_result_in(indicator, record, asked))


def years(indicator: Indicator, record: Record, wanted: list[Period]) -> tuple[YearResult, ...]:
    """The result at the end of each of these financial years, in a table's form."""
    rhythm = rhythm_of(indicator)
    found = []
    for year in wanted:
        row = record.by_period.get(year_end(rhythm, year, record.latest).key)
        value = row.value if row else None
        text = value.display(indicator.unit, indicator.decimal_places, plain=True) if value else "–"
        found.append(YearResult(year.label, text, value.number if value else None))
    return tuple(found)


def _result_in(indicator: Indicator, record: Record, asked: Period | None) -> tuple[Period, ResultRow | None]:
    """The period that should be shown, and its result if there is one."""
    by_period = record.by_period
    if asked is None:
        period = record.latest or last_closed(rhythm_of(indicator), today())
        return period, by_period.get(period.key)
    if asked.key in by_period:
        return asked, by_period[asked.key]
    rhythm = rhythm_of(indicator)
    expected = last_closed(rhythm, asked.end, record.latest)
    if expected.key in by_period or expected.end >= asked.start or due_on(rhythm, expected) < today():
        return expected, by_period.get(expected.key)
    # A year's result that is not due yet: the year before is the latest that there can be.
    before = expected.previous()
    return (before, by_period[before.key]) if before.key in by_period else (expected, None)


def _missing(indicator: Indicator, record: Record) -> Period | None:
    """The latest period whose result is past its day and not there. What is calculated follows from others: never late."""
    due = (
        None
        if indicator.retired or indicator.formula.strip()
        else last_due(rhythm_of(indicator), today(), record.latest)
    )
    return None if due is None or any(row.period >= due for row in record.results) else due


def _value(row: ResultRow | None, indicator: Indicator) -> str:
    if row is None or row.value.state in (NOT_AVAILABLE, NOT_MEASURED, WITHHELD):
        return ""
    return row.value.display(indicator.unit, indicator.decimal_places)


def _state(indicator: Indicator, period: Period, row: ResultRow | None, asked: Period | None) -> State:
    if row is not None and row.withheld:
        return says.withheld(period, row.withheld, all_of_it=bool(indicator.withheld))
    if row is None and indicator.formula.strip():
        return says.calculated(period, [reference.text for reference in references_in(indicator.formula)])
    return says.state_of(period, row.value if row else None, rhythm_of(indicator), today(), asked=asked)
