"""What stands in one cell: several things with ``;`` between them, the template's own columns, a day."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from common.documents.sheets import original_text
from common.intake import Row
from common.intake.limits import MAX_TEXT
from serviceplans.word.matching import plain

Data = dict[str, Any]
BULLET = "•"
BETWEEN = re.compile(r"[;\n]+")
MARKS = " \t•·"
DAYS = ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d")
# Where a template keeps what these columns hold: in a column of its own, under one of these keys.
OWN = {
    "Reference": ("reference", "number"),
    "Priorities": ("priorities", "aims"),
    "Scheme tags": ("scheme_tags", "tags", "schemes"),
}


class RowRefused(Exception):
    """Why a row cannot be taken: the column, a stable code and the sentence."""

    def __init__(self, column: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.code, self.sentence = column, code, sentence


class Cells(dict[str, str]):
    """A row's cells by column; a column that the file does not have is blank."""

    def __missing__(self, column: str) -> str:
        return ""

    @classmethod
    def of(cls, row: Row) -> "Cells":
        """What the row's cells say, without the apostrophe that an export puts before what looks like a formula."""
        return cls({name: original_text(cell.text) for name, cell in row.cells.items()})

    def says(self, other: Mapping[str, str]) -> bool:
        """Whether both say the same, apart from spacing."""
        return all(plain(self[name]) == plain(other.get(name, "")) for name in {*self, *other})


def joined(items: Iterable[str]) -> str:
    """Several things in one cell. Where one of them has a ``;`` of its own, each stands on a line, after a bullet."""
    said = [plain(item) for item in items if plain(item)]
    if any(";" in item or item.startswith(BULLET) for item in said):
        return "\n".join(f"{BULLET} {item}" for item in said)
    return "; ".join(said)


def items(cell: str) -> list[str]:
    """The things that stand in a cell, as ``joined`` puts them there or as a person types them."""
    bulleted = cell.lstrip().startswith(BULLET)
    pieces = cell.splitlines() if bulleted else BETWEEN.split(cell)
    return [said for said in (piece.strip(MARKS) for piece in pieces) if said]


def fitting(cells: Mapping[str, str]) -> Cells:
    """The cells without what no spreadsheet cell can hold: left blank, it stays as it is when it comes back."""
    return Cells({name: said if len(said) <= MAX_TEXT else "" for name, said in cells.items()})


def own_column(columns: Iterable[Data], name: str) -> Data | None:
    """The template's own column for what a file has under this name."""
    return next((column for column in columns if column["key"] in OWN[name]), None)


def own_cell(row: Data, columns: Iterable[Data], name: str) -> str:
    """What the template's own column says of a row, as a cell."""
    column = own_column(columns, name)
    said = str(row.get("extra", {}).get(column["key"], "")) if column else ""
    return joined(said.splitlines()) if column and column.get("type") == "list" else said


def keep_own(row: Data, columns: Iterable[Data], name: str, words: str) -> None:
    """Put a cell into the template's own column; words without a column are refused, so that none is lost."""
    if not words:
        return
    column = own_column(columns, name)
    if column is None:
        raise RowRefused(name, "no-column", f"This plan’s template has no column for {name.lower()}. Leave it blank.")
    said = "\n".join(items(words)) if column.get("type") == "list" else words
    row["extra"] = {**row.get("extra", {}), column["key"]: said}


def day(column: str, text: str) -> str:
    """The day as ISO text; empty for a blank cell."""
    for form in DAYS if text else ():
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    if text:
        raise RowRefused(column, "unreadable-date", f"“{text}” is no day. Write it like 31/10/2019.")
    return ""


def day_cell(iso: str) -> str:
    """An ISO day as a spreadsheet has it: 31/10/2019."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def within(column: str, words: str, longest: int) -> str:
    """The words, where they fit what is kept."""
    if len(words) > longest:
        raise RowRefused(column, "unreadable-text", f"{column} is longer than {longest:,} characters. Shorten it.")
    return words
