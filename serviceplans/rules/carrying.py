"""What of last year's plan goes into the next one (York 2019, review): plain values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.values.due import Due
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.years import format_date, year_label, year_start
from serviceplans.choices import ActionStatus

LONGEST_WORDS = 200
OPEN = "open"


@dataclass(frozen=True)
class Standing:
    """How an action stands when the year ends: open, completed or stopped; ``year`` is when it was completed."""

    state: str = OPEN
    year: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


def standing_of(updates: Sequence[tuple[str, str]], otherwise: str) -> Standing:
    """From (status, quarter) of every update, the earliest first. The latest decides.

    A completed action's year is that of the first quarter since which nothing else was said of it; ``otherwise`` is
    the year to name where the quarter cannot be read.
    """
    if not updates or updates[-1][0] not in (ActionStatus.COMPLETED, ActionStatus.STOPPED):
        return Standing()
    if updates[-1][0] == ActionStatus.STOPPED:
        return Standing(ActionStatus.STOPPED.value)
    since = updates[-1][1]
    for status, quarter in reversed(updates):
        if status != ActionStatus.COMPLETED:
            break
        since = quarter
    return Standing(ActionStatus.COMPLETED.value, year_of(since, otherwise))


def year_of(quarter: str, otherwise: str) -> str:
    """The planning year of a quarter: "2019/20" for "Q4 2019/20"."""
    try:
        starts = Period.parse(quarter).start
    except Unreadable:
        return otherwise
    return year_label(year_start(starts, "financial"), "financial")


def with_its_year(words: str, due: date | None, cycle: str) -> str:
    """A date in words that name no year, such as "end of March", with the day that was meant added to them.

    In the next cycle the same words would be read as a day of that year.
    """
    if due is None or Due.parse(words, year=cycle).date == due:
        return words
    said = f"{words} ({format_date(due)})"
    return said if len(said) <= LONGEST_WORDS else format_date(due)


def achievement(columns: Sequence[Mapping[str, Any]], *, objective: str, action: str, year: str) -> dict[str, str]:
    """A completed action as a row of Key achievements (York 2019, section 2: service objective, action, completed).

    A council's own columns may be called otherwise: the action then stands in the first one.
    """
    said = {"objective": objective, "action": action, "completed": year}
    keys = [str(column["key"]) for column in columns]
    row = {key: said.get(key, "") for key in keys}
    if keys and "action" not in keys:
        row[keys[0]] = f"{action} ({year})" if year else action
    return row
