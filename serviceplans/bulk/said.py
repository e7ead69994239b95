"""The rows of a plan as a file has them: what export writes, and what a row that changes nothing says."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from serviceplans.bulk.cells import Cells, Data, day_cell, fitting, joined, own_cell
from serviceplans.bulk.plan import Found, PlanContent
from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.parts import PartKind
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.parts.wording import labels, milestone_line

YEAR = re.compile(r"\d{4}/\d{2,4}")
# A field that holds a figure, by its type, and the kind of resource that it is.
FIGURES = {"money": "budget", "quantity": "staffing"}
# The columns of a template's table of savings, by what a file calls them.
SAVING = {
    "Saving": "saving", "Year": "year", "Amount": "amount", "Area": "area", "Action": "action",
    "Delivered": "delivered", "Forecast": "forecast",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A thing of the plan with its cells; ``key`` names the one value of it that they are about, where it holds several."""

    item: Data
    cells: Cells
    key: str = ""

    @property
    def identity(self) -> tuple[int, str]:
        return id(self.item), self.key


def objective_cells(plan: PlanContent, found: Found) -> Cells:
    objective, columns = found.objective, found.kind.objective_columns
    return fitting(
        {
            "Plan": plan.code,
            "Objective": objective["text"],
            "Reference": own_cell(objective, columns, "Reference"),
            "Themes": joined(theme["code"] for theme in objective["themes"]),
            "Priorities": own_cell(objective, columns, "Priorities"),
        }
    )


def action_cells(plan: PlanContent, found: Found, action: Data) -> Cells:
    priority = [action["priority_level"]] if action["priority_level"] else []
    return fitting(
        {
            "Plan": plan.code,
            "Objective": found.objective["text"],
            "Action": action["text"],
            "Reference": action["reference"],
            "Themes": joined(theme["code"] for theme in action["themes"]),
            "Project type": joined(labels([one], ProjectType) for one in action["project_types"]),
            "Priority level": labels(priority, PriorityLevel),
            "Ground": joined(labels([one], Ground) for one in action["grounds"]),
            "Completed by": action["completed_by"],
            "Accountable officer": joined(officer["words"] for officer in action["officers"]),
            "Milestones": joined(milestone_line({**one, "changed": {}}) for one in action["milestones"]),
            "Resources": action["resources"],
            "Outcomes": action["outcomes"],
            "Indicators": joined(indicator["reference"] for indicator in action["indicators"]),
            "Scheme tags": own_cell(action, found.kind.own_columns, "Scheme tags"),
        }
    )


def milestone_cells(action: Data, milestone: Data) -> Cells:
    return fitting(
        {
            "Action": action["reference"],
            "Milestone": milestone["text"],
            "Due": milestone["due_words"],
            "Owner": milestone["owner"],
            "Done on": day_cell(milestone["done_on"]),
        }
    )


def saving_cells(plan: PlanContent, row: Data) -> Cells:
    return fitting({"Plan": plan.code, **{name: row.get(key, "") for name, key in SAVING.items()}})


def figure_cells(plan: PlanContent, field: Data, data: Data) -> Cells:
    said = {"Plan": plan.code, "Year": plan.cycle, "Head": field["label"], "Amount": data[field["key"]]}
    return fitting({**said, "Kind": FIGURES[field["type"]]})


def head_cells(plan: PlanContent, row: Data, key: str, year: str) -> Cells:
    return fitting({"Plan": plan.code, "Year": year, "Head": row["head"], "Amount": row[key], "Kind": "budget"})


def post_cells(plan: PlanContent, row: Data) -> Cells:
    said = {"Plan": plan.code, "Year": plan.cycle, "Head": row["team"], "Kind": "staffing", "Post": row["post"]}
    return fitting({**said, "FTE": row["fte"], "Note": row.get("note", "")})


def savings_table(plan: PlanContent) -> tuple[TablePart, Data] | None:
    tables = ((kind, data) for kind, data in plan.parts if kind.kind == "savings" and isinstance(kind, TablePart))
    return next(tables, None)


def has_posts(kind: PartKind) -> bool:
    """Whether the part is a table of posts."""
    return isinstance(kind, TablePart) and {"team", "post", "fte"} <= {column["key"] for column in kind.columns}


def years_of(kind: PartKind) -> list[tuple[str, str]]:
    """The columns of a table of heads that hold a year's figures, as (key, year); each year once."""
    if not isinstance(kind, TablePart) or "head" not in {column["key"] for column in kind.columns}:
        return []
    found: dict[str, str] = {}
    for column in kind.columns:
        year = YEAR.search(column["label"])
        if year:
            found.setdefault(year[0], column["key"])
    return [(key, year) for year, key in found.items()]


def _objectives(plan: PlanContent) -> Iterator[Said]:
    for found in plan.objectives():
        yield Said(found.objective, objective_cells(plan, found))


def _actions(plan: PlanContent) -> Iterator[Said]:
    for found in plan.objectives():
        for action in found.objective["actions"]:
            yield Said(action, action_cells(plan, found, action))


def _milestones(plan: PlanContent) -> Iterator[Said]:
    for found in plan.objectives():
        for action in found.objective["actions"]:
            for milestone in action["milestones"]:
                yield Said(milestone, milestone_cells(action, milestone))


def _savings(plan: PlanContent) -> Iterator[Said]:
    table = savings_table(plan)
    for row in table[1]["rows"] if table else []:
        yield Said(row, saving_cells(plan, row))


def _resources(plan: PlanContent) -> Iterator[Said]:
    for kind, data in plan.parts:
        for field in kind.fields if isinstance(kind, FieldsPart) else []:
            if field["type"] in FIGURES and data[field["key"]]:
                yield Said(data, figure_cells(plan, field, data), field["key"])
        rows = data["rows"] if isinstance(kind, TablePart) else []
        for row in rows if has_posts(kind) else []:
            yield Said(row, post_cells(plan, row))
        for row in rows:
            for key, year in years_of(kind):
                if row[key]:
                    yield Said(row, head_cells(plan, row, key, year), key)


ROWS: Mapping[str, Callable[[PlanContent], Iterator[Said]]] = {
    "objectives": _objectives,
    "actions": _actions,
    "milestones": _milestones,
    "savings": _savings,
    "resources": _resources,
}
