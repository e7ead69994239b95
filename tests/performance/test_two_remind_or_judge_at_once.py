"""Several officers press the same button at the same moment: one reminder, one judgement, one submission, one rating."""

from datetime import date

import pytest

from common.models import LedgerEntry, OutgoingMail
from common.values.period import Period
from council.choices import Role
from performance.chasing import missing_now
from performance.choices import SetByHand
from performance.models import DataQualityAssessment, Override, Reminder, ReturnSubmission, StatutoryReturn
from performance.transitions import Choice, assess, remind_owners, set_by_hand, submit_return
from tests.council.factories import AppointmentFactory, person
from tests.performance.factories import IndicatorFactory, result
from tests.races import loses_in_time, lost, race, without_locks, won

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("august_2019")]
AT_ONCE, Q1 = 4, Period.quarter("2019/20", 1)


@pytest.fixture
def officer(transactional_db):
    return person(Role.PERFORMANCE_OFFICER)


@pytest.fixture
def indicator(transactional_db):
    return IndicatorFactory(owner_post=AppointmentFactory().post)


def remind_at_once(officer, indicator):
    owed = missing_now([indicator])
    return race(lambda number: len(remind_owners(owed, by=officer).told), AT_ONCE)


def test_one_reminder_goes_out(officer, indicator):
    outcomes = remind_at_once(officer, indicator)
    assert not lost(outcomes), [outcome.words for outcome in lost(outcomes)]
    assert sorted(won(outcomes)) == [0, 0, 0, 1]
    assert OutgoingMail.objects.count() == Reminder.objects.count() == LedgerEntry.objects.count() == 1


def test_without_locks_somebody_is_turned_away(officer, indicator):
    """The constraint still keeps the second message back, but the officer would be shown a fault."""

    def attempt(number):
        Reminder.objects.all().delete()
        return lost(remind_at_once(officer, indicator))

    with without_locks():
        assert loses_in_time(attempt)
    assert Reminder.objects.count() <= 1


def test_one_judgement_counts_and_the_others_are_told(officer, indicator):
    outcomes = race(
        lambda number: assess(indicator.pk, "accuracy", "good", f"Seen by {number}.", by=officer, counter=0).pk, AT_ONCE
    )
    assert len(won(outcomes)) == 1 and {outcome.raised for outcome in lost(outcomes)} == {"Stale"}
    assert DataQualityAssessment.objects.count() == LedgerEntry.objects.count() == 1


def test_one_submission_is_recorded(officer):
    one = StatutoryReturn.objects.create(name="School Census", body="DfE", next_due=date(2019, 8, 20))
    day, following = date(2019, 8, 20), date(2019, 12, 20)
    outcomes = race(
        lambda number: submit_return(one.pk, by=officer, counter=1, submitted_on=day, next_due=following).pk, AT_ONCE
    )
    assert len(won(outcomes)) == 1 and {outcome.raised for outcome in lost(outcomes)} == {"Stale"}
    assert ReturnSubmission.objects.count() == 1


def rate_at_once(officer, indicator, counter):
    def choose(number):
        choice = Choice("green", f"Seen by {number}.", counter)
        return set_by_hand(indicator.pk, SetByHand.RATING, Q1, choice, by=officer).pk

    return race(choose, AT_ONCE)


def test_one_rating_by_hand_counts_and_the_others_are_told(officer, indicator):
    result(indicator, Q1.label, "84")
    outcomes = rate_at_once(officer, indicator, 0)
    assert len(won(outcomes)) == 1 and {outcome.raised for outcome in lost(outcomes)} == {"Stale"}
    assert Override.objects.count() == LedgerEntry.objects.count() == 1


def test_without_locks_a_rating_by_hand_is_written_over(officer, indicator):
    result(indicator, Q1.label, "84")
    set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("red", "First."), by=officer)

    def attempt(number):
        Override.objects.update(counter=1)
        outcomes = rate_at_once(officer, indicator, 1)
        return len(won(outcomes)) > 1 or {outcome.raised for outcome in lost(outcomes)} != {"Stale"}

    with without_locks():
        assert loses_in_time(attempt)
