"""Directions set by hand, read from a council's folder of fixtures. Twice is as once."""

from pathlib import Path

from common.values.period import Period
from council.loading import read_yaml
from performance.models import DirectionOverride, Indicator
from performance.transitions import set_direction


def load_overrides(path: Path) -> None:
    """Each row: reference, period, direction, reason, and the post that set it."""
    for row in read_yaml(path):
        indicator = Indicator.objects.get(reference=row["reference"])
        period = Period.parse(row["period"], frequency=indicator.frequency, year_type=indicator.year_type)
        if not DirectionOverride.objects.filter(indicator=indicator, period_key=period.key).exists():
            set_direction(indicator.pk, period, row["direction"], row["reason"], by=None, post=row["by"])
