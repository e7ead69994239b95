"""What the page of a roll-forward shows: what would be carried, and of plans that are begun, what was."""

from dataclasses import dataclass
from itertools import groupby

from council.models import PlanningCycle
from serviceplans.models import CarriedForward
from serviceplans.rolling.outcome import PlanOutcome, RollForward
from serviceplans.rolling.survey import answer, survey


@dataclass(frozen=True)
class RollingLine:
    """One plan. ``was``: it has been carried, and this is how; otherwise what would become of it."""

    plan: PlanOutcome
    was: bool
    url: str


@dataclass(frozen=True)
class RollingPage:
    cycle: PlanningCycle
    found: RollForward
    groups: list[tuple[str, list[RollingLine]]]

    @property
    def begins(self) -> int:
        """How many plans would begin."""
        return len(self.found.begun)

    @property
    def was(self) -> int:
        """How many plans a roll-forward began."""
        return sum(line.was for _, lines in self.groups for line in lines)


def rolling_page(cycle: PlanningCycle) -> RollingPage:
    """The page of a cycle that exists, in a fixed number of queries."""
    found = answer(cycle, survey(cycle), done=False)
    rows = CarriedForward.objects.filter(version__plan__cycle=cycle, version__number=1)
    begun = {
        row.version.plan.code: row for row in rows.select_related("version__plan__service", "version__plan__cycle")
    }
    lines = [_line(plan, begun.get(plan.plan)) for plan in found.plans]
    by_directorate = sorted(lines, key=lambda line: line.plan.directorate)
    return RollingPage(
        cycle, found, [(name, list(rows)) for name, rows in groupby(by_directorate, lambda line: line.plan.directorate)]
    )


def _line(plan: PlanOutcome, begun: CarriedForward | None) -> RollingLine:
    if begun is None:
        return RollingLine(plan, False, "")
    return RollingLine(begun.outcome, True, begun.version.plan.get_absolute_url())
