"""Process-behaviour (XmR) limits and run rules: evidence that a series has changed, so that noise is not reported as change.

The usual range is the mean ± 2.66 × the mean moving range (Wheeler). It is evidence, not proof, and pages say so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from common.values.period import Period

from .seasons import is_seasonal

# Limits come from the first results of a stretch, so that a change that follows does not widen its own limits.
BASELINE, FEWEST = 12, 8
FACTOR = Decimal("2.66")
RUN_ONE_SIDE, RUN_ONE_WAY = 8, 6
_NUMBERS = ("", "", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
_UNITS = {"month": "months", "quarter": "quarters", "term": "terms", "half": "half-years", "year": "years"}


class Figure(NamedTuple):
    """A figure with its period; in order of time."""

    period: Period
    number: Decimal


@dataclass(frozen=True)
class Limits:
    """The usual range of the figures ``first`` to ``last`` (indexes), taken from the figures ``first`` to ``base``."""

    first: int
    last: int
    base: int
    mean: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Signals:
    """``outside``: indexes of figures beyond their limits. ``runs``: of those in a run that a rule names.

    ``sentence`` says what the latest figure shows; ``reason`` why there are no limits, where there are none.
    """

    limits: tuple[Limits, ...] = ()
    outside: frozenset[int] = frozenset()
    runs: frozenset[int] = frozenset()
    sentence: str = ""
    reason: str = ""


def signals(figures: Sequence[Figure], *, cumulative: bool = False, changes: Sequence[Period] = ()) -> Signals:
    """Limits and signals of a series, begun anew at each recorded change (the first period to which it applies)."""
    whole_years = bool(figures) and figures[-1].period.kind in ("year", "two-year")
    if cumulative and not whole_years:
        return Signals(reason="It counts up through the year, so it has no usual range.")
    starts = _starts(figures, changes)
    stretches = [(first, last) for first, last in pairwise([*starts, len(figures)]) if last - first >= FEWEST]
    if not stretches or stretches[-1][0] != starts[-1]:
        return Signals(reason=_too_short(len(figures) - starts[-1], len(starts) > 1))
    if is_seasonal([(figure.period, figure.number) for figure in figures[starts[-1] :]]):
        return Signals(reason="It moves with the time of year, so it has no one usual range.")
    limits = tuple(_limits(figures, first, last) for first, last in stretches)
    outside = {
        index
        for one in limits
        for index in range(one.first, one.last + 1)
        if not one.low <= figures[index].number <= one.high
    }
    runs = {index for one in limits for index in _runs([f.number for f in figures[one.first : one.last + 1]], one)}
    return Signals(limits, frozenset(outside), frozenset(runs), _sentence(figures, limits[-1], outside))


def _starts(figures: Sequence[Figure], changes: Sequence[Period]) -> list[int]:
    """Where each stretch begins: at the first figure, and at the first one of each recorded change."""
    found = {0}
    for change in changes:
        found.update([next((i for i, figure in enumerate(figures) if figure.period.end >= change.end), 0)])
    return sorted(found)


def _too_short(count: int, rebased: bool) -> str:
    since = " since the recorded change" if rebased else ""
    there = {0: "are none", 1: "is one"}.get(count, f"are {count}")
    return f"It takes {FEWEST} results to know the usual range; there {there}{since}."


def _limits(figures: Sequence[Figure], first: int, last: int) -> Limits:
    base = min(first + BASELINE, last)
    numbers = [figure.number for figure in figures[first:base]]
    mean = sum(numbers, Decimal(0)) / len(numbers)
    moved = sum((abs(b - a) for a, b in pairwise(numbers)), Decimal(0)) / (len(numbers) - 1)
    return Limits(first, last - 1, base - 1, mean, mean - FACTOR * moved, mean + FACTOR * moved)


def _runs(numbers: Sequence[Decimal], limits: Limits) -> set[int]:
    """Indexes of the whole series in eight on one side of the mean, or six that rise or fall."""
    sides = [_sign(number - limits.mean) for number in numbers]
    steps = [_sign(after - before) for before, after in pairwise(numbers)]
    found = {index for start, end in _same(sides, RUN_ONE_SIDE) for index in range(start, end + 1)}
    # Six figures that rise are five steps that do.
    found |= {index for start, end in _same(steps, RUN_ONE_WAY - 1) for index in range(start, end + 2)}
    return {limits.first + index for index in found}


def _same(signs: Sequence[int], length: int) -> list[tuple[int, int]]:
    """First and last index of each run of one sign, other than 0, that is at least so long."""
    found, start = [], 0
    for index in range(1, len(signs) + 1):
        if index == len(signs) or signs[index] != signs[start]:
            if signs[start] and index - start >= length:
                found.append((start, index - 1))
            start = index
    return found


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _sentence(figures: Sequence[Figure], limits: Limits, outside: set[int]) -> str:
    """What the end of the series shows."""
    last, kind = len(figures) - 1, figures[-1].period.kind
    numbers = [figure.number for figure in figures[limits.first :]]
    if last in outside:
        below = numbers[-1] < limits.low
        beyond = (lambda n: n < limits.low) if below else (lambda n: n > limits.high)
        where = f"{'below' if below else 'above'} the usual range"
        return f"{_counted(_ending(numbers, beyond), kind)} {where}: evidence of a change, not only of noise"
    above = numbers[-1] > limits.mean
    side = _ending(numbers, lambda n: n > limits.mean if above else n < limits.mean)
    if side >= RUN_ONE_SIDE:
        return f"{_counted(side, kind)} running {'above' if above else 'below'} the average: evidence of a change"
    steps = [_sign(after - before) for before, after in pairwise(numbers)]
    way = _ending(steps, lambda step: step == steps[-1] != 0) + 1
    if way >= RUN_ONE_WAY:
        return f"{_counted(way, kind)} {'rising' if steps[-1] > 0 else 'falling'} in a row: evidence of a change"
    return "Within the usual range: no evidence of a change"


def _ending(items: Sequence[Any], fits: Callable[[Any], bool]) -> int:
    """How many items at the end fit."""
    return next((count for count, item in enumerate(reversed(items)) if not fits(item)), len(items))


def _counted(count: int, kind: str) -> str:
    units = _UNITS.get(kind, "results")
    if count == 1:
        return f"The latest {units.removesuffix('s')} is"
    return f"{_NUMBERS[count] if count < len(_NUMBERS) else count} {units}"
