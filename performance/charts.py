"""The line chart of an indicator: its title sentence, its drawing in plain coordinates, and what it is drawn from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.values.period import Period
from common.values.result import format_value
from performance.models import Indicator

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 76, 20, 24, 40
MOST_POINTS, MOST_LABELS, TICKS = 24, 8, 4


@dataclass(frozen=True)
class ChartRow:
    """One period: the figure that is drawn (none leaves a gap) and the target beside it."""

    period: Period
    number: Decimal | None
    target: Decimal | None


@dataclass(frozen=True)
class Mark:
    """A place in the drawing with its words."""

    x: float
    y: float
    text: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """What the template draws. ``lines`` and ``targets`` are the points of polylines; coordinates fit the view box."""

    title: str
    summary: str
    lines: list[str]
    points: list[Mark]
    targets: list[str]
    target_label: Mark | None
    grid: list[Mark]
    labels: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def line_chart(indicator: Indicator, rows: Sequence[ChartRow]) -> Chart | None:
    """The chart of the latest periods, oldest first; None where fewer than two figures could be drawn."""
    rows = rows[-MOST_POINTS:]
    drawn = [row for row in rows if row.number is not None]
    if len(drawn) < 2:
        return None
    low, high, step = _scale([n for row in rows for n in (row.number, row.target) if n is not None])
    scale = _Scale(low, high, len(rows))
    first, last = drawn[0], drawn[-1]
    places = indicator.decimal_places
    return Chart(
        title=_title(indicator, first, last),
        summary=f"{len(drawn)} results of {indicator.reference}. The figures are in the table of results.",
        lines=_runs(rows, scale),
        points=[
            Mark(*scale.at(i, row.number), f"{row.period.label}: {format_value(row.number, indicator.unit, places)}")
            for i, row in enumerate(rows)
            if row.number is not None
        ],
        targets=_target_lines(rows, scale),
        target_label=_target_label(indicator, rows, scale),
        grid=_grid(indicator, low, high, step, scale),
        labels=_labels(rows, scale),
    )


def _title(indicator: Indicator, first: ChartRow, last: ChartRow) -> str:
    """What the drawing says: "84.9% in Q1 2019/20, down from 88.6% in Q1 2016/17"."""
    before, now = first.number or Decimal(0), last.number or Decimal(0)
    moved = "up from" if now > before else "down from" if now < before else "the same as"
    said = [format_value(number, indicator.unit, indicator.decimal_places) for number in (before, now)]
    ending = "" if now == before else f"{said[0]} "
    return f"{said[1]} in {last.period.label}, {moved} {ending}in {first.period.label}"


@dataclass(frozen=True)
class _Scale:
    low: Decimal
    high: Decimal
    count: int

    def x(self, index: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (index + 0.5) / self.count, 1)

    def y(self, number: Decimal) -> float:
        share = float((number - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def at(self, index: int, number: Decimal | None) -> tuple[float, float]:
        return self.x(index), self.y(number or Decimal(0))


def _scale(numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Lowest and highest grid line and the step between: round numbers around what is drawn."""
    low, high = min(numbers), max(numbers)
    span = (high - low) or abs(high) or Decimal(1)
    rough = span / TICKS
    unit = Decimal(10) ** rough.adjusted()
    step = next(unit * factor for factor in (1, 2, Decimal("2.5"), 5, 10) if unit * factor >= rough)
    bottom, top = (low // step) * step, -((-high) // step) * step
    # Decimal's // cuts towards zero.
    bottom = bottom - step if bottom > low else bottom
    top = top + step if top < high else top
    return bottom, top if top > bottom else bottom + step, step


def _runs(rows: Sequence[ChartRow], scale: _Scale) -> list[str]:
    runs: list[list[str]] = [[]]
    for index, row in enumerate(rows):
        if row.number is None:
            runs.append([])
        else:
            runs[-1].append("{},{}".format(*scale.at(index, row.number)))
    return [" ".join(run) for run in runs if len(run) > 1]


def _target_lines(rows: Sequence[ChartRow], scale: _Scale) -> list[str]:
    """A short line at each period's target; equal ones beside each other join into one."""
    half = (WIDTH - LEFT - RIGHT) / scale.count / 2
    found: list[tuple[float, float, float]] = []
    for index, row in enumerate(rows):
        if row.target is None:
            continue
        x, y = scale.at(index, row.target)
        if found and found[-1][2] == y and abs(found[-1][1] - (x - half)) < 1:
            found[-1] = (found[-1][0], x + half, y)
        else:
            found.append((x - half, x + half, y))
    return [f"{start:.1f},{y} {end:.1f},{y}" for start, end, y in found]


def _target_label(indicator: Indicator, rows: Sequence[ChartRow], scale: _Scale) -> Mark | None:
    found = [(index, row) for index, row in enumerate(rows) if row.target is not None]
    if not found:
        return None
    index, row = found[-1]
    _, y = scale.at(index, row.target)
    # Away from the line of results, unless it would run into the labels of the periods.
    below = row.number is not None and row.number >= (row.target or 0) and y + 16 < HEIGHT - BOTTOM
    text = f"Target {indicator.measure.bare(row.target or Decimal(0))}"
    return Mark(WIDTH - RIGHT, y + 16 if below else y - 7, text, "end")


def _grid(indicator: Indicator, low: Decimal, high: Decimal, step: Decimal, scale: _Scale) -> list[Mark]:
    marks, value = [], low
    while value <= high:
        marks.append(Mark(LEFT, scale.y(value), indicator.measure.bare(value), "end"))
        value += step
    return marks


def _labels(rows: Sequence[ChartRow], scale: _Scale) -> list[Mark]:
    every = -(-len(rows) // MOST_LABELS)
    return [
        Mark(scale.x(index), HEIGHT - 14, re.sub(r"(?<=[QH1-4] )20(?=\d\d/)", "", row.period.label))
        for index, row in enumerate(rows)
        if (len(rows) - 1 - index) % every == 0
    ]
