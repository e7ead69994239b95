"""One indicator's standing, worked out from its record by the rules."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from common.today import today
from common.values.period import Period
from common.values.result import NOT_AVAILABLE, NOT_MEASURED
from council.models import CouncilSettings
from performance.choices import Direction
from performance.models import Indicator
from performance.rules import DirectionOfTravel, Point, Rating, direction, rate
from performance.rules.periods import due_on, financial_years, last_closed, last_due, older_data, year_end

from .load import Record, ResultRow, rhythm_of, tolerance_of

AWAITING, WITHHELD = "Awaiting data", "Withheld"
TREND_LENGTH = 9


@dataclass(frozen=True)
class CouncilMethod:
    """How the council rates: see ``performance.rules``. ``stability`` is in percent."""

    rating: str
    direction: str
    stability: Decimal

    @classmethod
    def of(cls, settings: CouncilSettings | None) -> "CouncilMethod":
        """From the council's settings; those stored where none are given."""
        council = settings or CouncilSettings.current()
        return cls(council.rating_method, council.direction_method, Decimal(council.stability_percent))


@dataclass(frozen=True)
class YearResult:
    """The result at the end of one financial year. ``text`` is for a table ("−32"; "–" where there is none)."""

    label: str
    text: str
    number: Decimal | None


@dataclass(frozen=True)
class Standing:
    """An indicator in one quarter or year.

    ``period`` is the label of the period that ``value`` is of (it may be older than the one asked for: ``state`` is
    then "Annual data"); ``value`` and ``target`` are as pages show them, empty where there is none; ``state`` is "",
    "Awaiting data", "Annual data", "Not currently measured", "Not available" or "Withheld". ``trend`` holds the latest
    figures, oldest first. ``overdue``: a result is past its day (``due``); it is of ``missing``.
    """

    indicator: Indicator
    period: str
    value: str
    target: str
    rating: Rating
    direction: DirectionOfTravel
    state: str
    commentary: str
    status: str
    forecast: str
    years: tuple[YearResult, ...]
    trend: tuple[Decimal, ...]
    entered_at: datetime | None = None
    entered_post: str = ""
    missing: str = ""
    due: date | None = None

    @property
    def shown(self) -> str:
        """The value, or why there is none."""
        return self.value or self.state

    @property
    def overdue(self) -> bool:
        return self.due is not None

    @property
    def direction_text(self) -> str:
        """The direction's word to print: "Worsening", "Neutral", "No trend"."""
        return "No trend" if self.direction.word == Direction.NONE else self.direction.word.capitalize()


def build(indicator: Indicator, record: Record, asked: Period | None, method: CouncilMethod) -> Standing:
    """The standing in the period ``asked`` for, or at the latest result where it is None."""
    expected, row = _result_in(indicator, record, asked)
    points = [Point(result.period, result.value) for result in record.results if result.period <= expected]
    target = record.targets.get(expected.key)
    missing = _missing(indicator, record)
    found = Standing(
        indicator=indicator,
        period=expected.label,
        value=_value(row, indicator),
        target=target.value.display(indicator.unit) if target else "",
        rating=_rating(indicator, record, expected, row, points, method),
        direction=_direction(indicator, record, row, points, method),
        state=_state(row, asked),
        commentary=row.commentary if row else "",
        status=row.status if row else "",
        forecast=row.forecast if row else "",
        years=years(indicator, record, financial_years(asked.end if asked else today(), 3)),
        trend=tuple(p.result.number for p in points if p.result.number is not None)[-TREND_LENGTH:],
        entered_at=row.entered_at if row else None,
        entered_post=row.entered_post if row else "",
        missing=missing.label if missing else "",
        due=due_on(rhythm_of(indicator), missing) if missing else None,
    )
    return withheld(found) if indicator.withheld else found


def withheld(found: Standing) -> Standing:
    """The same without any figure, nor anything that is worked out from one: what everyone else is shown of it."""
    reason = f"Its figures are withheld: {found.indicator.withheld.rstrip('.')}."
    return replace(
        found,
        value="",
        state=WITHHELD,
        rating=Rating("none", reason),
        direction=DirectionOfTravel("none", "flat", ""),
        commentary="",
        forecast="",
        trend=(),
    )


def rating_in(indicator: Indicator, record: Record, asked: Period, method: CouncilMethod) -> Rating:
    """The rating alone, as ``build`` gives it."""
    expected, row = _result_in(indicator, record, asked)
    points = [Point(result.period, result.value) for result in record.results if result.period <= expected]
    return _rating(indicator, record, expected, row, points, method)


def _rating(
    indicator: Indicator,
    record: Record,
    period: Period,
    row: ResultRow | None,
    points: list[Point],
    method: CouncilMethod,
) -> Rating:
    target, before = record.targets.get(period.key), period.same_last_year()
    return rate(
        row.value if row else None,
        target.value if target else None,
        indicator.measure,
        tolerance=target.tolerance if target else tolerance_of(indicator.tolerance),
        method=method.rating,
        last_year=next((point.result for point in points if point.period == before), None),
        period=period.label,
    )


def years(indicator: Indicator, record: Record, wanted: list[Period]) -> tuple[YearResult, ...]:
    """The result at the end of each of these financial years, in a table's form."""
    rhythm, by_period = rhythm_of(indicator), {row.period.key: row.value for row in record.results}
    found = []
    for year in wanted:
        value = None if indicator.withheld else by_period.get(year_end(rhythm, year, record.latest).key)
        text = value.display(indicator.unit, indicator.decimal_places, plain=True) if value else "–"
        found.append(YearResult(year.label, text, value.number if value else None))
    return tuple(found)


def _result_in(indicator: Indicator, record: Record, asked: Period | None) -> tuple[Period, ResultRow | None]:
    """The period that should be shown, and its result if there is one."""
    by_period = {row.period.key: row for row in record.results}
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
    """The latest period whose result is past its day and not there."""
    due = None if indicator.retired else last_due(rhythm_of(indicator), today(), record.latest)
    return None if due is None or any(row.period >= due for row in record.results) else due


def _value(row: ResultRow | None, indicator: Indicator) -> str:
    if row is None or row.value.state in (NOT_AVAILABLE, NOT_MEASURED):
        return ""
    return row.value.display(indicator.unit, indicator.decimal_places)


def _state(row: ResultRow | None, asked: Period | None) -> str:
    if row is None:
        return AWAITING
    if row.value.state == NOT_MEASURED:
        return "Not currently measured"
    if row.value.state == NOT_AVAILABLE:
        return "Not available"
    return older_data(asked, row.period) if asked else ""


def _direction(
    indicator: Indicator, record: Record, row: ResultRow | None, points: list[Point], method: CouncilMethod
) -> DirectionOfTravel:
    if row is None:
        return DirectionOfTravel("none", "flat", "The result is awaited, so no direction can be told.")
    computed = direction(
        points,
        indicator.measure,
        method=method.direction,
        stability=method.stability,
        cumulative=indicator.cumulative,
    )
    override = record.overrides.get(row.period.key)
    if override is None:
        return computed
    said = f"Set by hand to {override.direction}" + (f" for {override.post}" if override.post else "")
    sentence = f"{said}: {override.reason.rstrip('.')}. By the figures: {computed.sentence}"
    return replace(
        computed,
        word=override.direction,
        sentence=sentence,
        overridden=True,
        reason=override.reason,
        computed=computed.word,
    )
