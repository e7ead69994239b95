"""Services that another's action names: who names them, and who answers."""

from typing import Any

from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.permissions import authority
from serviceplans.models import Action, AffectedService, Contributor


def may_name_services(user: Any, action: Action) -> Verdict:
    """The holder of the action's service, the contributors to its plans, and performance officers."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or action.service.holder_post_id in who.post_ids:
        return ALLOWED
    plans = action.versions.values("version__plan")
    if who.post_ids and Contributor.objects.filter(plan__in=plans, post__in=who.post_ids).exists():
        return ALLOWED
    return Verdict(
        "Only the plan holder, its contributors and performance officers name the services that an action affects."
    )


def may_acknowledge(user: Any, named: AffectedService) -> Verdict:
    """Whoever holds the plan of the service that is named, once."""
    if named.service.holder_post_id not in authority(user).post_ids:
        return Verdict(f"Only the plan holder of {named.service.name} can acknowledge this.")
    if named.acknowledged_at:
        return conflict(f"{named.service.name} has already acknowledged this.")
    return ALLOWED
