"""What stays inside the council: who marks it, who opens it again, and who reads what is said inside.

"Internal: for the directorate and performance only" means the directorate's own chain, with the plan's contributors and an
action's officers, and performance officers; whoever wrote it; and internal audit, which reads everything.
"""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.models import ServiceArea
from council.permissions import authority
from serviceplans.choices import Reviewer, Status
from serviceplans.models import Action, Comment, PlanVersion
from serviceplans.permissions.plans import contributes, holds, may_update_action
from serviceplans.permissions.reviewers import reviewer_post, signs_at


def may_keep_inside(user: Any, version: PlanVersion) -> Verdict:
    """The plan holder, the contributors and performance officers, also once it is signed: a mark is no word of the plan."""
    officer = authority(user).has(Role.PERFORMANCE_OFFICER)
    if not (officer or holds(user, version) or contributes(user, version)):
        return Verdict(
            "Only the plan holder, its contributors and performance officers say what of a plan stays inside."
        )
    if version.status == Status.ABANDONED:
        return conflict("This revision was abandoned, so nothing of it is published.")
    return ALLOWED


def may_open(user: Any, version: PlanVersion) -> Verdict:
    """Taking a mark away publishes what it kept, where the plan is published: that is the officer's who publishes."""
    if version.published_at is None or authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("This plan is published, so only a performance officer can publish what was kept inside. Ask one.")


def of_directorate(user: Any, service: ServiceArea) -> bool:
    """Whether this person is of the service's own chain in its directorate, or of performance or internal audit."""
    who = authority(user)
    return bool(
        who.has(Role.PERFORMANCE_OFFICER, Role.AUDITOR)
        or who.post_ids & {service.holder_post_id, service.director_post_id}
        or service.directorate_id in who.corner("directorate", Role.DIRECTOR, Role.PLAN_HOLDER)
        or service.pk in who.corner("service", Role.HEAD_OF_SERVICE)
    )


def reads_internal_remarks(user: Any, version: PlanVersion) -> bool:
    """Whether this person reads what is said of the plan for the directorate and performance only.

    Whoever agrees it in the Director's place does: by delegation, or as Chief Executive.
    """
    of_director = [stage for stage in version.stages if stage.reviewer == Reviewer.DIRECTOR]
    return (
        of_directorate(user, version.plan.service)
        or contributes(user, version)
        or any(signs_at(user, version, stage) for stage in of_director)
    )


def reads_comment(user: Any, version: PlanVersion, comment: Comment) -> bool:
    """Whether this person, who reads the plan's comments, reads this one."""
    if not comment.internal or comment.author_id == authority(user).user_id:
        return True
    return reads_internal_remarks(user, version)


def may_keep_comment(user: Any, version: PlanVersion, comment: Comment) -> Verdict:
    """Whoever wrote a comment keeps it inside."""
    if comment.author_id == authority(user).user_id:
        return ALLOWED
    return Verdict("Only the person who made a comment can keep it for the directorate and performance.")


def may_open_comment(user: Any, version: PlanVersion, comment: Comment) -> Verdict:
    """Whoever wrote it, and the Director, let the plan's other readers read it again."""
    if comment.author_id == authority(user).user_id or reviewer_post(user, version) is not None:
        return ALLOWED
    return Verdict("Only the person who made a comment, or the Director, can let others read it.")


def reads_update(user: Any, action: Action, may_update: Verdict | None = None) -> bool:
    """Whether this person reads what is said inside of how an action stands; ``may_update``: where that is known."""
    if of_directorate(user, action.service):
        return True
    return bool(may_update_action(user, action) if may_update is None else may_update)


def may_keep_update(user: Any, action: Action, may_update: Verdict | None = None) -> Verdict:
    """Whoever may update the action, and its Director, keep an update's comment inside and open it again."""
    if action.service.director_post_id in authority(user).post_ids:
        return ALLOWED
    return may_update_action(user, action) if may_update is None else may_update
