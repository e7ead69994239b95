"""How each column of results and targets is read from a cell, and written so that it reads back."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from common.intake import CellValue
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from common.values.words import quoted
from performance.choices import ResultStatus
from performance.models import Indicator
from performance.models.result import stored

from .base import CellWidget, IndicatorWidget, as_cell, content, text_of

# A file says the same few hundred figures many times over; longer texts are read each time, not kept.
_SHORT = 40
_STATUSES = {str(status): str(status) for status in ResultStatus.values}
_NAMES_A_YEAR = re.compile(r"[0-9]{4}|[0-9]{2}[/-][0-9]{2}")


def result_value(raw: Any, unit: str, decimal_places: int | None, number_format: str) -> ResultValue:
    """A cell's content as a result; short ones are read once for many rows."""
    read = _read_once if isinstance(raw, str) and len(raw) <= _SHORT else _read
    return read(raw, unit, decimal_places, number_format)


def _read(raw: Any, unit: str, decimal_places: int | None, number_format: str) -> ResultValue:
    return ResultValue.parse(raw, unit=unit, decimal_places=decimal_places, number_format=number_format)


_read_once = lru_cache(maxsize=8192)(_read)


def packed(number: Decimal | None) -> str | None:
    """A number as JSON keeps it without loss."""
    return None if number is None else str(number)


def unpacked(text: str | None) -> Decimal | None:
    """The number that ``packed`` was given."""
    return None if text is None else Decimal(text)


class ReferenceWidget(IndicatorWidget):
    """The indicator that a row is about."""

    code = "unknown-reference"
    codes = {"missing-reference": "missing-reference"}

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> Indicator:
        return self.indicator(row)

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return str(value.reference) if value else ""


class PeriodWidget(IndicatorWidget):
    """The period, in one column or with its year in another, of the indicator's frequency and kind of year."""

    code = "unreadable-period"
    codes = {
        "wrong-frequency": "period-of-another-frequency",
        "wrong-year-type": "period-of-another-frequency",
        "missing-period": "missing-period",
    }

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> Period:
        indicator = self.indicator(row)
        text = " ".join(text_of(cell).split())
        year = text_of(as_cell(row["Year"])) if "Year" in row else ""
        if not text and not year:
            raise Unreadable("The row has no period. Give one like Q1 2018/19 or 2018/19.", "missing-period")
        whole = text if not year or _NAMES_A_YEAR.search(text) else f"{text} {year}".strip()
        period = Period.parse(whole, frequency=indicator.frequency, year_type=indicator.year_type)
        if year and whole == text and not _in_year(period, year):
            raise Unreadable(f"{quoted(text)} is not in the year {quoted(year)}. Correct one of them.")
        return period

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return value.label if value else ""

    def notes(self, value: Period, text: str) -> tuple[str, ...]:
        return () if not text or text == value.label else (f"{quoted(text)} read as {value.label}",)


def _in_year(period: Period, year: str) -> bool:
    named = Period.parse(year)
    return named.start <= period.end <= named.end or period.financial_year == named.label


class FiguresWidget(IndicatorWidget):
    """A widget whose value says itself how it was read."""

    def notes(self, value: Any, text: str) -> tuple[str, ...]:
        notes: tuple[str, ...] = value.notes
        return notes


class ResultWidget(FiguresWidget):
    """The result: a number in the indicator's unit, words, or nothing (a blank, N/A or a dash: not available)."""

    code = "unreadable-result"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> ResultValue:
        indicator = self.indicator(row)
        return result_value(content(cell), indicator.unit, indicator.decimal_places, cell.number_format)

    def render(self, value: Any, obj: Any = None, **_: Any) -> Any:
        return value.cell if value else ""

    def show(self, value: Any, indicator: Indicator) -> str:
        return str(value.display(indicator.unit)) if value else ""

    def pack(self, value: Any) -> list[Any]:
        return [packed(value.number), value.words, value.comparator, value.state]

    def unpack(self, kept: Any) -> ResultValue:
        number, words, comparator, state = kept
        return ResultValue(unpacked(number), words, comparator, state)


class TargetWidget(FiguresWidget):
    """The target, with the comparator of a column of its own where there is one. A blank sets none."""

    code = "unreadable-target"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> TargetValue | None:
        if cell.is_blank:
            return None
        stated = text_of(as_cell(row["Comparator"])) if "Comparator" in row else ""
        unit = self.indicator(row).unit
        return TargetValue.parse(content(cell), unit=unit, number_format=cell.number_format, comparator=stated)

    def render(self, value: Any, obj: Any = None, **_: Any) -> Any:
        return value.cell if value else ""

    def show(self, value: Any, indicator: Indicator) -> str:
        return str(value.display(indicator.unit)) if value else ""

    def pack(self, value: Any) -> list[Any]:
        return [packed(value.number), packed(value.upper), value.comparator, value.words, value.state]

    def unpack(self, kept: Any) -> TargetValue:
        number, upper, comparator, words, state = kept
        return TargetValue(unpacked(number), unpacked(upper), comparator, words, state)


class ToleranceWidget(CellWidget):
    """ "5" in units or points, "5%" of the target; kept as text."""

    code = "unreadable-tolerance"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str | None:
        return str(Tolerance.parse(content(cell), number_format=cell.number_format)) or None


class FigureWidget(CellWidget):
    """A plain number: a numerator or a denominator."""

    code = "unreadable-number"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> Decimal | None:
        if cell.is_blank:
            return None
        value = result_value(content(cell), "number", None, "")
        if value.number is None or value.comparator:
            raise Unreadable(f"{quoted(cell.text)} is not a number. Enter figures, like 1,250, or leave it blank.")
        return value.number

    def render(self, value: Any, obj: Any = None, **_: Any) -> Any:
        return "" if value is None else stored(value)

    def show(self, value: Any, indicator: Indicator) -> str:
        return "" if value is None else format(stored(value) or Decimal(0), ",f")

    def pack(self, value: Any) -> str | None:
        return packed(value)

    def unpack(self, kept: Any) -> Decimal | None:
        return unpacked(kept)


class StatusWidget(CellWidget):
    """Provisional or final."""

    code = "unreadable-status"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str | None:
        word = text_of(cell).casefold().rstrip(".")
        if not word:
            return None
        if word in _STATUSES:
            return _STATUSES[word]
        for status in _STATUSES:
            if (len(word) >= 4 and status.startswith(word)) or word == status[0]:
                return status
        raise Unreadable(f"{quoted(cell.text)} is not a status. Write provisional or final.")


class WordsWidget(CellWidget):
    """Text of at most ``longest`` characters, kept as it came."""

    code = "unreadable-text"

    def __init__(self, longest: int = 32_767) -> None:
        super().__init__()
        self.longest = longest

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> str | None:
        text = (super().read(cell, row) or "").replace("\r\n", "\n").replace("\r", "\n")
        if text and len(text) > self.longest:
            raise Unreadable(f"The text has {len(text):,} characters; the most here is {self.longest:,}. Shorten it.")
        return text or None
