"""Table 4.1 as rows that can be recognised in another version: objectives, actions, and milestones within actions."""

from collections.abc import Iterator
from typing import Any

from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.parts.items import Fact, Item
from serviceplans.parts.wording import labels, milestone_line, written

Plain = dict[str, Any]


def action_items(data: Plain) -> Iterator[Item]:
    """Each objective, then its actions, in the plan's order."""
    for objective in data["objectives"]:
        stated = (Fact("text", "Service objective", objective["text"]), _themes(objective))
        yield Item("objective", f"objective-{objective['id']}", objective["text"], stated)
        for action in objective["actions"]:
            yield _action(action, objective)


def _action(action: Plain, objective: Plain) -> Item:
    """Recognised by its reference, which is never given twice. Its objective is compared by who that is, not by words."""
    priority = [action["priority_level"]] if action["priority_level"] else []
    measures = "\n".join(f"{i['reference']} {i['name']}" for i in action["indicators"])
    return Item(
        what="action",
        id=action["reference"],
        name=action["text"],
        reference=action["reference"],
        group=str(objective["id"]),
        facts=(
            Fact("text", "Action", action["text"]),
            Fact("objective", "Service objective", objective["text"], "whole", same=str(objective["id"])),
            _themes(action),
            Fact("project_types", "Project type", labels(action["project_types"], ProjectType, "\n"), "lines"),
            Fact("priority_level", "Priority level", labels(priority, PriorityLevel), "whole"),
            Fact("completed_by", "Completed by date", action["completed_by"], "whole"),
            Fact("officers", "Accountable officer", _officers(action), "lines"),
            Fact("resources", "Resources", action["resources"]),
            Fact("outcomes", "Outcomes", action["outcomes"]),
            Fact("grounds", "Why it is in the plan", labels(action["grounds"], Ground, "\n"), "lines"),
            Fact("indicators", "Measured by", measures, "lines"),
        ),
        within=tuple(_milestone(milestone) for milestone in action["milestones"]),
    )


def _officers(action: Plain) -> str:
    """Where there are several, the first one leads: a new lead is a change although the names are the same."""
    names = [officer["words"] for officer in action["officers"]]
    return "\n".join([f"{names[0]} (leads)", *names[1:]] if len(names) > 1 else names)


def _milestone(milestone: Plain) -> Item:
    done = written(milestone["done_on"]) if milestone["done_on"] else ""
    return Item(
        what="milestone",
        id=str(milestone["id"]),
        name=milestone_line({**milestone, "changed": {}}),
        facts=(
            Fact("text", "Milestone", milestone["text"]),
            Fact("due", "Due", milestone["due_words"], "whole"),
            Fact("owner", "Owner", milestone["owner"], "whole"),
            Fact("done_on", "Done", done, "whole"),
        ),
    )


def _themes(row: Plain) -> Fact:
    return Fact("themes", "CP theme", "\n".join(f"{theme['code']} {theme['name']}" for theme in row["themes"]), "lines")
