"""Periods written as a range of months: "Apr - Jun 2018", "Jul 2019 to Jun 2020"."""

import re
from datetime import date

from .dates import MONTH_PATTERN, month_number
from .period_asked import Asked, Reading
from .years import FIRST_MONTH, MONTHS_IN, TERM_MONTHS, full_year, is_start, shift

_Y = r"(?:(?:19|20|21)[0-9]{2}|[0-9]{2})"
_TO = r"\s?(?:-|to|until)\s?"
_MONTHS = re.compile(
    rf"({MONTH_PATTERN})[\s-]?({_Y})?{_TO}({MONTH_PATTERN})[\s-]?({_Y})(?:[/-]({_Y}))?(?![0-9])",
    re.IGNORECASE | re.ASCII,
)


def _month_range(asked: Asked) -> tuple[date, int] | None:
    """The first month and the number of months of "Apr - Jun 2018", "Oct 2018 to Mar 2019" or "Oct - Mar 2018/19"."""
    match = _MONTHS.fullmatch(asked.text)
    if match is None:
        return None
    first, last, year = month_number(match[1]), month_number(match[3]), full_year(match[4])
    if match[5]:
        if (year + 1) % 100 != int(match[5]) % 100:
            raise asked.refuse("names two years that do not follow each other.")
        begins = FIRST_MONTH[asked.family]
        start_year, end_year = year + (first < begins), year + (last < begins)
    else:
        end_year = year
        start_year = full_year(match[2]) if match[2] else end_year - (first > last)
    months = (end_year - start_year) * 12 + last - first + 1
    if months < 1:
        raise asked.refuse("ends before it begins.")
    return date(start_year, first, 1), months


def read_twelve_months(asked: Asked) -> Reading | None:
    """Twelve months from any month, for an indicator of rolling years; they end with one of its periods."""
    span = _month_range(asked)
    if span is None or span[1] != 12:
        return None
    kind = asked.kind or "year"
    if kind not in ("year", "two-year") and not is_start(kind, "financial", shift(span[0], 12)):
        raise asked.refuse(f"does not end with a {kind}.", "wrong-frequency")
    return Reading(kind, "rolling", span[0])


def read_months(asked: Asked) -> Reading | None:
    """A range of months, where it is a whole period of the wanted kind (or of any)."""
    span = _month_range(asked)
    if span is None:
        return None
    start, months = span
    kinds = [kind for kind in MONTHS_IN if MONTHS_IN[kind] == months]
    if TERM_MONTHS.get(start.month) == months and (asked.kind == "term" or not kinds):
        return Reading("term", "academic", start)
    for kind in kinds:
        for year_type in dict.fromkeys([asked.family, "financial", "academic", "calendar"]):
            if is_start(kind, year_type, start):
                return Reading(kind, year_type, start)
    if months == 12:
        return Reading("year", "rolling", start)
    raise asked.refuse("is not a whole month, quarter, term, half-year or year.", "wrong-frequency")
