"""The cells of one worksheet, as its XML streams past. Runs in the child."""

import re

from . import limits
from .cells import date_kind, number_kind
from .parts import Merge, RawCell, RawRow
from .refusals import far_cell, too_many_rows
from .sheets import OnRow
from .wording import letters
from .xlsx_styles import StyleElements, moment
from .xmlparts import Attributes, Elements

_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")
# Characters that XML cannot hold are written as _x000D_ and the like.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")


class SheetElements(Elements):
    """Sends each row with something in it to ``on_row``; keeps the merged ranges. Raises FileRefused at stray cells."""

    def __init__(
        self, strings: list[str], styles: StyleElements, is_1904: bool, is_stale: bool, on_row: OnRow, where: str
    ) -> None:
        super().__init__()
        self.merges: list[Merge] = []
        self._strings, self._styles = strings, styles
        self._is_1904, self._is_stale = is_1904, is_stale
        self._on_row, self._where = on_row, where
        self._row, self._column, self._last_filled = 0, 0, 0
        self._hidden = False
        self._cells: list[RawCell] = []
        self._type, self._style = "", ""
        self._value: str | None = None
        self._formula: str | None = None
        self._in_cell = self._aside = False

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "c":
            self._start_cell(attrs)
        elif self._in_cell and (tag in ("v", "f") or (tag == "t" and not self._aside)):
            self.text = []
        elif tag == "rPh":
            self._aside = True
        elif tag == "row":
            self._start_row(attrs)
        elif tag == "mergeCell":
            self._merge(attrs["ref"])

    def end(self, tag: str) -> None:
        if not self._in_cell:
            if tag == "row" and self._cells:
                self._on_row(RawRow(self._row, tuple(self._cells), self._hidden))
        elif tag == "v":
            self._value = self.taken()
        elif tag == "f":
            self._formula = self.taken()
        elif tag == "t" and not self._aside:
            self._value = (self._value or "") + self.taken()
        elif tag == "rPh":
            self._aside = False
        elif tag == "c":
            self._end_cell()

    def _start_row(self, attrs: Attributes) -> None:
        number = int(attrs.get("r") or self._row + 1)
        if number <= self._row:
            raise ValueError("rows out of order")
        self._row, self._column = number, 0
        self._hidden = attrs.get("hidden") in _TRUE
        self._cells = []

    def _start_cell(self, attrs: Attributes) -> None:
        ref = attrs.get("r")
        column = _position(ref)[0] if ref else self._column + 1
        if column <= self._column:
            raise ValueError("cells out of order")
        self._column = column
        self._type, self._style = attrs.get("t", "n"), attrs.get("s", "")
        self._value = self._formula = None
        self._in_cell = True

    def _end_cell(self) -> None:
        self._in_cell = False
        kind, value, number_format = self._content()
        if not value or (kind == "text" and not value.strip()):
            return
        self._refuse_stray()
        self._cells.append(RawCell(self._column, kind, value, number_format))

    def _refuse_stray(self) -> None:
        if self._column > limits.MAX_COLUMNS or self._row > max(limits.MAX_ROWS, self._last_filled + limits.STRAY_GAP):
            raise far_cell(f"{self._where}, has something in cell {letters(self._column)}{self._row}")
        if self._row > limits.MAX_ROWS:
            raise too_many_rows(self._where)
        self._last_filled = self._row

    def _content(self) -> tuple[str, str, str]:
        """Kind, stored value and number format of the cell that just ended."""
        stored = self._value or ""
        if self._formula is not None and not self._has_result(stored):
            return "uncalculated", f"={self._formula}", ""
        number_format = self._styles.number_format(self._style)
        if self._type == "s":
            return "text", _unescaped(self._strings[int(stored)]) if stored else "", number_format
        if self._type in ("str", "inlineStr"):
            return "text", _unescaped(stored[: limits.MAX_TEXT + 1]), number_format
        if self._type == "e":
            return "error", stored, number_format
        if self._type == "b":
            return "bool", stored, number_format
        if self._type == "d":
            return (*date_kind(stored), number_format)
        return self._number(stored, number_format)

    def _has_result(self, stored: str) -> bool:
        # A workbook that asks to be calculated on opening was written by a program that knows no results: its zeros
        # stand for "not yet calculated".
        if self._is_stale and stored == "0":
            return False
        return bool(stored) or self._type == "str"

    def _number(self, stored: str, number_format: str) -> tuple[str, str, str]:
        stored = stored.strip()
        kind = number_kind(stored)
        if kind == "number" and number_format and self._styles.is_date(number_format):
            found = moment(stored, self._is_1904)
            if found:
                return (*found, number_format)
        return kind, stored, number_format

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (left, top), (right, bottom) = _position(first), _position(last or first)
        if (left, top) != (right, bottom):
            self.merges.append(Merge(top, left, bottom, right))


def _position(ref: str) -> tuple[int, int]:
    """Column and row, 1-based, of a reference such as C4."""
    match = _REF.match(ref)
    if not match:
        raise ValueError(f"not a cell reference: {ref[:20]}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")
