"""The planning year: rolling plans forward, beginning one, and reminding whoever is next."""

from typing import Any

from django.shortcuts import get_object_or_404

from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.models import ServiceArea
from council.permissions import authority


def may_roll_forward(user: Any) -> Verdict:
    """Whether this person may roll every plan forward into another cycle."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can roll the plans forward.")


def may_remind(user: Any) -> Verdict:
    """Whether this person may remind whoever is next with a plan."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can remind others of their plans.")


def may_begin(user: Any, service: ServiceArea) -> Verdict:
    """Whether this person may begin the plan of one service: its holder, and performance officers for them."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or service.holder_post_id in who.post_ids:
        return ALLOWED
    return Verdict(f"Only the plan holder of {service.name} or a performance officer can begin its plan.")


def service_to_begin(user: Any, prefix: str) -> ServiceArea:
    """The service whose plan this person may begin; Refused for another's, 404 for none."""
    service = get_object_or_404(ServiceArea.objects.select_related("holder_post"), prefix__iexact=prefix)
    may_begin(user, service).require()
    return service
