"""An import as a file: every row and column as it was uploaded, and beside them what became of the row.

It can be corrected and uploaded again: the columns that say what became of a row belong to no table, so that they are
not read.
"""

from collections.abc import Iterator
from typing import Any

from common.documents.safe import is_number
from common.documents.sheets import Column, Sheet, Value, original_text
from common.intake import CellValue, FileRefused, Whole, WholeRow, read_whole
from common.intake.columns import plain
from performance.imports import TABLES
from performance.models import ImportBatch

ADDED = [
    *(Column("Import row", 8, "integer"), Column("Import outcome", 12), Column("Import column", 14)),
    *(Column("Import code", 24), Column("Import message", 60)),
]
_ADDED = {plain(column.heading) for column in ADDED}
IGNORED = "ignored"


def outcome_sheet(batch: ImportBatch, *, typed: bool) -> Sheet:
    """The uploaded file's rows in their order, each with its outcome, code and message.

    ``typed``: the file to be written tells numbers and dates from text. Where it does not, a reference that the
    spreadsheet had made a number of is left out, so that it is not taken for another (the message has it), and text
    that had been made safe once is not made safe twice.
    """
    whole = _whole(batch)
    kept = {number: heading for number, heading in whole.headings.items() if plain(heading) not in _ADDED}
    columns = [*(Column(heading, 18) for heading in kept.values()), *ADDED]
    return Sheet("Outcome", columns, _rows(batch, whole, list(kept), typed))


def _whole(batch: ImportBatch) -> Whole:
    """The file as it was uploaded; just the rows that were judged, where it can no longer be read."""
    try:
        return read_whole(bytes(batch.data), batch.filename, columns=TABLES[batch.table].columns, sheet=batch.sheet)
    except FileRefused:
        return Whole({}, [WholeRow(row["row"]) for row in batch.rows], frozenset())


def _rows(batch: ImportBatch, whole: Whole, columns: list[int], typed: bool) -> Iterator[list[Value]]:
    judged = {row["row"]: row for row in batch.rows}
    for row in whole.rows:
        cells = (_as_it_was(row.cells.get(column), column in whole.identifiers, typed) for column in columns)
        yield [*cells, row.number, *_said(judged.get(row.number), row)]


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


def _said(judged: dict[str, Any] | None, row: WholeRow) -> list[Value]:
    """What became of a row: outcome, column, code and message."""
    if judged is None:
        return [IGNORED, "", row.code, row.message[:1].upper() + row.message[1:]]
    changes = [
        f"{heading}: {judged['before'][heading]} → {text}" if heading in judged["before"] else f"{heading}: {text}"
        for heading, text in judged["after"].items()
    ]
    message = judged["message"] or "; ".join([*changes, *judged["notes"]])
    return [judged["outcome"], judged["column"], judged["code"], message]
