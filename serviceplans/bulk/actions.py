"""Rows of objectives, actions and milestones held against a plan: a parent is found by reference or name, never guessed."""

from collections.abc import Collection
from copy import deepcopy

from serviceplans.bulk.cells import Cells, Data, RowRefused, day, items, keep_own, own_cell, own_column, within
from serviceplans.bulk.plan import Found, PlanContent, RowChange, folded
from serviceplans.bulk.said import action_cells, milestone_cells, objective_cells
from serviceplans.parts.actions import ActionsPart
from serviceplans.word.action_values import EMPTY, IS_COMMITTED, Values
from serviceplans.word.base import Known, Merged
from serviceplans.word.matching import plain

Taken = Collection[tuple[int, str]]
LONGEST_TEXT, LONGEST_DUE, LONGEST_OWNER = 2000, 200, 300
CELLS = {
    "text": "Action", "themes": "Themes", "project_types": "Project type", "priority_level": "Priority level",
    "grounds": "Ground", "completed_by": "Completed by", "officers": "Accountable officer", "milestones": "Milestones",
    "resources": "Resources", "outcomes": "Outcomes", "indicators": "Indicators",
}  # fmt: skip
LISTS = {"themes", "project_types", "officers", "milestones", "indicators", "grounds"}


def lay_objective(cells: Cells, plan: PlanContent, known: Known, taken: Taken) -> RowChange:
    """An objective by its words, or by a reference that the template keeps of it."""
    found, said = _the_objective(cells, plan, taken), within("Objective", cells["Objective"], LONGEST_TEXT)
    kind, data = (found.kind, None) if found else plan.first_table()
    stored = found.objective if found else None
    new: Data = {"id": 0, "text": said, "themes": [], "actions": []} if stored is None else {}
    if found and found not in plan.named(said):
        new["text"] = said
        if any(action.get("commitment") for action in found.objective["actions"]):
            raise RowRefused("Objective", "committed", f"“{found.objective['text']}” {IS_COMMITTED}.")
    merged = Merged({})
    if cells["Themes"]:
        new["themes"] = Values(kind, known, merged).themes("Themes", cells["Themes"])
    if stored and "extra" in stored:
        new["extra"] = stored["extra"]
    for name in ("Reference", "Priorities"):
        if plain(cells[name]) != plain(own_cell(stored or {}, kind.objective_columns, name)):
            keep_own(new, kind.objective_columns, name, cells[name])
    _require_all(kind, merged)
    before = objective_cells(plan, found) if found else Cells()
    after = objective_cells(plan, Found(kind, {**(stored or {}), **new}))
    return RowChange(stored, new, before, after, data["objectives"] if data else None)


def lay_action(cells: Cells, plan: PlanContent, known: Known, taken: Taken) -> RowChange:
    """An action under its objective: known by its reference, else by its words; a new one gets the next reference."""
    under, found, stored = _the_action(cells, plan, taken)
    before = action_cells(plan, found, stored) if found and stored else Cells()
    merged = Merged({})
    words = {key: cells[column] for key, column in CELLS.items()}
    wanted = {
        key: "\n".join(items(said)) if key in LISTS else said
        for key, said in words.items()
        if said and plain(said) != plain(before[CELLS[key]])
    }
    new = Values(under.kind, known, merged).action({"values": wanted}, stored or EMPTY, None)
    if plain(cells["Scheme tags"]) != plain(before["Scheme tags"]):
        keep_own(new, under.kind.own_columns, "Scheme tags", cells["Scheme tags"])
    _require_all(under.kind, merged)
    _fits(new)
    after, rows = action_cells(plan, under, new), under.objective["actions"]
    if found is None:
        return RowChange(None, deepcopy(new), before, after, rows)
    moved = found.objective is not under.objective
    if moved and new.get("commitment"):
        raise RowRefused("Objective", "committed", f"{new['reference']} {IS_COMMITTED}, so it stays under its heading.")
    return RowChange(stored, new, before, after, rows if moved else None, found.objective["actions"] if moved else None)


def lay_milestone(cells: Cells, plan: PlanContent, known: Known, taken: Taken) -> RowChange:
    """A milestone of the action that its reference names, known by its words."""
    reference = cells["Action"]
    found = plan.action(reference)
    if found is None:
        raise RowRefused("Action", "unknown-reference", f"The plan has no action {reference}. Correct its reference.")
    action = found[1]
    alike = [one for one in action["milestones"] if folded(one["text"]) == folded(cells["Milestone"])]
    stored = _only(alike, taken, "Milestone", f"{action['reference']} has several milestones of these words")
    if stored is None and not cells["Due"]:
        raise RowRefused("Due", "missing-value", "Due is blank. Say when the new milestone is due.")
    said = within("Milestone", cells["Milestone"], LONGEST_TEXT)
    new = dict(stored or {"id": 0, "text": said, "due": "", "due_words": "", "owner": "", "done_on": ""})
    if cells["Due"] and plain(new["due_words"]) != plain(cells["Due"]):
        new["due_words"] = within("Due", cells["Due"], LONGEST_DUE)
    new["owner"] = within("Owner", cells["Owner"], LONGEST_OWNER) or new["owner"]
    new["done_on"] = day("Done on", cells["Done on"]) or new["done_on"]
    before = milestone_cells(action, stored) if stored else Cells()
    return RowChange(stored, new, before, milestone_cells(action, new), None if stored else action["milestones"])


def _the_objective(cells: Cells, plan: PlanContent, taken: Taken) -> Found | None:
    alike, reference = plan.named(cells["Objective"]), cells["Reference"]
    if not alike and reference:
        # A reference says which objective is to have other words; a printed number does not.
        alike = [one for one in plan.objectives() if _refers(one, reference)]
    if len(alike) > 1 and reference:
        of_it = [one for one in alike if folded(_own(one)) == folded(reference)]
        alike = of_it or alike
    if len(alike) > 1:
        alike = [one for one in alike if (id(one.objective), "") not in taken]
    if len(alike) > 1:
        raise RowRefused("Objective", "ambiguous-name", _several(cells["Objective"], "objectives"))
    return alike[0] if alike else None


def _the_action(cells: Cells, plan: PlanContent, taken: Taken) -> tuple[Found, Found | None, Data | None]:
    """The objective under which the action is to stand; where it stands, and the action; None for a new one."""
    name, reference = cells["Objective"], cells["Reference"]
    under = plan.named(name)
    if reference:
        found = plan.action(reference)
        if found is None:
            said = (
                f"The plan has no action {reference}. Leave the reference blank for a new action: it gets the next one."
            )
            raise RowRefused("Reference", "unknown-reference", said)
        here = [one for one in under if one.objective is found[0].objective]
        return (here or [_one_objective(under, name, plan)])[0], *found
    alike = [(one, action) for one in under for action in one.action(cells["Action"])]
    action = _only([action for _, action in alike], taken, "Action", "Several actions have these words")
    if action is None:
        return _one_objective(under, name, plan), None, None
    found_under = next(one for one, of_it in alike if of_it is action)
    return found_under, found_under, action


def _one_objective(under: list[Found], name: str, plan: PlanContent) -> Found:
    if not under:
        plan.no_objective(name)
    if len(under) > 1:
        raise RowRefused("Objective", "ambiguous-name", _several(name, "objectives"))
    return under[0]


def _only(alike: list[Data], taken: Taken, column: str, several: str) -> Data | None:
    """The one thing that a row's words name; of several, the one that no other row names."""
    if len(alike) > 1:
        alike = [one for one in alike if (id(one), "") not in taken]
    if len(alike) > 1:
        hint = "Give its reference" if column == "Action" else "Change it on the plan’s page"
        raise RowRefused(column, "ambiguous-name", f"{several}. {hint}.")
    return alike[0] if alike else None


def _several(name: str, what: str) -> str:
    return f"The plan has several {what} “{name}”, so which is meant is open. Change it on the plan’s page."


def _own(found: Found) -> str:
    return own_cell(found.objective, found.kind.objective_columns, "Reference")


def _refers(found: Found, reference: str) -> bool:
    column = own_column(found.kind.objective_columns, "Reference")
    return column is not None and column["key"] == "reference" and folded(_own(found)) == folded(reference)


def _require_all(kind: ActionsPart, merged: Merged) -> None:
    """Refuse the row for the first of its cells that cannot be read."""
    for unread in merged.unread:
        name = next((column for key, column in CELLS.items() if unread.where.endswith(kind.label(key))), unread.where)
        code = "unreadable-text" if unread.why.startswith("is longer") else "unknown-value"
        raise RowRefused(name, code, f"“{unread.text}” {unread.why}.")


def _fits(action: Data) -> None:
    for milestone in action["milestones"]:
        within("Milestones", milestone["text"], LONGEST_TEXT)
        within("Milestones", milestone["due_words"], LONGEST_DUE)
