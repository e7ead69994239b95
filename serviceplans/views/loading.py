"""Load or refuse: a plan, the version that a person works on, and one part of it. What is not visible is 404."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from serviceplans.choices import UNDER_WAY
from serviceplans.models import Contributor, Decision, PlanVersion, TemplatePart

# What every page about a version asks of it.
WITH_PAGE = (
    Prefetch("plan__contributors", Contributor.objects.select_related("post")),
    Prefetch("decisions", Decision.objects.select_related("by", "meeting")),
)


def visible_versions(request: HttpRequest, prefix: str, cycle: str) -> Any:
    versions = PlanVersion.objects.visible_to(request.user).with_plan()
    return versions.filter(plan__service__prefix__iexact=prefix, plan__cycle__name=cycle.replace("-", "/"))


def load_version(request: HttpRequest, prefix: str, cycle: str, number: int | None = None) -> PlanVersion:
    """The version asked for; otherwise the one under way if this person may read it, else the latest."""
    versions = list(visible_versions(request, prefix, cycle).prefetch_related(*WITH_PAGE))
    if number is not None:
        versions = [version for version in versions if version.number == number]
    if not versions:
        raise Http404("No plan here that you may read.")
    under_way = [version for version in versions if version.status in UNDER_WAY]
    chosen: PlanVersion = (under_way or versions)[-1]
    return chosen


def load_part(version: PlanVersion, key: str, *kinds: str) -> TemplatePart:
    """A part of the version's template, of one of these kinds."""
    parts = TemplatePart.objects.filter(template=version.plan.template_id).select_related("section")
    part = get_object_or_404(parts, key=key)
    if kinds and part.kind not in kinds:
        raise Http404("That part is not of this kind.")
    return part
