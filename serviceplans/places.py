"""Where one person may change a plan in force: its rows, by part, each with the address of its form."""

from collections.abc import Iterator, Mapping
from typing import Any

from serviceplans import changing as may
from serviceplans.choices import IN_FORCE
from serviceplans.content import standing_content
from serviceplans.models import PlanVersion
from serviceplans.parts import kind_for
from serviceplans.rules import Changeable, changeables, parts_of, rows_in

# How a part's own fields are named in an address, where a row's name would stand.
OWN_FIELDS = "words"


def places(user: Any, version: PlanVersion) -> list[dict[str, Any]]:
    """Each part with the rows that this person may change; nothing for those who may change nothing."""
    if version.status not in IN_FORCE:
        return []
    every, mine = may.changes_all(user, version), may.accountable_for(user, version)
    found = []
    for _, part in parts_of(standing_content(version)) if every or mine else []:
        rows = [
            {"name": name, "url": version.plan.address("plan_change", part["key"], row or OWN_FIELDS)}
            for row, name in rows_named(part)
            if every or row in mine
        ]
        if rows:
            is_open = part["kind"] == "actions"
            found.append({"title": kind_for(dict(part)).title, "rows": rows, "open": is_open})
    # Actions are what is changed most, so they stand first, and open.
    return sorted(found, key=lambda place: not place["open"])


def rows_named(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The rows of a part of which something can be changed, as people know them; a milestone is changed with its action."""
    for row, data in rows_in(part):
        found = changeables(part, row)
        if found:
            yield row, row_title(found, row, data.get("text", ""))


def row_title(found: list[Changeable], row: str, text: str = "") -> str:
    """What a row is called: an action by its reference and words, a row of a table by its first cell."""
    words = text or found[0].text
    if row.startswith("objective-"):
        return f"Service objective: {words}"
    if row.isdecimal():
        return f"Row {row}: {words}"
    return f"{row} {words}" if row else ", ".join(changeable.label.lower() for changeable in found).capitalize()
