"""Commitments for every service, placed as an officer does, with a second service whose plan is of another directorate."""

from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from council.models import PlanningCycle, Post
from serviceplans import transitions
from serviceplans.transitions import CommitmentData
from serviceplans.transitions.commitments import data_of
from tests.council.factories import PlanningCycleFactory, ServiceAreaFactory
from tests.performance.factories import IndicatorFactory
from tests.serviceplans.factories import PlanFactory, york

HEADING, TEXT = "Appraisals", "Hold an appraisal with at least nine in ten of the people in the service"


def the_cycle():
    return PlanningCycle.objects.first() or PlanningCycleFactory()


def an_action(**fields):
    return CommitmentData(**{"heading": HEADING, "text": TEXT, "completed_by": "31 March 2020", **fields})


def an_indicator(indicator=None, target="85%", period="Q4 2019/20", **fields):
    indicator = indicator or IndicatorFactory(reference="INV30", name="Invoices paid within 30 days", decimal_places=0)
    said = {"heading": "Payment of invoices", "text": "Pay our suppliers in time", "indicator": indicator.pk}
    agreed = {"target": TargetValue.parse(target, unit=indicator.unit), "period": Period.parse(period)}
    return CommitmentData(**{**said, **agreed, **fields})


def place(people, data=None, cycle=None):
    return transitions.place_commitment((cycle or the_cycle()).pk, by=people.officer, data=data or an_action())


def change(people, row, **fields):
    data = CommitmentData(**{**vars(data_of(row)), **fields})
    return transitions.change_commitment(row.pk, by=people.officer, counter=row.counter, data=data)


def withdraw(people, row, why="It is done."):
    return transitions.withdraw_commitment(row.pk, by=people.officer, counter=row.counter, why=why)


def exempt(people, row, service, reason="It has no staff."):
    return transitions.exempt_service(row.pk, by=people.officer, counter=row.counter, service=service.pk, reason=reason)


def give(by, row, service, result="82%", quarter="Q1 2019/20", counter=0, comment="We hired."):
    value = ResultValue.parse(result, unit=row.indicator.unit)
    return transitions.give_result(
        row.pk, service.pk, by=by, counter=counter, period=Period.parse(quarter), value=value, comment=comment
    )


def another_service(people, name="Places", prefix="PLA"):
    """A service of the other directorate, held by the other holder."""
    post = Post.objects.get(title="Assistant Director, Place")
    return ServiceAreaFactory(directorate=people.elsewhere, name=name, prefix=prefix, holder_post=post)


def another_draft(people, template=None, **named):
    plan = PlanFactory(service=another_service(people, **named), cycle=the_cycle(), template=template or york())
    return transitions.begin_plan(plan, by=people.other_holder)


def row_in(version, commitment):
    return version.actions.get(commitment=commitment)
