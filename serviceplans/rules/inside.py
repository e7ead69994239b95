"""What of a plan stays inside the council: the parts and rows that can be marked so, and the content without them.

A mark names a part and a row of it; the row "" is the whole part. Rows are named as changes name them
(``rules.overlay.rows_in``), and besides: "field-vision" a field, "risk-3", "indicator-4", "equality-5" a row of a register.
"""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from serviceplans.parts import kind_for
from serviceplans.rules.health import Content, parts_of

Plain = dict[str, Any]
Mark = tuple[str, str]
WHOLE = ""
# Names of posts and of the service itself are no secret, and every page of a published plan bears them.
NEVER_INSIDE = ("header",)
# What a row of a register is called in a mark, and where its part keeps its rows.
LISTS: dict[str, tuple[str, list[str]]] = {
    "risks": ("risk", ["risks"]),
    "indicators": ("indicator", ["groups", "indicators"]),
    "equalities": ("equality", ["areas", "objectives"]),
}


@dataclass(frozen=True)
class Line:
    """A row that can be marked; ``level`` 1 stands under the row of level 0 before it."""

    row: str
    name: str
    level: int = 0


@dataclass(frozen=True)
class Markable:
    """A part that can be marked, with its rows."""

    part: str
    title: str
    lines: tuple[Line, ...]


def markable(content: Content) -> list[Markable]:
    """Every part that can be kept inside, in the plan's order."""
    found = [(kind_for(dict(part)), part) for _, part in parts_of(content) if part["kind"] not in NEVER_INSIDE]
    return [Markable(kind.key, kind.title, tuple(lines_of(part))) for kind, part in found]


def lines_of(part: Mapping[str, Any]) -> Iterator[Line]:
    data, kind = part["data"], part["kind"]
    if kind == "actions":
        for objective in data["objectives"]:
            yield Line(f"objective-{objective['id']}", objective["text"])
            for action in objective["actions"]:
                yield Line(action["reference"], f"{action['reference']} {action['text']}", 1)
                yield from (Line(f"milestone-{m['id']}", m["text"], 2) for m in action["milestones"])
    elif kind in LISTS:
        name, _ = LISTS[kind]
        for row in _listed(kind, data):
            said = row.get("sentence") or row.get("name") or row.get("text", "")
            yield Line(f"{name}-{row['id']}", f"{row.get('reference', '')} {said}".strip())
    elif "rows" in data:
        keys = [column["key"] for column in kind_for(dict(part)).columns]  # type: ignore[attr-defined]
        for number, row in enumerate(data["rows"], 1):
            said = " · ".join(row[key] for key in keys if row.get(key))
            yield Line(str(number), said[:200])
    else:
        fields = part["config"].get("fields", [])
        yield from (Line(f"field-{f['key']}", f["label"]) for f in fields if data.get(f["key"]))


def _listed(kind: str, data: Plain) -> list[Plain]:
    """The rows of a register that a part shows, whichever group they stand in."""
    rows: list[Plain] = [data]
    for key in LISTS[kind][1]:
        rows = [inner for row in rows for inner in row[key]]
    return rows


def without_inside(content: Content, marks: Collection[Mark]) -> tuple[Plain, list[str]]:
    """The content without what is marked, and the name of each thing that is left out, in the plan's order."""
    shown: Plain = deepcopy(dict(content))
    names: list[str] = []
    for section in shown["sections"]:
        kept = []
        for part in section["parts"]:
            rows = _marked(part, marks) if part["kind"] not in NEVER_INSIDE else set()
            if WHOLE in rows:
                names.append(f"{kind_for(part).title}: all of it")
                continue
            if rows:
                names += [f"{kind_for(part).title}: {line.name}" for line in lines_of(part) if line.row in rows]
                part["data"] = _without(part, rows)
            kept.append(part)
        section["parts"] = kept
    shown["sections"] = [section for section in shown["sections"] if section["parts"]]
    return shown, names


def _marked(part: Plain, marks: Collection[Mark]) -> set[str]:
    """The rows of a part that are marked.

    What the template has no place for keeps the marks of the part that it comes from; of a table, of which only some
    rows are left, all of it stays inside where one row did.
    """
    rows = {row for key, row in marks if key in (part["key"], part.get("origin"))}
    return {WHOLE} if part.get("left") and any(row.isdecimal() for row in rows) else rows


def _without(part: Plain, rows: Collection[str]) -> Plain:
    data, kind = part["data"], part["kind"]
    if kind == "actions":
        return {
            **data,
            "objectives": [_objective(o, rows) for o in data["objectives"] if f"objective-{o['id']}" not in rows],
        }
    if kind in LISTS:
        name, path = LISTS[kind]
        return _pruned(data, path, {row.removeprefix(f"{name}-") for row in rows})
    if "rows" in data:
        return {**data, "rows": [row for number, row in enumerate(data["rows"], 1) if str(number) not in rows]}
    hidden = {row.removeprefix("field-") for row in rows}
    return {key: ([] if isinstance(value, list) else "") if key in hidden else value for key, value in data.items()}


def _objective(objective: Plain, rows: Collection[str]) -> Plain:
    """``kept_inside``: how many of its actions are left out, so that none is taken to serve it."""
    actions = [action for action in objective["actions"] if action["reference"] not in rows]
    for action in actions:
        action["milestones"] = [m for m in action["milestones"] if f"milestone-{m['id']}" not in rows]
    left_out = len(objective["actions"]) - len(actions)
    return {**objective, "actions": actions} | ({"kept_inside": left_out} if left_out else {})


def _pruned(data: Plain, path: list[str], hidden: Collection[str]) -> Plain:
    first, *rest = path
    if rest:
        return {**data, first: [_pruned(group, rest, hidden) for group in data[first]]}
    return {**data, first: [row for row in data[first] if str(row["id"]) not in hidden]}


def touches(marks: Collection[Mark], part: str, row: str, field: str, within: Mapping[str, Collection[str]]) -> bool:
    """Whether a change since approval is of something marked. ``within``: what each row stands under."""
    over = {WHOLE, row or f"field-{field}", *within.get(row, ())}
    return any(key == part and marked in over for key, marked in marks)


def standing_under(content: Content) -> dict[str, set[str]]:
    """Each action and milestone by its name in marks, with the rows that it stands under."""
    under: dict[str, set[str]] = {}
    for _, part in parts_of(content):
        for objective in part["data"].get("objectives", []) if part["kind"] == "actions" else []:
            top = f"objective-{objective['id']}"
            for action in objective["actions"]:
                under[action["reference"]] = {top}
                under |= {f"milestone-{m['id']}": {top, action["reference"]} for m in action["milestones"]}
    return under


def carried_marks(marks: Collection[Mark], part: str, pairs: Collection[tuple[int | None, int | None]]) -> list[Mark]:
    """The marks of a table after its rows were changed. ``pairs``: the places, from 1, of each row before and after.

    A marked row that cannot be found again may be any of the new ones, so that all of those are kept inside too: whoever
    marked it would rather take a mark away than find it published.
    """
    here = {int(row) for key, row in marks if key == part and row.isdecimal()}
    moved = {after for before, after in pairs if before in here and after}
    lost = any(before in here and after is None for before, after in pairs)
    new = {after for before, after in pairs if before is None and after} if lost else set()
    others = [mark for mark in marks if mark[0] != part or not mark[1].isdecimal()]
    return [*others, *((part, str(place)) for place in sorted(moved | new))]
