"""One row of a spreadsheet laid over a plan's content: its parent is found by reference or by name, never guessed."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from common.intake import Row
from serviceplans.parts import PartKind, kind_for
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.fields import FieldsPart
from serviceplans.parts.tables import TablePart
from serviceplans.rules.health import parts_of
from serviceplans.word.action_values import EMPTY, Values
from serviceplans.word.base import Known, Merged
from serviceplans.word.matching import plain, same

Content = dict[str, Any]
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
DAYS = ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d")


class RowRefused(Exception):
    """Why a row cannot be taken: the column, a stable code and the sentence."""

    def __init__(self, column: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.code, self.sentence = column, code, sentence


def kinds_of(content: Content) -> list[tuple[PartKind, dict[str, Any]]]:
    """Each part's kind with its data, which is changed in place; not what the template has no place for any more."""
    parts = [part for _, part in parts_of(content) if not part.get("left")]
    return [(kind_for(dict(part)), part["data"]) for part in parts]


def add_objective(row: Row, content: Content, known: Known) -> str:
    """An objective by its words, or by a reference that the template keeps of it."""
    found = _objective(content, row.text("Objective"))
    kind, data, objective = found or (*_first_actions(content), None)
    before = deepcopy(objective)
    if objective is None:
        objective = {"id": 0, "text": row.text("Objective"), "themes": [], "actions": []}
        data["objectives"].append(objective)
    merged = Merged({})
    if row.text("Themes"):
        objective["themes"] = Values(kind, known, merged).themes("Themes", row.text("Themes"))
    for column, keys in (("Reference", ("reference", "number")), ("Priorities", ("priorities", "aims"))):
        _keep_own(kind.objective_columns, objective, column, keys, row.text(column))
    _require_all("Themes", merged)
    return _outcome(before, objective)


def add_action(row: Row, content: Content, known: Known) -> str:
    """An action under its objective: known by its reference, else by its words; a new one gets the next reference."""
    kind, _, objective = _objective(content, row.text("Objective")) or _no_objective(content, row.text("Objective"))
    reference, text = row.text("Reference"), row.text("Action")
    action = _action(content, reference) if reference else _same(objective["actions"], text)
    before = deepcopy(action)
    if action is None:
        action = deepcopy(EMPTY)
        objective["actions"].append(action)
    elif action not in objective["actions"]:
        _take_away(content, action)
        objective["actions"].append(action)
        before = None if before is None else {**before, "moved": True}
    merged = Merged({})
    said = {
        key: row.text(column).replace(";", "\n") if key in LISTS else row.text(column) for key, column in CELLS.items()
    }
    values = Values(kind, known, merged)
    wanted = {key: words for key, words in said.items() if words and not _says(action, key, words)}
    new = values.action({"values": wanted}, action if before else None, None)
    _keep_own(kind.own_columns, new, "Scheme tags", ("scheme_tags", "tags", "schemes"), row.text("Scheme tags"))
    _require_all("", merged)
    action.clear()
    action.update(new)
    return _outcome(before, action)


def add_milestone(row: Row, content: Content, known: Known) -> str:
    """A milestone of the action that its reference names, known by its words."""
    action = _action(content, row.text("Action"))
    stored = _same(action["milestones"], row.text("Milestone"))
    before = deepcopy(stored)
    if stored is None:
        stored = {"id": 0, "text": row.text("Milestone"), "due_words": "", "due": "", "owner": "", "done_on": ""}
        action["milestones"].append(stored)
    if plain(stored["due_words"]) != plain(row.text("Due")):
        stored["due_words"] = row.text("Due")
    stored["owner"] = row.text("Owner") or stored["owner"]
    stored["done_on"] = _day("Done on", row.text("Done on")) or stored["done_on"]
    return _outcome(before, stored)


def add_saving(row: Row, content: Content, known: Known) -> str:
    """A saving of one year, known by its words and the year, in the template's table of savings."""
    found = next(((k, d) for k, d in kinds_of(content) if k.kind == "savings"), None)
    if found is None:
        raise RowRefused(
            "Saving", "no-place", "This plan’s template has no table of savings. Put it in an action instead."
        )
    kind, data = found
    cells = {"saving": "Saving", "year": "Year", "amount": "Amount", "area": "Area"}
    cells |= {"action": "Action", "delivered": "Delivered", "forecast": "Forecast"}
    return _table_row(kind, data, {key: row.text(column) for key, column in cells.items()}, ("saving", "year"))


def add_resource(row: Row, content: Content, known: Known) -> str:
    """A budget line or staffing: a row of the template's own table of heads or posts, else its field of that name."""
    post = row.text("Post")
    for kind, data in kinds_of(content):
        if not isinstance(kind, TablePart):
            continue
        keys = {column["key"]: column["label"] for column in kind.columns}
        if post and {"post", "fte"} <= keys.keys():
            cells = {"team": row.text("Head"), "post": post, "fte": row.text("FTE") or row.text("Amount")}
            return _table_row(kind, data, cells | {"note": row.text("Note")}, ("team", "post"))
        year = next((key for key, label in keys.items() if plain(row.text("Year")) in plain(label)), None)
        if not post and "head" in keys and year:
            return _table_row(kind, data, {"head": row.text("Head"), year: row.text("Amount")}, ("head",))
    for kind, data in kinds_of(content):
        for field in kind.fields if isinstance(kind, FieldsPart) else []:
            if field["type"] in ("money", "quantity") and same(field["label"], row.text("Head")):
                return _field(data, field["key"], row, content)
    raise RowRefused(
        "Head", "no-place", f"This plan’s template has no place for “{row.text('Head')}” in {row.text('Year')}."
    )


ADD: Mapping[str, Callable[[Row, Content, Known], str]] = {
    "objectives": add_objective,
    "actions": add_action,
    "milestones": add_milestone,
    "savings": add_saving,
    "resources": add_resource,
}
CELLS = {
    "text": "Action", "themes": "Themes", "project_types": "Project type", "priority_level": "Priority level",
    "grounds": "Ground", "completed_by": "Completed by", "officers": "Accountable officer", "milestones": "Milestones",
    "resources": "Resources", "outcomes": "Outcomes", "indicators": "Indicators",
}  # fmt: skip
LISTS = {"officers", "milestones", "indicators", "grounds"}


def _says(action: dict[str, Any], key: str, words: str) -> bool:
    """Whether the action says already what the cell says."""
    if key == "officers":
        return [officer["words"] for officer in action["officers"]] == words.splitlines()
    return key in ("text", "completed_by", "resources", "outcomes") and plain(action[key]) == plain(words)


def _field(data: dict[str, Any], key: str, row: Row, content: Content) -> str:
    if plain(row.text("Year")) != plain(content["plan"]["cycle"]):
        raise RowRefused("Year", "other-year", f"The template keeps this for {content['plan']['cycle']} only.")
    before, data[key] = data[key], row.text("Amount")
    return NEW if not before else UNCHANGED if plain(before) == plain(data[key]) else CHANGED


def _table_row(kind: PartKind, data: dict[str, Any], cells: dict[str, str], key: tuple[str, ...]) -> str:
    """A row of the part's table, found by the cells that name it; a blank cell leaves what is stored."""
    assert isinstance(kind, TablePart)
    columns = {column["key"] for column in kind.columns}
    lost = [words for name, words in cells.items() if words and name not in columns]
    if lost:
        raise RowRefused("", "no-column", f"The table “{kind.title}” has no column for “{lost[0]}”.")
    named = [name for name in key if name in columns]
    found = next((r for r in data["rows"] if all(plain(r[n]) == plain(cells[n]) for n in named)), None)
    before = deepcopy(found)
    if found is None:
        found = dict.fromkeys(columns, "")
        data["rows"].append(found)
    found |= {name: words for name, words in cells.items() if words}
    return _outcome(before, found)


def _outcome(before: dict[str, Any] | None, after: dict[str, Any]) -> str:
    return NEW if before is None else UNCHANGED if before == after else CHANGED


def _first_actions(content: Content) -> tuple[ActionsPart, dict[str, Any]]:
    for kind, data in kinds_of(content):
        if isinstance(kind, ActionsPart):
            return kind, data
    raise RowRefused("Plan", "no-place", "This plan’s template has no table of objectives and actions.")


def _objective(content: Content, name: str) -> tuple[ActionsPart, dict[str, Any], dict[str, Any]] | None:
    """The objective of this reference, or these words."""
    for kind, data in kinds_of(content):
        for objective in data["objectives"] if isinstance(kind, ActionsPart) else []:
            extra = objective.get("extra", {})
            if same(objective["text"], name) or plain(name) in (extra.get("reference"), extra.get("number")):
                return kind, data, objective  # type: ignore[return-value]
    return None


def _no_objective(content: Content, name: str) -> Any:
    texts = [o["text"] for kind, data in kinds_of(content) if isinstance(kind, ActionsPart) for o in data["objectives"]]
    near = get_close_matches(name, texts, n=1, cutoff=0.5)
    hint = f" Did you mean “{near[0]}”?" if near else " Import the objectives first."
    raise RowRefused("Objective", "unknown-objective", f"The plan has no objective “{name}”.{hint}")


def _action(content: Content, reference: str) -> dict[str, Any]:
    for kind, data in kinds_of(content):
        for action in kind.actions(data) if isinstance(kind, ActionsPart) else []:
            if plain(action["reference"]).casefold() == plain(reference).casefold():
                return action
    raise RowRefused(
        "Reference", "unknown-reference",
        f"The plan has no action {reference}. Leave the reference blank for a new action: it gets the next one.",
    )  # fmt: skip


def _take_away(content: Content, action: dict[str, Any]) -> None:
    for kind, data in kinds_of(content):
        for objective in data["objectives"] if isinstance(kind, ActionsPart) else []:
            objective["actions"] = [one for one in objective["actions"] if one is not action]


def _same(rows: list[dict[str, Any]], text: str) -> dict[str, Any] | None:
    return next((row for row in rows if plain(row["text"]).casefold() == plain(text).casefold()), None)


def _keep_own(columns: list[dict[str, Any]], row: dict[str, Any], name: str, keys: tuple[str, ...], words: str) -> None:
    """What the template has a column of its own for; words without a column are refused, so that none is lost."""
    if not words:
        return
    key = next((column["key"] for column in columns if column["key"] in keys), None)
    if key is None:
        raise RowRefused(name, "no-column", f"This plan’s template has no column for {name.lower()}. Leave it blank.")
    row["extra"] = {**row.get("extra", {}), key: words.replace(";", "\n")}


def _require_all(column: str, merged: Merged) -> None:
    for unread in merged.unread:
        name = unread.where.rpartition(", ")[2]
        raise RowRefused(column or name, "unknown-value", f"“{unread.text}” {unread.why}.")


def _day(column: str, text: str) -> str:
    for form in DAYS if text else ():
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    if text:
        raise RowRefused(column, "unreadable-date", f"“{text}” is no day. Write it like 31/10/2019.")
    return ""
