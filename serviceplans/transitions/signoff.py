"""Sign-off from draft to published: lock, check, change, record, tell (domain: sign-off)."""

from django.db import transaction

from common.today import now, today
from common.verdict import Conflict, Refused
from council.choices import Role
from council.models import DmtMeeting, Post, User
from council.permissions import authority
from equalities.models import EqualityObjective
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.choices import Status, Step
from serviceplans.content import frozen_text, written
from serviceplans.models import Comment, Decision, FrozenContent, PlanVersion
from serviceplans.rules import blocking, health_check
from serviceplans.transitions.locking import acting_post, lock, require_unchanged, write_decision, write_ledger
from serviceplans.transitions.revisions import take_over


def _move(
    version: PlanVersion, to: Status, step: Step, *, by: User, post: Post | None, comment: str = "",
    meeting: DmtMeeting | None = None, digest: str = "",
) -> Decision:  # fmt: skip
    """Change the status, and write the decision and the ledger with it."""
    before = version.status
    version.status = to
    version.save()
    decision = write_decision(version, step, before, by=by, post=post, comment=comment.strip(), meeting=meeting)
    if digest and not decision.digest:
        decision.digest = digest
        decision.save(update_fields=["digest"])
    after = {"status": to, "comment": comment.strip(), "digest": decision.digest, "meeting": meeting and str(meeting)}
    write_ledger(f"plan.{step}", version, by, post, {"status": before}, after)
    return decision


@transaction.atomic
def submit(version_id: int, *, by: User, comment: str = "") -> PlanVersion:
    """From draft to DMT review: the whole content is frozen, and that is what is reviewed and signed."""
    version = lock(version_id)
    may.may_submit(by, version).require()
    content = written(version)
    stops = blocking(health_check(content, version.plan.template.checks))
    if stops:
        count = f"{len(stops)} thing{'s' * (len(stops) != 1)}"
        raise Refused(
            f"The health check found {count} to fix before this plan can be submitted: {stops[0].finding.message}."
        )
    text, digest = frozen_text(content)
    version.frozen, _ = FrozenContent.objects.get_or_create(
        version=version, digest=digest, defaults={"content": text, "at": now()}
    )
    version.submitted_at = now()
    post = acting_post(by, version.plan.service.holder_post_id)
    decision = _move(version, Status.DMT_REVIEW, Step.SUBMIT, by=by, post=post, comment=comment)
    notifications.submitted(version, decision)
    return version


@transaction.atomic
def withdraw(version_id: int, *, by: User, comment: str = "") -> PlanVersion:
    """Back to the holder's draft, at the holder's own wish, while it is in review."""
    version = lock(version_id)
    may.may_withdraw(by, version).require()
    from_member = version.status == Status.MEMBER_REVIEW
    signed = version.frozen.digest if version.frozen else ""
    version.frozen = None
    post = acting_post(by, version.plan.service.holder_post_id)
    decision = _move(version, Status.DRAFT, Step.WITHDRAW, by=by, post=post, comment=comment, digest=signed)
    notifications.withdrawn(version, decision, from_member)
    return version


@transaction.atomic
def return_to_holder(version_id: int, *, by: User, digest: str, comment: str) -> PlanVersion:
    """From DMT review back to the holder, with a comment that says what is asked."""
    version = lock(version_id)
    may.may_agree(by, version).require()
    require_unchanged(version, digest)
    _require_comment(comment)
    post = may.reviewer_post(by, version)
    version.frozen = None
    decision = _move(version, Status.DRAFT, Step.RETURN_TO_HOLDER, by=by, post=post, comment=comment, digest=digest)
    notifications.returned(version, decision)
    return version


@transaction.atomic
def agree(version_id: int, *, by: User, digest: str, meeting: DmtMeeting | None, comment: str = "") -> PlanVersion:
    """The director agrees the plan at a named meeting of the DMT; it goes to the Executive Member."""
    version = lock(version_id)
    may.may_agree(by, version).require()
    require_unchanged(version, digest)
    if meeting is None or meeting.directorate_id != version.plan.service.directorate_id:
        raise Refused("Choose the meeting of this directorate's DMT at which the plan was agreed.")
    if meeting.date > today():
        raise Refused("Choose a DMT meeting that has taken place: a plan cannot be agreed at one still to come.")
    if may.lead_portfolio_post(version) is None:
        raise Conflict("No Executive Member's post is set up for this service, so nobody could approve the plan.")
    post = may.reviewer_post(by, version)
    decision = _move(version, Status.MEMBER_REVIEW, Step.AGREE, by=by, post=post, comment=comment, meeting=meeting)
    notifications.agreed(version, decision)
    return version


@transaction.atomic
def return_to_director(version_id: int, *, by: User, digest: str, comment: str) -> PlanVersion:
    """The Executive Member's return goes to the director, who agrees again or returns it to the holder."""
    version = lock(version_id)
    may.may_approve(by, version).require()
    require_unchanged(version, digest)
    _require_comment(comment)
    post = may.lead_portfolio_post(version)
    decision = _move(version, Status.DMT_REVIEW, Step.RETURN_TO_DIRECTOR, by=by, post=post, comment=comment)
    notifications.returned_to_director(version, decision)
    return version


@transaction.atomic
def approve(version_id: int, *, by: User, digest: str, comment: str = "") -> PlanVersion:
    """The Executive Member approves exactly what they read; the version is in force from now on."""
    version = lock(version_id)
    may.may_approve(by, version).require()
    require_unchanged(version, digest)
    take_over(version)
    version.approved_at = now()
    EqualityObjective.objects.filter(plan_links__version=version, agreed_on=None).update(agreed_on=today())
    post = may.lead_portfolio_post(version)
    decision = _move(version, Status.APPROVED, Step.APPROVE, by=by, post=post, comment=comment)
    notifications.approved(version, decision)
    return version


@transaction.atomic
def publish(version_id: int, *, by: User, comment: str = "") -> PlanVersion:
    """A performance officer makes the approved plan public, exactly as it was signed."""
    version = lock(version_id)
    may.may_publish(by, version).require()
    version.published_at = now()
    post = authority(by).post_in_role(Role.PERFORMANCE_OFFICER)
    decision = _move(version, Status.PUBLISHED, Step.PUBLISH, by=by, post=post, comment=comment)
    notifications.published(version, decision)
    return version


@transaction.atomic
def comment(version_id: int, *, by: User, part_key: str, field: str = "", text: str) -> Comment:
    """A reviewer's comment on a part, or on one field of it."""
    version = lock(version_id)
    may.may_comment(by, version).require()
    if not text.strip():
        raise Refused("Write the comment before you add it.")
    if not version.plan.template.parts.filter(key=part_key).exists():
        raise Refused("Choose the section that the comment is about.")
    post = may.reviewer_post(by, version) or acting_post(by, *may.member_post_ids(version))
    title = post.title if post else by.name
    made = Comment.objects.create(
        version=version, part_key=part_key, field=field, text=text.strip(), author=by, post=title, at=now()
    )
    write_ledger("plan.comment", version, by, post, None, {"part": part_key, "field": field, "text": made.text})
    return made


def _require_comment(comment: str) -> None:
    if not comment.strip():
        raise Refused("Say in the comment what should change: it is returned with your words.")
