"""Actions that were open when they were carried, and have been completed or stopped since: the year ended after March."""

from collections import defaultdict
from dataclasses import dataclass

from serviceplans.choices import ActionStatus
from serviceplans.models import ActionUpdate, ActionVersion, PlanVersion
from serviceplans.rules.carrying import Standing, standing_of


@dataclass(frozen=True)
class Settled:
    """An action in a draft that is open no more."""

    row: ActionVersion
    standing: Standing

    @property
    def completed(self) -> bool:
        return self.standing.state == ActionStatus.COMPLETED

    @property
    def words(self) -> str:
        """ "CSS001 has been completed since it was carried"."""
        return f"{self.row.action.reference} has been {self.standing.state} since it was carried"


def settled_in(version: PlanVersion) -> list[Settled]:
    """Those of a draft that earlier plans have too, in the plan's order, but for what is committed anew. Two queries."""
    said: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ActionUpdate.objects.filter(action__versions__version=version).order_by("period_key")
    for action, status, quarter in rows.values_list("action", "status", "period"):
        said[action].append((status, quarter))
    standings = {action: standing_of(updates, version.plan.cycle.name) for action, updates in said.items()}
    closed = [action for action, standing in standings.items() if not standing.is_open]
    earlier = version.actions.filter(
        action__in=closed, commitment=None, action__versions__version__plan__cycle__starts__lt=version.plan.cycle.starts
    )
    found = earlier.select_related("action", "objective").distinct()
    return [Settled(row, standings[row.action_id]) for row in found]
