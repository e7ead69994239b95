"""The plan as it stands: what was signed, with the changes made since approval laid over it, each marked by its number."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from serviceplans.rules.health import Content, parts_of

Plain = dict[str, Any]


@dataclass(frozen=True)
class Laid:
    """A change as it is laid over: the first one has number 1. ``row``: see ``rows_in``; ``patch`` updates that row."""

    number: int
    part: str
    row: str
    field: str
    patch: Mapping[str, Any]


def lay_over(content: Content, changes: Iterable[Laid]) -> Plain:
    """The content with the changes in it. A row keeps under ``changed`` which change last touched which field.

    The content itself is left as it is. A change whose row is not there, because a reader may not see it, is left out.
    """
    changed: Plain = deepcopy(dict(content))
    parts = {part["key"]: part for _, part in parts_of(changed)}
    for change in changes:
        part = parts.get(change.part)
        row = dict(rows_in(dict(part))).get(change.row) if part else None
        if row is not None:
            row.update(deepcopy(dict(change.patch)))
            row["changed"] = {**row.get("changed", {}), change.field: change.number}
    return changed


def rows_in(part: Mapping[str, Any]) -> Iterator[tuple[str, Plain]]:
    """The rows of a part that can be changed, by name: "" its own fields, "3" the third row of a table, an action by its
    reference, "objective-4" and "milestone-7" by their numbers."""
    data = part["data"]
    if part.get("left"):
        return
    if part["kind"] == "actions":
        for objective in data["objectives"]:
            yield f"objective-{objective['id']}", objective
            for action in objective["actions"]:
                yield action["reference"], action
                for milestone in action["milestones"]:
                    yield f"milestone-{milestone['id']}", milestone
    elif "rows" in data:
        yield from ((str(number), row) for number, row in enumerate(data["rows"], 1))
    elif part["kind"] in ("narrative", "staffing"):
        yield "", data
