"""What an indicator's page shows beside its results: signals, the forecast of the year end, others' figures, history."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from statistics import median

from common.models import LedgerEntry
from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from performance.charts import Beside, ChartRow, UsualRange
from performance.choices import BenchmarkGroup, Unit
from performance.models import Benchmark, Indicator
from performance.rules import Rating, rate
from performance.rules.aims import aim_of
from performance.rules.benchmarks import rank
from performance.rules.forecast import year_end_forecast
from performance.rules.periods import year_end
from performance.rules.signals import Figure, Signals, signals
from performance.standing import CouncilMethod
from performance.standing.load import Record, rhythm_of

_NO_LINE = {Unit.LEVEL, Unit.YES_NO, Unit.TEXT}
MIDDLE = "Nearest neighbours (middle one)"
ENTRIES = 20


@dataclass(frozen=True)
class YearEnd:
    """The straight line's figure with its range as pages show them, and the owner's forecast, each with its rating.

    ``reason`` says why there is no straight line, where there is none.
    """

    period: str
    number: str
    low: str
    high: str
    rating: Rating
    reason: str
    owner: str
    owner_rating: Rating | None


@dataclass(frozen=True)
class Others:
    """Others' figures by name and period, and those of each neighbour by period."""

    lines: Mapping[str, Mapping[Period, Decimal]] = field(default_factory=dict)
    neighbours: Mapping[Period, list[Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """Others' figures for the latest period that has any: (name, figure) each; ours, and its place among them."""

    period: str
    others: list[tuple[str, str]]
    own: str
    place: str


@dataclass(frozen=True)
class Change:
    """One entry of the ledger about the indicator. The form that the timeline shows."""

    heading: str
    when: datetime
    text: str


def figures_of(record: Record) -> list[Figure]:
    """The exact figures, oldest first."""
    return [
        Figure(row.period, row.value.number)
        for row in record.results
        if row.value.number is not None and row.value.comparator in ("", "~")
    ]


def chart_rows(indicator: Indicator, record: Record) -> list[ChartRow]:
    """What the chart draws of the record: each period's figure and target, with the band that is tolerated."""
    return [_chart_row(indicator, record, row.period, row.value.number) for row in record.results]


def _chart_row(indicator: Indicator, record: Record, period: Period, number: Decimal | None) -> ChartRow:
    target = record.targets.get(period.key)
    if target is None or target.value.number is None or target.value.upper is not None:
        return ChartRow(period, number, None)
    aim = aim_of(target.value, indicator.measure, target.tolerance, period.label)
    band = None
    if not isinstance(aim, str) and aim.low is not None and aim.slack_low:
        band = (aim.low - aim.slack_low, aim.low)
    elif not isinstance(aim, str) and aim.high is not None and aim.slack_high:
        band = (aim.high, aim.high + aim.slack_high)
    return ChartRow(period, number, target.value.number, band)


def beside(indicator: Indicator, record: Record, changes: Iterable[Period], others: Others) -> Beside:
    """What the chart draws beside the results, with the sentence about the usual range."""
    figures = figures_of(record)
    found = signals(figures, cumulative=indicator.cumulative, changes=sorted(changes))
    ranges = [
        UsualRange(figures[one.first].period, figures[one.last].period, one.low, one.mean, one.high)
        for one in found.limits
    ]
    telling = bool(figures) and len(figures) - 1 in found.outside | found.runs
    return Beside(
        ranges=ranges,
        outside=frozenset(figures[index].period for index in found.outside),
        others=others.lines,
        title=found.sentence if telling else "",
        note=_note(found, figures),
    )


def _note(found: Signals, figures: Sequence[Figure]) -> str:
    if not found.limits:
        return found.reason
    one = found.limits[-1]
    note = f"Shaded grey: usual range, from {figures[one.first].period} to {figures[one.base].period} (XmR limits)."
    return f"{note} Red points: outside it." if found.outside else f"{note} {found.sentence}."


def year_end_card(indicator: Indicator, record: Record, method: CouncilMethod) -> YearEnd | None:
    """The forecast of this year's end; None where the indicator is of words, or nothing can be said."""
    if indicator.unit in _NO_LINE or not record.results:
        return None
    wanted = year_end(rhythm_of(indicator), Period.containing(today(), "annual"), record.latest)
    figures = figures_of(record)
    within = (0, 100) if indicator.unit == Unit.PERCENT and all(0 <= f.number <= 100 for f in figures) else None
    line = year_end_forecast(figures, wanted, cumulative=indicator.cumulative, within=within)
    said = record.results[-1].forecast
    owner = _owners(said, indicator)
    return YearEnd(
        period=wanted.label,
        number=_shown(line.number, indicator),
        low=_shown(line.low, indicator),
        high=_shown(line.high, indicator),
        rating=_rated(line.number, wanted, indicator, record, method),
        reason=line.reason,
        owner=owner.display(indicator.unit, indicator.decimal_places) if owner else said,
        owner_rating=_rated(owner.number, wanted, indicator, record, method) if owner else None,
    )


def _owners(text: str, indicator: Indicator) -> ResultValue | None:
    try:
        value = ResultValue.parse(text, unit=indicator.unit) if text else None
    except Unreadable:
        return None
    return value if value and value.number is not None else None


def _shown(number: Decimal | None, indicator: Indicator) -> str:
    return "" if number is None else ResultValue(number).display(indicator.unit, indicator.decimal_places)


def _rated(
    number: Decimal | None, wanted: Period, indicator: Indicator, record: Record, method: CouncilMethod
) -> Rating:
    target = record.targets.get(wanted.key)
    if number is None or target is None:
        return Rating("none", "")
    year_before = next((row.value for row in record.results if row.period == wanted.same_last_year()), None)
    return rate(
        ResultValue(number),
        target.value,
        indicator.measure,
        tolerance=target.tolerance,
        method=method.rating,
        last_year=year_before,
        period=wanted.label,
    )


def others_of(indicator: Indicator) -> Others:
    """Others' exact figures. Of several neighbours the middle one is drawn and shown, and ours ranked among all. One query."""
    lines: dict[str, dict[Period, Decimal]] = defaultdict(dict)
    neighbours: dict[Period, list[Decimal]] = defaultdict(list)
    alone: dict[Period, str] = {}
    for row in Benchmark.objects.filter(indicator=indicator):
        number, period = row.value.number, Period.from_key(row.period_key)
        if number is None or row.comparator not in ("", "~"):
            continue
        if row.group == BenchmarkGroup.NEIGHBOURS:
            neighbours[period].append(number)
            alone[period] = row.area
        else:
            lines[row.area][period] = number
    for period, numbers in neighbours.items():
        lines[alone[period] if len(numbers) == 1 else MIDDLE][period] = Decimal(median(numbers))
    return Others(dict(lines), dict(neighbours))


def compared_card(indicator: Indicator, record: Record, others: Others) -> Compared | None:
    """Others' figures in the latest period that we and anyone else have; None where there is none."""
    own = {figure.period: figure.number for figure in figures_of(record)}
    shared = {period for figures in others.lines.values() for period in figures}
    period = max(shared & own.keys(), default=None) or max(shared, default=None)
    if period is None:
        return None
    theirs = [(name, figures[period]) for name, figures in others.lines.items() if period in figures]
    mine, neighbours = own.get(period), others.neighbours.get(period, [])
    place = rank(mine, neighbours, indicator.measure) if mine is not None and len(neighbours) > 1 else None
    return Compared(
        period=period.label,
        others=[(name, _shown(number, indicator)) for name, number in theirs],
        own=_shown(mine, indicator),
        place=place.words if place else "",
    )


def history(indicator: Indicator) -> list[Change]:
    """The latest entries of the ledger about this indicator, the newest first. One query."""
    rows = LedgerEntry.objects.filter(subject=f"indicator {indicator.reference}").order_by("-id")[:ENTRIES]
    return [Change(_heading(row), row.at, _told(row)) for row in rows]


def _heading(entry: LedgerEntry) -> str:
    what = entry.verb.replace(".", " ").replace("-", " ").capitalize()
    return f"{what}, {entry.post}" if entry.post else what


def _told(entry: LedgerEntry) -> str:
    """What the entry says of the period and the reason; figures are in the table."""
    after = json.loads(entry.after) if entry.after else {}
    said = after if isinstance(after, dict) else {}
    return ". ".join(str(said[name]).rstrip(".") for name in ("period", "warning", "reason") if said.get(name))
