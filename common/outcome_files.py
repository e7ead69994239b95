"""An import as a file: every row and column as it was uploaded, and beside them what became of the row.

It can be corrected and uploaded again: the columns that say what became of a row belong to no table, so that they are
not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.documents.safe import is_number
from common.documents.sheets import Column, Sheet, Value, original_text
from common.intake import CellValue, ColumnSpec, FileRefused, Whole, WholeRow, read_whole
from common.intake.columns import plain

ADDED = [
    *(Column("Import row", 8, "integer"), Column("Import outcome", 12), Column("Import column", 14)),
    *(Column("Import code", 24), Column("Import message", 60)),
]
_ADDED = {plain(column.heading) for column in ADDED}
IGNORED = "ignored"


@dataclass(frozen=True)
class Judged:
    """A file as it was uploaded, and what became of its rows: each a dictionary with row, outcome, column, code, message,

    ``before`` and ``after`` by column, and ``notes``; what has nothing to say may be left out.
    """

    data: bytes
    filename: str
    columns: ColumnSpec
    sheet: str
    rows: Sequence[Mapping[str, Any]]


def outcome_sheet(file: Judged, *, typed: bool, only: str = "") -> Sheet:
    """The uploaded file's rows in their order, each with its outcome, code and message; ``only`` those of one outcome.

    ``typed``: the file to be written tells numbers and dates from text. Where it does not, a reference that the
    spreadsheet had made a number of is left out, so that it is not taken for another (the message has it), and text
    that had been made safe once is not made safe twice.
    """
    whole = _whole(file)
    kept = {number: heading for number, heading in whole.headings.items() if plain(heading) not in _ADDED}
    columns = [*(Column(heading, 18) for heading in kept.values()), *ADDED]
    return Sheet("Outcome", columns, _rows(file, whole, list(kept), typed, only))


def _whole(file: Judged) -> Whole:
    """The file as it was uploaded; just the rows that were judged, where it can no longer be read."""
    try:
        return read_whole(file.data, file.filename, columns=file.columns, sheet=file.sheet)
    except FileRefused:
        return Whole({}, [WholeRow(row["row"]) for row in file.rows], frozenset())


def _rows(file: Judged, whole: Whole, columns: list[int], typed: bool, only: str) -> Iterator[list[Value]]:
    judged = {row["row"]: row for row in file.rows}
    for row in whole.rows:
        outcome, *said = _said(judged.get(row.number), row)
        if only in ("", outcome):
            cells = (_as_it_was(row.cells.get(column), column in whole.identifiers, typed) for column in columns)
            yield [*cells, row.number, outcome, *said]


def _as_it_was(cell: CellValue | None, identifier: bool, typed: bool) -> Value:
    """A cell so that it reads back to the same: numbers as numbers, dates and percentages as a person types them."""
    if cell is None:
        return None
    if cell.error:
        return cell.text if cell.text.startswith("#") else "#N/A"
    if identifier and not isinstance(cell.value, str):
        return cell.value if typed else None
    if is_number(cell.value) and not cell.text.endswith("%"):
        return cell.value
    return cell.text if typed else original_text(cell.text)


def _said(judged: Mapping[str, Any] | None, row: WholeRow) -> list[Value]:
    """What became of a row: outcome, column, code and message."""
    if judged is None:
        return [IGNORED, "", row.code, row.message[:1].upper() + row.message[1:]]
    before = judged.get("before", {})
    changes = [
        f"{heading}: {before[heading]} → {text}" if heading in before else f"{heading}: {text}"
        for heading, text in judged.get("after", {}).items()
    ]
    message = judged.get("message") or "; ".join([*changes, *judged.get("notes", [])])
    return [judged["outcome"], judged.get("column", ""), judged.get("code", ""), message]
