"""Decisions that were taken off the system, recorded by a named officer; the Member is told, and confirms or disputes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from common.attachments import CheckedFile, keep
from common.today import now, today
from common.verdict import Conflict, Refused
from council.models import Post, User
from equalities.models import EqualityObjective
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.choices import IN_FORCE, UNDER_WAY, Acting, Status, Step
from serviceplans.models import Decision, OffSystemRecord, PlanVersion, Signature
from serviceplans.transitions.locking import lock, require_unchanged
from serviceplans.transitions.moving import enter, take
from serviceplans.transitions.review import decide, send_back

RETURNED = "return"


class WrongDay(Refused):
    """The plan could not have been decided on the day that was given."""


@transaction.atomic
def record_decision(
    version_id: int, *, by: User, digest: str, post: Post, decision: str, decided_on: date, file: CheckedFile,
    comment: str = "",
) -> OffSystemRecord:  # fmt: skip
    """Record what the holder of ``post`` decided elsewhere ("approve" or "return"), with the minute or e-mail attached."""
    version = lock(version_id)
    may.may_record(by, version).require()
    require_unchanged(version, digest)
    if post not in may.outstanding(version):
        raise Conflict(f"This plan does not wait for a decision of {post.title}.")
    since = with_reviewers_since(version)
    if decided_on > today() or decided_on < since:
        raise WrongDay(f"Give a day from {since.day} {since:%B %Y}, when the plan came to be decided, until today.")
    kept = keep(file, called=f"decision {version.plan.code} v{version.number} {decided_on:%Y-%m-%d}")
    record = OffSystemRecord.objects.create(version=version, decided_on=decided_on, attachment=kept)
    shared: dict[str, Any] = {
        "by": by, "posts": [post], "comment": comment, "acting": Acting.RECORDER, "record": record
    }  # fmt: skip
    (send_back if decision == RETURNED else decide)(version, **shared)
    return record


def with_reviewers_since(version: PlanVersion) -> date:
    """The day on which the plan came to the review that it is in."""
    moved = [d for d in version.decisions.all() if d.to_status == version.status != d.from_status]
    return localdate(moved[-1].at if moved else version.changed_at)


@transaction.atomic
def confirm_record(record_id: int, *, by: User) -> OffSystemRecord:
    """The Member says that the recorded decision is theirs."""
    record, version = locked_record(record_id)
    may.may_answer_record(by, record).require()
    record.confirmed_at = now()
    record.save(update_fields=["confirmed_at"])
    decision = record.decision
    take(
        version, Step.CONFIRM, version.status, by=by, posts=posts_of(decision), digest=decision.digest,
        stage=decision.stage,
    )  # fmt: skip
    return record


@transaction.atomic
def dispute_record(record_id: int, *, by: User, reason: str) -> OffSystemRecord:
    """The Member says that it was not so decided. Where nothing rests on it yet the review opens again; else it is marked.

    A published plan, one of which a later version has been begun, and a return that somebody has acted on stay as they
    are, and the officer who recorded it is told to settle it.
    """
    record, version = locked_record(record_id)
    may.may_answer_record(by, record).require()
    if not reason.strip():
        raise Refused("Say why the recorded decision is not yours: the officer who recorded it is told.")
    record.disputed_at, record.disputed_by, record.dispute = now(), by, reason.strip()
    record.save(update_fields=["disputed_at", "disputed_by", "dispute"])
    before, decision = version.status, record.decision
    reopens = can_reopen(version, decision)
    if reopens:
        reopen(version, decision)
    said = "Recorded decision disputed: the review is open again" if reopens else ""
    take(
        version, Step.DISPUTE, before, by=by, posts=posts_of(decision), comment=reason, said=said,
        digest=decision.digest, stage=decision.stage, void=[decision.stage] if reopens else [], void_of=decision,
        tell=lambda version, made: notifications.disputed(version, decision, made),
    )  # fmt: skip
    return record


def posts_of(decision: Decision) -> list[Post]:
    return [decision.post] if decision.post else []


def locked_record(record_id: int) -> tuple[OffSystemRecord, PlanVersion]:
    """The record and its version, locked. Conflict where the record has gone."""
    row = OffSystemRecord.objects.filter(pk=record_id).first()
    if row is None:
        raise Conflict("This recorded decision is no longer there.")
    version = lock(row.version_id)
    record = OffSystemRecord.objects.select_related("decision__post", "decision__by").get(pk=record_id)
    record.version = record.decision.version = version
    return record, version


def can_reopen(version: PlanVersion, decision: Decision) -> bool:
    """Whether nothing has come to rest on the decision yet.

    Other Members' approvals in the same review are no obstacle, nor is the plan's having come into force with the last
    of them; being published, edited since, or followed by another version is.
    """
    harmless = {Step.APPROVE_ONE, Step.APPROVE, Step.CONFIRM, Step.DISPUTE}
    later = [d for d in version.decisions.all() if d.pk > decision.pk and d.step not in harmless]
    if later or version.status in (Status.PUBLISHED, Status.SUPERSEDED) or version.changed_at > decision.at:
        return False
    others = PlanVersion.objects.filter(plan=version.plan_id, status__in=UNDER_WAY).exclude(pk=version.pk)
    return version.status not in IN_FORCE or not others.exists()


def reopen(version: PlanVersion, decision: Decision) -> None:
    """Back to the review in which the decision was recorded; what it had changed is as it was before."""
    if version.status == Status.APPROVED:
        agreed_on = localdate(version.approved_at or now())
        EqualityObjective.objects.filter(plan_links__version=version, agreed_on=agreed_on).update(agreed_on=None)
        version.approved_at = None
        restore_earlier(version)
    if version.frozen is None:
        version.frozen = version.frozen_contents.get(digest=decision.digest)
    Signature.objects.filter(voided_by=decision).update(voided_by=None)
    enter(version, next(stage for stage in version.stages if stage.key == decision.stage))


def restore_earlier(version: PlanVersion) -> None:
    """The version that this one superseded is in force again; saved after this one has left."""
    version.status = Status.REVIEW
    version.save(update_fields=["status"])
    earlier = PlanVersion.objects.filter(plan=version.plan_id, number__lt=version.number, status=Status.SUPERSEDED)
    last = earlier.order_by("number").last()
    if last is not None:
        last.status = Status.PUBLISHED if last.published_at else Status.APPROVED
        last.superseded_at = None
        last.save(update_fields=["status", "superseded_at"])
