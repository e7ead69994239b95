"""Whatever is written to a plan is written to the ledger by the same step: who, for which post, before and after."""

import inspect

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict
from council.models import Post
from serviceplans import transitions
from serviceplans.transitions.route import mark_of
from tests.serviceplans.factories import THREE_REVIEWS, PlanFactory
from tests.serviceplans.steps import STEPS
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

PLAN = "plan CSS 2019/20"
# Tried below or in files of their own, and under the watch of tests/ledger_watch.py as everything is; the rest are no
# transitions but what they take and give.
OTHERS = {
    "begin_plan", "bring_in", "bring_in_plan", "save_route", "review_part", "roll_forward", "begin_from_last_year",
    "remind_planners", "settle_action", "keep_upload", "place_upload", "confirm_upload", "discard_upload",
    "keep_rows", "confirm_rows", "discard_rows", "write_rows",
    "keep_inside", "keep_comment_inside", "keep_update_inside", "name_services", "acknowledge",
    "place_commitment", "change_commitment", "withdraw_commitment", "exempt_service", "bind_service", "give_result",
    "say_own_words",
}  # fmt: skip
VALUES = {"Reminded", "ActionData", "CommitmentData", "MilestoneData", "WrongDay", "action_data", "can_reopen"}


def test_each_function_that_writes_is_here():
    public = {name for name in transitions.__all__ if callable(getattr(transitions, name))}
    assert public == set(STEPS) | OTHERS | VALUES
    assert all(inspect.isfunction(getattr(transitions, name)) for name in STEPS)


@pytest.mark.parametrize("name", list(STEPS))
def test_each_leaves_an_entry_of_its_own(people, name):
    step = STEPS[name]
    version, made = step.prepared(people)
    entries = LedgerEntry.objects.count()
    step.act(version, people, made)
    assert LedgerEntry.objects.count() == entries + 1
    entry = LedgerEntry.objects.first()
    other = {"update_action": "action CSS001", "begin_revision": f"{PLAN} v2", "abandon_revision": f"{PLAN} v2"}
    subject = other.get(name, f"{PLAN} v1")
    assert (entry.verb, entry.subject) == (step.verb, subject)
    assert entry.actor_id is not None
    assert Post.objects.filter(title=entry.post).exists()
    assert entry.before or entry.after
    assert_chain_holds()


def test_beginning_a_plan_leaves_an_entry(people):
    transitions.begin_plan(PlanFactory(service=people.service), by=people.holder)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.post) == ("plan.begin", "Assistant Director, Children")


def test_a_plan_is_begun_once(people, version):
    entries = LedgerEntry.objects.count()
    with pytest.raises(Conflict, match="has already been begun"):
        transitions.begin_plan(version.plan, by=people.holder)
    assert (LedgerEntry.objects.count(), version.plan.versions.count()) == (entries, 1)


def test_changing_the_route_leaves_an_entry(people):
    transitions.save_route(None, THREE_REVIEWS, by=people.officer, read=mark_of([]))
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.post) == ("route.save", "route of sign-off", "Performance officer")
    assert "chief-executive" in entry.after
