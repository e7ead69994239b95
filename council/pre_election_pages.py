"""What the page of pre-election periods shows: those that hold publishing now, those to come, and those that are over."""

from dataclasses import dataclass
from typing import Any

from common.today import today
from council.models import PreElectionPeriod
from council.permissions import may_end_pre_election

SHOWN = 50


@dataclass(frozen=True)
class PeriodLine:
    """One period; ``state`` and ``tone`` say where it stands, ``may_end`` whether this person can end it."""

    period: PreElectionPeriod
    state: str
    tone: str
    may_end: bool


def period_lines(user: Any) -> list[PeriodLine]:
    """The latest first. One query."""
    return [_line(user, row) for row in PreElectionPeriod.objects.all()[:SHOWN]]


def _line(user: Any, row: PreElectionPeriod) -> PeriodLine:
    if row.ended_at:
        state, tone = "Ended early", "grey"
    elif row.ends < today():
        state, tone = "Over", "grey"
    else:
        state, tone = ("To come", "blue") if row.starts > today() else ("Publishing is held", "amber")
    return PeriodLine(row, state, tone, bool(may_end_pre_election(user, row)))
