"""Every function of ``transitions`` that writes: where it starts, what must be ready, what it does, the verb it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import ThemeFactory
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import (
    a_complete_plan,
    action_data,
    add_objective,
    answer_too,
    off_system,
    part,
    reload,
)
from tests.serviceplans.signing import digest_now, digest_of


@dataclass(frozen=True)
class Step:
    """``ready(version, people)`` happens before; ``act(version, people, what ready gave)`` is the step itself."""

    status: str
    act: Callable[[Any, Any, Any], Any]
    verb: str
    ready: Callable[[Any, Any], Any] = lambda version, people: None

    def prepared(self, people):
        """A version from which the step can be taken, and what is ready for it."""
        version = a_complete_plan(people, self.status)
        made = self.ready(version, people)
        return reload(version), made


def signed(version):
    return {"digest": digest_of(reload(version))}


def remark(version, people):
    return transitions.comment(version.pk, by=people.director, part_key="overview", text="Why?")


def resolved(version, people):
    return transitions.resolve_comment(version.pk, remark(version, people).pk, by=people.holder)


def record(version, people):
    return transitions.record_decision(version.pk, by=people.officer, **off_system(version, people))


def an_amendment(version, people):
    return add_objective(version, people.holder, "Say who")


def a_reshuffle(version, people):
    second = answer_too(people, people.other_member)
    transitions.approve(version.pk, by=people.member, **signed(version))
    second.delete()


def another_approval(version, people):
    answer_too(people, people.other_member)
    transitions.approve(version.pk, by=people.other_member, **signed(version))


def a_revision(version, people):
    return transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="A cut.")


def moved(version, by):
    """A date moved in the plan in force, or asked for."""
    asked = {"CSS001-completed_by": "31 January 2020"}
    return transitions.change_plan(
        version.pk, by=by, part_key="actions", row="CSS001", counter=0, values=asked, reason="The panel."
    )


def write_overview(version, people, _):
    data = {"overview": "x"}
    return transitions.save_part(version.pk, part(version, "overview"), by=people.holder, counter=1, data=data)


def dismiss(version, people, _):
    return transitions.dismiss_finding(
        version.pk, by=people.holder, code="action-no-measure", subject="x", reason="Because."
    )


def agree_if_amended(version, people, _):
    return transitions.agree_with_amendments(
        version.pk, by=people.director, meeting=people.meeting, amendments=["Say who."], **signed(version)
    )


def amend(version, people, _):
    return transitions.amendments_made(version.pk, by=people.holder, digest=digest_now(reload(version)))


def update(version, people, _):
    return transitions.update_action(
        version.actions.get().action_id, by=people.holder, counter=0, period_key="2019-Q1", period="Q1 2019/20",
        status="on-track", comment="",
    )  # fmt: skip


DRAFT, DMT, MEMBER = Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW
STEPS = {
    "save_part": Step(DRAFT, write_overview, "part.overview"),
    "save_objective": Step(
        DRAFT,
        lambda v, p, theme: transitions.save_objective(
            v.pk, None, by=p.holder, counter=0, text="Keep them safe", themes=[theme.pk]
        ),
        "objective.save",
        lambda v, p: ThemeFactory(),
    ),
    "remove_objective": Step(
        DRAFT, lambda v, p, row: transitions.remove_objective(v.pk, row.pk, by=p.holder), "objective.remove",
        lambda v, p: add_objective(v, p.holder),
    ),
    "save_action": Step(
        DRAFT,
        lambda v, p, data: transitions.save_action(
            v.pk, None, by=p.holder, counter=0, objective_id=v.objectives.first().pk, data=data
        ),
        "action.save",
        lambda v, p: action_data(),
    ),
    "remove_action": Step(
        DRAFT, lambda v, p, _: transitions.remove_action(v.pk, v.actions.get().pk, by=p.holder), "action.remove"
    ),
    "link_row": Step(
        DRAFT, lambda v, p, risk: transitions.link_row(v.pk, "risks", risk.pk, by=p.holder), "risks.link",
        lambda v, p: RiskFactory(),
    ),
    "unlink_row": Step(
        DRAFT,
        lambda v, p, _: transitions.unlink_row(v.pk, "risks", v.risk_links.get().risk_id, by=p.holder),
        "risks.unlink",
    ),
    "invite": Step(DRAFT, lambda v, p, _: transitions.invite(v.pk, p.post("head"), by=p.holder), "contributor.invite"),
    "uninvite": Step(
        DRAFT, lambda v, p, row: transitions.uninvite(v.pk, row.pk, by=p.holder), "contributor.remove",
        lambda v, p: transitions.invite(v.pk, p.post("head"), by=p.holder),
    ),
    "dismiss_finding": Step(DRAFT, dismiss, "finding.dismiss"),
    "submit": Step(DRAFT, lambda v, p, _: transitions.submit(v.pk, by=p.holder), "plan.submit"),
    "withdraw": Step(MEMBER, lambda v, p, _: transitions.withdraw(v.pk, by=p.holder), "plan.withdraw", another_approval),
    "comment": Step(DMT, lambda v, p, _: remark(v, p), "plan.comment"),
    "reply": Step(
        DMT, lambda v, p, said: transitions.reply(v.pk, said.pk, by=p.holder, text="Because."), "plan.comment-reply",
        remark,
    ),
    "resolve_comment": Step(
        DMT, lambda v, p, said: transitions.resolve_comment(v.pk, said.pk, by=p.holder), "comment.resolve", remark
    ),
    "reopen_comment": Step(
        DMT, lambda v, p, said: transitions.reopen_comment(v.pk, said.pk, by=p.director), "comment.reopen", resolved
    ),
    "agree": Step(
        DMT, lambda v, p, _: transitions.agree(v.pk, by=p.director, meeting=p.meeting, **signed(v)), "plan.agree"
    ),
    "agree_with_amendments": Step(DMT, agree_if_amended, "plan.agree-amended"),
    "amendments_made": Step(Status.AMENDING, amend, "plan.amended", an_amendment),
    "return_plan": Step(
        MEMBER,
        lambda v, p, _: transitions.return_plan(v.pk, by=p.member, comment="Mend.", **signed(v)),
        "plan.return-to-director",
        another_approval,
    ),
    "approve": Step(MEMBER, lambda v, p, _: transitions.approve(v.pk, by=p.member, **signed(v)), "plan.approve"),
    "complete_approval": Step(
        MEMBER, lambda v, p, _: transitions.complete_approval(v.pk, by=p.member), "plan.approve", a_reshuffle
    ),
    "record_decision": Step(MEMBER, lambda v, p, _: record(v, p), "plan.approve"),
    "confirm_record": Step(
        MEMBER, lambda v, p, kept: transitions.confirm_record(kept.pk, by=p.member), "plan.confirm", record
    ),
    "dispute_record": Step(
        MEMBER, lambda v, p, kept: transitions.dispute_record(kept.pk, by=p.member, reason="I did not."),
        "plan.dispute", record,
    ),
    "publish": Step(Status.APPROVED, lambda v, p, _: transitions.publish(v.pk, by=p.officer), "plan.publish"),
    "begin_revision": Step(Status.APPROVED, lambda v, p, _: a_revision(v, p), "plan.revise"),
    "abandon_revision": Step(
        Status.PUBLISHED, lambda v, p, made: transitions.abandon_revision(made.pk, by=p.holder, why="Restored."),
        "plan.abandon", a_revision,
    ),
    "change_plan": Step(Status.PUBLISHED, lambda v, p, _: moved(v, p.director), "plan.change"),
    "answer_change": Step(
        Status.PUBLISHED, lambda v, p, made: transitions.answer_change(made[0].pk, by=p.director, agree=True),
        "plan.change", lambda v, p: moved(v, p.holder),
    ),
    "withdraw_change": Step(
        Status.PUBLISHED, lambda v, p, made: transitions.withdraw_change(made[0].pk, by=p.holder),
        "plan.change", lambda v, p: moved(v, p.holder),
    ),
    "update_action": Step(Status.APPROVED, update, "action.update"),
}  # fmt: skip
