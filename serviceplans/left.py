"""What a plan holds that its template has no place for: shown in a section of its own, so that nothing is lost."""

from collections.abc import Iterable
from typing import Any

from serviceplans.models import PartContent, PlanVersion, TemplatePart
from serviceplans.parts import KINDS, describe
from serviceplans.rules.placing import SECTION_HEADING, SECTION_KEY

REGISTERS = {"actions", "risks", "indicators", "equalities"}


def left_key(part: TemplatePart) -> str:
    """How a part of an earlier version is named in a plan of a later one."""
    return f"{part.key}-v{part.template.number}"


def left_contents(version: PlanVersion) -> list[PartContent]:
    """What is written in parts of another version of the template than the plan's, in the order that they had."""
    rows = version.contents.exclude(part__template=version.plan.template_id)
    return list(
        rows.select_related("part__section", "part__template").order_by("part__section__position", "part__position")
    )


def missing_kinds(version: PlanVersion, parts: Iterable[TemplatePart]) -> set[str]:
    """The kinds of registers and tables that a plan which was moved may hold rows of, and its template does not show."""
    return REGISTERS - {part.kind for part in parts} if version.plan.moved_from_id else set()


def last_part(version: PlanVersion, kind: str) -> TemplatePart | None:
    """The part of that kind in the latest earlier version of the template."""
    rows = TemplatePart.objects.filter(template__key=version.plan.template.key, kind=kind)
    return (
        rows.exclude(template=version.plan.template_id).select_related("template").order_by("-template__number").first()
    )


def left_part(part: TemplatePart, data: dict[str, Any], loaded: Any, cycle: str) -> dict[str, Any] | None:
    """The part as content has it, with only what is said in it; None where nothing is."""
    found: dict[str, Any] = describe(part, cycle)
    config: dict[str, Any] = {**found["config"]}
    said = {key for row in data.get("rows", []) for key, value in row.items() if value} or {
        k for k, v in data.items() if v
    }
    for name in ("fields", "columns"):
        if name in config and part.kind not in REGISTERS:
            config[name] = [{**spec, "required": False} for spec in config[name] if spec["key"] in said]
    shown = {**found, "key": left_key(part), "number": "", "required": False, "config": config}
    kind = KINDS[part.kind](shown)
    filled = kind.load(loaded, data)
    return None if kind.is_empty(filled) else {**shown, "data": filled, "left": True, "origin": part.key}


def left_section(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The section, where there is anything in it."""
    return [{"key": SECTION_KEY, "number": "", "heading": SECTION_HEADING, "parts": parts}] if parts else []
