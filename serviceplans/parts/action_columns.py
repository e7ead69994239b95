"""The columns that a table of actions may show, and what each says of an action."""

from collections.abc import Callable, Mapping
from typing import Any

from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.parts.columns import Column
from serviceplans.parts.wording import labels, milestone_line, noted, with_mark

Action = Mapping[str, Any]

# Table 4.1 (York 2019), and what stands below it about each action.
TABLE = [
    Column("themes", "CP theme", 1),
    Column("reference", "Reference ID", 1),
    Column("text", "Action", 3.6),
    Column("project_types", "Project type", 1.3),
    Column("priority_level", "Priority level", 1),
    Column("completed_by", "Completed by date", 1.2),
    Column("officers", "Accountable officer", 1.9),
]
DETAILS = [
    Column("milestones", "Milestones and deliverables", 3),
    Column("resources", "Resources", 2),
    Column("outcomes", "Outcomes", 2.5),
    Column("grounds", "Why it is in the plan", 2),
    Column("indicators", "Measured by", 2),
]
KNOWN = [*TABLE, *DETAILS]


def _steps(action: Action) -> str:
    return "\n".join(milestone_line(milestone) for milestone in action["milestones"])


SAYS: dict[str, Callable[[Action], str]] = {
    "themes": lambda a: ", ".join(theme["code"] for theme in a["themes"]),
    "reference": lambda a: str(a["reference"]),
    "text": lambda a: with_mark(a, noted(a, "text", a["text"])),
    "project_types": lambda a: labels(a["project_types"], ProjectType),
    "priority_level": lambda a: labels([a["priority_level"]] if a["priority_level"] else [], PriorityLevel),
    "completed_by": lambda a: noted(a, "completed_by", a["completed_by"]),
    "officers": lambda a: noted(a, "officers", "\n".join(officer["words"] for officer in a["officers"])),
    "milestones": _steps,
    "resources": lambda a: noted(a, "resources", a["resources"]),
    "outcomes": lambda a: noted(a, "outcomes", a["outcomes"]),
    "grounds": lambda a: labels(a["grounds"], Ground, "\n"),
    "indicators": lambda a: "\n".join(f"{i['reference']} {i['name']}" for i in a["indicators"]),
}


def says(action: Action, key: str, *, numbered: bool = False) -> str:
    """What an action says in one column; in a column of the template's own, what is kept under its key.

    Where one of ours is empty, what is kept under its key says why, such as "Not in the document".
    ``numbered``: its milestones are counted, as steps are.
    """
    kept = str(action.get("extra", {}).get(key, ""))
    if key == "milestones" and numbered:
        return "\n".join(f"{n}. {milestone_line(m)}" for n, m in enumerate(action["milestones"], 1)) or kept
    return (SAYS[key](action) if key in SAYS else "") or kept
