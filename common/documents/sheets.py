"""Tables as spreadsheets (.xlsx) and as CSV, with text that stays text and numbers that stay numbers."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Literal

from django.utils import timezone

from .safe import is_number, original_text, safe_text
from .workbook import Book

__all__ = ["Column", "Sheet", "original_text", "safe_text", "to_csv", "to_xlsx"]

Kind = Literal["text", "integer", "number", "percent", "money", "date"]
Value = str | int | float | Decimal | date | datetime | bool | None
"""What a cell may be. ``percent`` is in points: 95 means 95%."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and what it holds. Text in a column of numbers stays text."""

    heading: str
    width: float = 16
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet. ``rows`` are read once. A ``note`` stands above the header of a report; a sheet to import has none."""

    title: str
    columns: list[Column]
    rows: Iterable[list[Value]]
    note: str = ""


def to_xlsx(sheets: list[Sheet], *, title: str) -> bytes:
    """The .xlsx file's bytes, the same for the same sheets.

    Raises ValueError, naming the sheet, row and column, for a row that does not fit its columns or text of over
    32,767 characters, which Excel cannot hold.
    """
    made = BytesIO()
    with Book(made, title) as book:
        for sheet in sheets or [Sheet(title, [], [])]:
            page = book.sheet(sheet.title, sheet.note, [(c.heading, c.width, c.kind) for c in sheet.columns])
            for row in _checked(sheet):
                page.write(row)
            page.finish()
    return made.getvalue()


def to_csv(sheet: Sheet) -> bytes:
    """The sheet as CSV in UTF-8 with a byte-order mark, lines ending CR LF, dates as 2019-10-31, without its note.

    Raises ValueError for a row that does not fit its columns.
    """
    text = StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([safe_text(column.heading) for column in sheet.columns])
    lines.writerows([_plain(value) for value in row] for row in _checked(sheet))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _checked(sheet: Sheet) -> Iterator[list[Value]]:
    for number, row in enumerate(sheet.rows, start=1):
        if len(row) != len(sheet.columns):
            raise ValueError(
                f"Row {number} of the sheet “{sheet.title}” has {len(row)} values for {len(sheet.columns)} columns."
            )
        yield row


def _plain(value: Any) -> Any:
    """The value as CSV writes it: a number or a date as it is, words made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if is_number(value):
        return format(value, "f") if isinstance(value, Decimal) else value
    return safe_text(str(value))
