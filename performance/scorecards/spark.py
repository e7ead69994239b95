"""A sparkline: the latest figures as a small line, drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 96, 28, 4


@dataclass(frozen=True)
class Spark:
    """The points of a line within 96 × 28, and where it ends."""

    points: str
    x: float
    y: float


def places(trend: Sequence[Decimal], width: float = WIDTH, height: float = HEIGHT) -> list[tuple[float, float]]:
    """Where each figure stands, oldest first; a line that never moves runs along the middle. None for under two."""
    if len(trend) < 2:
        return []
    numbers = [float(number) for number in trend]
    low, high = min(numbers), max(numbers)
    across, down = (width - 2 * EDGE) / (len(numbers) - 1), height - 2 * EDGE
    share = (lambda n: (n - low) / (high - low)) if high > low else (lambda n: 0.5)
    return [(round(EDGE + i * across, 1), round(EDGE + (1 - share(n)) * down, 1)) for i, n in enumerate(numbers)]


def spark(trend: Sequence[Decimal]) -> Spark | None:
    """The line of these figures; None where there are fewer than two."""
    found = places(trend)
    return Spark(" ".join(f"{x},{y}" for x, y in found), *found[-1]) if found else None
