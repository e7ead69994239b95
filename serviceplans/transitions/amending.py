"""Agreement with minor amendments: they are listed, made, compared with what was agreed, and confirmed."""

from django.db import transaction

from common.verdict import Conflict, Refused
from council.models import DmtMeeting, User
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.amendments import amendments_so_far
from serviceplans.choices import Status, Step
from serviceplans.models import PlanVersion
from serviceplans.permissions.plans import amends
from serviceplans.permissions.signoff import impartial, not_own
from serviceplans.transitions.locking import acting_post, lock, require_unchanged
from serviceplans.transitions.moving import freeze, take
from serviceplans.transitions.review import decide, meeting_of
from serviceplans.transitions.signoff import require_healthy

MOST = 20


@transaction.atomic
def agree_with_amendments(
    version_id: int, *, by: User, digest: str, amendments: list[str], meeting: DmtMeeting | None = None,
    comment: str = "",
) -> PlanVersion:  # fmt: skip
    """The Director agrees the plan if these amendments are made; until they are, its words may be changed."""
    version = lock(version_id)
    may.may_agree(by, version).require()
    require_unchanged(version, digest)
    listed = [line.strip() for line in amendments if line.strip()]
    if not listed:
        raise Refused("List the amendments, one a line: the plan is agreed once they are made.")
    if len(listed) > MOST:
        raise Refused(f"List at most {MOST} amendments. A plan that needs more is returned to its holder.")
    stage, before = version.current_stage, version.status
    assert stage is not None
    meeting, posts = meeting_of(version, stage, meeting), may.signs_at(by, version, stage)
    version.status = Status.AMENDING
    take(
        version, Step.AGREE_AMENDED, before, by=by, posts=posts, meeting=meeting, comment=comment, amendments=listed,
        tell=notifications.amendments_asked,
    )  # fmt: skip
    return version


@transaction.atomic
def amendments_made(version_id: int, *, by: User, digest: str, comment: str = "") -> PlanVersion:
    """The amendments are in the text that was read. From the holder it goes to the Director to confirm; the Director's
    own word sends it on. Conflict where the text has changed since, Refused where nothing was amended."""
    version = lock(version_id)
    may.may_amend(by, version).require()
    stage, asked, before = version.current_stage, may.amendments_agreed(version), version.status
    assert stage is not None
    if asked is None:
        raise Conflict("This plan has not been agreed with amendments.")
    require_healthy(version)
    amended = amendments_so_far(version)
    freeze(version)
    require_unchanged(version, digest)
    if amended is None or not amended.made:
        raise Refused("Nothing has been changed since the plan was agreed. Make the amendments first.")
    if amends(by, version) and not_own(by, version, "confirm") and impartial(by, "confirm"):
        posts = may.signs_at(by, version, stage)
        version.status = stage.status
        decide(version, by=by, posts=posts, meeting=asked.meeting, comment=comment, before=before)
        return version
    version.status = stage.status
    posts = [post for post in [acting_post(by, version.plan.service.holder_post_id)] if post]
    take(
        version, Step.AMENDED, before, by=by, posts=posts, comment=comment, amendments=asked.amendments,
        compared_with=asked.digest, tell=notifications.amended,
    )  # fmt: skip
    return version
