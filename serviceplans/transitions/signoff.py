"""Sign-off from draft to published: lock, check, change, record, tell (domain: sign-off)."""

from django.db import transaction

from common.today import now, today
from common.verdict import Conflict, Refused
from council.choices import Role
from council.models import PreElectionPeriod, User
from council.permissions import authority, may_publish_now
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.choices import Status, Step
from serviceplans.content import written
from serviceplans.models import PlanVersion
from serviceplans.rules import blocking, health_check
from serviceplans.rules.route import stored
from serviceplans.transitions.committing import hold_cycle_of
from serviceplans.transitions.locking import acting_post, lock
from serviceplans.transitions.moving import enter, every_stage, freeze, route_of, take


def require_healthy(version: PlanVersion) -> None:
    """Refuse what the health check blocks."""
    stops = blocking(health_check(written(version), version.plan.template.checks))
    if stops:
        count = f"{len(stops)} thing{'s' * (len(stops) != 1)}"
        raise Refused(
            f"The health check found {count} to fix before this plan can be submitted: {stops[0].finding.message}."
        )


@transaction.atomic
def submit(version_id: int, *, by: User, comment: str = "") -> PlanVersion:
    """From draft to the first review of the route, which is pinned: the whole content is frozen for it to be signed."""
    version = lock(version_id)
    may.may_submit(by, version).require()
    require_healthy(version)
    freeze(version)
    route = route_of(version.plan.template)
    before, version.route, version.submitted_at = version.status, stored(route), now()
    enter(version, route[0])
    posts = [post for post in [acting_post(by, version.plan.service.holder_post_id)] if post]
    said = "" if route[0].meeting else f"Submitted to {route[0].to}"
    take(version, Step.SUBMIT, before, by=by, posts=posts, said=said, comment=comment, tell=notifications.submitted)
    return version


@transaction.atomic
def withdraw(version_id: int, *, by: User, comment: str = "") -> PlanVersion:
    """Back to the holder's draft, at the holder's own wish, while it is in review. What was signed counts no more."""
    hold_cycle_of(version_id)
    version = lock(version_id)
    may.may_withdraw(by, version).require()
    before, stage, signed = version.status, version.current_stage, version.frozen.digest if version.frozen else ""
    told = notifications.reviewers_so_far(version)
    enter(version, None)
    posts = [post for post in [acting_post(by, version.plan.service.holder_post_id)] if post]
    take(
        version, Step.WITHDRAW, before, by=by, posts=posts, digest=signed, void=every_stage(version),
        stage=stage.key if stage else "", comment=comment,
        tell=lambda version, decision: notifications.withdrawn(version, decision, told),
    )  # fmt: skip
    return version


@transaction.atomic
def publish(
    version_id: int, *, by: User, comment: str = "", inside: int | None = None, urgent: str = ""
) -> PlanVersion:
    """A performance officer makes the approved plan public, exactly as it was signed, but for what stays inside.

    ``inside``: the counter at which the list of what is left out was read, where somebody read it. ``urgent``: why it
    cannot wait until a pre-election period is over; Conflict in one without it.
    """
    version = lock(version_id)
    may.may_publish(by, version).require()
    may_publish_now(urgent).require()
    if inside is not None and inside != version.inside_counter:
        raise Conflict("What stays inside has changed since you read it. Read the list again before you publish.")
    before, version.status, version.published_at = version.status, Status.PUBLISHED, now()
    posts = [post for post in [authority(by).post_in_role(Role.PERFORMANCE_OFFICER)] if post]
    held = PreElectionPeriod.objects.on(today()).first()
    comment = held.told(urgent) if held else comment
    take(version, Step.PUBLISH, before, by=by, posts=posts, comment=comment, tell=notifications.published)
    return version
