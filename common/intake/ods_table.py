"""The cells of one OpenDocument table, as its XML streams past. Runs in the child.

Rows and cells may be repeated by a count: blank ones only move the position, so that a million of them cost nothing.
"""

import re

from . import limits
from .cells import date_kind, number_kind
from .parts import Merge, RawCell, RawRow
from .refusals import far_cell, too_many_rows
from .sheets import OnRow
from .wording import letters
from .xmlparts import Attributes, Elements

_NUMBERS = frozenset({"float", "percentage", "currency"})
# What LibreOffice shows in a cell whose formula failed.
_ERROR = re.compile(r"#(?:DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|NULL!)|(?:Err|Error):\d+")
# A date that is shown as Apr-18 or April 2018 was typed as a month.
_MONTH_AND_YEAR = re.compile(r"[^\W\d]+\.?[ -]\d{2,4}\Z")
_MONTH_FORMAT, _DAY_FORMAT = "mmm-yy", "dd/mm/yyyy"


class TableElements(Elements):
    """Sends each row with something in it of the ``index``-th table to ``on_row``; keeps the merged ranges."""

    def __init__(self, index: int, on_row: OnRow, where: str) -> None:
        super().__init__()
        self.merges: list[Merge] = []
        self._wanted, self._table, self._depth = index, -1, 0
        self._on_row, self._where = on_row, where
        self._row, self._column, self._last_filled = 0, 0, 0
        self._row_repeat, self._hidden = 1, False
        self._cells: list[RawCell] = []
        self._attrs: Attributes | None = None
        self._paragraphs: list[str] = []
        self._aside = 0

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "table":
            self._depth += 1
            self._table += self._depth == 1
        elif self._table != self._wanted or self._depth != 1:
            return
        elif tag == "annotation" or self._aside:
            self._aside += tag == "annotation"
        elif tag == "table-row":
            self._row_repeat = _count(attrs, "table:number-rows-repeated")
            self._hidden = attrs.get("table:visibility", "visible") != "visible"
            self._cells, self._column = [], 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._attrs, self._paragraphs = attrs, []
        elif self._attrs is not None:
            self._start_text(tag, attrs)

    def _start_text(self, tag: str, attrs: Attributes) -> None:
        if tag == "p":
            self.text = []
        elif self.text is not None and tag == "s":
            self.text.append(" " * min(_count(attrs, "text:c"), limits.MAX_TEXT + 1))
        elif self.text is not None and tag in ("tab", "line-break"):
            self.text.append("\t" if tag == "tab" else "\n")

    def end(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        elif self._table != self._wanted or self._depth != 1:
            return
        elif self._aside:
            self._aside -= tag == "annotation"
        elif tag == "p" and self._attrs is not None:
            self._paragraphs.append(self.taken())
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell(tag)
        elif tag == "table-row":
            self._end_row()

    def _end_cell(self, tag: str) -> None:
        attrs = self._attrs or {}
        self._attrs = None
        repeat = _count(attrs, "table:number-columns-repeated")
        first = self._column + 1
        self._column += repeat
        wide, tall = _count(attrs, "table:number-columns-spanned"), _count(attrs, "table:number-rows-spanned")
        if wide * tall > 1:
            self.merges.append(Merge(self._row + 1, first, self._row + tall, first + wide - 1))
        kind, value, number_format = _content(attrs, "\n".join(self._paragraphs))
        if tag == "covered-table-cell" or not value.strip():
            return
        if self._column > limits.MAX_COLUMNS:
            raise far_cell(f"{self._where}, has something in cell {letters(self._column)}{self._row + 1}")
        self._cells.extend(RawCell(at, kind, value, number_format) for at in range(first, self._column + 1))

    def _end_row(self) -> None:
        first = self._row + 1
        self._row += self._row_repeat
        if not self._cells:
            return
        if first > max(limits.MAX_ROWS, self._last_filled + limits.STRAY_GAP):
            raise far_cell(f"{self._where}, has something in cell {letters(self._cells[0].column)}{first}")
        if self._row > limits.MAX_ROWS:
            raise too_many_rows(self._where)
        self._last_filled = self._row
        for number in range(first, self._row + 1):
            self._on_row(RawRow(number, tuple(self._cells), self._hidden))


def _count(attrs: Attributes, name: str) -> int:
    count = int(attrs.get(name) or 1)
    if count < 1:
        raise ValueError(f"{name} is {count}")
    return count


def _content(attrs: Attributes, text: str) -> tuple[str, str, str]:
    """Kind, stored value and number format of a cell, from its attributes and the text that it shows."""
    kind = attrs.get("office:value-type", "")
    has_formula = bool(attrs.get("table:formula"))
    if attrs.get("calcext:value-type") == "error" or (has_formula and _ERROR.fullmatch(text.strip())):
        return "error", text.strip() or "#VALUE!", ""
    if has_formula and not kind:
        return "uncalculated", attrs.get("table:formula", "").removeprefix("of:"), ""
    if kind in _NUMBERS:
        number = attrs.get("office:value", "")
        return number_kind(number), number, "0%" if kind == "percentage" else ""
    if kind == "date":
        shows_month = _MONTH_AND_YEAR.match(text.strip())
        return (*date_kind(attrs.get("office:date-value", "")), _MONTH_FORMAT if shows_month else _DAY_FORMAT)
    if kind == "boolean":
        return "bool", attrs.get("office:boolean-value", ""), ""
    return "text", (attrs.get("office:string-value") or text)[: limits.MAX_TEXT + 1], ""
