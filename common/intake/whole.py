"""A table as it was uploaded, every row and column of it, for a file that says what became of each row."""

from dataclasses import dataclass, field

from .assemble import REASONS, opened, reason_of
from .cells import cell_value
from .columns import Column, ColumnSpec
from .parts import CellValue
from .read import raw_sheet

_PLAIN = Column("")


@dataclass(frozen=True)
class WholeRow:
    """A row under the headings; ``code`` says why it was not read ("blank-rows"; "" where it was), ``message`` in words.

    ``cells`` go by column number. A hidden row has none: what nobody saw is not to come back as if it had been read.
    """

    number: int
    cells: dict[int, CellValue] = field(default_factory=dict)
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Whole:
    """``headings`` by column number, in the file's order; ``identifiers``: the columns whose cells name a record."""

    headings: dict[int, str]
    rows: list[WholeRow]
    identifiers: frozenset[int]


def read_whole(data: bytes, filename: str, *, columns: ColumnSpec, sheet: str = "") -> Whole:
    """Every row of the table that ``read_table`` reads, those that it leaves out too. Raises FileRefused as it does."""
    raw, name, _ = raw_sheet(data, filename, columns, sheet)
    where, header, headings, under, _ = opened(raw, columns, name)
    rows: list[WholeRow] = []
    last = header
    for row in under:
        rows += (WholeRow(number, {}, "blank-rows", REASONS["blank-rows"]) for number in range(last + 1, row.number))
        last = row.number
        code = reason_of(row, headings)
        shown = () if code == "hidden-rows" else row.cells
        cells = {
            cell.column: cell_value(cell, row.number, _PLAIN, where)
            for cell in shown
            if headings.texts.get(cell.column)
        }
        rows.append(WholeRow(row.number, cells, code, REASONS.get(code, "")))
    texts = {number: text for number, text in sorted(headings.texts.items()) if text}
    identifiers = frozenset(number for number, column in headings.found.items() if column.identifier)
    return Whole(texts, rows, identifiers)
