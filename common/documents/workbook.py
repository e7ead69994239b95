"""The Excel workbook under ``sheets``: formats, frozen headers, filters, and each value as what it is."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import TracebackType
from typing import Any, BinaryIO, Self

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .prepare import printable
from .safe import is_number

LONGEST_TEXT, LAST_ROW, LONGEST_NAME = 32_767, 1_048_575, 31
LONGEST_NUMBER = 15  # figures that a spreadsheet's number can hold
UNNAMEABLE = re.compile(r"[\[\]:*?/\\\n\t]+")
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
DATE, MOMENT = "d mmmm yyyy", "d mmmm yyyy, hh:mm"
RATINGS = {
    "red": ("#B3261E", "#FFFFFF"),
    "amber": ("#F2B84B", "#5C3B00"),
    "green": ("#1C6B3C", "#FFFFFF"),
    "not rated": ("#ECEFF0", "#3D474A"),
}
SHAPE = re.compile("^[◆▲●○][ \u00a0]")


class Book:
    """A workbook being written row by row, so that a long sheet takes little memory."""

    def __init__(self, made: BinaryIO, title: str) -> None:
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "default_date_format": DATE,
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        }  # fmt: skip
        self._file = xlsxwriter.Workbook(made, options)
        self._file.set_properties({"title": printable(title)[:255], "created": UNDATED})
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def sheet(self, title: str, note: str, columns: list[tuple[str, float, str]]) -> "Page":
        """A new sheet with its header; ``columns`` are (heading, width in characters, kind)."""
        return Page(self, self._file.add_worksheet(self.name(title)), title, note, columns)

    def name(self, title: str) -> str:
        """The title as a sheet's name: what Excel refuses left out, at most 31 characters, and no name twice."""
        base = UNNAMEABLE.sub(" ", printable(title)).strip().strip("'").strip()
        base = f"{base} sheet" if base.lower() == "history" else base or "Sheet"
        name, number = _cut(base, LONGEST_NAME), 1
        while name.lower() in self._names:
            number += 1
            name = f"{_cut(base, LONGEST_NAME - len(str(number)) - 3)} ({number})"
        self._names.add(name.lower())
        return name

    def format(self, **look: Any) -> Format:
        """The cell format with this look, made once; every cell is wrapped and set at its top."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._file.add_format({"text_wrap": True, "valign": "top", **look})
        return self._formats[key]


class Page:
    """One sheet: a note if there is one, a header that stays in view, then rows in order."""

    def __init__(
        self, book: Book, sheet: Worksheet, title: str, note: str, columns: list[tuple[str, float, str]]
    ) -> None:
        self.book, self.sheet, self.title, self.columns = book, sheet, title, columns
        for number, (_, width, _) in enumerate(columns):
            sheet.set_column(number, number, width)
        self.header = 0
        if note.strip():
            self._text(0, 0, note, {"text_wrap": False, "font_color": "#4B5A5E"})
            self.header = 1
        look = {"bold": True, "bg_color": "#12434A", "font_color": "#FFFFFF", "valign": "vcenter"}
        for number, (heading, _, _) in enumerate(columns):
            self._text(self.header, number, heading, look)
        self.row = self.header
        self._print_setup()

    def write(self, values: list[Any]) -> None:
        """Write the next row. Raises ValueError for text too long for a cell, or more rows than a sheet holds."""
        self.row += 1
        if self.row > LAST_ROW:
            raise ValueError(f"The sheet “{self.title}” has more rows than a spreadsheet holds (1,048,576).")
        for column, value in enumerate(values):
            self._value(column, value, self.columns[column][2])

    def finish(self) -> None:
        """Freeze the header and let the rows be filtered."""
        self.sheet.freeze_panes(self.header + 1, 0)
        if self.columns:
            self.sheet.autofilter(self.header, 0, max(self.row, self.header), len(self.columns) - 1)

    def _print_setup(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.header)
        self.sheet.set_footer("&L&A&RPage &P of &N")

    def _value(self, column: int, value: Any, kind: str) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            value = "Yes" if value else "No"
        if isinstance(value, date):
            self._date(column, value)
        elif is_number(value) and _fits(value):
            shown = Decimal(value) / 100 if kind == "percent" else value
            self.sheet.write_number(
                self.row, column, float(shown), self.book.format(num_format=number_format(value, kind))
            )
        else:
            text = format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
            self._text(self.row, column, text, _look(text))

    def _date(self, column: int, value: date) -> None:
        """A date as a date; a moment as London's clock showed it, since a spreadsheet knows no time zone."""
        moment = isinstance(value, datetime)
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value)
        look = self.book.format(num_format=MOMENT if moment else DATE, align="left")
        self.sheet.write_datetime(self.row, column, value, look)

    def _text(self, row: int, column: int, text: str, look: dict[str, Any]) -> None:
        text = printable(text)
        if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            where = f"row {row - self.header}, “{self.columns[column][0]}”" if self.columns else "the note"
            raise ValueError(
                f"The text in {where} of the sheet “{self.title}” is longer than the 32,767 characters "
                "that a spreadsheet cell holds: shorten it, or export to another format."
            )
        self.sheet.write_string(row, column, text, self.book.format(**look))


def number_format(value: Any, kind: str) -> str:
    """The cell format that shows as many decimal places as the number was given with, six at most."""
    exponent = Decimal(str(value)).as_tuple().exponent
    places = 0 if kind == "integer" else min(max(-int(exponent), 0), 6)
    figures = ("0" if kind == "text" else "#,##0") + ("." + "0" * places if places else "")
    return {"money": f"£{figures};-£{figures}", "percent": f"{figures}%"}.get(kind, figures)


def _fits(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet's number can hold every figure: one that it would round is kept as text."""
    return isinstance(value, float) or len(Decimal(value).normalize().as_tuple().digits) <= LONGEST_NUMBER


def _look(text: str) -> dict[str, Any]:
    """A rating's colours when the words are a rating's; the words still say it."""
    tone = RATINGS.get(SHAPE.sub("", text).lower()) if len(text) < LONGEST_NAME else None
    return {"bg_color": tone[0], "font_color": tone[1], "bold": True} if tone else {}


def _cut(text: str, length: int) -> str:
    """The text within so many of the units that Excel counts, never half of a character, and no quote at its end."""
    while len(text.encode("utf-16-le")) // 2 > length:
        text = text[:-1]
    return text.rstrip(" '")
