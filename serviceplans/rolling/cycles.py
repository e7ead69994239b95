"""Which cycle a roll-forward goes into: one that exists, or the one that comes next."""

from collections.abc import Sequence

from common.verdict import Refused
from council.cycle_pages import next_cycle
from council.models import PlanningCycle
from council.rules import Step
from council.transitions.cycles import facts_of
from serviceplans.rolling.outcome import RollForward
from serviceplans.rolling.survey import answer, survey


class UnknownCycle(Refused):
    """A name that is no planning cycle, nor that of the one that comes next."""


def cycle_to_roll_into(name: str) -> tuple[PlanningCycle, Sequence[Step]]:
    """The open cycle of that name; or the next one, not stored yet, with the usual steps that it would have."""
    found = PlanningCycle.objects.named(name)
    if found:
        require_open(found)
        return found, []
    coming = next_cycle()
    if name.strip().replace("-", "/") != coming.name:
        raise UnknownCycle(f"{name} is no planning cycle, nor the one that comes next: that is {coming.name}.")
    return PlanningCycle(name=coming.name, starts=coming.starts, ends=coming.ends), coming.york


def require_open(cycle: PlanningCycle) -> None:
    if not cycle.is_open:
        raise Refused(f"The planning cycle {cycle.name} is closed. Open it again before plans are rolled into it.")


def would_roll_forward(name: str) -> RollForward:
    """What rolling every plan forward would carry. Nothing is written."""
    cycle, steps = cycle_to_roll_into(name)
    return answer(cycle, survey(cycle), done=False, calendar=facts_of(steps))
