"""Agreeing, approving and returning a plan: a reviewer's decision on exactly what they read."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from common.today import now, today
from common.verdict import Refused
from council.models import DmtMeeting, Post, User
from council.permissions import authority
from equalities.models import EqualityObjective
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.choices import Status, Step
from serviceplans.models import Decision, PlanVersion
from serviceplans.rules.route import Stage, return_stage, stage_after, stages_from
from serviceplans.transitions.committing import hold_cycle_of
from serviceplans.transitions.locking import lock, require_unchanged
from serviceplans.transitions.moving import enter, take
from serviceplans.transitions.revisions import take_over

Posts = Sequence[Post]
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@transaction.atomic
def agree(
    version_id: int, *, by: User, digest: str, meeting: DmtMeeting | None = None, comment: str = ""
) -> PlanVersion:
    """The Director agrees the plan at a named meeting of the DMT (or another reviewer in theirs); it goes on."""
    version = lock(version_id)
    may.may_agree(by, version).require()
    require_unchanged(version, digest)
    decide(version, by=by, posts=my_posts(by, version), meeting=meeting, comment=comment)
    return version


@transaction.atomic
def approve(
    version_id: int, *, by: User, digest: str, meeting: DmtMeeting | None = None, comment: str = ""
) -> PlanVersion:
    """The Executive Member approves exactly what they read; with the last approval the version is in force."""
    version = lock(version_id)
    may.may_approve(by, version).require()
    require_unchanged(version, digest)
    decide(version, by=by, posts=my_posts(by, version), meeting=meeting, comment=comment)
    return version


@transaction.atomic
def return_plan(version_id: int, *, by: User, digest: str, comment: str) -> PlanVersion:
    """Back along the route with what should change: from the DMT to the holder, from the Executive Member to the Director."""
    hold_cycle_of(version_id)
    version = lock(version_id)
    may.may_return(by, version).require()
    require_unchanged(version, digest)
    stage = version.current_stage
    send_back(version, by=by, posts=may.signs_at(by, version, stage) if stage else [], comment=comment)
    return version


@transaction.atomic
def complete_approval(version_id: int, *, by: User) -> PlanVersion:
    """After a reshuffle: every Executive Member who answers now had approved, so the plan goes on as they decided."""
    version = lock(version_id)
    may.may_complete(by, version).require()
    mine = [row.post for row in may.signed(version) if row.post_id in authority(by).signing_ids]
    said = "Approval completed: every Executive Member who answers for the service now had approved"
    decide(version, by=by, posts=mine or [post for post in [authority(by).main_post] if post], said=said, sign=False)
    return version


def my_posts(user: User, version: PlanVersion) -> Posts:
    """The posts for which this person's decision is wanted now: several where they answer for several portfolios."""
    stage = version.current_stage
    mine = may.signs_at(user, version, stage) if stage else []
    left = {post.pk for post in may.outstanding(version)}
    return [post for post in mine if post.pk in left] or mine


def decide(
    version: PlanVersion, *, by: User, posts: Posts, meeting: DmtMeeting | None = None, comment: str = "", said: str = "",
    sign: bool = True, before: str = "", **facts: Any,
) -> Decision:  # fmt: skip
    """One reviewer's agreement or approval: the plan waits for the others, goes on to the next review, or is in force.

    ``before``: the status that the step begins from, where the caller has changed it already.
    """
    stage, before = version.current_stage, before or version.status
    assert stage is not None
    meeting = meeting_of(version, stage, meeting)
    facts |= {"meeting": meeting, "comment": comment, "stage": stage.key, **amended_facts(version)}
    left = [post for post in may.outstanding(version) if post.pk not in {one.pk for one in posts}]
    following = stage_after(version.stages, stage.key)
    if sign and left:
        step, said = Step.APPROVE_ONE, said or one_of_several(version, stage, posts, left, following is None)
    elif following:
        step, said = Step.AGREE, said or ("" if stage.meeting else f"Agreed {stage.at}")
        enter(version, following)
    else:
        step = Step.APPROVE
        come_into_force(version)
    return take(version, step, before, by=by, posts=posts, sign=sign, said=said, tell=notifications.decided, **facts)


def meeting_of(version: PlanVersion, stage: Stage, meeting: DmtMeeting | None) -> DmtMeeting | None:
    """The meeting at which a decision was taken, where the stage asks for one; that of the amendments unless another."""
    if not stage.meeting:
        return None
    amended = may.amendments_agreed(version)
    meeting = meeting or (amended.meeting if amended else None)
    if meeting is None or meeting.directorate_id != version.plan.service.directorate_id:
        raise Refused("Choose the meeting of this directorate's DMT at which the plan was agreed.")
    if meeting.date > today():
        raise Refused("Choose a DMT meeting that has taken place: a plan cannot be agreed at one still to come.")
    return meeting


def amended_facts(version: PlanVersion) -> dict[str, Any]:
    """What a decision keeps of the amendments that were asked for: the list, and the text before them."""
    asked = may.amendments_agreed(version)
    return {"amendments": asked.amendments, "compared_with": asked.digest} if asked else {}


def one_of_several(version: PlanVersion, stage: Stage, posts: Posts, left: Posts, approves: bool) -> str:
    """As the timeline says it: "Approved by two of three Executive Members"."""
    total = len(may.posts_at(version))
    done = total - len(left)
    verb = "Approved" if approves else "Agreed"
    return f"{verb} by {_number(done)} of {_number(total)} Executive Members"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def come_into_force(version: PlanVersion) -> None:
    """The version replaces the one in force, and its equality objectives are agreed with it."""
    take_over(version)
    version.status, version.stage, version.stage_post, version.approved_at = Status.APPROVED, "", None, now()
    EqualityObjective.objects.filter(plan_links__version=version, agreed_on=None).update(agreed_on=today())


def send_back(version: PlanVersion, *, by: User, posts: Posts, comment: str, **facts: Any) -> Decision:
    """Return the plan to where its route says; the approvals given since then count no more, and their givers are told."""
    if not comment.strip():
        raise Refused("Say in the comment what should change: it is returned with your words.")
    stage, before, signed = version.current_stage, version.status, version.frozen.digest if version.frozen else ""
    assert stage is not None
    target = None if before == Status.AMENDING else return_stage(version.stages, stage)
    void = stages_from(version.stages, target)
    enter(version, target)
    step = Step.RETURN_TO_DIRECTOR if target else Step.RETURN_TO_HOLDER
    said = f"Returned to {target.to}" if target and not target.meeting else ""
    return take(
        version, step, before, by=by, posts=posts, comment=comment, digest=signed, stage=stage.key, void=void, said=said,
        tell=notifications.sent_back, **facts,
    )  # fmt: skip
