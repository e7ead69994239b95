"""Two people at once: one decision, one saved text, and the other is told. On either database."""

from dataclasses import replace

import pytest

from common.models import LedgerEntry, OutgoingMail
from common.verdict import Conflict, Stale
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Action, PartContent, PlanVersion
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import (
    a_complete_plan,
    a_new_plan,
    action_data,
    add_objective,
    cast,
    part,
    reload,
)
from tests.serviceplans.signing import digest_of
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    return cast()


def approving(people, version):
    digest = digest_of(version)
    return lambda number: transitions.approve(version.pk, by=people.member, digest=digest).pk


def test_of_two_approvals_at_once_one_counts_and_the_other_reads_that_it_is_done(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    entries = LedgerEntry.objects.count()
    outcomes = race(approving(people, version), 4)
    assert won(outcomes) == [version.pk]
    assert {(outcome.raised, outcome.words) for outcome in lost(outcomes)} == {
        (Conflict.__name__, "This plan has already been approved.")
    }
    assert version.decisions.filter(step="approve").count() == 1
    assert LedgerEntry.objects.count() == entries + 1
    told = list(OutgoingMail.objects.filter(subject__startswith="Approved").values_list("to", flat=True))
    assert sorted(told) == ["deputy@council.example", "director@council.example", "holder@council.example"]
    assert_chain_holds()


def test_without_locks_the_same_approvals_lose_something(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)

    def attempt(number):
        PlanVersion.objects.filter(pk=version.pk).update(status=Status.MEMBER_REVIEW, approved_at=None)
        outcomes = race(approving(people, version), 8)
        told = {outcome.words for outcome in lost(outcomes)}
        return len(won(outcomes)) != 1 or told != {"This plan has already been approved."}

    with without_locks():
        assert loses_in_time(attempt)


def test_of_two_submissions_at_once_one_counts(people):
    version = a_complete_plan(people)
    outcomes = race(lambda number: transitions.submit(version.pk, by=people.holder).pk, 4)
    assert won(outcomes) == [version.pk]
    assert {outcome.raised for outcome in lost(outcomes)} == {Conflict.__name__}
    assert all("already been submitted" in outcome.words for outcome in lost(outcomes))
    assert (version.decisions.filter(step="submit").count(), version.frozen_contents.count()) == (1, 1)
    assert OutgoingMail.objects.filter(subject__startswith="For DMT").count() == 1


def test_agreeing_and_withdrawing_at_once_is_one_or_the_other(people):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    digest = digest_of(version)

    def either(number):
        if number % 2:
            transitions.withdraw(version.pk, by=people.holder)
            return "withdrawn"
        transitions.agree(version.pk, by=people.director, digest=digest, meeting=people.meeting)
        return "agreed"

    race(either, 2)
    steps = list(version.decisions.values_list("step", flat=True))
    # Agreed and then withdrawn is a fair order; withdrawn and then agreed is not.
    assert steps[2:] in (["agree", "withdraw"], ["withdraw"])
    assert reload(version).status == Status.DRAFT
    assert_chain_holds()


def saving(version, user):
    chosen = part(version, "overview")
    return lambda number: (
        transitions.save_part(
            version.pk, chosen, by=user, counter=1, data={"overview": f"Text {number}", "future": ""}
        ).counter
    )


def test_of_several_saves_at_the_same_counter_one_is_kept_and_the_others_are_told(people):
    version = a_complete_plan(people)
    outcomes = race(saving(version, people.holder), 6)
    assert won(outcomes) == [2]
    assert {outcome.raised for outcome in lost(outcomes)} == {Stale.__name__}
    kept = PartContent.objects.get(version=version, part__key="overview")
    winner = next(number for number, outcome in enumerate(outcomes) if not outcome.raised)
    assert (kept.counter, kept.data["overview"]) == (2, f"Text {winner}")


def test_without_locks_the_same_saves_lose_something(people):
    version = a_complete_plan(people)

    def attempt(number):
        PartContent.objects.filter(version=version).update(counter=1)
        outcomes = race(saving(version, people.holder), 8)
        return len(won(outcomes)) != 1 or {outcome.raised for outcome in lost(outcomes)} != {Stale.__name__}

    with without_locks():
        assert loses_in_time(attempt)


def test_actions_added_at_once_each_get_a_reference_of_their_own(people):
    version = a_new_plan(people)
    objective, data = add_objective(version, people.holder), action_data()

    def add(number):
        said = replace(data, text=f"Action {number}")
        return transitions.save_action(
            version.pk, None, by=people.holder, counter=0, objective_id=objective.pk, data=said
        ).action.reference

    assert sorted(won(race(add, 4))) == ["CSS001", "CSS002", "CSS003", "CSS004"]
    assert Action.objects.count() == 4
    assert_chain_holds()
