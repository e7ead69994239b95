"""What of a plan in force can be changed without a revision, row by row, as people read it and as it is laid over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.differences import plain
from common.values.due import Due
from common.values.errors import Unreadable
from serviceplans.parts import kind_for
from serviceplans.parts.fields import as_lines
from serviceplans.parts.wording import written
from serviceplans.rules.changes import Needed, change_needed
from serviceplans.rules.overlay import rows_in

Plain = Mapping[str, Any]
# Of an action and of a milestone: field, label, how it is typed.
ACTION = [
    ("text", "Action", "area"),
    ("completed_by", "Completed by date", "due"),
    ("officers", "Accountable officers", "lines"),
    ("resources", "Resources", "area"),
    ("outcomes", "Outcomes", "area"),
]
MILESTONE = [
    ("text", "Milestone", "area"),
    ("due", "Due", "due"),
    ("owner", "Owner", "line"),
    ("done_on", "Done on", "day"),
]
TYPED = {"text": "area", "list": "lines", "line": "line"}


@dataclass(frozen=True)
class Changeable:
    """One thing of a row: ``rule`` names it in the table of changes, ``text`` is what it says now, ``typed`` how it is
    typed: area, line, lines (one on each), due (a date or words), day (a date)."""

    rule: str
    row: str
    field: str
    label: str
    what: str
    text: str
    typed: str

    @property
    def name(self) -> str:
        """Its name in a form."""
        return f"{self.row}-{self.field}" if self.row else self.field

    def needs(self, after: str) -> Needed | None:
        """Whom the change to ``after`` needs; None where it says the same."""
        if self.same(after):
            return None
        return change_needed(self.rule, self.text, after)

    def same(self, after: str) -> bool:
        if self.typed == "lines":
            return as_lines(after) == as_lines(self.text)
        return plain(after) == plain(self.text)


def changeables(part: Plain, row: str) -> list[Changeable]:
    """What can be changed in a row of a part (as content describes it), the milestones of an action with it.

    What every service is committed to is the officer's to change, for all of them.
    """
    rows = dict(rows_in(part))
    if row not in rows:
        return []
    if part["kind"] != "actions":
        return list(_of_part(part, row, rows[row]))
    if row.startswith("objective-"):
        text = rows[row]["text"]
        if any(action.get("commitment") for action in rows[row]["actions"]):
            return []
        return [Changeable("objective.text", row, "text", "Service objective", "Service objective", text, "area")]
    if row.startswith("milestone-"):
        return []
    found = [
        Changeable(f"action.{field}", row, field, label, f"{row}: {label.lower()}", _text(rows[row], field), typed)
        for field, label, typed in ACTION
        if field not in rows[row].get("commitment", {}).get("fixed", [])
    ]
    return [*found, *_milestones(row, rows[row])]


def all_changeables(part: Plain) -> Iterator[Changeable]:
    """Everything of a part that can be changed, row by row."""
    for row, _ in rows_in(part):
        yield from changeables(part, row)


def _milestones(reference: str, action: Plain) -> Iterator[Changeable]:
    for number, milestone in enumerate(action["milestones"], 1):
        for field, label, typed in MILESTONE:
            what = f"{reference}, milestone {number}: {label.lower()}"
            row = f"milestone-{milestone['id']}"
            yield Changeable(f"milestone.{field}", row, field, label, what, _text(milestone, field), typed)


def _of_part(part: Plain, row: str, data: Plain) -> Iterator[Changeable]:
    """The fields of a part in words, or the cells of a table's row; amounts and figures are no typing errors."""
    kind: Any = kind_for(dict(part))
    described = kind.columns if row else kind.fields
    for field in described:
        # A cell is text, whatever its column's type; its lines stay lines.
        typed = "text" if row and field["type"] == "list" else field["type"]
        if typed in TYPED and data.get(field["key"]):
            what = f"{kind.title}{f', row {row}' if row else ''}: {field['label'].lower()}"
            value = data[field["key"]]
            text = "\n".join(value) if isinstance(value, list) else str(value)
            rule = f"{'row' if row else 'words'}.{typed}"
            yield Changeable(rule, row, field["key"], field["label"], what, text, TYPED[typed])


def _text(row: Plain, field: str) -> str:
    if field == "officers":
        return "\n".join(officer["words"] for officer in row["officers"])
    if field == "due":
        return str(row["due_words"])
    if field == "done_on":
        return written(row["done_on"]) if row["done_on"] else ""
    return str(row[field])


def patch_for(changeable: Changeable, after: str, year: str) -> dict[str, Any]:
    """What is laid over the row. ``year``: the cycle's, for a date that names none. Unreadable: no such day."""
    field, text = changeable.field, after.strip()
    if changeable.typed == "due":
        due = Due.parse(text, year=year)
        if due.impossible:
            raise Unreadable(f"{changeable.what}: {due.note}", "no-such-day")
        words, day = ("completed_by", "due") if field == "completed_by" else ("due_words", "due")
        return {words: due.words, day: due.date.isoformat() if due.date else ""}
    if changeable.typed == "day":
        return {field: date_of(text).isoformat()}
    if field == "officers":
        return {"officers": [{"words": words, "is_post": False} for words in as_lines(text)]}
    return {field: as_lines(text) if changeable.typed == "lines" else text}


def date_of(text: str) -> date:
    due = Due.parse(text)
    if not due.is_exact or due.date is None:
        raise Unreadable(f"“{text}” is not a date. Enter one like 31 October 2019.", "not-a-date")
    return due.date
