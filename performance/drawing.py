"""Coordinates of a chart: the frame, the scale, and places with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 76, 20, 24, 40
NAMES = 168  # the right margin where lines are named in it
TICKS = 4


@dataclass(frozen=True)
class Mark:
    """A place in the drawing with its words. ``tone`` "outside" is a figure beyond its usual range."""

    x: float
    y: float
    text: str = ""
    anchor: str = "middle"
    tone: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle in the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Scale:
    """From a figure and the place of its period to coordinates; ``margin`` is what is kept free on the right."""

    low: Decimal
    high: Decimal
    count: int
    margin: int = RIGHT

    @property
    def right(self) -> int:
        return WIDTH - self.margin

    @property
    def half(self) -> float:
        """Half the width that a period has."""
        return (self.right - LEFT) / self.count / 2

    def x(self, index: int) -> float:
        return round(LEFT + (self.right - LEFT) * (index + 0.5) / self.count, 1)

    def y(self, number: Decimal) -> float:
        share = float((number - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def at(self, index: int, number: Decimal | None) -> tuple[float, float]:
        return self.x(index), self.y(number or Decimal(0))

    def box(self, first: int, last: int, low: Decimal, high: Decimal) -> Box:
        """The rectangle over the periods ``first`` to ``last`` between two figures."""
        left, right, top = self.x(first) - self.half, self.x(last) + self.half, self.y(high)
        return Box(round(left, 1), top, round(right - left, 1), round(self.y(low) - top, 1))

    def level(self, first: int, last: int, number: Decimal) -> str:
        """The points of a line over the periods ``first`` to ``last`` at one figure."""
        y = self.y(number)
        return f"{self.x(first) - self.half:.1f},{y} {self.x(last) + self.half:.1f},{y}"


def ticks(numbers: Sequence[Decimal], *, whole: bool = False) -> tuple[Decimal, Decimal, Decimal]:
    """Lowest and highest grid line and the step between: round numbers around what is drawn; ``whole``: no fractions."""
    low, high = min(numbers), max(numbers)
    span = (high - low) or abs(high) or Decimal(1)
    rough = span / TICKS
    unit = Decimal(10) ** rough.adjusted()
    steps = [unit * factor for factor in (1, 2, Decimal("2.5"), 5, 10)]
    step = next(one for one in steps if one >= rough and not (whole and one > 1 and one % 1))
    step = max(step, Decimal(1)) if whole else step
    bottom, top = (low // step) * step, -((-high) // step) * step
    # Decimal's // cuts towards zero.
    bottom = bottom - step if bottom > low else bottom
    top = top + step if top < high else top
    return bottom, top if top > bottom else bottom + step, step
