"""A part of objectives and actions as the file has it: each objective's heading, its table, and what stands below it."""

import re
from typing import Any

from common.documents.word_reading import Grid, Line, Read, Row
from serviceplans.parts.actions import ActionsPart
from serviceplans.word.base import LONGEST_HEADING, Said
from serviceplans.word.matching import PRINTED, bare, column_of, columns_of, given, plain, same
from serviceplans.word.printed import by_step, head_rows, labelled

REFERENCE = re.compile(r"^[A-Z][A-Z0-9&/.-]* ?\d+[a-z]?$", re.IGNORECASE)
NOT_NAMED = "Not named in the document"
# What other councils' tables say of an action, whether or not this template shows it.
ELSEWHERE = ("milestones", "resources", "outcomes", "indicators", "completed_by", "officers", "themes")


def read_actions(kind: ActionsPart, blocks: list[Read], own: bool) -> Said:
    """Objectives, each with ``text``, ``marks``, ``values`` by column and ``actions``; an action has ``marks`` and ``values``."""
    reader = _Reader(kind, own)
    for block in blocks:
        if isinstance(block, Grid):
            reader.grid(block)
        else:
            reader.line(block)
    reader.end()
    return reader.said


class _Reader:
    def __init__(self, kind: ActionsPart, own: bool) -> None:
        self.kind, self.own, self.said = kind, own, Said()
        self.levels: dict[str, str] = {}
        self.used: set[str] = set()
        self.detailed: dict[str, Any] | None = None
        self.columns = action_columns(kind, own)
        # In a file from elsewhere: what is said of the next objective, and which of the last action's details is being said.
        self.pending: dict[str, str] = {}
        self.saying: str | None = None
        self.awaiting = False
        self.last: tuple[dict[int, str], tuple[str, ...]] | None = None
        self.of_objective = {c["key"]: c.get("label") or "Council plan themes" for c in kind.objective_columns}
        self.headings = [c for c in kind.objective_columns if c.get("level")]

    def end(self) -> None:
        """What was said of an objective that never came."""
        unused = [text for key, text in self.levels.items() if key not in self.used]
        self.said.left += [Line(text) for text in [*unused, *self.pending.values()] if not self.own]

    def line(self, line: Line) -> None:
        """A heading of an objective or an action, what objectives stand under, or text that is neither."""
        if self.awaiting and not line.bullet:
            self.awaiting = False
            self._begin(line.text, line.marks)
            return
        if self._level(line) or (not self.own and self._of_next(line)) or self._objective(line) or self._detail(line):
            self.saying = self.saying if self.own else None
            return
        if not self.own and (self._saying(line) or self._listed(line)):
            return
        if line.level:
            self.detailed = None
        self.said.left.append(line)

    def _level(self, line: Line) -> bool:
        for place, column in enumerate(self.headings):
            term, colon, value = line.text.partition(":")
            if not self.own and ends_with_label(line, column["label"]):
                term, colon, value = column["label"], ":", line.text
            if colon and same(term, column["label"]) and value.strip():
                keep = [c["key"] for c in self.headings[:place]]
                gone = [text for key, text in self.levels.items() if key not in keep and key not in self.used]
                self.said.left += [Line(text) for text in gone if not self.own]
                self.used &= set(keep)
                self.levels = {key: self.levels[key] for key in keep if key in self.levels} | {
                    column["key"]: value.strip()
                }
                return True
        return False

    def _of_next(self, line: Line) -> bool:
        """ "Theme: Organisational effectiveness", above the objective of which it is said, or between it and its actions."""
        term, colon, value = line.text.partition(":")
        labels = {
            key: label for key, label in self.of_objective.items() if key not in [c["key"] for c in self.headings]
        }
        key = column_of(term, labels) if colon and value.strip() else None
        if key is None:
            return False
        last = self.said.rows[-1] if self.said.rows and not self.said.rows[-1]["actions"] else None
        into = last["values"] if last and key not in last["values"] else self.pending
        into[key] = f"{into.get(key, '')}\n{value.strip()}".strip()
        return True

    def _saying(self, line: Line) -> bool:
        """ "Milestones / Deliverables:" below a table, and what follows it."""
        last = self.said.rows[-1]["actions"][-1] if self.said.rows and self.said.rows[-1]["actions"] else None
        if last is None:
            return False
        term, colon, value = line.text.partition(":")
        key = column_of(term, self.columns) if colon else None
        if key and key not in ("text", "reference") and not line.bullet:
            self.saying = key
            self._say(last, value.strip())
            return True
        if self.saying is None or line.level:
            return False
        self._say(last, line.text)
        return True

    def _say(self, action: dict[str, Any], text: str) -> None:
        before = action["values"].get(self.saying, "")
        action["values"][str(self.saying)] = f"{before}\n{text}".strip()

    def _listed(self, line: Line) -> bool:
        """Where there is no table, each item of a list under an objective is an action (Salford's key targets)."""
        if not line.bullet or not self.said.rows:
            return False
        self.said.rows[-1]["actions"].append({"marks": line.marks, "values": {"text": line.text}})
        return True

    def _objective(self, line: Line) -> bool:
        marked = any(mark.startswith("objective_") for mark in line.marks) and line.level == 3
        term, colon, words = line.text.partition(":")
        named = bool(colon) and same(re.sub(r"\s*[\d.]+$", "", term), self.kind.objective_word)
        by_hand = not self.own and line.bold and not line.bullet and len(line.text) <= LONGEST_HEADING
        by_hand = by_hand and column_of(line.text.rstrip(": "), self.columns) is None
        heading = (line.level == 3 or by_hand) and not self._refers(line)
        if not (marked or named or heading):
            return False
        self.awaiting = named and not words.strip() and not (self.own or marked)
        if not self.awaiting:
            self._begin(words.strip() if named and words.strip() else line.text, line.marks)
        return True

    def _begin(self, text: str, marks: frozenset[str] = frozenset()) -> None:
        self.detailed = None
        text, led = self._led(text)
        values = {**self.levels, **self.pending, **led}
        self.said.rows.append({"text": text, "marks": marks, "values": values, "actions": []})
        self.pending, self.saying, self.used = {}, None, self.used | self.levels.keys()

    def _led(self, text: str) -> tuple[str, dict[str, str]]:
        """The words of an objective, and the printed number before them where the template keeps one."""
        key = next((c["key"] for c in self.kind.objective_columns if c.get("leads")), None)
        printed = PRINTED.match(text) if key else None
        return (text[printed.end() :], {str(key): printed[1]}) if printed else (text, {})

    def _refers(self, line: Line) -> dict[str, Any] | None:
        """The action above that a heading names by its reference, before a colon."""
        reference = line.text.partition(":")[0].strip()
        return next(
            (
                a
                for o in reversed(self.said.rows)
                for a in o["actions"]
                if same(a["values"].get("reference", ""), reference)
            ),
            None,
        )

    def _detail(self, line: Line) -> bool:
        found = self._refers(line) if line.level >= 3 else None
        if found is not None:
            self.detailed = found
        return found is not None

    def grid(self, grid: Grid) -> None:
        if self._table(grid) or self._facts(grid) or self._goes_on(grid):
            return
        self.said.left.append(grid)

    def _table(self, grid: Grid) -> bool:
        """A table of actions, by the headings in its first row that has any."""
        for first, row in enumerate(grid.rows[: head_rows(grid.rows)]):
            columns = columns_of(row.cells, self.columns)
            said = sum(bool(cell) for cell in row.cells)
            if "text" in columns.values() and len(columns) >= 2 and len(columns) * 2 >= said:
                for above in grid.rows[:first]:
                    self._spanning(above)
                self.last = columns, row.cells
                self._rows(grid.rows[first + 1 :], columns, row.cells)
                return True
        return False

    def _goes_on(self, grid: Grid) -> bool:
        """The table before, over the page without its headings; words alone in the first row belong to the last action."""
        if self.own or not self.last or not self.said.rows or not self.said.rows[-1]["actions"]:
            return False
        columns, headings = self.last
        if any(len(row.cells) not in (1, len(headings)) for row in grid.rows):
            return False
        place = next(place for place, key in columns.items() if key == "text")
        first = grid.rows[0].cells
        alone = len(first) > 1 and bool(first[place]) and not any(first[:place] + first[place + 1 :])
        if alone:
            values = self.said.rows[-1]["actions"][-1]["values"]
            values["text"] = f"{values['text']} {first[place]}"
        self._rows(grid.rows[1:] if alone else grid.rows, columns, headings)
        return True

    def _rows(self, rows: tuple[Row, ...], columns: dict[int, str], headings: tuple[str, ...]) -> None:
        for row in rows:
            if len(row.cells) == 1:
                self._spanning(row)
                continue
            values = {key: given(row.cells[place]) for place, key in columns.items() if place < len(row.cells)}
            extra = []
            for place, cell in enumerate(row.cells):
                if place not in columns and cell:
                    within, cell = ({}, cell) if self.own else labelled(cell, self.columns)
                    values = {**within, **values}
                    heading = headings[place] if place < len(headings) else ""
                    extra += [f"{heading}: {cell}".strip(": ")] if cell else []
            values = values if self.own else by_step(values)
            if not any(text for key, text in values.items() if self.own or key != "reference"):
                # A reference alone, in a row that nobody has filled in, is no action.
                alone = [] if self.own else [text for text in values.values() if text]
                self.said.left += [Line(text) for text in [*alone, *extra]]
                continue
            if not self.said.rows:
                self._begin(NOT_NAMED)
            self.said.rows[-1]["actions"].append({"marks": row.marks, "values": values})
            self.said.left += [Line(text) for text in extra]

    def _spanning(self, row: Row) -> None:
        text = " ".join(cell for cell in row.cells if cell).strip()
        line = Line(text, 3)
        if text and not self._level(line) and (self.own or not self._of_next(line)) and not self._objective(line):
            self.said.left.append(line)

    def _facts(self, grid: Grid) -> bool:
        """Pairs of a term and its value: of the action whose heading stands above, else of the objective."""
        if any(len(row.cells) != 2 for row in grid.rows) or not self.said.rows:
            return False
        labels = self.columns if self.detailed else self.of_objective
        into = self.detailed["values"] if self.detailed else self.said.rows[-1]["values"]
        keys = [column_of(row.cells[0], labels) for row in grid.rows]
        for key, row in zip(keys, grid.rows, strict=True):
            if key is not None:
                before = "" if self.own else into.get(key, "")
                into[key] = f"{before}\n{given(row.cells[1])}".strip() if before else given(row.cells[1])
            elif any(row.cells):
                self.said.left.append(Grid((row,)))
        return True


def action_columns(kind: ActionsPart, own: bool) -> dict[str, str]:
    """The columns by which a table of actions is known, with their labels; elsewhere those that this template hides too."""
    columns = {column.key: column.label for column in [*kind.table_columns, *kind.details]}
    if own:
        return columns
    return columns | {key: kind.label(key) for key in ELSEWHERE if key not in columns}


def objective_labels(kind: ActionsPart) -> list[str]:
    """What stands before a colon where an objective begins, or what it stands under."""
    return [kind.objective_word, *(column["label"] for column in kind.objective_columns if column.get("level"))]


def ends_with_label(line: Line, label: str) -> bool:
    """Whether a heading is called after what it is: "6.1 Economic Development Section"."""
    is_heading = line.level or (line.bold and not line.bullet and len(line.text) <= LONGEST_HEADING)
    return bool(is_heading) and bare(line.text).endswith(f" {bare(label)}")


def words_of(action: dict[str, Any]) -> str:
    return plain(str(action["values"].get("text", "")))
