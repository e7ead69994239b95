"""Decisions that were taken off the system: who records one, and whose it was."""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.permissions import READS_ALL_DRAFTS, authority
from serviceplans.choices import REVIEWS, Status, Step
from serviceplans.models import Decision, OffSystemRecord, PlanVersion
from serviceplans.permissions.plans import contributes, holds, in_open_cycle, state_words
from serviceplans.permissions.reviewers import member_post_ids, signs_at

# Steps after which a dispute needs nobody's attention: the review went on, or ended.
DECIDES = (Step.APPROVE, Step.APPROVE_ONE, Step.AGREE, Step.RETURN_TO_DIRECTOR, Step.RETURN_TO_HOLDER, Step.WITHDRAW)


def may_record(user: Any, version: PlanVersion) -> Verdict:
    """A performance officer or democratic services; never who holds or writes the plan, nor who decides on it."""
    if not authority(user).has(Role.PERFORMANCE_OFFICER, Role.DEMOCRATIC_SERVICES):
        return Verdict("Only a performance officer or democratic services can record a decision taken elsewhere.")
    if holds(user, version) or contributes(user, version):
        return Verdict("You work on this plan, so somebody else must record a decision on it.")
    stage = version.current_stage
    if version.status not in REVIEWS or stage is None:
        return conflict(f"Only a plan in review waits for a decision. This one is {state_words(version)}.")
    if stage.meeting:
        return conflict("This plan is with the DMT, whose decisions are recorded at its meeting.")
    if signs_at(user, version, stage):
        return Verdict("The decision is yours to take here, so it cannot be recorded as one taken elsewhere.")
    return in_open_cycle(version)


def may_answer_record(user: Any, record: OffSystemRecord) -> Verdict:
    """Confirming or disputing a recorded decision: the post whose decision it was, once."""
    decision = record.decision
    if decision.post_id not in authority(user).post_ids:
        return Verdict(f"Only {decision.post_title} can confirm or dispute this decision.")
    if record.disputed_at:
        return conflict("This decision has already been disputed.")
    if record.confirmed_at:
        return conflict("This decision has already been confirmed as yours.")
    if decision.version.status == Status.SUPERSEDED:
        return conflict("This version has been superseded, so the decision on it can no longer be disputed.")
    return ALLOWED


def may_read_record(user: Any, version: PlanVersion) -> Verdict:
    """The minute or e-mail: whoever writes or decides on the plan, records decisions, or reads drafts across the council."""
    who = authority(user)
    if who.has(*READS_ALL_DRAFTS, Role.DEMOCRATIC_SERVICES) or holds(user, version) or contributes(user, version):
        return ALLOWED
    if any(signs_at(user, version, stage) for stage in version.stages) or who.signing_ids & member_post_ids(version):
        return ALLOWED
    return Verdict("The minute is read by those who write, review or record decisions on this plan.")


def may_settle(user: Any, version: PlanVersion, decision: Decision) -> bool:
    """Whether a dispute waits for this person: they recorded the decision, and nobody has decided since."""
    record = decision.record
    if record is None or record.disputed_at is None or decision.by_id != authority(user).user_id:
        return False
    return not any(later.at > record.disputed_at and later.step in DECIDES for later in version.decisions.all())
