"""Where the words of a chart stand: beside what they name, and over nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from performance.drawing import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Mark

LETTER, ABOVE, BELOW, LINE = 6.3, 11.0, 4.0, 15.0  # a letter's width; how far words reach above and below their line
STEP = 6.0  # between the places of a line that are looked at
Spot = tuple[float, float]
Frame = tuple[float, float, float, float]


def placed(wanted: Iterable[Sequence[Mark]], lines: Iterable[Sequence[Spot]]) -> list[Mark]:
    """Of each label's places, the best first, the one that covers least of the lines and of the labels before it."""
    spots = [spot for line in lines for spot in _along(line)]
    found: list[Mark] = []
    for places in wanted:
        within = [mark for mark in places if _in_frame(mark)] or list(places)
        found.append(min(within, key=lambda mark: _covers(mark, spots, found)))
    return found


def beside(x: float, y: float, text: str, anchor: str, tone: str = "") -> list[Mark]:
    """Above and below a line at this place, near and further off."""
    return [Mark(x, round(y + off, 1), text, anchor, tone) for off in (-6, 15, -20, 29)]


def apart(labels: Sequence[Mark]) -> list[Mark]:
    """Labels below each other, moved until none covers another, in the order of their places."""
    found: list[Mark] = []
    for label in sorted(labels, key=lambda one: one.y):
        y = max(label.y, found[-1].y + LINE) if found else label.y
        found.append(replace(label, y=round(y, 1)))
    beyond = max(0.0, found[-1].y - (HEIGHT - BOTTOM)) if found else 0.0
    return [replace(one, y=round(one.y - beyond, 1)) for one in found]


def _covers(mark: Mark, spots: Sequence[Spot], others: Sequence[Mark]) -> float:
    left, right, top, bottom = _frame(mark)
    lines = sum(left <= x <= right and top <= y <= bottom for x, y in spots)
    return lines + 100.0 * sum(_meet(_frame(mark), _frame(other)) for other in others)


def _frame(mark: Mark) -> Frame:
    wide = len(mark.text) * LETTER
    left = mark.x - (wide if mark.anchor == "end" else wide / 2 if mark.anchor == "middle" else 0)
    return left, left + wide, mark.y - ABOVE, mark.y + BELOW


def _meet(one: Frame, other: Frame) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _in_frame(mark: Mark) -> bool:
    left, right, top, bottom = _frame(mark)
    return left >= LEFT - 4 and right <= WIDTH - RIGHT + 4 and top >= 0 and bottom <= HEIGHT - BOTTOM + 2


def _along(line: Sequence[Spot]) -> list[Spot]:
    """Places along a line, close enough together that no words fall between them."""
    found = list(line[:1])
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / STEP))
        found += [(x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(1, steps + 1)]
    return found
