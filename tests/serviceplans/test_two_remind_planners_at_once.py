"""Two officers, or an officer and the schedule, remind at the same moment: each person gets one message."""

from datetime import date

import pytest

from common.models import OutgoingMail
from common.today import pretend
from council.models import CycleStep, Notification
from serviceplans.calendar import calendar_lines
from serviceplans.models import PlanReminder
from serviceplans.transitions import remind_planners
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import a_complete_plan, cast

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def august_2019():
    with pretend(date(2019, 8, 20)):
        yield


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def lines(people):
    version = a_complete_plan(people)
    CycleStep.objects.create(cycle=version.plan.cycle, stage="drafts", name="Drafts", date="2019-07-31")
    return calendar_lines(version.plan.cycle)


def reminding(people, lines):
    return lambda number: len(remind_planners(lines, by=people.officer if number % 2 else None).told)


def test_each_person_gets_one_message(people, lines):
    outcomes = race(reminding(people, lines), 4)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == [0, 0, 0, 2]
    assert OutgoingMail.objects.count() == PlanReminder.objects.count() == Notification.objects.count() == 2


def test_without_locks_somebody_is_turned_away(people, lines):
    """The constraint still keeps the second message back, but the officer would be shown a fault."""

    def attempt(number):
        PlanReminder.objects.all().delete()
        Notification.objects.all().delete()
        return lost(race(reminding(people, lines), 6))

    with without_locks():
        assert loses_in_time(attempt)
    assert PlanReminder.objects.count() <= 2
