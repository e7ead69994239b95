"""Commitments for every service: who places and changes them, and who says how a service stands."""

from typing import Any

from common.access import SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict, conflict
from council.choices import Role
from council.models import PlanningCycle, ServiceArea
from council.permissions import authority
from serviceplans.models import Commitment, Contributor
from serviceplans.permissions.access import OFFICERS, WRITERS


def may_place_commitments(user: Any, cycle: PlanningCycle | None = None) -> Verdict:
    """Whether this person may place a commitment (in that cycle, where one is named)."""
    if not authority(user).has(Role.PERFORMANCE_OFFICER):
        return Verdict("Only a performance officer can place, change or withdraw a commitment for every service.")
    if cycle is not None and not cycle.is_open:
        return conflict(
            f"The planning cycle {cycle.name} is closed, so what its plans are committed to stays as it is."
        )
    return ALLOWED


def may_change_commitment(user: Any, commitment: Commitment) -> Verdict:
    allowed = may_place_commitments(user, commitment.cycle)
    if allowed and commitment.withdrawn:
        return conflict("This commitment has been withdrawn. Place it again where it should stand.")
    return allowed


def may_answer(user: Any, commitment: Commitment, service: ServiceArea) -> Verdict:
    """The plan holder of the service and the contributors to its plan of the cycle, and performance officers for them."""
    who = authority(user)
    mine = who.has(Role.PERFORMANCE_OFFICER) or service.holder_post_id in who.post_ids
    plans = {"plan__service": service, "plan__cycle": commitment.cycle_id}
    if not mine and not Contributor.objects.filter(**plans, post__in=who.post_ids).exists():
        return Verdict(
            f"Only the plan holder of {service.name}, the contributors to its plan and performance officers can say "
            "how it stands."
        )
    return _is_asked(commitment, service)


def _is_asked(commitment: Commitment, service: ServiceArea) -> Verdict:
    if commitment.withdrawn:
        return conflict("This commitment has been withdrawn, so nothing is asked of the services any more.")
    if not commitment.cycle.is_open:
        return conflict(f"The planning cycle {commitment.cycle.name} is closed, so its results stay as they are.")
    if commitment.exemptions.filter(service=service).exists():
        return conflict(f"{service.name} is exempt from this commitment.")
    return ALLOWED if commitment.reaches(service) else conflict(f"This commitment does not reach {service.name}.")


ACCESS = {
    "commitments": Access(get=SIGNED_IN),
    "commitment": Access(get=SIGNED_IN),
    "commitment_csv": Access(get=SIGNED_IN),
    "commitment_xlsx": Access(get=SIGNED_IN),
    "commitment_new_action": Access(get=OFFICERS, post=OFFICERS),
    "commitment_new_indicator": Access(get=OFFICERS, post=OFFICERS),
    "commitment_change": Access(get=OFFICERS, post=OFFICERS),
    "commitment_withdraw": Access(get=OFFICERS, post=OFFICERS),
    "commitment_exempt": Access(get=OFFICERS, post=OFFICERS),
    "commitment_bind": Access(post=OFFICERS),
    # Whose service it is, is asked of the service: any post may contribute to its plan.
    "commitment_service": Access(get=SIGNED_IN, post=SIGNED_IN),
    "plan_commitment": Access(get=WRITERS, post=WRITERS),
}
