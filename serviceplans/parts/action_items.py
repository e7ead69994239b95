"""Table 4.1 as rows that can be recognised in another version: objectives, actions, and milestones within actions."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.parts.items import Fact, How, Item, mark_facts
from serviceplans.parts.wording import labels, milestone_line, written

if TYPE_CHECKING:
    from serviceplans.parts.actions import ActionsPart

Plain = dict[str, Any]


def action_items(data: Plain, part: "ActionsPart") -> Iterator[Item]:
    """Each objective, then its actions, in the plan's order, under what the template calls them."""
    for objective in data["objectives"]:
        said = Fact("text", part.objective_word, objective["text"])
        stated = (said, _themes(objective, part), *_own(part.objective_columns, objective))
        yield Item("objective", f"objective-{objective['id']}", objective["text"], stated)
        for action in objective["actions"]:
            yield _action(action, objective, part)


def _own(columns: list[dict[str, Any]], row: Plain) -> Iterator[Fact]:
    """What the template's own columns say of a row."""
    extra: Mapping[str, str] = row.get("extra", {})
    for column in (column for column in columns if column["key"] != "themes"):
        how: How = "lines" if column.get("type") == "list" else "words"
        yield Fact(column["key"], column.get("label") or column["key"], extra.get(column["key"], ""), how)


def _action(action: Plain, objective: Plain, part: "ActionsPart") -> Item:
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
            Fact("text", part.label("text"), action["text"]),
            Fact("objective", part.objective_word, objective["text"], "whole", same=str(objective["id"])),
            _themes(action, part),
            Fact(
                "project_types",
                part.label("project_types"),
                labels(action["project_types"], ProjectType, "\n"),
                "lines",
            ),
            Fact("priority_level", part.label("priority_level"), labels(priority, PriorityLevel), "whole"),
            Fact("completed_by", part.label("completed_by"), action["completed_by"], "whole"),
            Fact("officers", part.label("officers"), _officers(action), "lines"),
            Fact("resources", part.label("resources"), action["resources"]),
            Fact("outcomes", part.label("outcomes"), action["outcomes"]),
            Fact("grounds", part.label("grounds"), labels(action["grounds"], Ground, "\n"), "lines"),
            Fact("indicators", part.label("indicators"), measures, "lines"),
            *mark_facts(action),
            *_own(part.own_columns, action),
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


def _themes(row: Plain, part: "ActionsPart") -> Fact:
    return Fact(
        "themes",
        part.label("themes"),
        "\n".join(f"{theme['code']} {theme['name']}" for theme in row["themes"]),
        "lines",
    )
