"""Whether a series moves with the time of year."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from common.values.period import Period

# Enough years to see a pattern come back, the share of the movement that it explains, and how far that is from chance.
FEWEST_YEARS, SHARE, STRENGTH = 3, 0.6, 6.0


def is_seasonal(figures: Sequence[tuple[Period, Decimal]]) -> bool:
    """Whether most of what is left when the straight line is taken out comes back at the same time each year."""
    by_season: dict[int, list[float]] = defaultdict(list)
    left = _without_line([(p.end.year * 12 + p.end.month, float(number)) for p, number in figures])
    for (period, _), rest in zip(figures, left, strict=True):
        by_season[period.end.month].append(rest)
    groups = list(by_season.values())
    if len(groups) < 2 or min(map(len, groups)) < FEWEST_YEARS:
        return False
    total = sum(rest * rest for rest in left)
    between = sum(sum(group) ** 2 / len(group) for group in groups)
    if total <= 1e-12 or between / total < SHARE:
        return False
    within, freedom = total - between, len(left) - len(groups)
    return within <= 1e-9 * total or (between / (len(groups) - 1)) / (within / freedom) >= STRENGTH


def _without_line(points: Sequence[tuple[float, float]]) -> list[float]:
    count = len(points)
    if not count:
        return []
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
    return [y - mean_y - slope * (x - mean_x) for x, y in points]
