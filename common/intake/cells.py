"""One stored cell as its value and as what a person would have typed. A cell that cannot be trusted says why."""

import calendar
import math
import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from . import limits
from .columns import Column
from .parts import CellValue, RawCell
from .refusals import text_too_long
from .wording import letters, shown

# Parts of a number format that are shown as they stand, or that set colour, locale and condition.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# Above this many digits a spreadsheet does not keep whole numbers exactly.
_EXACT_DIGITS = 15
# An exponent of more digits than a double can have is no number to calculate with: it stays the text that it is.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_LONGEST_PLAIN = 30
# What a spreadsheet shows for a formula that failed, and writes where it saves only text.
_FAILED = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


def number_kind(stored: str) -> str:
    """ "number" when ``stored`` is a finite number, else "text", so that the field's own parser says what is wrong."""
    return "number" if _NUMBER.match(stored) and not math.isinf(float(stored)) else "text"


def date_kind(stored: str) -> tuple[str, str]:
    """ "date" and its normal ISO form when ``stored`` is an ISO date or date and time, else "text" and ``stored``."""
    try:
        return "date", datetime.fromisoformat(stored).replace(tzinfo=None).isoformat()
    except ValueError:
        return "text", stored


def cell_value(raw: RawCell, row: int, column: Column, where: str) -> CellValue:
    """The cell for the reader. ``where`` names the file or sheet; raises FileRefused for a text that is too long."""
    at, kind, stored, number_format = raw
    ref = f"{letters(at)}{row}"
    if kind == "text":
        if len(stored) > limits.MAX_TEXT:
            raise text_too_long(f"{where}, cell {ref}")
        text = stored.strip()
        if text.startswith("#") and text in _FAILED:
            return _untrusted(RawCell(at, "error", text, number_format), ref)
        # Most cells of most files; CellValue(…) takes longer.
        return CellValue._make((stored if text else None, text, number_format, ref, "", ""))
    if kind in ("error", "uncalculated"):
        return _untrusted(raw, ref)
    value, text = _READERS[kind](stored, number_format)
    if column.identifier:
        return _lost_form(raw, text, ref, column)
    return CellValue(value, text, number_format, ref)


def _untrusted(raw: RawCell, ref: str) -> CellValue:
    if raw.kind == "error":
        reason = f"Cell {ref} shows the error {shown(raw.value)}. Correct its formula, or type the value."
        return CellValue(None, raw.value, raw.number_format, ref, reason, "formula-error")
    reason = (
        f"Cell {ref} has the formula {shown(raw.value)} without its result. "
        "Open the file in your spreadsheet program, save it and try again, or type the value."
    )
    return CellValue(None, raw.value, raw.number_format, ref, reason, "formula-not-calculated")


def _lost_form(raw: RawCell, text: str, ref: str, column: Column) -> CellValue:
    what = {"date": "a date", "bool": "true or false"}.get(raw.kind, "a number")
    reason = (
        f"Cell {ref}: the spreadsheet turned this {column.name.lower()} into {what} ({text}), so what was typed "
        "is lost. Format the column as Text and type it again."
    )
    code = "identifier-date" if raw.kind == "date" else "identifier-number"
    return CellValue(None, text, raw.number_format, ref, reason, code)


def _number(stored: str, number_format: str) -> tuple[int | Decimal, str]:
    exact = Decimal(stored)
    # 88.4 may be stored as 88.400000000000006: a spreadsheet means, and shows, 15 digits.
    number = exact if exact.adjusted() > 300 else Decimal(format(exact, f".{_EXACT_DIGITS}g"))
    whole = number.adjusted() < _EXACT_DIGITS and number == number.to_integral_value()
    value = int(number) if whole else number
    if "%" in _LITERAL.sub("", number_format):
        return value, f"{_plain(number * 100)}%"
    return value, _plain(number)


def _plain(number: Decimal) -> str:
    """Without an exponent or trailing zeros; huge numbers keep their exponent rather than fill the page with zeros."""
    if abs(number.adjusted()) > _LONGEST_PLAIN:
        return str(number)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _date(stored: str, number_format: str) -> tuple[date, str]:
    moment = datetime.fromisoformat(stored)
    clock = "" if moment.time() == datetime.min.time() else f" {moment:%H:%M}"
    value = moment if clock else moment.date()
    shows = _date_parts(number_format)
    if "y" in shows and "d" not in shows and not clock:
        # Typed as Apr-18 or 2018; the day was the spreadsheet's idea.
        return value, f"{calendar.month_name[moment.month]} {moment.year}" if "m" in shows else str(moment.year)
    return value, f"{moment:%d/%m/}{moment.year:04d}{clock}"


@lru_cache(maxsize=256)
def _date_parts(number_format: str) -> frozenset[str]:
    return frozenset(_LITERAL.sub("", number_format).lower()) & set("dmy")


def _bool(stored: str, number_format: str) -> tuple[bool, str]:
    true = stored.strip().lower() in ("1", "true")
    return true, "TRUE" if true else "FALSE"


_READERS = {"number": _number, "date": _date, "bool": _bool}
