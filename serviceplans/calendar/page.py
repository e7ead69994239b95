"""The page of plans against the calendar: which cycle, which of its plans, in what order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from common.today import today
from council.models import Directorate, PlanningCycle
from serviceplans import permissions as may
from serviceplans.calendar.lines import CalendarLine, calendar_lines, followed_by
from serviceplans.choices import PlanState

LATE = "late"
SORTS: dict[str, Callable[[CalendarLine], Any]] = {
    "due": lambda line: (line.standing.days is None, line.standing.days or 0, line.service.name),
    "plan": lambda line: line.service.name.casefold(),
    "directorate": lambda line: (line.service.directorate.name, line.service.name),
    "state": lambda line: (list(PlanState).index(line.standing.state), line.service.name),
    "next": lambda line: (not line.next_words, line.next_words.casefold(), line.service.name),
}
ASKED = ("cycle", "directorate", "state", "late", "sort")


@dataclass(frozen=True)
class CalendarPage:
    """``lines`` as chosen and sorted, of ``total`` that the person follows; ``steps`` of the cycle with whether past."""

    cycle: PlanningCycle | None
    cycles: list[PlanningCycle]
    lines: list[CalendarLine]
    total: int
    steps: list[tuple[str, date, bool]]
    directorates: list[Directorate]
    states: list[tuple[str, str]]
    asked: dict[str, str]
    sorts: dict[str, str]
    may_remind: bool

    @property
    def query(self) -> str:
        """What was asked, for the addresses of the files."""
        return urlencode(self.asked)

    @property
    def narrowed(self) -> bool:
        return bool({"directorate", "state", "late"} & set(self.asked))

    @property
    def next_step(self) -> tuple[str, date, bool] | None:
        """The first step of the calendar that has not gone by."""
        return next((step for step in self.steps if not step[2]), None)

    @property
    def late(self) -> list[CalendarLine]:
        return [line for line in self.lines if line.standing.late]

    @property
    def sorted_by(self) -> str:
        return self.asked.get("sort", "due").removeprefix("-")

    @property
    def order(self) -> str:
        """As aria-sort says it."""
        return "descending" if self.asked.get("sort", "").startswith("-") else "ascending"


def calendar_page(user: Any, asked: Any) -> CalendarPage:
    """The plans that this person follows in a cycle, the newest open one unless asked."""
    said = _asked(asked)
    cycles = list(PlanningCycle.objects.all())
    cycle = _cycle(cycles, said)
    lines = calendar_lines(cycle, followed_by(user)) if cycle else []
    return CalendarPage(
        cycle=cycle,
        cycles=cycles,
        lines=chosen_lines(lines, said),
        total=len(lines),
        steps=[(step.name, step.date, step.date < today()) for step in cycle.steps.all()] if cycle else [],
        directorates=sorted({line.service.directorate for line in lines}, key=lambda one: one.name),
        states=[(state.value, str(state.label)) for state in PlanState],
        asked=said,
        sorts={name: _sort_address(name, said) for name in SORTS},
        may_remind=bool(may.may_remind(user)),
    )


def chosen_lines(lines: list[CalendarLine], asked: dict[str, str]) -> list[CalendarLine]:
    """The lines that the filters leave, in the order asked for."""
    shown = [
        line
        for line in lines
        if asked.get("directorate") in (None, line.service.directorate.key)
        and asked.get("state") in (None, line.standing.state.value)
        and (LATE not in asked or line.standing.late)
    ]
    name = asked.get("sort", "due")
    return sorted(shown, key=SORTS[name.removeprefix("-")], reverse=name.startswith("-"))


def _asked(data: Any) -> dict[str, str]:
    """What of the question is understood; a sort that there is not is left out."""
    said = {name: str(data.get(name, ""))[:100].strip() for name in ASKED}
    if said["sort"].removeprefix("-") not in SORTS:
        del said["sort"]
    return {name: value for name, value in said.items() if value and "\x00" not in value}


def _cycle(cycles: list[PlanningCycle], asked: dict[str, str]) -> PlanningCycle | None:
    chosen = next((one for one in cycles if one.slug == asked.get("cycle")), None)
    return chosen or next((one for one in cycles if one.is_open), None)


def _sort_address(name: str, asked: dict[str, str]) -> str:
    """The address that sorts by a column; once more, the other way round."""
    back = asked.get("sort", "due") == name
    return "?" + urlencode({**asked, "sort": f"-{name}" if back else name})
