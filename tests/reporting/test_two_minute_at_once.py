"""Two people at one meeting: an item has one outcome, a clinic is called once, and the other is told. On either database."""

from datetime import date

import pytest

from common.verdict import Conflict, Stale
from reporting import transitions
from reporting.models import Clinic, MeetingItem
from reporting.transitions import ClinicFacts, Decided
from serviceplans.choices import Status
from serviceplans.transitions import agree
from tests.performance.factories import IndicatorFactory, result, target
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.reporting.meetings import item
from tests.risks.factories import RiskMatrixFactory
from tests.serviceplans.factories import a_complete_plan, cast, reload
from tests.serviceplans.signing import digest_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    RiskMatrixFactory()
    return cast()


@pytest.fixture
def red(people):
    found = IndicatorFactory(reference="CSC04", polarity="up_is_bad", directorate=people.directorate)
    target(found, "Q1 2019/20", "10")
    result(found, "Q1 2019/20", "13.6")
    return found


def recording(people):
    about = item(people.meeting, people.director, "indicator:CSC04")
    return lambda number: (
        transitions.record_outcome(
            people.meeting.pk, about, Decided("noted", f"By {number}"), by=people.director, counter=0
        ).pk
    )


def test_of_several_outcomes_at_once_one_is_minuted(people, red):
    outcomes = race(recording(people), 4)
    assert len(won(outcomes)) == 1
    assert {outcome.raised for outcome in lost(outcomes)} == {Stale.__name__}
    assert MeetingItem.objects.count() == 1


def test_without_locks_an_outcome_is_refused_by_the_database_or_lost(people, red):
    def attempt(number):
        MeetingItem.objects.all().delete()
        outcomes = race(recording(people), 6)
        return len(won(outcomes)) != 1 or {o.raised for o in lost(outcomes)} != {Stale.__name__}

    with without_locks():
        assert loses_in_time(attempt)


def test_a_plan_is_agreed_once_from_the_meeting_and_from_its_own_page(people):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    about, digest = item(people.meeting, people.director, f"plan:{version.plan.code}"), digest_of(version)

    def either(number):
        if number % 2:
            said = Decided("agree", digest=digest)
            transitions.record_outcome(people.meeting.pk, about, said, by=people.director, counter=0)
        else:
            agree(version.pk, by=people.director, digest=digest, meeting=people.meeting)

    outcomes = race(either, 4)
    assert len(won(outcomes)) == 1
    assert {o.raised for o in lost(outcomes)} <= {Conflict.__name__, Stale.__name__}
    assert reload(version).status == Status.MEMBER_REVIEW
    assert version.decisions.filter(step="agree").count() == 1


def calling(people, red):
    facts = ClinicFacts("Red for a year", date(2019, 8, 27), red)
    return lambda number: transitions.call_clinic(facts, by=people.director).pk


def test_of_several_clinics_called_at_once_one_is_called(people, red):
    outcomes = race(calling(people, red), 4)
    assert len(won(outcomes)) == 1
    assert {outcome.raised for outcome in lost(outcomes)} == {Conflict.__name__}
    assert Clinic.objects.count() == 1


def test_without_locks_a_clinic_is_refused_by_the_database_or_called_twice(people, red):
    def attempt(number):
        Clinic.objects.all().delete()
        outcomes = race(calling(people, red), 6)
        return len(won(outcomes)) != 1 or {o.raised for o in lost(outcomes)} != {Conflict.__name__}

    with without_locks():
        assert loses_in_time(attempt)
