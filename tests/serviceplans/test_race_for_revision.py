"""Two people begin a revision at once, or change a plan while it is revised: one counts, and the other is told."""

import pytest
from django.db import OperationalError

from common.models import LedgerEntry
from common.verdict import Conflict, Stale
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import PlanChange, PlanVersion
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import a_complete_plan, bring, cast, reload
from tests.serviceplans.signing import digest_of
from tests.serviceplans.test_change_a_plan_in_force import change
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WHY = {"cause": "budget", "why": "The grant was cut."}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def version(people):
    return a_complete_plan(people, Status.PUBLISHED)


def beginning(people, version):
    """The holder and the deputy, who both hold the plan today."""
    return lambda number: (
        transitions.begin_revision(version.plan_id, by=(people.holder, people.deputy)[number % 2], **WHY).number
    )


def test_of_two_revisions_begun_at_once_one_is_and_the_other_reads_that_it_is_under_way(people, version):
    entries = LedgerEntry.objects.count()
    outcomes = race(beginning(people, version), 4)
    assert won(outcomes) == [2]
    assert {outcome.raised for outcome in lost(outcomes)} == {Conflict.__name__}
    assert all("already under way: version 2, draft" in outcome.words for outcome in lost(outcomes))
    draft = PlanVersion.objects.get(number=2)
    assert (draft.actions.count(), draft.contents.count(), draft.decisions.count()) == (1, 9, 1)
    assert LedgerEntry.objects.count() == entries + 1
    assert_chain_holds()


def test_without_locks_the_same_two_run_into_the_database(people, version):
    def attempt(number):
        PlanVersion.objects.filter(number__gt=1).delete()
        outcomes = race(beginning(people, version), 8)
        told = {outcome.raised for outcome in lost(outcomes)}
        return len(won(outcomes)) != 1 or told != {Conflict.__name__}

    with without_locks():
        assert loses_in_time(attempt)


def test_of_two_changes_at_once_one_is_made_and_the_other_is_told(people, version):
    outcomes = race(
        lambda number: len(
            change(version, people.director, counter=0, completed_by=f"{number + 1} March 2020", reason="The panel.")
        ),
        4,
    )
    assert won(outcomes) == [1]
    assert {outcome.raised for outcome in lost(outcomes)} == {Stale.__name__}
    made = PlanChange.objects.get()
    assert version.actions.get().completed_by == made.after
    assert_chain_holds()


def test_without_locks_the_same_changes_lose_something(people, version):
    def attempt(number):
        PlanChange.objects.all().delete()
        outcomes = race(
            lambda number: len(
                change(
                    version, people.director, counter=0, completed_by=f"{number + 1} March 2020", reason="The panel."
                )
            ),
            8,
        )
        return len(won(outcomes)) != 1 or {outcome.raised for outcome in lost(outcomes)} != {Stale.__name__}

    with without_locks():
        assert loses_in_time(attempt)


def test_a_date_moved_while_the_revision_is_approved_is_in_what_is_in_force(people, version):
    draft = reload(transitions.begin_revision(version.plan_id, by=people.holder, **WHY))
    bring(draft, people, Status.MEMBER_REVIEW)
    digest = digest_of(reload(draft))

    def either(number):
        if number:
            return transitions.approve(draft.pk, by=people.member, digest=digest).status
        return len(change(version, people.director, counter=0, completed_by="31 January 2020", reason="The panel."))

    outcomes = race(either, 2)
    assert "approved" in won(outcomes)
    # Neither waits for the other for ever; where the date came first, it went over.
    assert not any(outcome.raised == OperationalError.__name__ for outcome in outcomes)
    moved = not outcomes[0].raised
    assert reload(draft).actions.get().completed_by == ("31 January 2020" if moved else "31 October 2019")
    assert (outcomes[0].raised or Conflict.__name__) == Conflict.__name__
    assert_chain_holds()
