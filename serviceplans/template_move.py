"""What moving a draft to a newer version of its template would do: what goes where, what has no place, what is new."""

from dataclasses import dataclass
from typing import Any

from serviceplans.content import written
from serviceplans.gathering import parts_of_template
from serviceplans.left import REGISTERS
from serviceplans.models import PlanTemplate, PlanVersion, TemplatePart
from serviceplans.parts import PartKind, kind_for, kind_of
from serviceplans.rules.placing import placed
from serviceplans.rules.template_changes import template_changes
from serviceplans.template_files import facts_of


@dataclass(frozen=True)
class MoveLine:
    """One part of the plan as it is: what it is called in the newer version (empty where it has no place there), and what
    of it stays without one."""

    was: str
    now: str
    summary: str
    stays: tuple[str, ...] = ()
    is_empty: bool = False

    @property
    def loses_place(self) -> bool:
        return not self.is_empty and (not self.now or bool(self.stays))


@dataclass(frozen=True)
class Move:
    target: PlanTemplate
    lines: list[MoveLine]
    new: list[str]
    changes: list[str]

    @property
    def loses_place(self) -> bool:
        return any(line.loses_place for line in self.lines)


def move_of(version: PlanVersion, target: PlanTemplate) -> Move:
    """The move of a draft, worked out and not made."""
    parts = list(target.parts.select_related("section"))
    stored = {
        row.part.key: row.data
        for row in version.contents.select_related("part").filter(part__template=version.plan.template_id)
    }
    content = written(version)
    shown = [part for section in content["sections"] for part in section["parts"] if not part.get("left")]
    lines = [_line(kind_for(part), part["data"], stored.get(part["key"], {}), parts) for part in shown]
    known = {part["key"] for part in shown}
    new = [f"{part} in {part.section}" for part in parts if part.key not in known]
    before, after = facts_of(version.plan.template, parts_of_template(version)), facts_of(target, parts)
    return Move(target, lines, new, template_changes(before, after))


def _line(kind: PartKind, data: dict[str, Any], stored: dict[str, Any], parts: list[TemplatePart]) -> MoveLine:
    empty = kind.is_empty(data) and not any(stored.values())
    summary = kind.summary(data) or ("Nothing yet" if empty else "")
    same = next((part for part in parts if part.key == kind.key and part.kind == kind.kind), None)
    if kind.kind in REGISTERS:
        place = same or next((part for part in parts if part.kind == kind.kind), None)
        return MoveLine(kind.title, str(place) if place else "", summary, is_empty=empty)
    place = next((part for part in parts if part.key == kind.key), None)
    goes, stays = placed(kind, kind_of(place) if place else None, stored)
    fits = place is not None and kind_of(place).family == kind.family
    if not fits and not goes:
        return MoveLine(kind.title, "", summary, is_empty=empty)
    return MoveLine(kind.title, str(place), summary, _labels(kind, goes, stays))


def _labels(kind: PartKind, goes: dict[str, Any], stays: dict[str, Any]) -> tuple[str, ...]:
    """What the fields and columns that stay are called."""
    moved = {key for row in goes.get("rows", []) for key in row}
    said = {key for row in stays.get("rows", []) for key in row if row[key]} - moved | (set(stays) - {"rows"})
    specs = [*kind.config.get("fields", []), *kind.config.get("columns", [])]
    return tuple(str(spec["label"]) for spec in specs if spec["key"] in said)
