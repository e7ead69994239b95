"""What the pages of the planning calendar show: the cycles, one cycle's steps, and the next cycle to be made."""

from dataclasses import dataclass
from datetime import date

from common.today import today
from council.models import CycleStep, PlanningCycle
from council.rules import Step, cycle_name, in_order, moved_a_year, next_year, york_calendar
from council.transitions import steps_of


@dataclass(frozen=True)
class StepLine:
    """A step with how far off it is: ``days`` to go, negative once past."""

    step: CycleStep
    days: int
    next: bool

    @property
    def words(self) -> str:
        """ "Today", "in 12 days", "12 days ago"."""
        count = abs(self.days)
        said = f"{count} {'day' if count == 1 else 'days'}"
        return "Today" if not self.days else f"in {said}" if self.days > 0 else f"{said} ago"


@dataclass(frozen=True)
class CyclePage:
    cycle: PlanningCycle
    lines: list[StepLine]

    @property
    def next(self) -> StepLine | None:
        return next((line for line in self.lines if line.next), None)


@dataclass(frozen=True)
class ComingCycle:
    """The cycle after the newest: its name and days, York's calendar in it, and last year's a year later."""

    name: str
    starts: date
    ends: date
    york: list[Step]
    last_year: list[Step]
    after: str


def cycle_page(cycle: PlanningCycle) -> CyclePage:
    """One cycle's steps against today. Its steps may have been loaded before."""
    day = today()
    steps = list(cycle.steps.all())
    ahead = next((step for step in steps if step.date >= day), None)
    return CyclePage(cycle, [StepLine(step, (step.date - day).days, step is ahead) for step in steps])


def cycles_page() -> list[CyclePage]:
    """Every cycle, the newest first. Two queries."""
    return [cycle_page(cycle) for cycle in PlanningCycle.objects.prefetch_related("steps")]


def next_cycle() -> ComingCycle:
    """What would be made next. Two queries."""
    newest = PlanningCycle.objects.prefetch_related("steps").first()
    starts, ends = next_year(newest.ends if newest else None, today())
    kept = in_order(moved_a_year(steps_of(newest))) if newest else []
    return ComingCycle(
        cycle_name(starts, ends), starts, ends, york_calendar(starts), kept, newest.name if newest else ""
    )
