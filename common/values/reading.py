"""What one cell of results, targets or baselines says: a number in the indicator's own unit, words, or nothing."""

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from .errors import Unreadable
from .numbers import TOO_LARGE, NumberRead, from_cell, kept, plain, read_number, trimmed
from .units import MONEY_SCALES, UNITS, without_unit
from .words import LONGEST_CELL, LONGEST_WORDS, check_text, plain_dashes, quoted, tidy

VALUE, WORDS, NOT_AVAILABLE, NOT_MEASURED = "value", "words", "not_available", "not_measured"

_NOTHING = frozenset(
    [
        "",
        "-",
        "--",
        ".",
        "..",
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "not available",
        "not applicable",
        "no data",
        "data not available",
    ]
)
_UNMEASURED = re.compile(r"not (?:currently |yet |previously |being )?(?:measured|collected|recorded|monitored)\.?")
# Words that stand for a figure to come, in results as in targets.
_TO_COME = re.compile(
    r"(?:to be |tb[acd]\b|set baseline|baseline|awaiting|awaited|pending|suppressed|under (?:review|development)"
    r"|in development|being developed|not (?:yet )?(?:due|set|known|published|agreed|defined)|first judge?ment"
    r"|new (?:indicator|measure)).*"
)
_ERROR_CELL = re.compile(
    r"#(?:div/0|n/a|ref|name|value|num|null|spill|calc|getting_data|field|blocked)[!?]?|err:[0-9]+", re.I
)
_LEVEL_BEFORE = re.compile(r"(?:level|grade|band|tier|stage)\s?([0-9]{1,3})(?![0-9.,])(.*)", re.IGNORECASE)
_LEVEL_AFTER = re.compile(r"([0-9]{1,3})[\s-]?stars?\b(.*)", re.IGNORECASE)
# A remark after a number: in brackets, or with the opening bracket lost, as one plan prints it; and "each year" in words.
_REMARK = re.compile(r"\(.*\)\.?|[^()0-9]+\)|p\.?a\.?|(?:per|an?) (?:annum|year)\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_WHEN = re.compile(r"(?:in|by|for|from|until|during) [0-9]", re.IGNORECASE)
# What reads as nothing but itself, and needs no note.
_PLAINLY = re.compile(r"[-−]?[0-9]+(?:\.[0-9]+)?%?", re.ASCII)
_QUOTED_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# What programs write in place of a number.
_NEVER_WORDS = frozenset(["nan", "inf", "+inf", "-inf", "infinity", "-infinity", "true", "false", "null", "none"])
_YES_NO = {"yes": Decimal(1), "y": Decimal(1), "no": Decimal(0), "n": Decimal(0)}


@dataclass(frozen=True)
class CellRead:
    """``words`` holds the text as printed wherever it says more than the number; ``notes`` say how it was read."""

    number: Decimal | None = None
    words: str = ""
    comparator: str = ""
    state: str = VALUE
    unit_hint: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)


def read_cell(
    raw: object, *, unit: str, levels: bool = False, number_format: str = "", any_words: bool = False
) -> CellRead:
    """One cell, for an indicator of that unit (one of ``UNITS``); ``levels`` lets "3 star" stand for any unit.

    ``number_format`` is the spreadsheet's format of a numeric cell. ``any_words`` takes words of any kind (targets);
    without it only words that stand for a figure to come. Raises ``Unreadable``.
    """
    if raw is None:
        return CellRead(state=NOT_AVAILABLE)
    if isinstance(raw, bool):
        raise Unreadable(
            f"{quoted(raw)} is true-or-false, not a value. Enter the value in figures or words.", "boolean"
        )
    if isinstance(raw, (date, time, timedelta)):
        raise Unreadable(
            f"{quoted(raw)} is a date or a time, not a value. Format the cell as a number or as text.",
            "date-not-value",
        )
    if isinstance(raw, (int, float, Decimal)):
        return _read_numeric(raw, unit, number_format)
    return _read_text(str(raw), unit, levels or unit == "level", any_words)


def is_percent_format(number_format: str) -> bool:
    """Whether a spreadsheet shows a number of that format times a hundred with a % sign."""
    return "%" in _QUOTED_FORMAT.sub("", number_format)


def _read_numeric(raw: int | float | Decimal, unit: str, number_format: str) -> CellRead:
    if isinstance(raw, int) and abs(raw) >= TOO_LARGE:
        # Not quoted: Python refuses to write out an integer of thousands of digits.
        raise Unreadable("That number is too large to be a result. Check the figure and its unit.", "too-large")
    percent = is_percent_format(number_format)
    number = from_cell(raw, percent=percent)
    if percent and unit != "percent":
        raise _wrong_unit(f"{plain(number)}%", "a percentage", unit)
    notes = (f"{raw} formatted as a percentage read as {plain(number)}%",) if percent else ()
    if unit == "yes_no":
        raise Unreadable(f"{quoted(raw)} is a number, but this indicator is yes or no. Enter Yes or No.", "wrong-unit")
    if unit == "text":
        return CellRead(words=plain(number), state=WORDS)
    return CellRead(number=number, notes=notes)


def _read_text(raw: str, unit: str, levels: bool, any_words: bool) -> CellRead:
    check_text(raw, longest=LONGEST_CELL if unit == "text" or len(raw) > LONGEST_CELL else LONGEST_WORDS)
    text = plain_dashes(tidy(raw))
    low = text.lower()
    if _ERROR_CELL.fullmatch(text):
        raise Unreadable(
            f"{quoted(raw)} is a spreadsheet error, not a value. Mend the formula, or leave the cell blank.",
            "error-cell",
        )
    words = raw.strip()
    if low in _NOTHING:
        return CellRead(words=words, state=NOT_AVAILABLE)
    if _UNMEASURED.fullmatch(low):
        return CellRead(words=words, state=NOT_MEASURED)
    if unit == "text":
        return CellRead(words=words, state=WORDS)
    if _TO_COME.fullmatch(low):
        return CellRead(words=words, state=WORDS)
    if unit == "yes_no":
        return _read_yes_no(raw, low, any_words)
    if level := _LEVEL_BEFORE.fullmatch(text) or _LEVEL_AFTER.fullmatch(text):
        return _read_level(raw, level, unit, levels)
    read = read_number(raw)
    if read is not None:
        return _read_counted(raw, read, unit, any_words)
    return _read_words(raw, unit, (levels or any_words) and low not in _NEVER_WORDS)


def _read_yes_no(raw: str, low: str, any_words: bool) -> CellRead:
    number = _YES_NO.get(low)
    if number is not None:
        return CellRead(number=number, words="Yes" if number else "No")
    if any_words and not any(character.isdigit() for character in low):
        return CellRead(words=raw.strip(), state=WORDS)
    raise Unreadable(f"{quoted(raw)} cannot be read: this indicator is yes or no. Enter Yes or No.", "wrong-unit")


def _read_level(raw: str, level: re.Match[str], unit: str, levels: bool) -> CellRead:
    if not levels:
        raise _wrong_unit(raw, "a level", unit)
    number = Decimal(level[1])
    return CellRead(number, raw.strip(), unit_hint="level", notes=(f"{quoted(raw)} read as {plain(number)}",))


def _read_counted(raw: str, read: NumberRead, unit: str, any_words: bool) -> CellRead:
    """A number with what stands around it: converted to the indicator's own unit, or refused."""
    rest = without_unit(read.rest, unit)
    if rest and not _REMARK.fullmatch(rest):
        if any_words and _is_prose(rest, unit):
            return CellRead(words=raw.strip(), state=WORDS)
        raise Unreadable(
            f"{quoted(raw)} has words after the number; this indicator is {UNITS[unit]}. "
            "Enter the number alone, with any remark in brackets.",
            "not-a-number",
        )
    number = _in_own_unit(raw, read, unit)
    hint = ("£" if read.pounds else "") + read.mark
    words = raw.strip() if rest else ""
    said = f"{quoted(raw)} read as {_COMPARED.get(read.comparator, '')}{plain(number)}"
    suffix = f" ({UNITS[unit].removeprefix('in ')})" if unit in MONEY_SCALES else "%" if unit == "percent" else ""
    notes = () if _PLAINLY.fullmatch(tidy(raw)) else (said + suffix,)
    return CellRead(number, words, read.comparator, VALUE, hint, notes)


_COMPARED = {"<": "less than ", "≤": "no more than ", ">": "more than ", "≥": "at least ", "~": "about "}


def _is_prose(rest: str, unit: str) -> bool:
    """Whether what follows a number makes the whole a phrase, not a slip of the keys.

    "1 st May 09", "1000 jobs", "£0.5M in 2003/04" and a range of money with a remark are phrases; "£5 milion" is none.
    """
    if unit not in MONEY_SCALES and rest[0].isalpha():
        return len(rest.split()) > 1 or (rest.isalpha() and len(rest) > 3)
    return len(_WORD.findall(rest)) > 1 or bool(_WHEN.match(rest))


def _in_own_unit(raw: str, read: NumberRead, unit: str) -> Decimal:
    if read.mark == "%":
        if unit != "percent" or read.pounds:
            raise _wrong_unit(raw, "a percentage", unit)
        return read.number
    if unit in MONEY_SCALES:
        return trimmed(kept(read.scaled / MONEY_SCALES[unit])) if read.mark else read.number
    if read.pounds:
        raise _wrong_unit(raw, "an amount of money", unit)
    if read.mark:
        raise Unreadable(
            f"{quoted(raw)} is abbreviated. Enter the whole number: {plain(kept(read.scaled))}.", "not-a-number"
        )
    return read.number


def _read_words(raw: str, unit: str, allowed: bool) -> CellRead:
    if allowed:
        return CellRead(words=raw.strip(), state=WORDS)
    raise Unreadable(
        f"{quoted(raw)} is not a value; this indicator is {UNITS[unit]}. Enter a number, like 1,250 or 88.4, or "
        "leave it blank where there is none.",
        "not-a-number",
    )


def _wrong_unit(raw: str, what: str, unit: str) -> Unreadable:
    return Unreadable(
        f"{quoted(raw)} is {what}, but this indicator is {UNITS[unit]}. Enter the value in the indicator's own unit.",
        "wrong-unit",
    )
