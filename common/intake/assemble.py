"""Puts a table together from a sheet's rows: finds the headings, sets aside what is no record, and says so."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from . import limits
from .cells import cell_value
from .columns import ColumnSpec, Headings, check_headings, heading_row, plain
from .parts import CellValue, FileRefused, Intake, Merge, Note, RawRow, RawSheet, Row
from .wording import letters, listed, row_list, shown

_TOTALS = frozenset({"total", "totals", "grandtotal", "grandtotals", "subtotal", "subtotals"})


# Why a row under the headings is no record, by the code of the note that names it.
REASONS = {
    "blank-rows": "blank: skipped.",
    "hidden-rows": "hidden: not read. Unhide what should be read, and check filters.",
    "totals-row": "a total, not a record: not read.",
    "outside-table": "filled only outside the columns that are read: skipped.",
}


class _SetAside:
    """Numbers of the rows under the headings that are no records, by reason."""

    def __init__(self) -> None:
        self.rows: dict[str, list[int]] = {code: [] for code in REASONS}

    def count(self) -> int:
        return sum(map(len, self.rows.values()))

    def notes(self) -> list[Note]:
        return [Note(code, f"{row_list(rows)}: {REASONS[code]}") for code, rows in self.rows.items() if rows]


def assemble(sheet: RawSheet, spec: ColumnSpec, filename: str, kind: str) -> Intake:
    """The table in ``sheet``. Raises FileRefused for headings or merged cells that leave the meaning open."""
    where, header, headings, under, above = opened(sheet, spec, filename)
    rows: list[Row] = []
    aside = _SetAside()
    last = header
    for raw in under:
        aside.rows["blank-rows"].extend(range(last + 1, raw.number))
        last = raw.number
        reason = reason_of(raw, headings)
        if reason:
            aside.rows[reason].append(raw.number)
        else:
            rows.append(_row(raw, headings, where))
    _refuse_merged_cells(sheet.merges, headings, rows, where)
    notes = [*sheet.notes, *_heading_notes(above, headings, where), *aside.notes()]
    return Intake(
        filename=filename,
        kind=kind,
        sheet=sheet.name,
        encoding=sheet.encoding,
        header_row=header,
        columns=tuple(headings.found[number].name for number in sorted(headings.found)),
        rows=rows,
        notes=notes,
        ignored=aside.count(),
        read=last - header,
    )


class Opened(NamedTuple):
    """A sheet whose headings are found: what to call it, their row, the headings, the rows under and above them."""

    where: str
    header: int
    headings: Headings
    under: Iterator[RawRow]
    above: list[RawRow]


def opened(sheet: RawSheet, spec: ColumnSpec, filename: str) -> Opened:
    """Find the headings. Raises FileRefused where there are none, or where they leave the meaning open."""
    where = f'{filename}, sheet "{shown(sheet.name)}"' if sheet.name else filename
    opening = list(islice(sheet.rows, limits.HEADING_ROWS))
    found = heading_row(spec, opening)
    if not found:
        raise FileRefused(
            "no-headings", f"{where} is blank: it has no headings. Choose the file or sheet with the table."
        )
    position, headings = found
    header = opening[position].number
    _refuse_merged_heading(sheet.merges, header, where)
    check_headings(headings, header, where, spec)
    return Opened(where, header, headings, chain(opening[position + 1 :], sheet.rows), opening[:position])


def reason_of(raw: RawRow, headings: Headings) -> str:
    """The code of the reason for which a row that holds something is no record; empty for a record."""
    if raw.hidden:
        return "hidden-rows"
    for cell in raw.cells:
        if cell.column in headings.texts:
            if cell.kind == "text" and plain(cell.value) in _TOTALS:
                return "totals-row"
            break
    for cell in raw.cells:
        if cell.column in headings.found:
            return ""
    return "outside-table"


def _row(raw: RawRow, headings: Headings, where: str) -> Row:
    stored, number = {cell[0]: cell for cell in raw.cells}, raw.number
    cells = {
        column.name: cell_value(stored[at], number, column, where)
        if at in stored
        else CellValue(None, "", "", f"{letters(at)}{number}")
        for at, column in headings.found.items()
    }
    return Row(number, cells)


def _heading_notes(above: list[RawRow], headings: Headings, where: str) -> list[Note]:
    notes = []
    if above:
        notes.append(Note("title-rows", f"{row_list(row.number for row in above)} above the headings: not read."))
    if headings.extra:
        names = listed([f'"{shown(text)}" ({letters(number)})' for number, text in sorted(headings.extra.items())])
        plural = len(headings.extra) > 1
        notes.append(
            Note(
                "extra-column", f"{where}: column{'s' if plural else ''} {names} {'are' if plural else 'is'} not read."
            )
        )
    return notes


def _refuse_merged_heading(merges: list[Merge], header: int, where: str) -> None:
    for merge in merges:
        if merge.top <= header <= merge.bottom:
            raise FileRefused(
                "merged-heading",
                f"{where}: the heading in {_range(merge)} is merged over several cells. "
                "Unmerge it and give each column one heading in one row.",
            )


def _refuse_merged_cells(merges: list[Merge], headings: Headings, rows: list[Row], where: str) -> None:
    """Only a merged range's first cell has a value: the others would be read as not available."""
    numbers = [row.number for row in rows]
    for merge in merges:
        at = bisect_left(numbers, merge.top)
        in_rows = at < len(numbers) and numbers[at] <= merge.bottom
        column = next((headings.found[n] for n in sorted(headings.found) if merge.left <= n <= merge.right), None)
        if in_rows and column:
            raise FileRefused(
                "merged-cells",
                f"{where}: the cells {_range(merge)} ({column.name}) are merged, so which rows they are for is open. "
                "Unmerge them and fill in every row.",
            )


def _range(merge: Merge) -> str:
    return f"{letters(merge.left)}{merge.top}:{letters(merge.right)}{merge.bottom}"
