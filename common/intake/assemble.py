"""Puts a table together from a sheet's rows: finds the headings, sets aside what is no record, and says so."""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import chain, islice

from . import limits
from .cells import cell_value
from .columns import ColumnSpec, Headings, check_headings, heading_row, plain
from .parts import CellValue, FileRefused, Intake, Merge, Note, RawRow, RawSheet, Row
from .wording import letters, listed, row_list, shown

_TOTALS = frozenset({"total", "totals", "grandtotal", "grandtotals", "subtotal", "subtotals"})


@dataclass
class _SetAside:
    """Numbers of the rows under the headings that are no records, by reason."""

    blank: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)

    def count(self) -> int:
        return sum(map(len, (self.blank, self.hidden, self.totals, self.outside)))

    def notes(self) -> list[Note]:
        wordings = (
            ("blank-rows", self.blank, "blank: skipped."),
            ("hidden-rows", self.hidden, "hidden: not read. Unhide what should be read, and check filters."),
            ("totals-row", self.totals, "a total, not a record: not read."),
            ("outside-table", self.outside, "filled only outside the columns that are read: skipped."),
        )
        return [Note(code, f"{row_list(rows)}: {words}") for code, rows, words in wordings if rows]


def assemble(sheet: RawSheet, spec: ColumnSpec, filename: str, kind: str) -> Intake:
    """The table in ``sheet``. Raises FileRefused for headings or merged cells that leave the meaning open."""
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
    rows: list[Row] = []
    aside = _SetAside()
    last = header
    for raw in chain(opening[position + 1 :], sheet.rows):
        aside.blank.extend(range(last + 1, raw.number))
        last = raw.number
        _place(raw, headings, rows, aside, where)
    _refuse_merged_cells(sheet.merges, headings, rows, where)
    notes = [*sheet.notes, *_heading_notes(opening[:position], headings, where), *aside.notes()]
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


def _place(raw: RawRow, headings: Headings, rows: list[Row], aside: _SetAside, where: str) -> None:
    headed = [cell for cell in raw.cells if cell.column in headings.texts]
    if raw.hidden:
        aside.hidden.append(raw.number)
    elif headed and plain(headed[0].value) in _TOTALS and headed[0].kind == "text":
        aside.totals.append(raw.number)
    elif not any(cell.column in headings.found for cell in headed):
        aside.outside.append(raw.number)
    else:
        rows.append(_row(raw, headings, where))


def _row(raw: RawRow, headings: Headings, where: str) -> Row:
    stored = {cell.column: cell for cell in raw.cells}
    cells = {
        column.name: cell_value(stored[at], raw.number, column, where)
        if at in stored
        else CellValue(None, "", "", f"{letters(at)}{raw.number}")
        for at, column in headings.found.items()
    }
    return Row(raw.number, cells)


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
