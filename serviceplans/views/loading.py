"""Load or refuse: a plan, the version that a person works on, and one part of it. What is not visible is 404."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from serviceplans.models import Contributor, Decision, PlanVersion, TemplatePart
from serviceplans.rules import to_open

# What every page about a version asks of it.
WITH_PAGE = (
    Prefetch("plan__contributors", Contributor.objects.select_related("post")),
    Prefetch("decisions", Decision.objects.select_related("by", "meeting", "record")),
)


def visible_versions(request: HttpRequest, prefix: str, cycle: str) -> Any:
    versions = PlanVersion.objects.visible_to(request.user).with_plan().with_newest_template()
    return versions.filter(plan__service__prefix__iexact=prefix, plan__cycle__name=cycle.replace("-", "/"))


def with_page(versions: Any) -> Any:
    """The versions with what every page about one asks of it."""
    return versions.prefetch_related(*WITH_PAGE)


def load_visible(request: HttpRequest, prefix: str, cycle: str) -> list[PlanVersion]:
    """The plan's versions that this person may read, each knowing of the others, with what a page asks of them."""
    visible = list(with_page(visible_versions(request, prefix, cycle)))
    # Only what was approved can have been changed since.
    prefetch_related_objects([version for version in visible if version.approved_at], "changes")
    for version in visible:
        version.siblings = visible
    return visible


def load_version(request: HttpRequest, prefix: str, cycle: str, number: int | None = None) -> PlanVersion:
    """The version asked for; otherwise the one under way if this person may read it, else the one in force."""
    visible = load_visible(request, prefix, cycle)
    versions = [version for version in visible if number is None or version.number == number]
    if not versions:
        raise Http404("No plan here that you may read.")
    return to_open(versions)


def load_part(version: PlanVersion, key: str, *kinds: str) -> TemplatePart:
    """A part of the version's template, of one of these kinds."""
    parts = TemplatePart.objects.filter(template=version.plan.template_id).select_related("section")
    part = get_object_or_404(parts, key=key)
    if kinds and part.kind not in kinds:
        raise Http404("That part is not of this kind.")
    return part
