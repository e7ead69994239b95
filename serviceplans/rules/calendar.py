"""Plans against the planning calendar: which step comes next for a plan, and how far off it is (York 2019, timeline)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from common.values.years import format_date
from council.choices import CycleStage
from serviceplans.choices import IN_FORCE, UNDER_WAY, PlanState, Status

STATES = {
    Status.DRAFT: PlanState.DRAFTING,
    Status.DMT_REVIEW: PlanState.AT_DMT,
    Status.AMENDING: PlanState.AT_DMT,
    Status.REVIEW: PlanState.IN_REVIEW,
    Status.MEMBER_REVIEW: PlanState.WITH_MEMBER,
    Status.APPROVED: PlanState.APPROVED,
    Status.PUBLISHED: PlanState.PUBLISHED,
}
ROUTE = (CycleStage.DRAFTS, CycleStage.DMT, CycleStage.MEMBER, CycleStage.SIGNED_OFF, CycleStage.PUBLISHED)
# The first step of the calendar that a plan in this state has still to take.
NEXT = {
    PlanState.NOT_STARTED: CycleStage.DRAFTS,
    PlanState.DRAFTING: CycleStage.DRAFTS,
    PlanState.AT_DMT: CycleStage.DMT,
    PlanState.IN_REVIEW: CycleStage.MEMBER,
    PlanState.WITH_MEMBER: CycleStage.MEMBER,
    PlanState.APPROVED: CycleStage.PUBLISHED,
}


@dataclass(frozen=True)
class Step:
    """A step that is due: its name and its day."""

    name: str
    date: date


@dataclass(frozen=True)
class Standing:
    """A plan against the calendar. ``days`` to the step's day, negative once past; None where nothing more is due.

    ``revising``: a revision is under way beside the version in force; it is not held against the calendar.
    """

    state: PlanState
    step: Step | None
    days: int | None
    revising: bool = False

    @property
    def late(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def words(self) -> str:
        """ "12 days late", "Today", "41 days to go"; empty where nothing is due."""
        if self.days is None:
            return ""
        count = abs(self.days)
        said = f"{count} day{'s' * (count != 1)}"
        return "Today" if not count else f"{said} late" if self.late else f"{said} to go"

    @property
    def due_words(self) -> str:
        """The step and its day: "Draft plans complete, 30 April 2020"."""
        return f"{self.step.name}, {format_date(self.step.date)}" if self.step else ""


def standing(statuses: Iterable[str], steps: Mapping[str, Step], today: date) -> Standing:
    """Where a plan stands, from the statuses of its versions and the cycle's dated steps by stage.

    The version in force counts before one under way. A step without a day is passed over: the next that has one is due.
    """
    found = [Status(status) for status in statuses]
    in_force = [status for status in found if status in IN_FORCE]
    under_way = [status for status in found if status in UNDER_WAY]
    current = (in_force or under_way or found)[-1:]
    state = STATES.get(current[0], PlanState.PUBLISHED) if current else PlanState.NOT_STARTED
    step = next_step(state, steps)
    days = (step.date - today).days if step else None
    return Standing(state, step, days, revising=bool(in_force and under_way))


def next_step(state: PlanState, steps: Mapping[str, Step]) -> Step | None:
    """The first dated step that a plan in this state has still to take."""
    if state not in NEXT:
        return None
    ahead = ROUTE[ROUTE.index(NEXT[state]) :]
    return next((steps[stage.value] for stage in ahead if stage.value in steps), None)
