"""Reads which risks of a council to try were closed, and closes them as it happened. Twice is as once."""

from datetime import date
from pathlib import Path

from common.today import pretend
from council.loading import holder_of, read_rows
from risks.models import Risk
from risks.transitions import close_risk


def load_closures(path: Path) -> None:
    """Close each risk of the file on its day, as whoever held the post."""
    for row in read_rows(path):
        risk, day = Risk.objects.get(reference=row["Risk"]), date.fromisoformat(row["On"])
        if risk.closed:
            continue
        with pretend(day):
            close_risk(risk.pk, risk.counter, row["Reason"], holder_of(row["By"], day))
