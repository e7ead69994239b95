"""What the earlier plan of the same service said: beside the field where this year's is written."""

from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from council.models import PlanningCycle
from performance.models import Indicator
from serviceplans.choices import IN_FORCE
from serviceplans.content import content_of
from serviceplans.models import PlanVersion, TemplatePart
from serviceplans.parts import describe, kind_for
from serviceplans.rolling.load import Baseline, baselines
from serviceplans.rules import parts_of


def version_before(version: PlanVersion) -> PlanVersion | None:
    """The version that this one was rolled forward from; else the earlier cycle's, the one in force before others."""
    plan = version.plan
    earlier = Q(plan__service=plan.service_id, plan__cycle__starts__lt=plan.cycle.starts)
    nearest = Case(
        When(carried_into__version=version, then=Value(0)),
        When(status__in=IN_FORCE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = PlanVersion.objects.filter(Q(carried_into__version=version) | earlier).with_plan()
    return rows.order_by("-plan__cycle__starts", nearest, "-number").first()


def part_before(version: PlanVersion, part: TemplatePart) -> tuple[str, dict[str, Any]]:
    """The cycle and the data of the same part in the earlier plan; empty where there is none, or another kind of part."""
    before = version_before(version)
    if before is None:
        return "", {}
    for _, found in parts_of(content_of(before, part.key)):
        if found["key"] == part.key and found["kind"] == part.kind:
            return before.plan.cycle.name, found["data"]
    return before.plan.cycle.name, {}


def texts_before(version: PlanVersion, part: TemplatePart, now: dict[str, Any]) -> dict[str, str]:
    """By field, what the earlier plan said where this one says something else. ``now`` is the data as stored."""
    _, data = part_before(version, part)
    found = {}
    for spec in part.config.get("fields", []):
        said, says = data.get(spec["key"]), now.get(spec["key"])
        if spec["type"] == "strategies":
            said, says = [one["key"] for one in said or []], says or []
        if said and said != says and spec["type"] != "computed":
            shown = [one["name"] for one in data[spec["key"]]] if spec["type"] == "strategies" else said
            found[spec["key"]] = "\n".join(shown) if isinstance(shown, list) else str(shown)
    return found


def table_before(version: PlanVersion, part: TemplatePart, now: dict[str, Any]) -> tuple[str, list[Any]]:
    """The earlier plan's rows of a table as a document shows them, where they are not the same; and their cycle."""
    cycle, data = part_before(version, part)
    if not data or data.get("rows") == now.get("rows"):
        return cycle, []
    return cycle, kind_for(describe(part, cycle)).blocks(data)


def baselines_for(version: PlanVersion, indicators: list[Indicator]) -> tuple[str, dict[int, Baseline]]:
    """The year before the plan's, and each indicator's last target and result in it, to begin a new target from."""
    before = PlanningCycle.objects.before(version.plan.cycle.starts).first()
    if before is None or not indicators:
        return "", {}
    return before.name, baselines(indicators, before.starts, before.ends)
