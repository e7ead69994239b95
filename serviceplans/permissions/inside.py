"""What stays inside the council: who marks it, and who opens again what a published plan keeps."""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.permissions import authority
from serviceplans.choices import Status
from serviceplans.models import PlanVersion
from serviceplans.permissions.plans import contributes, holds


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
