"""Directions set by hand, read from a council's folder of fixtures. Twice is as once."""

from pathlib import Path

from common.today import now
from common.values.period import Period
from council.loading import read_yaml
from council.models import Appointment
from performance.models import DirectionOverride, Indicator


def load_overrides(path: Path) -> None:
    """Each row: reference, period, direction, reason, and the post that set it."""
    for row in read_yaml(path):
        indicator = Indicator.objects.get(reference=row["reference"])
        period = Period.parse(row["period"], frequency=indicator.frequency, year_type=indicator.year_type)
        held = Appointment.objects.on(now().date()).filter(post__title=row["by"]).first()
        DirectionOverride.objects.get_or_create(
            indicator=indicator,
            period_key=period.key,
            defaults={
                "period": period.label,
                "direction": row["direction"],
                "reason": row["reason"].strip(),
                "by_id": held.person_id if held else None,
                "post": row["by"],
                "at": now(),
            },
        )
