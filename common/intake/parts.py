"""What a file becomes when it is read: rows of cells, notes to show, or a refusal. Nothing here knows a file format."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

CellContent = str | Decimal | int | float | bool | date | None


class FileRefused(Exception):
    """The file cannot be used at all. ``code`` is stable (docs/file-codes.md); ``sentence`` is one line to show."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader of the file should know, though it stops nothing."""

    code: str
    message: str


class CellValue(NamedTuple):
    """One cell.

    ``value``: text as stored, or int, Decimal (15 significant digits, as spreadsheets keep them), bool, date or
    datetime; None when blank. ``text``: the same as the person would type it ("95%", "31/10/2019"), trimmed.
    ``number_format``: the spreadsheet's own code ("0.0%"), empty when general or unknown. ``ref``: "C4".
    ``error``: the sentence with which the row must be refused, or empty; ``error_code`` is its stable code.
    """

    value: CellContent
    text: str
    number_format: str
    ref: str
    error: str = ""
    error_code: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the cell holds nothing; an error is not nothing."""
        return not self.text and not self.error


ABSENT = CellValue(None, "", "", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something. ``number`` is what the spreadsheet shows beside it; ``cells`` go by column name."""

    number: int
    cells: dict[str, CellValue]

    def cell(self, column: str) -> CellValue:
        """The cell under ``column``; a blank one when the file does not have that column."""
        return self.cells.get(column, ABSENT)

    def text(self, column: str) -> str:
        """What the cell under ``column`` says, trimmed; empty when blank or when the file does not have that column."""
        return self.cell(column).text

    @property
    def errors(self) -> list[tuple[str, CellValue]]:
        """Column name and cell of each cell whose ``error`` refuses this row."""
        return [(name, cell) for name, cell in self.cells.items() if cell.error]


@dataclass(frozen=True)
class Intake:
    """A table that was read. ``read`` counts every row under the headings: always ``len(rows) + ignored``.

    ``kind`` is "csv", "xlsx" or "ods"; ``sheet`` and ``encoding`` are empty where the kind has none. ``columns`` are
    the known columns that the file has, in its order.
    """

    filename: str
    kind: str
    sheet: str
    encoding: str
    header_row: int
    columns: tuple[str, ...]
    rows: list[Row]
    notes: list[Note]
    ignored: int
    read: int


class RawCell(NamedTuple):
    """A cell as its file stores it.

    ``kind``: text, number, bool, date (ISO text), error (``value`` is what the cell shows) or uncalculated (``value``
    is the formula).
    """

    column: int
    kind: str
    value: str
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that has at least one cell with something in it, under its 1-based number."""

    number: int
    cells: tuple[RawCell, ...]
    hidden: bool = False

    def texts(self) -> dict[int, str]:
        """Trimmed text by 1-based column number."""
        return {cell.column: cell.value.strip() for cell in self.cells}


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; all four numbers are 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class RawSheet:
    """One sheet (or a whole CSV) before its headings are known. ``rows`` come one at a time, and only once."""

    rows: Iterator[RawRow]
    name: str = ""
    encoding: str = ""
    merges: list[Merge] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
