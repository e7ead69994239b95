"""The quarterly report to the Executive, built once for the page, Excel, PDF and Word (York 2019, Report)."""

from dataclasses import replace
from typing import Any

from common.today import today
from common.values.period import Period
from council.models import CouncilSettings, PlanningCycle
from reporting.report.actions import action_lines, updates_of
from reporting.report.changes import changes
from reporting.report.indicators import indicator_lines
from reporting.report.lines import COUNCIL_WIDE
from reporting.report.plans import plans_missing, plans_read, versions_of
from reporting.report.risks import risk_lines
from reporting.report.shape import QuarterlyReport

__all__ = ["QuarterlyReport", "build", "quarter_of"]


def build(cycle: PlanningCycle, quarter: int, *, user: Any = None) -> QuarterlyReport:
    """The report of quarter 1 to 4 of a planning cycle, as ``user`` may read it, in a constant number of queries.

    Without a user it reads every plan that has been submitted, and no confidential risk.
    """
    period = quarter_of(cycle, quarter)
    made_on, settings = today(), CouncilSettings.current()
    day = min(period.end, made_on)
    versions = versions_of(cycle, user)
    plans, updates = plans_read(versions, day), updates_of(period)
    risks, withheld = risk_lines(user)
    built = QuarterlyReport(
        council=settings.name,
        cycle=cycle.name,
        slug=cycle.slug,
        quarter=quarter,
        period=period.label,
        starts=period.start,
        ends=period.end,
        made_on=made_on,
        withheld=withheld,
        plans=tuple(plan.line for plan in plans),
        missing_plans=tuple(plans_missing(cycle, plans)),
        actions=tuple(action_lines(plans, updates, day)),
        indicators=tuple(indicator_lines(period, plans, settings, made_on, user)),
        changes=tuple(changes(versions, plans, updates, period)),
        risks=tuple(risks),
    )
    if period.start > made_on:
        # Of a quarter that has not begun there is nothing to tell, and nothing is late or missing in it.
        return replace(built, plans=(), missing_plans=(), actions=(), indicators=(), changes=(), risks=(), withheld=0)
    return replace(built, directorates=directorates_in(built))


def directorates_in(report: QuarterlyReport) -> tuple[str, ...]:
    """The directorates that have anything in the report, by name; what belongs to none of them comes last."""
    named = {plan.directorate for plan in report.plans} | {plan.directorate for plan in report.missing_plans}
    named |= {line.directorate for line in report.indicators} | {risk.directorate for risk in report.risks}
    return tuple(sorted(named, key=lambda name: (name == COUNCIL_WIDE, name)))


def quarter_of(cycle: PlanningCycle, number: int) -> Period:
    """Quarter 1 to 4 of the year in which the cycle begins."""
    period = Period.containing(cycle.starts, "quarterly")
    for _ in range(number - 1):
        period = period.next()
    return period
