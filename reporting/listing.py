"""The list of reports: each quarter of a planning year, with what is in and what is missing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.today import today
from common.values.period import Period
from council.models import PlanningCycle
from performance.choices import Frequency, YearType
from performance.models import Indicator, Result
from reporting.report import quarter_of
from serviceplans.choices import IN_FORCE
from serviceplans.models import ActionUpdate, ActionVersion


@dataclass(frozen=True)
class QuarterLine:
    """A quarter that has begun: ``updates`` and ``results`` that are in, of so many ``actions`` and ``indicators``."""

    number: int
    period: Period
    day: date
    updates: int
    actions: int
    results: int
    indicators: int

    @property
    def closed(self) -> bool:
        return self.period.end < self.day

    @property
    def complete(self) -> bool:
        return self.updates >= self.actions and self.results >= self.indicators


@dataclass(frozen=True)
class ReportList:
    """``lines`` are the quarters that have begun, the latest first; ``later`` those to come."""

    cycle: PlanningCycle | None
    cycles: list[PlanningCycle]
    lines: list[QuarterLine]
    later: list[Period]


def report_list(asked: str = "") -> ReportList:
    """The quarters of the cycle asked for (its slug), else of the newest open one. Five queries."""
    cycles = list(PlanningCycle.objects.all())
    chosen = [c for c in cycles if c.slug == asked] or [c for c in cycles if c.is_open] or cycles
    if not chosen:
        return ReportList(None, [], [], [])
    cycle, day = chosen[0], today()
    quarters = {number: quarter_of(cycle, number) for number in (1, 2, 3, 4)}
    counted = _counted(cycle, list(quarters.values()))
    begun = {number: period for number, period in quarters.items() if period.start <= day}
    lines = [QuarterLine(number, period, day, **counted(period)) for number, period in begun.items()]
    return ReportList(cycle, cycles, lines[::-1], [period for n, period in quarters.items() if n not in begun])


def _counted(cycle: PlanningCycle, quarters: list[Period]) -> Any:
    """A function that says what is in for a quarter: updates of actions in force, results of quarterly indicators."""
    keys = [period.key for period in quarters]
    actions = set(
        ActionVersion.objects.filter(version__plan__cycle=cycle, version__status__in=IN_FORCE).values_list(
            "action", flat=True
        )
    )
    indicators = Indicator.objects.filter(retired=False, frequency=Frequency.QUARTERLY, year_type=YearType.FINANCIAL)
    quarterly = set(indicators.values_list("pk", flat=True))
    updates = Counter(
        key
        for key, action in ActionUpdate.objects.filter(period_key__in=keys).values_list("period_key", "action")
        if action in actions
    )
    results = Counter(
        key
        for key, indicator in Result.objects.filter(period_key__in=keys).values_list("period_key", "indicator")
        if indicator in quarterly
    )

    def of(period: Period) -> dict[str, int]:
        said = {"updates": updates[period.key], "actions": len(actions)}
        return {**said, "results": results[period.key], "indicators": len(quarterly)}

    return of
