"""Which sheet of a workbook is read, and what is said of the others. Runs in the child."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from . import limits
from .columns import ColumnSpec, heading_row
from .parts import FileRefused, Merge, Note, RawRow
from .wording import listed, shown

OnRow = Callable[[RawRow], None]


@dataclass(frozen=True)
class SheetInfo:
    """A sheet's name, and whether the workbook hides it."""

    name: str
    hidden: bool


class Book(Protocol):
    """What each workbook reader offers."""

    sheets: list[SheetInfo]

    def scan(self, index: int, on_row: OnRow) -> list[Merge]:
        """Send each row of the sheet that holds something to ``on_row``, in order; returns the merged ranges."""


class _Enough(Exception):
    """The first rows are known; the rest need not be read yet."""


def choose_sheet(book: Book, spec: ColumnSpec, wanted: str, filename: str) -> tuple[int, list[Note]]:
    """Position of the sheet to read: the one named ``wanted``, else the first with the columns. Raises FileRefused."""
    visible = [at for at, sheet in enumerate(book.sheets) if not sheet.hidden]
    if wanted:
        chosen = _named(book.sheets, wanted, filename)
        filled = visible
    else:
        openings = {at: _opening(book, at) for at in visible} if len(visible) > 1 else {at: [] for at in visible}
        filled = [at for at, rows in openings.items() if rows]
        chosen = _fitting(openings, spec, filename)
    notes = []
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    others = [book.sheets[at].name for at in filled if at != chosen]
    if hidden:
        notes.append(Note("hidden-sheet", f"{_are(hidden)} hidden: not read."))
    if others:
        notes.append(
            Note("other-sheet", f'{_are(others)} not read; the rows come from "{shown(book.sheets[chosen].name)}".')
        )
    return chosen, notes


def _named(sheets: list[SheetInfo], wanted: str, filename: str) -> int:
    names = {sheet.name.strip().casefold(): at for at, sheet in enumerate(sheets)}
    at = names.get(wanted.strip().casefold())
    if at is None:
        close = get_close_matches(wanted.strip().casefold(), names, n=1)
        mend = f'Did you mean "{shown(sheets[names[close[0]]].name)}"?' if close else "Name one of them."
        has = listed([f'"{shown(sheet.name)}"' for sheet in sheets if not sheet.hidden])
        raise FileRefused("unknown-sheet", f'{filename} has no sheet "{shown(wanted)}"; it has {has}. {mend}')
    if sheets[at].hidden:
        raise FileRefused(
            "sheet-is-hidden", f'{filename}: the sheet "{shown(sheets[at].name)}" is hidden. Unhide it first.'
        )
    return at


def _fitting(openings: dict[int, list[RawRow]], spec: ColumnSpec, filename: str) -> int:
    """The first sheet with all required columns, else the one with most columns, else the first with anything in it."""
    if not openings:
        raise FileRefused(
            "no-sheet", f"{filename} has no visible sheet of cells. Unhide the sheet that holds the table."
        )
    best, most = -1, -1
    for at, rows in openings.items():
        found = heading_row(spec, rows)
        if found and not found[1].missing:
            return at
        if found and len(found[1].found) > most:
            best, most = at, len(found[1].found)
    return best if most >= 0 else next(iter(openings))


def _opening(book: Book, index: int) -> list[RawRow]:
    rows: list[RawRow] = []

    def keep(row: RawRow) -> None:
        rows.append(row)
        if len(rows) == limits.HEADING_ROWS:
            raise _Enough

    with suppress(_Enough):
        book.scan(index, keep)
    return rows


def _are(names: list[str]) -> str:
    quoted = listed([f'"{shown(name)}"' for name in names])
    return f"Sheet {quoted} is" if len(names) == 1 else f"Sheets {quoted} are"
