"""Two officers roll the plans forward at the same moment: each plan begins once, and the second finds nothing to do."""

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict
from council.models import PlanningCycle
from serviceplans import transitions
from serviceplans.models import CarriedForward, Plan, PlanVersion
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import a_complete_plan, cast
from tests.serviceplans.rolling import NEXT, next_cycle
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    return cast()


def rolling(people):
    return lambda number: transitions.roll_forward(NEXT, by=people.officer).outcome


@pytest.mark.parametrize("exists", [True, False])
def test_one_begins_the_plans_and_the_others_find_them_begun(people, exists):
    a_complete_plan(people)
    if exists:
        next_cycle()
    outcomes = race(rolling(people), 3)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == ["nothing_to_carry", "nothing_to_carry", "rolled_forward"]
    assert Plan.objects.filter(cycle__name=NEXT).count() == CarriedForward.objects.count() == 1
    assert PlanningCycle.objects.count() == 2
    assert LedgerEntry.objects.filter(verb="plan.roll-forward").count() == 1
    assert_chain_holds()


def test_without_locks_somebody_meets_a_fault(people):
    a_complete_plan(people)
    next_cycle()

    def attempt(number):
        PlanVersion.objects.filter(plan__cycle__name=NEXT).delete()
        Plan.objects.filter(cycle__name=NEXT).delete()
        return lost(race(rolling(people), 4))

    with without_locks():
        assert loses_in_time(attempt)


def test_an_officer_and_a_holder_begin_the_same_plan_once(people):
    a_complete_plan(people)
    cycle = next_cycle()

    def either(number):
        if number:
            return transitions.roll_forward(NEXT, by=people.officer).outcome
        return str(transitions.begin_from_last_year(people.service, cycle, by=people.holder))

    outcomes = race(either, 2)
    assert {outcome.raised for outcome in lost(outcomes)} <= {Conflict.__name__}
    assert PlanVersion.objects.filter(plan__cycle=cycle).count() == 1
    assert_chain_holds()
