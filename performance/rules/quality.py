"""What the record itself says of a figure's quality: how complete it is, and how timely (York 2019).

Pure rules on periods and days. An entry is an entry, be it "Not available": somebody answered for the period.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from common.values.period import Period

from .periods import Rhythm, due_on, is_measured, last_due

# Monthly results of three years: enough to show a habit, and no more history than that counts.
MOST_PERIODS = 36
MOST_YEARS = 3


@dataclass(frozen=True)
class Share:
    """So many of so many. ``of`` 0 means that there is nothing to judge by yet."""

    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole points, rounded down, so that 100 means all of them; None where there is nothing to judge by."""
        return self.count * 100 // self.of if self.of else None

    @property
    def words(self) -> str:
        """ "11 of 12 (91%)", or "Too early to say"."""
        return f"{self.count} of {self.of} ({self.percent}%)" if self.of else "Too early to say"


def due_periods(rhythm: Rhythm, day: date, known: Period | None, first: Period | None) -> list[Period]:
    """The periods whose results were due before ``day``, oldest first, within the last three years.

    ``known`` is any period of the indicator, for rolling years; ``first`` the earliest with a result, before which
    nothing was asked. Where there is none, and no first period is set, only the latest due one counts.
    """
    period = last_due(rhythm, day, known)
    found: list[Period] = []
    while period is not None and len(found) < MOST_PERIODS and is_measured(rhythm, period):
        if period.end.year < day.year - MOST_YEARS or (first is not None and period < first):
            break
        found.append(period)
        if first is None and rhythm.first is None:
            break
        period = period.previous()
    return found[::-1]


def completeness(due: list[Period], entered: Container[str]) -> Share:
    """How many of the due periods have a result. ``entered`` holds the keys of periods that have one."""
    return Share(sum(period.key in entered for period in due), len(due))


def timeliness(rhythm: Rhythm, due: list[Period], entered: Mapping[str, date], began: date | None) -> Share:
    """How many of the due periods were entered by their day. ``entered`` gives the day of the first entry by key.

    What was due before ``began``, the day on which the register took its first result, was never asked in time.
    """
    judged = [period for period in due if began is not None and due_on(rhythm, period) >= began]
    in_time = [p for p in judged if p.key in entered and entered[p.key] <= due_on(rhythm, p)]
    return Share(len(in_time), len(judged))


def days_late(due: date, entered: date | None, day: date) -> int:
    """Days past its day: of the entry, or so far where there is none; 0 in time."""
    return max(0, ((entered or day) - due).days)
