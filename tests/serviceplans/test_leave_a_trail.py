"""Whatever is written to a plan is written to the ledger by the same step: who, for which post, before and after."""

import inspect

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict
from council.models import Post
from serviceplans import transitions
from serviceplans.choices import Status
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import (
    PlanFactory,
    a_complete_plan,
    action_data,
    add_action,
    add_objective,
    part,
    reload,
)
from tests.serviceplans.signing import digest_of
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

PLAN = "plan CSS 2019/20"


def signed(version):
    return {"digest": digest_of(reload(version))}


def a_revision(version, people):
    return transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="A cut.")


def moved(version, by):
    """A date moved in the plan in force, or asked for."""
    asked = {"CSS001-completed_by": "31 January 2020"}
    return transitions.change_plan(
        version.pk, by=by, part_key="actions", row="CSS001", counter=0, values=asked, reason="The panel."
    )


# Each function of ``transitions`` that writes: (the status it starts from, what it does, the verb it leaves).
WRITES = {
    "save_part": (
        Status.DRAFT,
        lambda v, p: transitions.save_part(v.pk, part(v, "overview"), by=p.holder, counter=1, data={"overview": "x"}),
        "part.overview",
    ),
    "save_objective": (Status.DRAFT, lambda v, p: add_objective(v, p.holder), "objective.save"),
    "remove_objective": (
        Status.DRAFT,
        lambda v, p: transitions.remove_objective(v.pk, add_objective(v, p.holder).pk, by=p.holder),
        "objective.remove",
    ),
    "save_action": (Status.DRAFT, lambda v, p: add_action(v, p.holder), "action.save"),
    "remove_action": (
        Status.DRAFT,
        lambda v, p: transitions.remove_action(v.pk, v.actions.get().pk, by=p.holder),
        "action.remove",
    ),
    "link_row": (
        Status.DRAFT,
        lambda v, p: transitions.link_row(v.pk, "risks", RiskFactory().pk, by=p.holder),
        "risks.link",
    ),
    "unlink_row": (
        Status.DRAFT,
        lambda v, p: transitions.unlink_row(v.pk, "risks", v.risk_links.get().risk_id, by=p.holder),
        "risks.unlink",
    ),
    "invite": (
        Status.DRAFT,
        lambda v, p: transitions.invite(v.pk, p.post("head"), by=p.holder),
        "contributor.invite",
    ),
    "uninvite": (
        Status.DRAFT,
        lambda v, p: transitions.uninvite(
            v.pk, transitions.invite(v.pk, p.post("head"), by=p.holder).pk, by=p.holder
        ),
        "contributor.remove",
    ),
    "dismiss_finding": (
        Status.DRAFT,
        lambda v, p: transitions.dismiss_finding(
            v.pk, by=p.holder, code="action-no-measure", subject="x", reason="Because."
        ),
        "finding.dismiss",
    ),
    "submit": (Status.DRAFT, lambda v, p: transitions.submit(v.pk, by=p.holder), "plan.submit"),
    "withdraw": (Status.DMT_REVIEW, lambda v, p: transitions.withdraw(v.pk, by=p.holder), "plan.withdraw"),
    "comment": (
        Status.DMT_REVIEW,
        lambda v, p: transitions.comment(v.pk, by=p.director, part_key="overview", text="Why?"),
        "plan.comment",
    ),
    "agree": (
        Status.DMT_REVIEW,
        lambda v, p: transitions.agree(v.pk, by=p.director, meeting=p.meeting, **signed(v)),
        "plan.agree",
    ),
    "return_to_holder": (
        Status.DMT_REVIEW,
        lambda v, p: transitions.return_to_holder(v.pk, by=p.director, comment="Mend.", **signed(v)),
        "plan.return",
    ),
    "return_to_director": (
        Status.MEMBER_REVIEW,
        lambda v, p: transitions.return_to_director(v.pk, by=p.member, comment="Mend.", **signed(v)),
        "plan.return-to-director",
    ),
    "approve": (
        Status.MEMBER_REVIEW,
        lambda v, p: transitions.approve(v.pk, by=p.member, **signed(v)),
        "plan.approve",
    ),
    "publish": (Status.APPROVED, lambda v, p: transitions.publish(v.pk, by=p.officer), "plan.publish"),
    "begin_revision": (
        Status.APPROVED,
        lambda v, p: transitions.begin_revision(v.plan_id, by=p.holder, cause="budget", why="A cut."),
        "plan.revise",
    ),
    "abandon_revision": (
        Status.PUBLISHED,
        lambda v, p: transitions.abandon_revision(a_revision(v, p).pk, by=p.holder, why="Restored."),
        "plan.abandon",
    ),
    "change_plan": (Status.PUBLISHED, lambda v, p: moved(v, p.director), "plan.change"),
    "answer_change": (
        Status.PUBLISHED,
        lambda v, p: transitions.answer_change(moved(v, p.holder)[0].pk, by=p.director, agree=True),
        "plan.change",
    ),
    "withdraw_change": (
        Status.PUBLISHED,
        lambda v, p: transitions.withdraw_change(moved(v, p.holder)[0].pk, by=p.holder),
        "plan.change",
    ),
    "update_action": (
        Status.APPROVED,
        lambda v, p: transitions.update_action(
            v.actions.get().action_id, by=p.holder, counter=0, period_key="2019-Q1", period="Q1 2019/20",
            status="on-track", comment="",
        ),
        "action.update",
    ),
}  # fmt: skip
# Written another way below; the rest are no transitions but what they take and give.
OTHERS = {"begin_plan", "answer_comment", "review_part", "roll_forward", "begin_from_last_year", "remind_planners"}
VALUES = {"Reminded", "ActionData", "MilestoneData", "action_data"}


def test_each_function_that_writes_is_here():
    public = {name for name in transitions.__all__ if callable(getattr(transitions, name))}
    assert public == set(WRITES) | OTHERS | VALUES
    assert all(inspect.isfunction(getattr(transitions, name)) for name in WRITES)


@pytest.mark.parametrize("name", list(WRITES))
def test_each_leaves_an_entry_of_its_own(people, name):
    status, act, verb = WRITES[name]
    version = a_complete_plan(people, status)
    IndicatorFactory(), action_data()
    entries = LedgerEntry.objects.count()
    act(version, people)
    assert LedgerEntry.objects.count() > entries
    entry = LedgerEntry.objects.first()
    other = {"update_action": "action CSS001", "begin_revision": f"{PLAN} v2", "abandon_revision": f"{PLAN} v2"}
    subject = other.get(name, f"{PLAN} v1")
    assert (entry.verb, entry.subject) == (verb, subject)
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


def test_answering_a_comment_leaves_an_entry(people):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    made = transitions.comment(version.pk, by=people.director, part_key="overview", text="Why?")
    transitions.withdraw(version.pk, by=people.holder)
    transitions.answer_comment(version.pk, made.pk, by=people.holder)
    assert LedgerEntry.objects.first().verb == "comment.answer"
    assert_chain_holds()
