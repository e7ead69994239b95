"""Writing, submitting, withdrawing and publishing a plan, and what of the registers it may change."""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.permissions import authority
from risks.models import Risk
from risks.permissions import reviewing_post
from serviceplans.choices import IN_FORCE, IN_REVIEW, Status
from serviceplans.models import Action, ActionVersion, PlanVersion
from serviceplans.permissions.reviewers import signs_at

LOCKED = {
    Status.DMT_REVIEW: "is with the DMT, so it is locked. The plan holder can withdraw it, or the Director can return it.",
    Status.MEMBER_REVIEW: "is with the Executive Member, so it is locked until it is approved or returned.",
    Status.REVIEW: "is in review, so it is locked. The plan holder can withdraw it, or its reviewer can return it.",
    Status.APPROVED: "has been approved, so its words are locked.",
    Status.PUBLISHED: "is published, so its words are locked.",
    Status.SUPERSEDED: "has been superseded by a later version, so it is locked.",
    Status.ABANDONED: "is a revision that was abandoned, so it is locked.",
}


def state_words(version: PlanVersion) -> str:
    """Where it stands, as a sentence ends: "in DMT review"."""
    return version.state[:1].lower() + version.state[1:]


def in_open_cycle(version: PlanVersion) -> Verdict:
    """Allowed while the plan's cycle is open; the plans of a closed one stay as they are."""
    cycle = version.plan.cycle
    sentence = f"The planning cycle {cycle.name} is closed, so its plans stay as they are. Ask a performance officer."
    return ALLOWED if cycle.is_open else conflict(sentence)


def locked(version: PlanVersion) -> Verdict:
    """Allowed while the version's words may be changed and its cycle is open; otherwise why they cannot."""
    if not version.is_open:
        return conflict(f"This plan {LOCKED[Status(version.status)]}")
    return in_open_cycle(version)


def holds(user: Any, version: PlanVersion) -> bool:
    """Whether this person holds the post that holds the plan, or deputises for it."""
    return version.plan.service.holder_post_id in authority(user).post_ids


def contributes(user: Any, version: PlanVersion) -> bool:
    posts = authority(user).post_ids
    return any(contributor.post_id in posts for contributor in version.plan.contributors.all())


def amends(user: Any, version: PlanVersion) -> bool:
    """Whether this person agreed the plan with amendments and may make them: the reviewer, while they are being made."""
    stage = version.current_stage
    return version.status == Status.AMENDING and stage is not None and bool(signs_at(user, version, stage))


def may_edit(user: Any, version: PlanVersion) -> Verdict:
    if not (holds(user, version) or contributes(user, version) or amends(user, version)):
        return Verdict("Only the plan holder and the contributors that the holder invited can change this plan.")
    return locked(version)


def may_bring_in(user: Any, version: PlanVersion) -> Verdict:
    """Whoever may change the plan brings a Word file in; a performance officer does into a draft or a revision only."""
    edits = may_edit(user, version)
    if edits or edits.conflict or not authority(user).has(Role.PERFORMANCE_OFFICER):
        return edits
    if version.status == Status.AMENDING:
        return conflict(
            "Amendments are being made to this plan: its holder or its reviewer brings in a file with them."
        )
    return locked(version)


def may_invite(user: Any, version: PlanVersion) -> Verdict:
    return locked(version) if holds(user, version) else Verdict("Only the plan holder can invite contributors.")


def may_submit(user: Any, version: PlanVersion) -> Verdict:
    if not holds(user, version):
        return Verdict("Only the plan holder can submit this plan.")
    if version.status == Status.DMT_REVIEW:
        return conflict("This plan has already been submitted: it is with the DMT.")
    if version.status == Status.AMENDING:
        return conflict("This plan has been agreed with amendments. Make them, and send them back instead.")
    return locked(version)


def may_withdraw(user: Any, version: PlanVersion) -> Verdict:
    if not holds(user, version):
        return Verdict("Only the plan holder can withdraw this plan.")
    if version.status in IN_REVIEW:
        return in_open_cycle(version)
    return conflict(f"Only a plan in review can be withdrawn. This one is {state_words(version)}.")


def may_publish(user: Any, version: PlanVersion) -> Verdict:
    if not authority(user).has(Role.PERFORMANCE_OFFICER):
        return Verdict("Only a performance officer can publish a plan.")
    if version.status == Status.APPROVED:
        return in_open_cycle(version)
    if version.status == Status.PUBLISHED:
        return conflict("This plan has already been published.")
    return conflict(f"Only an approved plan can be published. This one is {state_words(version)}.")


def may_update_action(user: Any, action: Action) -> Verdict:
    """Its accountable officers by the plan in force, the holder of its service, and performance officers for them."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or action.service.holder_post_id in who.post_ids:
        return ALLOWED
    worded = ActionVersion.objects.filter(action=action).exclude(version__status=Status.ABANDONED)
    officers = list(worded.values_list("version__status", "officers__post"))
    answering = [post for status, post in officers if status in IN_FORCE] or [post for _, post in officers]
    if who.post_ids & set(answering):
        return ALLOWED
    return Verdict("Only an action's accountable officer or the plan holder can update it.")


def may_change_risk(user: Any, version: PlanVersion, risk: Risk | None) -> Verdict:
    """A plan shows any risk; it changes new ones, its service's, its directorate's shared ones, and the person's own."""
    if risk is None:
        return ALLOWED
    service = version.plan.service
    shared = risk.service_id is None and risk.directorate_id == service.directorate_id
    if risk.service_id == service.pk or shared or reviewing_post(user, risk):
        return ALLOWED
    whose = "another service's risk" if risk.service_id else "the whole council's risk"
    owner = f": ask its owner, {risk.owner}" if risk.owner else ""
    return Verdict(f"{risk.reference} is {whose}, so this plan shows it and does not change it{owner}.")
