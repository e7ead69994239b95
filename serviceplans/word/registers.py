"""What a plan shows of the registers (risks, indicators, equality objectives), as the file has it.

Their words are the registers' own, which outlive the plan: a row that was taken out is no longer shown in the plan, and
anything else that was changed is named, so that it is changed where it is kept.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from common.documents.blocks import Table
from common.documents.word_reading import Grid, Line, Read
from serviceplans.parts import PartKind
from serviceplans.word.base import Merged, Said
from serviceplans.word.matching import columns_of, plain
from serviceplans.word.tables import beside

Row = dict[str, Any]


@dataclass(frozen=True)
class Register:
    """How one kind of part holds its rows: where they are, what a row is known by, and how it is taken out."""

    name: str
    rows: Callable[[Row], list[Row]]
    key: str
    mark: str
    without: Callable[[Row, set[int]], Row]


def _without_risks(data: Row, gone: set[int]) -> Row:
    return {**data, "risks": [risk for risk in data["risks"] if risk["id"] not in gone]}


def _without(name: str, inner: str) -> Callable[[Row, set[int]], Row]:
    def take_out(data: Row, gone: set[int]) -> Row:
        new = deepcopy(data)
        for group in new[name]:
            group[inner] = [row for row in group[inner] if row["id"] not in gone]
        return new

    return take_out


REGISTERS = {
    "risks": Register("risk register", lambda d: list(d["risks"]), "reference", "_risk_", _without_risks),
    "indicators": Register(
        "indicator register", lambda d: [i for g in d["groups"] for i in g["indicators"]], "reference", "_indicator_",
        _without("groups", "indicators"),
    ),
    "equalities": Register(
        "list of equality objectives", lambda d: [o for a in d["areas"] for o in a["objectives"]], "text", "_equality_",
        _without("areas", "objectives"),
    ),
}  # fmt: skip


def labels_of(kind: PartKind, data: Row) -> dict[str, str]:
    """The columns of the part's table by their headings, which are their own names here."""
    table = next((block for block in kind.blocks(data) if isinstance(block, Table)), None)
    return {label: label for label in table.columns} if table else {}


def read_register(kind: PartKind, blocks: list[Read], data: Row) -> Said:
    said, labels = Said(), labels_of(kind, data)
    for block in blocks:
        columns = columns_of(block.rows[0].cells, labels) if isinstance(block, Grid) and block.rows else {}
        if isinstance(block, Line) or len(columns) < 2:
            said.left.append(block)
            continue
        headings = block.rows[0].cells
        said.left += [Line(text) for place, text in enumerate(headings) if place not in columns and text]
        for row in block.rows[1:]:
            if len(row.cells) == 1:
                said.left += [Line(text) for text in row.cells if text]
            elif any(row.cells):
                cells = {key: row.cells[place] for place, key in columns.items() if place < len(row.cells)}
                said.rows.append({"cells": cells, "marks": row.marks})
                said.left += [Line(text) for text in beside(row.cells, columns, headings)]
    return said


def merge_register(kind: PartKind, data: Row, before: Said, after: Said, own: bool) -> Merged:
    """Without the rows that the file has no longer; each cell that it says otherwise is refused by name."""
    register = REGISTERS[kind.kind]
    stored = register.rows(data)
    if len(before.rows) != len(stored):
        raise ValueError(f"{kind.title}: an export does not read as what it was made from")
    merged, met = Merged(data), set[int]()
    for row in after.rows:
        place = _which(register, stored, before, row, met)
        if place is None:
            said = " | ".join(text for text in row["cells"].values() if text)
            merged.refuse(
                kind.title, said, f"is not in this plan: add it to the {register.name}, or show it from there"
            )
            continue
        met.add(place)
        for label, text in row["cells"].items():
            if plain(text) != plain(before.rows[place]["cells"].get(label, "")):
                name = str(stored[place].get("reference") or stored[place]["text"])
                merged.refuse(
                    f"{kind.title}, {name}, {label}", text, f"is kept in the {register.name}: change it there"
                )
    missing = [row for place, row in enumerate(stored) if place not in met]
    for row in missing if own else []:
        if row.get("commitment"):
            said = f"{row['reference']} {row['name']}"
            merged.refuse(kind.title, said, "stays in the plan: it is a commitment for every service")
    gone = {row["id"] for row in missing if not row.get("commitment")}
    if gone and own:
        merged.data = register.without(data, gone)
    return merged


def _which(register: Register, stored: list[Row], before: Said, row: Row, met: set[int]) -> int | None:
    """By what it is known by, then by its hidden mark."""
    first = plain(next(iter(row["cells"].values()), "")).casefold()
    for place, one in enumerate(stored):
        if place not in met and first and plain(str(one[register.key])).casefold() == first:
            return place
    marks = {f"{register.mark}{one['id']}": place for place, one in enumerate(stored)}
    return next((marks[mark] for mark in row["marks"] if mark in marks and marks[mark] not in met), None)
