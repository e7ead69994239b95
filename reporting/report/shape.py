"""The report as plain values: every page and file is made of this and asks the database nothing."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from reporting.report.lines import ActionLine, Change, IndicatorLine, MissingPlan, PlanLine, RiskLine


@dataclass(frozen=True)
class QuarterlyReport:
    """A quarter's report (York 2019, Report): exceptions, then York's five headings.

    ``made_on`` is the day it was made; ``directorate`` is the one it is narrowed to, empty for the whole council;
    ``withheld`` counts open risks that its reader may not see.
    """

    council: str
    cycle: str
    slug: str
    quarter: int
    period: str
    starts: date
    ends: date
    made_on: date
    directorates: tuple[str, ...] = ()
    directorate: str = ""
    withheld: int = 0
    plans: tuple[PlanLine, ...] = ()
    missing_plans: tuple[MissingPlan, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    changes: tuple[Change, ...] = ()
    risks: tuple[RiskLine, ...] = ()

    @property
    def closed(self) -> bool:
        return self.ends < self.made_on

    @cached_property
    def red_indicators(self) -> list[IndicatorLine]:
        """Red ones; those with a figure of this quarter come before older, annual ones."""
        return sorted((i for i in self.indicators if i.rating == "red"), key=lambda i: i.older)

    @cached_property
    def troubled_actions(self) -> list[ActionLine]:
        """Off track first, then late, then at risk."""
        order = {"off-track": 0, "at-risk": 2}
        return sorted((a for a in self.actions if a.why), key=lambda a: (order.get(a.status, 1), -a.late))

    @cached_property
    def red_risks(self) -> list[RiskLine]:
        return [risk for risk in self.risks if risk.rating == "red"]

    @cached_property
    def missing_updates(self) -> list[ActionLine]:
        return [action for action in self.actions if action.no_update]

    @cached_property
    def missing_results(self) -> list[IndicatorLine]:
        return [indicator for indicator in self.indicators if indicator.missing]

    @property
    def rated(self) -> int:
        return sum(indicator.rating != "none" for indicator in self.indicators)

    def ratings(self) -> Counter[str]:
        """How many indicators are red, amber, green and none."""
        return Counter(indicator.rating for indicator in self.indicators)

    def statuses(self) -> Counter[str]:
        """How many actions are in each status; "" is without an update."""
        return Counter(action.status for action in self.actions)

    def risk_ratings(self) -> Counter[str]:
        return Counter(risk.rating for risk in self.risks)

    def only(self, directorate: str) -> "QuarterlyReport":
        """The report of one directorate; the whole where the council has none of that name."""
        if directorate not in self.directorates:
            return self
        return replace(
            self,
            directorate=directorate,
            plans=_of(directorate, self.plans),
            missing_plans=_of(directorate, self.missing_plans),
            actions=_of(directorate, self.actions),
            indicators=_of(directorate, self.indicators),
            changes=_of(directorate, self.changes),
            risks=_of(directorate, self.risks),
        )


Line = TypeVar("Line", PlanLine, MissingPlan, ActionLine, IndicatorLine, Change, RiskLine)


def _of(directorate: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.directorate == directorate)
