"""Comments on a plan: reviewers make them, those who write the plan reply and resolve, the author may open one again."""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.permissions import authority
from serviceplans.choices import IN_FORCE, IN_REVIEW, REVIEWS, UNDER_WAY, Reviewer, Status
from serviceplans.models import Comment, PlanVersion
from serviceplans.permissions.inside import reads_comment
from serviceplans.permissions.plans import contributes, holds
from serviceplans.permissions.reviewers import member_post_ids, signs_at

CLOSED = "This version is no longer being written or reviewed, so its comments are closed."


def reviews_now(user: Any, version: PlanVersion) -> bool:
    """Whether the plan is in review with this person; where one Member leads, with all who answer for the service."""
    stage = version.current_stage
    if stage is None or version.status not in REVIEWS:
        return False
    of_portfolio = stage.reviewer == Reviewer.MEMBERS and authority(user).signing_ids & member_post_ids(version)
    return bool(signs_at(user, version, stage) or of_portfolio)


def may_comment(user: Any, version: PlanVersion) -> Verdict:
    """Reviewers comment while the plan is with them; the equalities lead whenever it is not yet approved."""
    if authority(user).has(Role.EQUALITIES_LEAD) and version.status not in (*IN_FORCE, Status.SUPERSEDED):
        return ALLOWED
    if reviews_now(user, version) and not holds(user, version):
        return ALLOWED
    return Verdict("Comments are made by the person with whom the plan is in review.")


def may_reply(user: Any, version: PlanVersion, comment: Comment) -> Verdict:
    """The author, whoever writes the plan, and whoever may comment on it now, of what they may read."""
    if not reads_comment(user, version, comment):
        return Verdict("This comment is kept for the directorate and performance.")
    if version.status not in UNDER_WAY:
        return conflict(CLOSED)
    mine = comment.author_id == authority(user).user_id
    if mine or holds(user, version) or contributes(user, version) or may_comment(user, version):
        return ALLOWED
    return Verdict("Only those who write or review this plan can reply to its comments.")


def may_resolve(user: Any, version: PlanVersion) -> Verdict:
    """The plan holder and contributors, in review too: a comment's state is no word of the plan."""
    if not (holds(user, version) or contributes(user, version)):
        return Verdict("Only the plan holder and the contributors that the holder invited can resolve a comment.")
    return ALLOWED if version.status in UNDER_WAY else conflict(CLOSED)


def may_reopen(user: Any, version: PlanVersion, comment: Comment) -> Verdict:
    """Its author, while the plan is in review."""
    if comment.author_id != authority(user).user_id:
        return Verdict("Only the person who made a comment can open it again.")
    if version.status in IN_REVIEW:
        return ALLOWED
    return conflict("A comment is opened again while the plan is in review.")
