"""A revision: a new draft beside the version in force, signed off the same way; begun, abandoned, or in force in its turn."""

from django.db import transaction
from django.db.models import Max

from common.today import now
from common.verdict import Conflict, Refused
from council.models import User
from serviceplans import changing as may
from serviceplans import notifications
from serviceplans.choices import IN_FORCE, Cause, ChangeState, Status, Step
from serviceplans.content import changes_made
from serviceplans.models import Plan, PlanChange, PlanVersion
from serviceplans.transitions.cloning import clone_content
from serviceplans.transitions.committing import hold_cycle, stand_again, write_stood
from serviceplans.transitions.laying import holds_before, lay_on_rows
from serviceplans.transitions.locking import acting_post, lock, write_decision, write_ledger


@transaction.atomic
def begin_revision(plan_id: int, *, by: User, cause: str, why: str) -> PlanVersion:
    """A draft that says what the version in force says, beside it; one at most is under way."""
    hold_cycle(Plan.objects.values_list("cycle", flat=True).get(pk=plan_id))
    Plan.objects.select_for_update().get(pk=plan_id)
    numbers = PlanVersion.objects.filter(plan=plan_id, status__in=IN_FORCE).values_list("pk", flat=True)
    if not numbers:
        raise Conflict("This plan is not in force, so it cannot be revised.")
    in_force = lock(numbers[0])
    may.may_revise(by, in_force).require()
    if not why.strip() or cause not in Cause.values:
        raise Refused("Say where the revision comes from and why: everyone who reads it is told.")
    last = PlanVersion.objects.filter(plan=plan_id).aggregate(last=Max("number"))["last"]
    facts = {"begun_at": now(), "changed_at": now(), "cause": cause, "why": why.strip()}
    version = PlanVersion.objects.create(plan=in_force.plan, number=last + 1, **facts)
    carried = clone_content(in_force, version)
    stood = stand_again(version)
    post = acting_post(by, in_force.plan.service.holder_post_id)
    said = f"{Cause(cause).label}: {version.why}"
    decision = write_decision(version, Step.REVISE, "", by=by, post=post, comment=said)
    after = {"from_version": in_force.number, "cause": cause, "why": version.why, "carried": carried}
    notifications.revision_begun(version, decision)
    write_ledger("plan.revise", version, by, post, None, after)
    write_stood(version, by, stood)
    return version


@transaction.atomic
def abandon_revision(version_id: int, *, by: User, why: str) -> PlanVersion:
    """Give up a revision that is a draft; it stays on record, and the version in force is untouched."""
    version = lock(version_id)
    may.may_abandon(by, version).require()
    if not why.strip():
        raise Refused("Say why the revision is abandoned: it stays on record.")
    before, version.status, version.abandoned_at = version.status, Status.ABANDONED, now()
    version.save(update_fields=["status", "abandoned_at"])
    post = acting_post(by, version.plan.service.holder_post_id)
    decision = write_decision(version, Step.ABANDON, before, by=by, post=post, comment=why.strip())
    after = {"status": version.status, "why": why.strip()}
    notifications.revision_abandoned(version, decision)
    write_ledger("plan.abandon", version, by, post, {"status": before}, after)
    return version


def take_over(version: PlanVersion) -> None:
    """The version that has just been approved takes the place of the one in force.

    What was changed in that one while this one was already frozen is laid over this one too, where both said the same;
    a moved date that still waits there is withdrawn. Called within the approval, before the version itself is saved.
    """
    for earlier in PlanVersion.objects.filter(plan=version.plan_id, status__in=IN_FORCE).exclude(pk=version.pk):
        earlier.status, earlier.superseded_at = Status.SUPERSEDED, now()
        earlier.save(update_fields=["status", "superseded_at"])
        waiting = earlier.changes.filter(state=ChangeState.PROPOSED)
        waiting.update(state=ChangeState.WITHDRAWN, answer=f"Version {version.number} was approved.")
        for change in changes_made(earlier):
            if not change.carried and change.at and change.at > version.begun_at and holds_before(version, change):
                carry_over(change, earlier, version)


def carry_over(change: PlanChange, earlier: PlanVersion, version: PlanVersion) -> None:
    change.carried = True
    change.save(update_fields=["carried"])
    change.pk, change._state.adding = None, True
    change.version, change.carried = version, False
    change.answer = f"Made in version {earlier.number} while this version was in review, and carried over."
    change.save()
    lay_on_rows(version, change)
