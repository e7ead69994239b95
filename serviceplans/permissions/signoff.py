"""Agreeing, approving and returning. The route says whose turn it is; nobody decides on a plan that they hold."""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.models import Post
from council.permissions import authority
from serviceplans.choices import IN_FORCE, IN_REVIEW, REVIEWS, Reviewer, Status, Step
from serviceplans.models import PlanVersion
from serviceplans.permissions.plans import holds, in_open_cycle, state_words
from serviceplans.permissions.reviewers import (
    by_chief_executive,
    outstanding,
    posts_at,
    signed,
    signs_at,
)
from serviceplans.rules.route import Stage


def not_own(user: Any, version: PlanVersion, verb: str) -> Verdict:
    """Nobody agrees or approves a plan that they hold, or that they submitted when deputising.

    Deputising for a reviewer, or having a reviewer's sign-off, does not change that.
    """
    if holds(user, version):
        return Verdict(f"You hold this plan, so somebody else must {verb} it.")
    latest = [d for d in version.decisions.all() if d.step in (Step.SUBMIT, Step.AMENDED)]
    if latest and latest[-1].by_id == authority(user).user_id:
        return Verdict(f"You submitted this plan, so somebody else must {verb} it.")
    return ALLOWED


def impartial(user: Any, verb: str) -> Verdict:
    """A performance officer keeps the rules of planning, so never decides on a plan, for whichever post."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return Verdict(f"A performance officer never decides on a plan, so somebody else must {verb} it.")
    return ALLOWED


def may_agree(user: Any, version: PlanVersion) -> Verdict:
    """Whether this person may agree the plan at a review that others follow."""
    return _may_sign(user, version, list(version.stages[:-1]), "agree")


def may_approve(user: Any, version: PlanVersion) -> Verdict:
    """Whether this person may approve it: the last review of its route."""
    return _may_sign(user, version, [version.stages[-1]], "approve")


def _may_sign(user: Any, version: PlanVersion, asked: list[Stage], verb: str) -> Verdict:
    own = not_own(user, version, verb)
    if not own:
        return own
    if not asked:
        return Verdict("This plan's route has one review, which approves it.")
    mine = [stage for stage in asked if signs_at(user, version, stage)]
    if not mine:
        return Verdict(_only(version, asked, verb))
    if not impartial(user, verb):
        return impartial(user, verb)
    here = version.current_stage
    if version.status not in REVIEWS or here not in mine:
        return conflict(_not_here(version, mine[-1], verb))
    left = outstanding(version)
    if {post.pk for post in signs_at(user, version, here)} & {post.pk for post in left} or not posts_at(version):
        return in_open_cycle(version)
    done = "agreed" if verb == "agree" else "approved"
    waits = f" It waits for {names(left)}." if left else ""
    return conflict(f"You have already {done} this plan.{waits}")


def names(posts: list[Post]) -> str:
    """Posts in a sentence: "one", "one and another", "one, another and a third"."""
    titles = [post.title for post in posts]
    return " and ".join(filter(None, [", ".join(titles[:-1]), titles[-1]])) if titles else ""


def _only(version: PlanVersion, asked: list[Stage], verb: str) -> str:
    """Who may, where somebody may not."""
    if verb == "agree":
        who = " or ".join(_who_agrees(version, stage) for stage in asked)
        return f"Only {who} can agree or return this plan{' at DMT' if asked[0].meeting else ''}."
    stage = asked[0]
    if stage.reviewer == Reviewer.MEMBERS:
        posts = posts_at(version, stage)
        who = names(posts) if posts else "the Executive Member, whose post has not been set up,"
    else:
        who = _who_agrees(version, stage)
    return f"Only {who} can approve or return this plan."


def _who_agrees(version: PlanVersion, stage: Stage) -> str:
    if by_chief_executive(version, stage):
        return "the Chief Executive"
    if stage.reviewer == Reviewer.MEMBERS:
        return names(posts_at(version, stage)) or "the Executive Member"
    return stage.post if stage.reviewer == Reviewer.POST else "the directorate's Director"


def _not_here(version: PlanVersion, stage: Stage, verb: str) -> str:
    """Why a decision at ``stage`` is not wanted now."""
    here, order = version.current_stage, [one.key for one in version.stages]
    if verb == "approve":
        if version.status in IN_FORCE:
            return "This plan has already been approved."
        before = f"that {version.stages[-2].to} has agreed" if len(version.stages) > 1 else "that has been submitted"
        return f"Only a plan {before} can be approved. This one is {state_words(version)}."
    if version.status == Status.AMENDING and here == stage:
        return "You have agreed this plan with amendments, which are being made."
    if here and version.status in REVIEWS and order.index(here.key) > order.index(stage.key):
        return f"This plan has already been agreed {stage.at}: it is with {here.to}."
    return f"Only a plan in {stage.name} can be agreed or returned there. This one is {state_words(version)}."


def may_return(user: Any, version: PlanVersion) -> Verdict:
    """Whoever may decide may return it; and whoever agreed it with amendments, while these are being made."""
    here = version.current_stage
    if here and version.status in IN_REVIEW and signs_at(user, version, here):
        # Also somebody who has approved, and thought better of it while others have not.
        refusals = (not_own(user, version, "return"), impartial(user, "return"), in_open_cycle(version))
        return next((verdict for verdict in refusals if not verdict), ALLOWED)
    last = here is not None and here == version.stages[-1]
    return may_approve(user, version) if last else may_agree(user, version)


def may_complete(user: Any, version: PlanVersion) -> Verdict:
    """Whether the approval can be completed without another decision: a Member who had not approved answers no more.

    After a reshuffle the others' approvals may be all that is needed. One of them, or a performance officer, says so.
    """
    who = authority(user)
    mine = {row.post_id for row in signed(version)} & who.signing_ids
    if not mine and not who.has(Role.PERFORMANCE_OFFICER):
        return Verdict("Only a performance officer, or somebody who has approved this plan, can complete its approval.")
    if holds(user, version):
        return Verdict("You hold this plan, so somebody else must complete its approval.")
    if version.status not in REVIEWS:
        return conflict(f"Only a plan in review can be completed. This one is {state_words(version)}.")
    if outstanding(version) or not posts_at(version):
        waits = names(outstanding(version)) or "an Executive Member: none answers for the service today"
        return conflict(f"This plan still waits for {waits}.")
    return in_open_cycle(version)


def signs(user: Any, version: PlanVersion) -> bool:
    """Whether this person decides at any review of the version's route."""
    return any(signs_at(user, version, stage) for stage in version.stages)


def may_keep_route(user: Any) -> Verdict:
    """The council's route of sign-off is kept by performance officers and administrators."""
    if authority(user).has(Role.PERFORMANCE_OFFICER, Role.ADMINISTRATOR):
        return ALLOWED
    return Verdict("Only a performance officer or an administrator can change who reviews plans.")
