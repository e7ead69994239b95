"""Others' figures beside ours: what the chart draws, and our place among the nearest neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from common.values.period import Period
from common.values.result import ResultValue
from performance.choices import BenchmarkGroup, ResultState
from performance.models import Benchmark, Indicator
from performance.rules.benchmarks import Rank, rank
from performance.standing.judge import Judge

MIDDLE = "Nearest neighbours (middle one)"


@dataclass(frozen=True)
class Others:
    """Others' figures by name and period, and those of each neighbour by period."""

    lines: Mapping[str, Mapping[Period, Decimal]] = field(default_factory=dict)
    neighbours: Mapping[Period, list[Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """Others' figures for the latest period that has any: (name, figure) each; ours, and its place among neighbours.

    ``good`` says which end of the order is the first.
    """

    period: str
    others: list[tuple[str, str]]
    own: str
    place: Rank | None
    good: str

    @property
    def sentence(self) -> str:
        """ "Among its nearest neighbours in Q1 2019/20: 3rd of 4, third quartile (more is better)."; "" without a place."""
        return f"Among its nearest neighbours in {self.period}: {self.place.words} ({self.good})." if self.place else ""


_GOOD = {"up-is-good": "more is better", "up-is-bad": "less is better", "in-range": "nearer to the range is better"}


def others_of(benchmarks: Iterable[Benchmark]) -> Others:
    """Others' exact figures. Of several neighbours the middle one is drawn and shown, and ours ranked among all."""
    lines: dict[str, dict[Period, Decimal]] = defaultdict(dict)
    neighbours: dict[Period, list[Decimal]] = defaultdict(list)
    alone: dict[Period, str] = {}
    for row in benchmarks:
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


def compared_with(judge: Judge, others: Others) -> Compared | None:
    """Others' figures in the latest period that we and anyone else have; None where there is none."""
    own = {figure.period: figure.number for figure in judge.record.figures}
    shared = {period for figures in others.lines.values() for period in figures}
    period = max(shared & own.keys(), default=None) or max(shared, default=None)
    if period is None:
        return None
    theirs = [(name, figures[period]) for name, figures in others.lines.items() if period in figures]
    mine, neighbours = own.get(period), others.neighbours.get(period, [])
    place = rank(mine, neighbours, judge.measure(period)) if mine is not None and len(neighbours) > 1 else None
    return Compared(
        period=period.label,
        others=[(name, _shown(number, judge.indicator)) for name, number in theirs],
        own=_own(judge, period, mine),
        place=place,
        good=_GOOD.get(judge.indicator.polarity, ""),
    )


def _own(judge: Judge, period: Period, number: Decimal | None) -> str:
    if number is not None:
        return _shown(number, judge.indicator)
    withheld = any(row.withheld for row in judge.record.results if row.period == period)
    return str((ResultState.WITHHELD if withheld else ResultState.AWAITING).label)


def _shown(number: Decimal, indicator: Indicator) -> str:
    return ResultValue(number).display(indicator.unit, indicator.decimal_places)
