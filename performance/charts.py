"""The line chart of an indicator: its title sentence, its drawing in plain coordinates, and what it is drawn from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from common.values.period import Period
from common.values.result import format_value
from performance.drawing import HEIGHT, LEFT, NAMES, RIGHT, WIDTH, Box, Mark, Scale, ticks
from performance.labels import Spot, apart, placed
from performance.labels import beside as beside_line
from performance.models import Indicator

MOST_POINTS, MOST_LABELS, MOST_OTHERS = 24, 8, 4


@dataclass(frozen=True)
class ChartRow:
    """One period: the figure that is drawn (none leaves a gap), what is aimed at (two edges where that is a range), and
    between which figures a miss is within the agreed tolerance."""

    period: Period
    number: Decimal | None
    targets: tuple[Decimal, ...] = ()
    tolerated: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True)
class UsualRange:
    """The usual range from one period to another, and the average in its middle."""

    first: Period
    last: Period
    low: Decimal
    mean: Decimal
    high: Decimal


@dataclass(frozen=True)
class Beside:
    """What is drawn beside the results: usual ranges, the periods outside them, others' figures by name and period.

    ``title`` takes the place of the usual title; ``note`` explains the drawing.
    """

    ranges: Sequence[UsualRange] = ()
    outside: frozenset[Period] = frozenset()
    others: Mapping[str, Mapping[Period, Decimal]] = field(default_factory=dict)
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """What the template draws. ``lines``, ``targets``, ``means`` and ``others`` are the points of polylines;
    coordinates fit the view box."""

    title: str
    summary: str
    lines: list[str]
    points: list[Mark]
    targets: list[str]
    tolerated: list[Box]
    ranges: list[Box]
    means: list[str]
    others: list[str]
    side_labels: list[Mark]
    grid: list[Mark]
    labels: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def line_chart(indicator: Indicator, rows: Sequence[ChartRow], beside: Beside | None = None) -> Chart | None:
    """The chart of the latest periods, oldest first; None where fewer than two figures could be drawn."""
    rows, beside = rows[-MOST_POINTS:], beside or Beside()
    drawn = [row for row in rows if row.number is not None]
    if len(drawn) < 2:
        return None
    place = {row.period: index for index, row in enumerate(rows)}
    others = _others(beside, place)
    ranges = _ranges_shown(beside, place)
    low, high, step = ticks(_figures(rows, ranges, others), whole=not indicator.decimal_places)
    scale = Scale(low, high, len(rows), NAMES if others else RIGHT)
    own = _runs({index: row.number for index, row in enumerate(rows) if row.number is not None}, scale)
    aims = _target_lines(rows, scale)
    theirs = [run for figures in others.values() for run in _runs(figures, scale, lone=True)]
    target, usual = _target_places(indicator, rows, scale), _range_places(ranges, scale)
    names = apart([*(places[0] for places in target), *_names(others, scale)]) if others else []
    return Chart(
        title=beside.title or _title(indicator, drawn[0], drawn[-1]),
        summary=" ".join(filter(None, [f"{len(drawn)} results of {indicator.reference}.", beside.note, _band(rows)])),
        lines=own,
        points=_points(indicator, rows, beside, scale),
        targets=aims,
        tolerated=[scale.box(i, i, *band) for i, row in enumerate(rows) for band in row.tolerated],
        ranges=[scale.box(first, last, one.low, one.high) for first, last, one in ranges],
        means=[scale.level(first, last, one.mean) for first, last, one in ranges],
        others=theirs,
        side_labels=names
        + placed(usual if others else target + usual, [_spots(points) for points in (*own, *aims, *theirs)]),
        grid=_grid(indicator, low, high, step, scale),
        labels=_labels(rows, scale),
        right=scale.right,
    )


def _ranges_shown(beside: Beside, place: Mapping[Period, int]) -> list[tuple[int, int, UsualRange]]:
    """The usual ranges that reach into the chart, with the places where they begin and end there."""
    found = []
    for one in beside.ranges:
        within = [index for period, index in place.items() if one.first <= period <= one.last]
        if within:
            found.append((min(within), max(within), one))
    return found


def _others(beside: Beside, place: Mapping[Period, int]) -> dict[str, dict[int, Decimal]]:
    """Others' figures by place, of the first few that have one in the chart."""
    found = {
        name: {place[period]: number for period, number in sorted(figures.items()) if period in place}
        for name, figures in beside.others.items()
    }
    return dict([(name, figures) for name, figures in found.items() if figures][:MOST_OTHERS])


def _figures(
    rows: Sequence[ChartRow], ranges: Sequence[tuple[int, int, UsualRange]], others: Mapping[str, Mapping[int, Decimal]]
) -> list[Decimal]:
    """Every figure that must fit into the frame."""
    own = [number for row in rows for number in (row.number, *row.targets) if number is not None]
    own += [edge for row in rows for band in row.tolerated for edge in band]
    usual = [edge for _, _, one in ranges for edge in (one.low, one.high)]
    return [*own, *usual, *(number for figures in others.values() for number in figures.values())]


def _title(indicator: Indicator, first: ChartRow, last: ChartRow) -> str:
    """What the drawing says: "84.9% in Q1 2019/20, down from 88.6% in Q1 2016/17"."""
    before, now = first.number or Decimal(0), last.number or Decimal(0)
    moved = "up from" if now > before else "down from" if now < before else "the same as"
    said = [format_value(number, indicator.unit, indicator.decimal_places) for number in (before, now)]
    ending = "" if now == before else f"{said[0]} "
    return f"{said[1]} in {last.period.label}, {moved} {ending}in {first.period.label}"


def _band(rows: Sequence[ChartRow]) -> str:
    return "Shaded amber: a miss within the agreed tolerance." if any(row.tolerated for row in rows) else ""


def _points(indicator: Indicator, rows: Sequence[ChartRow], beside: Beside, scale: Scale) -> list[Mark]:
    found = []
    for index, row in enumerate(rows):
        if row.number is None:
            continue
        outside = row.period in beside.outside
        said = f"{row.period.label}: {format_value(row.number, indicator.unit, indicator.decimal_places)}"
        text, tone = (f"{said}, outside the usual range", "outside") if outside else (said, "")
        found.append(Mark(*scale.at(index, row.number), text, tone=tone))
    return found


def _runs(figures: Mapping[int, Decimal], scale: Scale, *, lone: bool = False) -> list[str]:
    """The points of a line for each run of figures without a gap; with ``lone``, a single figure is a short line."""
    runs: list[list[tuple[float, float]]] = []
    for index, number in figures.items():
        if index - 1 in figures:
            runs[-1].append(scale.at(index, number))
        else:
            runs.append([scale.at(index, number)])
    if lone:
        runs = [
            [(x - scale.half, y), (x + scale.half, y)] if len(run) == 1 else run for run in runs for x, y in run[:1]
        ]
    return [" ".join(f"{round(x, 1)},{y}" for x, y in run) for run in runs if len(run) > 1]


def _target_lines(rows: Sequence[ChartRow], scale: Scale) -> list[str]:
    """A short line at each period's target; equal ones beside each other join into one."""
    half = scale.half
    found: list[tuple[float, float, float]] = []
    last_at: dict[float, int] = {}
    for index, row in enumerate(rows):
        for target in row.targets:
            x, y = scale.at(index, target)
            line = last_at.get(y)
            if line is not None and abs(found[line][1] - (x - half)) < 1:
                found[line] = (found[line][0], x + half, y)
            else:
                last_at[y] = len(found)
                found.append((x - half, x + half, y))
    return [f"{start:.1f},{y} {end:.1f},{y}" for start, end, y in found]


def _spots(points: str) -> list[Spot]:
    """The places of a polyline."""
    return [(float(x), float(y)) for x, y in (spot.split(",") for spot in points.split())]


def _target_places(indicator: Indicator, rows: Sequence[ChartRow], scale: Scale) -> list[list[Mark]]:
    """Where the words of the latest target (of each edge, where it is a range) may stand: at the end of its line, else
    where its last figure begins.
    """
    last = max((index for index, row in enumerate(rows) if row.targets), default=None)
    if last is None:
        return []
    edges = sorted(rows[last].targets)
    words = ("From", "To") if len(edges) > 1 else ("Target",)
    found = []
    for number, word in zip(edges, words, strict=True):
        first = min(index for index, row in enumerate(rows) if number in row.targets)
        y, text = scale.y(number), f"{word} {indicator.measure.bare(number)}"
        at_end = beside_line(scale.x(last) + scale.half, y, text, "end", "target")
        begun = beside_line(scale.x(first) - scale.half, y, text, "start", "target")
        beyond = [Mark(scale.right + 8, y + 4, text, "start", "target")]
        found.append(beyond if scale.margin == NAMES else [*at_end, *begun])
    return found


def _range_places(ranges: Sequence[tuple[int, int, UsualRange]], scale: Scale) -> list[list[Mark]]:
    """Where the words of the last usual range may stand: inside or outside its edges, at either end."""
    found = []
    for first, last, one in ranges[-1:]:
        ends = (scale.x(first) - scale.half + 4, "start"), (scale.x(last) + scale.half - 4, "end")
        heights = [scale.y(one.high) - 5, scale.y(one.low) - 6, scale.y(one.high) + 14, scale.y(one.low) + 14]
        found.append([Mark(x, round(y, 1), "Usual range", anchor) for y in heights for x, anchor in ends])
    return found


def _names(others: Mapping[str, Mapping[int, Decimal]], scale: Scale) -> list[Mark]:
    """The name of each other in the margin, level with the end of its line."""
    ends = ((name, figures[max(figures)]) for name, figures in others.items())
    return [Mark(scale.right + 8, scale.y(number) + 4, name.partition(" (")[0], "start") for name, number in ends]


def _grid(indicator: Indicator, low: Decimal, high: Decimal, step: Decimal, scale: Scale) -> list[Mark]:
    marks, value = [], low
    while value <= high:
        marks.append(Mark(LEFT, scale.y(value), indicator.measure.bare(value), "end"))
        value += step
    return marks


def _labels(rows: Sequence[ChartRow], scale: Scale) -> list[Mark]:
    every = -(-len(rows) // MOST_LABELS)
    return [
        Mark(scale.x(index), HEIGHT - 14, _short(row.period))
        for index, row in enumerate(rows)
        if (len(rows) - 1 - index) % every == 0
    ]


def _short(period: Period) -> str:
    """The period's label where there is little room: "Q2 18/19", "Jun 19"."""
    if period.kind == "month":
        return f"{period.label[:3]} {period.end:%y}"
    return re.sub(r"(?<=[QH1-4] )20(?=\d\d/)", "", period.label)
