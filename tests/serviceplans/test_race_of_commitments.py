"""Two officers place the same at once, or one places it while a holder submits: no plan has it twice, or half."""

import pytest
from django.db import OperationalError

from common.models import LedgerEntry
from common.verdict import Conflict
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import signed_content
from serviceplans.models import ActionVersion, Commitment
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.committed import TEXT, an_action, place
from tests.serviceplans.factories import a_complete_plan, cast, reload
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def version(people):
    return a_complete_plan(people)


def a_whole_action(version):
    """A commitment that says all that the health check asks of an action but who answers for it."""
    good = transitions.action_data(version.actions.get())
    names = ("themes", "project_types", "grounds", "indicators")
    return an_action(priority_level="should", **{name: getattr(good, name) for name in names})


def test_the_same_placed_by_several_at_once_is_placed_once(people, version):
    data = a_whole_action(version)
    entries = LedgerEntry.objects.count()
    outcomes = race(lambda number: place(people, data).pk, 4)
    assert len(set(won(outcomes))) == 1 and not lost(outcomes)
    assert (Commitment.objects.count(), version.actions.filter(text=TEXT).count()) == (1, 1)
    assert LedgerEntry.objects.count() == entries + 2
    assert_chain_holds()


def test_without_locks_it_is_placed_more_than_once_or_refused_by_the_database(people, version):
    data = a_whole_action(version)

    def attempt(number):
        ActionVersion.objects.filter(text=TEXT).delete()
        Commitment.objects.all().delete()
        outcomes = race(lambda number: place(people, data).pk, 8)
        return Commitment.objects.count() != 1 or bool(lost(outcomes))

    with without_locks():
        assert loses_in_time(attempt)


def either(people, version, data):
    """The officer places it, or the holder submits."""

    def act(number):
        if number % 2:
            return transitions.submit(version.pk, by=people.holder).status
        return place(people, data).pk

    return act


def stands(version):
    return version.actions.filter(text=TEXT).exists()


def test_placed_while_the_holder_submits_it_is_in_what_was_signed_or_waits(people, version):
    """An action without an accountable officer stops the submission; one that comes too late waits."""
    outcomes = race(either(people, version, a_whole_action(version)), 2)
    assert not any(outcome.raised == OperationalError.__name__ for outcome in outcomes)
    assert not outcomes[0].raised
    after = reload(version)
    if outcomes[1].raised:
        assert "to fix before this plan can be submitted" in outcomes[1].words
        assert (after.status, stands(after)) == (Status.DRAFT, True)
    else:
        assert (after.status, stands(after)) == (Status.DMT_REVIEW, False)
        assert TEXT not in str(signed_content(after))
    assert_chain_holds()


def test_without_locks_a_plan_that_was_signed_says_something_else_than_it_holds(people, version):
    data = a_whole_action(version)

    def attempt(number):
        ActionVersion.objects.filter(text=TEXT).delete()
        Commitment.objects.all().delete()
        if reload(version).status != Status.DRAFT:
            transitions.withdraw(version.pk, by=people.holder)
        outcomes = race(either(people, version, data), 8)
        after = reload(version)
        half = after.status == Status.DMT_REVIEW and stands(after)
        refused = {outcome.raised for outcome in lost(outcomes)} - {"Refused", Conflict.__name__}
        return half or bool(refused) or Commitment.objects.count() != 1

    with without_locks():
        assert loses_in_time(attempt)
