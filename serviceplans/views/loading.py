"""Load or refuse: a plan, the version that a person works on, and one part of it. What is not visible is 404."""

from typing import Any

from django.http import Http404, HttpRequest

from serviceplans.gathering import gather_page, parts_of_template
from serviceplans.models import PlanVersion, TemplatePart
from serviceplans.rules import to_open


def visible_versions(request: HttpRequest, prefix: str, cycle: str) -> Any:
    versions = PlanVersion.objects.visible_to(request.user).with_plan().with_newest_template()
    return versions.filter(plan__service__prefix__iexact=prefix, plan__cycle__name=cycle.replace("-", "/"))


def load_visible(request: HttpRequest, prefix: str, cycle: str) -> list[PlanVersion]:
    """The plan's versions that this person may read, each knowing of the others, with what a page asks of them."""
    # What is gathered for a page needs no query of its own.
    visible = list(visible_versions(request, prefix, cycle).prefetch_related(None))
    gather_page(visible)
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
    part = next((part for part in parts_of_template(version) if part.key == key), None)
    if part is None or (kinds and part.kind not in kinds):
        raise Http404("That part is not there, or not of this kind.")
    return part
