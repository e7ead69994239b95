"""One row of a file, read through the columns of its resource."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.intake import CellValue, Row
from common.values.errors import Unreadable
from performance.models import Indicator
from performance.resources.base import CellWidget

from .outcome import REFUSED, RowOutcome

# The intake's codes, in this table's words: what the spreadsheet did to a reference.
_CELL_CODES = {"identifier-number": "reference-became-number", "identifier-date": "reference-became-date"}
SHOWN = 200


@dataclass(slots=True)
class Reading:
    """A row's values by the resource's field names (those that say something), or its refusal."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    refusal: RowOutcome | None = None
    key: Hashable = None
    indicator: Indicator | None = None
    cells: Mapping[str, CellValue] = field(default_factory=dict)


def read_row(columns: list[tuple[str, str, CellWidget]], row: Row) -> Reading:
    """The row's values; a cell that cannot be read refuses the row, and is the only one named.

    ``columns`` are the file's, each as the resource's field, the heading and the widget that reads it.
    """
    cells = row.cells
    reading = Reading(row.number, cells=cells)
    for heading, cell in row.errors:
        reading.refusal = refuse(
            reading, heading, cell.text, _CELL_CODES.get(cell.error_code, cell.error_code), cell.error
        )
        return reading
    for name, heading, widget in columns:
        cell = cells[heading]
        try:
            value = widget.clean(cell, cells)
        except Unreadable as error:
            reading.refusal = refuse(reading, heading, cell.text, error.code, error.sentence)
            return reading
        if value is not None:
            reading.values[name] = value
            notes = widget.notes(value, cell.text)
            if notes:
                reading.notes.extend(notes)
    return reading


def refuse(reading: Reading, column: str, value: str, code: str, message: str) -> RowOutcome:
    """The outcome of a row that cannot be imported. ``column`` is the heading of the cell at fault."""
    named = reading.values.get("indicator")
    when = reading.values.get("when")
    cell = reading.cells.get(column)
    return RowOutcome(
        row=reading.row,
        outcome=REFUSED,
        reference=named.reference if named else str(reading.values.get("reference", "")),
        period=when.label if when else "",
        column=column,
        cell=cell.ref if cell else "",
        value=value[:SHOWN],
        code=code,
        message=message,
    )
