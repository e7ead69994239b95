"""Table 4.1 (York 2019): service objectives, the actions under each, their milestones and measures."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Facts, Heading, Paragraph, Table
from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.parts.action_items import action_items
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.items import Item
from serviceplans.parts.wording import labels, milestone_line, noted

if TYPE_CHECKING:
    from serviceplans.content import Loaded

OPERATIONAL = {ProjectType.SMALL.value, ProjectType.BUSINESS_AS_USUAL.value}
NEEDS_MILESTONES = {PriorityLevel.MUST.value, PriorityLevel.STATUTORY.value}

Action = dict[str, Any]

# (code, field to go to, whether it applies, what is said). One row a rule, so that the list reads as York's does.
RULES: list[tuple[str, str, Callable[[Action], bool], str]] = [
    ("action-no-theme", "themes", lambda a: not a["themes"], "names no council plan theme"),
    ("action-no-project-type", "project_types", lambda a: not a["project_types"], "has no project type"),
    ("action-no-priority", "priority_level", lambda a: not a["priority_level"], "has no priority level"),
    ("action-no-date", "completed_by", lambda a: not a["completed_by"], "has no completed-by date, nor words for one"),
    ("action-no-officer", "lead", lambda a: not a["officers"], "has no accountable officer"),
    (
        "action-no-ground",
        "grounds",
        lambda a: not a["grounds"],
        "does not say why it belongs in the plan (council priority, statutory or frontline, efficiency, project)",
    ),
    ("action-no-measure", "indicators", lambda a: not a["indicators"], "has no agreed performance measure"),
    (
        "action-no-quality-measure",
        "indicators",
        lambda a: bool(a["indicators"]) and not any(i["quality"] for i in a["indicators"]),
        "has measures, but none of quality",
    ),
    (
        "action-no-milestones",
        "milestones",
        lambda a: a["priority_level"] in NEEDS_MILESTONES and not a["milestones"],
        "is Must or Statutory, but has no milestones",
    ),
    (
        "action-operational",
        "project_types",
        lambda a: bool(a["project_types"]) and set(a["project_types"]) <= OPERATIONAL,
        "is only Small or Business as usual: operational detail belongs in a team plan",
    ),
    (
        "action-officer-not-a-post",
        "lead",
        lambda a: any(not o["is_post"] for o in a["officers"]),
        "names an accountable officer who matches no post of the council",
    ),
]


class ActionsPart(PartKind):
    one_form = False

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        return {"objectives": loaded.objectives}

    @staticmethod
    def actions(data: dict[str, Any]) -> list[Action]:
        return [action for objective in data["objectives"] for action in objective["actions"]]

    def is_empty(self, data: dict[str, Any]) -> bool:
        return not data["objectives"]

    def summary(self, data: dict[str, Any]) -> str:
        objectives, actions = len(data["objectives"]), len(self.actions(data))
        if not objectives:
            return ""
        return f"{objectives} service objective{'s' * (objectives != 1)} · {actions} action{'s' * (actions != 1)}"

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        if not self.actions(data):
            return [self.missing(f"{self.heading}: the plan has no action yet")] if self.required else []
        return [
            Finding(code, f"Action {action['reference']} {said}", self.key, action["reference"], field)
            for action in self.actions(data)
            for code, field, applies, said in RULES
            if applies(action)
        ]

    def items(self, data: dict[str, Any]) -> list[Item]:
        return list(action_items(data))

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        blocks: list[Block] = []
        for objective in data["objectives"]:
            said = noted(objective, "text", f"Service objective: {objective['text']}")
            blocks.append(Heading(3, said, anchor=f"objective-{objective['id']}"))
            if objective["actions"]:
                blocks.append(self.table(objective))
                for action in objective["actions"]:
                    blocks.extend(self.detail(action))
            else:
                blocks.append(Paragraph("No action serves this objective yet.", style="muted"))
        return blocks

    @staticmethod
    def table(objective: dict[str, Any]) -> Table:
        columns = [
            "CP theme", "Reference ID", "Action", "Project type", "Priority level", "Completed by date", "Accountable officer",
        ]  # fmt: skip
        rows = [
            [
                Cell(", ".join(t["code"] for t in a["themes"])),
                Cell(a["reference"], bookmark=f"action_{a['id']}"),
                Cell(noted(a, "text", a["text"])),
                Cell(labels(a["project_types"], ProjectType)),
                Cell(labels([a["priority_level"]] if a["priority_level"] else [], PriorityLevel)),
                Cell(noted(a, "completed_by", a["completed_by"])),
                Cell(noted(a, "officers", "\n".join(o["words"] for o in a["officers"]))),
            ]
            for a in objective["actions"]
        ]
        return Table("Actions for this objective", columns, rows, [1, 1, 3.6, 1.3, 1, 1.2, 1.9])

    @staticmethod
    def detail(action: Action) -> list[Block]:
        blocks: list[Block] = [
            Heading(4, f"{action['reference']}: milestones and measures", anchor=action["reference"])
        ]
        facts = [
            ("Milestones and deliverables", "\n".join(milestone_line(m) for m in action["milestones"])),
            ("Resources", noted(action, "resources", action["resources"])),
            ("Outcomes", noted(action, "outcomes", action["outcomes"])),
            ("Why it is in the plan", labels(action["grounds"], Ground, "\n")),
            ("Measured by", "\n".join(f"{i['reference']} {i['name']}" for i in action["indicators"])),
        ]
        blocks.append(Facts([(label, value or "Not given") for label, value in facts]))
        return blocks
