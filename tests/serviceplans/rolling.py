"""A year that ends: a plan with open, completed and stopped actions, live and closed risks, and what else is carried."""

from datetime import date

from common.today import pretend
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Plan, PlanVersion
from serviceplans.transitions import MilestoneData
from tests.council.factories import PlanningCycleFactory
from tests.equalities.factories import EqualityAreaFactory, EqualityObjectiveFactory
from tests.performance.factories import IndicatorFactory, result, target
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import a_complete_plan, add_action, add_objective, bring, write

NEXT = "2020/21"
IN_MARCH = date(2020, 3, 2)


def tell(people, action, status, quarter="Q3 2019/20", number=3):
    """A quarterly update of an action."""
    return transitions.update_action(
        action.action_id, by=people.holder, counter=0, period_key=f"2019-{4 + 3 * (number - 1):02d}-01/Q",
        period=quarter, status=status, comment="So it is.",
    )  # fmt: skip


def a_full_plan(people, status=Status.PUBLISHED):
    """CSS 2019/20 with one action of each fate: CSS001 open, CSS002 completed, CSS003 stopped; and one of each else."""
    version, by = a_complete_plan(people), people.holder
    second = add_objective(version, by, "Learn from every review")
    done = add_action(version, by, second, text="Review every placement")
    stopped = add_action(version, by, second, text="Open a third hub")
    row = version.actions.get(action__reference="CSS001")
    data = transitions.action_data(row)
    data.milestones.append(MilestoneData("Campaign begun", "16 September 2019", "", date(2019, 9, 16)))
    transitions.save_action(version.pk, row.pk, by=by, counter=1, objective_id=row.objective_id, data=data)
    for number, risk in enumerate(
        [RiskFactory(reference="CSS-R9", event="Gone by", closed=True, service=people.service)], 2
    ):
        version.risk_links.create(risk=risk, position=number)
    retired = IndicatorFactory(reference="OLD1", retired=True)
    measured = IndicatorFactory(reference="CSC01", unit="percent", frequency="annual")
    target(measured, "2019/20", "95")
    result(measured, "2019/20", "93")
    for number, indicator in enumerate([retired, measured], 2):
        version.indicator_links.create(indicator=indicator, group="Customers", position=number)
    area = EqualityAreaFactory(number=2)
    given_up = EqualityObjectiveFactory(service=people.service, area=area, retired=True)
    version.equality_links.create(objective=given_up)
    transitions.invite(version.pk, people.post("contributor"), by=by)
    version = bring(version, people, status)
    tell(people, done, "on-track", "Q2 2019/20", 2)
    tell(people, done, "completed")
    tell(people, stopped, "stopped")
    return version


def rolled(people, name=NEXT, by=None):
    """Roll forward in March, as the performance officer."""
    with pretend(IN_MARCH):
        return transitions.roll_forward(name, by=by or people.officer)


def next_version(people, name=NEXT, service=None):
    """The version of the service's plan in the next cycle."""
    return PlanVersion.objects.with_plan().get(plan__service=service or people.service, plan__cycle__name=name)


def no_plans_in(name=NEXT):
    return not Plan.objects.filter(cycle__name=name).exists()


def next_cycle():
    return PlanningCycleFactory(name=NEXT, starts=date(2020, 4, 1), ends=date(2021, 3, 31))


__all__ = ["IN_MARCH", "NEXT", "a_full_plan", "next_cycle", "next_version", "no_plans_in", "rolled", "tell", "write"]
