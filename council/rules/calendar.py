"""The planning year: when the next one runs, which days its steps have unless they are moved, and what order they keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.values.years import format_date, month_end, shift, year_label, year_start
from council.choices import CycleStage

SATURDAY, FRIDAY = 5, 4
# How far outside its year a cycle's steps may lie: drafts begin in the year before, Quarter 4 is told of after the end.
BEFORE, AFTER = timedelta(days=366), timedelta(days=183)
# Each is no earlier than the one before it.
ROUTE = (
    CycleStage.DRAFTS,
    CycleStage.DMT,
    CycleStage.MEMBER,
    CycleStage.SIGNED_OFF,
    CycleStage.PUBLISHED,
    CycleStage.REVIEW,
)
QUARTERS = (CycleStage.QUARTER_1, CycleStage.QUARTER_2, CycleStage.QUARTER_3, CycleStage.QUARTER_4)
# York 2019, timeline: drafts in April, signed off in June, published in July, updates at each quarter's end. It gives
# no day to the reviews: ours leave a month for DMT and half a month for the Executive Member. Month of the cycle → day
# (0 is the month's last).
DEADLINES = {
    CycleStage.DRAFTS: (1, 0),
    CycleStage.DMT: (2, 0),
    CycleStage.MEMBER: (3, 15),
    CycleStage.SIGNED_OFF: (3, 0),
    CycleStage.PUBLISHED: (4, 0),
}
REVIEW_MONTH = 12


@dataclass(frozen=True)
class Step:
    """One dated step; ``stage`` is empty for a council's own."""

    stage: str
    name: str
    date: date


@dataclass(frozen=True)
class StepFault:
    """What is wrong with the step at a place in the list, as the person reads it."""

    place: int
    sentence: str


def year_after(day: date) -> date:
    """The same day a year later; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def next_year(last_end: date | None, today: date) -> tuple[date, date]:
    """First and last day of the cycle after the one that ends on ``last_end``; the first runs from April to March."""
    starts = last_end + timedelta(days=1) if last_end else year_start(today, "financial")
    return starts, year_after(starts) - timedelta(days=1)


def cycle_name(starts: date, ends: date) -> str:
    """The years that it touches: "2020/21", or "2021" for a calendar year."""
    return year_label(starts.replace(day=1), "calendar" if starts.year == ends.year else "financial")


def york_calendar(starts: date) -> list[Step]:
    """York's steps in a cycle that begins on ``starts``, in order of date; none falls on a weekend but quarter ends."""
    found = [_step(stage, _working_day_before(_day_in(starts, *place))) for stage, place in DEADLINES.items()]
    found += [_step(stage, month_end(_month(starts, 3 * number))) for number, stage in enumerate(QUARTERS, 1)]
    found.append(_step(CycleStage.REVIEW, _working_day_after(_month(starts, REVIEW_MONTH))))
    return in_order(found)


def in_order(steps: Sequence[Step]) -> list[Step]:
    """By date; on one day, in the order of the stages."""
    rank = {stage.value: place for place, stage in enumerate(CycleStage)}
    return sorted(steps, key=lambda step: (step.date, rank.get(step.stage, len(rank)), step.name))


def moved_a_year(steps: Sequence[Step]) -> list[Step]:
    """Last year's steps, each on the same day a year later: for a council that keeps a calendar of its own."""
    return [Step(step.stage, step.name, year_after(step.date)) for step in steps]


def step_faults(steps: Sequence[Step], starts: date, ends: date) -> list[StepFault]:
    """What is wrong with a calendar, at the step that should move. Steps that have no date are not in the list."""
    faults = []
    for place, step in enumerate(steps):
        if not starts - BEFORE <= step.date <= ends + AFTER:
            faults.append(StepFault(place, _too_far(step, starts - BEFORE, ends + AFTER)))
            continue
        early = _earlier_than_it_may(step, steps)
        if early:
            faults.append(StepFault(place, _too_early(step, early)))
    return faults


def _earlier_than_it_may(step: Step, steps: Sequence[Step]) -> Step | None:
    """The latest step that should come before this one, where it comes after it."""
    for chain in (ROUTE, QUARTERS):
        stages = [stage.value for stage in chain]
        if step.stage in stages:
            before = stages[: stages.index(step.stage)]
            later = [other for other in steps if other.stage in before and other.date > step.date]
            return max(later, key=lambda other: other.date) if later else None
    return None


def _too_early(step: Step, other: Step) -> str:
    return (
        f"“{step.name}” on {format_date(step.date)} comes before “{other.name}” on {format_date(other.date)}. "
        f"Choose {format_date(other.date)} or later."
    )


def _too_far(step: Step, first: date, last: date) -> str:
    return (
        f"“{step.name}” on {format_date(step.date)} is too far from this planning year. "
        f"Choose a day between {format_date(first)} and {format_date(last)}."
    )


def _step(stage: CycleStage, day: date) -> Step:
    return Step(stage.value, str(stage.label), day)


def _month(starts: date, number: int) -> date:
    """The first day of the cycle's month 1 to 12."""
    return shift(starts.replace(day=1), number - 1)


def _day_in(starts: date, number: int, day: int) -> date:
    first = _month(starts, number)
    return first.replace(day=day) if day else month_end(first)


def _working_day_before(day: date) -> date:
    """A deadline at the weekend is the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _working_day_after(day: date) -> date:
    """What begins at a weekend begins on the Monday after."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
