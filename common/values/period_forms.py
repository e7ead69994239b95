"""The ways in which officers write a period, each read to a kind, a type of year and a first day.

Two years with a stroke (2018/19) are a financial year, or an academic one where AY or the indicator says so; a
single year (2018) is a calendar year.
"""

import re
from datetime import date, timedelta

from .dates import MONTH_PATTERN, month_number, whole_date
from .errors import Unreadable
from .period_asked import Asked, Reading
from .period_ranges import read_months, read_twelve_months
from .words import plain_dashes, tidy
from .years import (
    EARLIEST_YEAR,
    FIRST_MONTH,
    FREQUENCIES,
    LATEST_YEAR,
    MONTH_NAMES,
    MONTHS_IN,
    format_date,
    full_year,
    months_of,
    period_label,
    shift,
    start_containing,
)

_Y = r"(?:(?:19|20|21)[0-9]{2}|[0-9]{2})"
_PAIR = re.compile(rf"(?<![0-9])({_Y})\s?([/-])\s?({_Y})(?![0-9])")
_SINGLE = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")
_SHORT_YEAR = re.compile(r"(?<![0-9])'?([0-9]{2})$")
_STATED = re.compile(r"\b(fy|ay|cy|(?:financial|academic|calendar) year)\b\.?")
_STATED_TYPES = {"f": "financial", "a": "academic", "c": "calendar"}
_QUARTER = re.compile(r"(?:q|qtr|quarter) ?([1-4])|([1-4])(?:st|nd|rd|th) (?:quarter|qtr)")
_HALF = re.compile(r"(?:h|half) ?([12])|([12])(?:st|nd) half")
_TERM = re.compile(r"(autumn|spring|summer)(?: term)?")
_WHOLE_YEAR = re.compile(r"|annual|year|full year|year end|out ?turn")
_YEARS = re.compile(r"(.*[0-9]) (?:to|and) (.*[0-9])")
_TERM_FIRST = {"autumn": 9, "spring": 1, "summer": 4}


def read(raw: str, frequency: str, year_type: str) -> Reading:
    """The period that ``raw`` names, for an indicator of that frequency ("" for any) and type of year.

    Raises ``Unreadable`` with the code unreadable-period, wrong-frequency or wrong-year-type.
    """
    asked = Asked(raw, plain_dashes(tidy(raw)).lower(), FREQUENCIES[frequency] if frequency else "", year_type)
    if not asked.text:
        raise Unreadable(f"The period is missing. Write it like {asked.example()}.", "missing-period")
    if asked.year_type == "rolling" and (twelve := read_twelve_months(asked)):
        return twelve
    reading = _read_date(asked) or read_months(asked) or _read_two_years(asked) or _read_year_and_part(asked)
    if asked.kind:
        reading = _fitted(asked, reading)
    if not EARLIEST_YEAR <= reading.start.year <= LATEST_YEAR:
        raise asked.refuse(f"is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    if asked.year_type == "rolling" and reading.year_type != "rolling":
        end = shift(reading.start, months_of(reading.kind, reading.start))
        return Reading(reading.kind, "rolling", shift(end, -12))
    return reading


def _fitted(asked: Asked, reading: Reading) -> Reading:
    """The reading, once it is known to be of the kind and the type of year that the indicator reports."""
    if asked.kind == "two-year" and reading.kind == "year":
        reading = Reading("two-year", reading.year_type, shift(reading.start, -12))
    if reading.kind != asked.kind:
        raise asked.refuse(
            f"is a {reading.kind.replace('half', 'half-year')}; this indicator is reported by {asked.kind}.",
            "wrong-frequency",
        )
    free = asked.kind in ("month", "term") or asked.year_type == "rolling"
    if not free and reading.year_type != asked.year_type:
        raise asked.refuse(
            f"belongs to {_article(reading.year_type)} year; this indicator is reported by {asked.year_type} year.",
            "wrong-year-type",
        )
    return reading


def _article(year_type: str) -> str:
    return f"{'an' if year_type == 'academic' else 'a'} {year_type}"


def _read_date(asked: Asked) -> Reading | None:
    """A date names the period that ends then; the first of a month is how a spreadsheet keeps "Apr-18"."""
    found = whole_date(asked.text)
    if found is None:
        return None
    if found.day is None:
        raise asked.refuse(f"is not a date. {found.problem}")
    if not asked.kind:
        raise asked.refuse("is a date, which names a period only where the frequency is known.")
    day, kind = found.day, asked.kind
    after = day + timedelta(days=1)
    if asked.year_type == "rolling" and kind in ("year", "two-year") and after.day == 1:
        return Reading(kind, "rolling", shift(after, -12))
    if kind == "two-year":
        if after.day == 1 and after.month == FIRST_MONTH[asked.family]:
            return Reading(kind, asked.family, shift(after, -24))
        raise asked.refuse(f"is not the last day of {_article(asked.family)} year.")
    start = start_containing(kind, asked.family, day)
    end = shift(start, months_of(kind, start)) - timedelta(days=1)
    if day not in (end, start if kind == "month" else end):
        label = period_label(kind, asked.family, start)
        raise asked.refuse(f"is not the last day of a {kind}: {label} ends on {format_date(end)}.")
    return Reading(kind, "academic" if kind == "term" else asked.family, start)


def _read_two_years(asked: Asked) -> Reading | None:
    """Two years in words: "2017/18 to 2018/19", "2018 to 2019"."""
    match = _YEARS.fullmatch(asked.text)
    if match is None:
        return None
    first, last = (_read_year_and_part(Asked(asked.raw, part, "", asked.year_type)) for part in match.groups())
    follows = first.kind == last.kind == "year" and first.year_type == last.year_type
    if not follows or last.start != shift(first.start, 12):
        raise asked.refuse("is not two years that follow each other.")
    return Reading("two-year", first.year_type, first.start)


def _read_year_and_part(asked: Asked) -> Reading:
    """A year and, before or after it, the part of it: "Q1 2018/19", "2018-19;Q1", "Apr-18", "AY 2018/19"."""
    text = asked.text
    stated = ""
    if match := _STATED.search(text):
        stated = _STATED_TYPES[match[1][0]]
        text = text[: match.start()] + " " + text[match.end() :]
    year, paired, rest = _take_year(asked, text)
    part = " ".join(re.split(r"[\s;,:.()|-]+", rest)).strip()
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise asked.refuse(f"is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    if stated and paired == (stated == "calendar"):
        raise asked.refuse("names the year in a way that can be read as two.")
    paired_type = stated or ("academic" if asked.family == "academic" else "financial")
    year_type = paired_type if paired else "calendar"
    return _read_part(asked, part, date(year, FIRST_MONTH[year_type], 1), year_type)


def _take_year(asked: Asked, text: str) -> tuple[int, bool, str]:
    """The first calendar year, whether two years are named, and the text without them."""
    if match := _PAIR.search(text):
        first, last = full_year(match[1]), int(match[3])
        whole = match[0] == text.strip()
        is_month = len(match[1]) == 4 and len(match[3]) == 2 and 1 <= last <= 12
        follows = (first + 1) % 100 == last % 100 and (len(match[3]) == 2 or last == first + 1)
        monthly = asked.kind == "month" and match[2] == "-"
        if whole and is_month and (monthly or not follows):
            return first, False, MONTH_NAMES[last - 1].lower()
        if whole and len(match[3]) == 4 and len(match[1]) == 2 and 1 <= int(match[1]) <= 12:
            return last, False, MONTH_NAMES[int(match[1]) - 1].lower()
        if not follows:
            raise asked.refuse("names two years that do not follow each other.")
        return first, True, text[: match.start()] + " " + text[match.end() :]
    if match := _SINGLE.search(text):
        return int(match[1]), False, text[: match.start()] + " " + text[match.end() :]
    match = _SHORT_YEAR.search(text)
    if match and re.match(MONTH_PATTERN, text):
        return full_year(match[1]), False, text[: match.start()]
    raise asked.refuse("does not name a year.")


def _read_part(asked: Asked, part: str, year: date, year_type: str) -> Reading:
    """The part of the year that begins on ``year``; a bare number is the n-th period of the wanted kind."""
    if _WHOLE_YEAR.fullmatch(part):
        return Reading("year", year_type, year)
    if match := _QUARTER.fullmatch(part):
        return Reading("quarter", year_type, shift(year, 3 * int(match[1] or match[2]) - 3))
    if match := _HALF.fullmatch(part):
        return Reading("half", year_type, shift(year, 6 * int(match[1] or match[2]) - 6))
    if match := _TERM.fullmatch(part):
        first = _TERM_FIRST[match[1]]
        later = year_type != "calendar" and first != 9
        return Reading("term", "academic", date(year.year + later, first, 1))
    if re.fullmatch(MONTH_PATTERN, part):
        month = month_number(part)
        return Reading("month", "financial", date(year.year + (month < year.month), month, 1))
    if part.isascii() and part.isdigit() and asked.kind in ("month", "quarter", "half"):
        step = MONTHS_IN[asked.kind]
        if 1 <= int(part) <= 12 // step:
            return Reading(asked.kind, year_type, shift(year, step * (int(part) - 1)))
    raise asked.refuse("is not a period that can be read.")
