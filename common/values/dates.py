"""Dates as officers write them, day first always: read whole, or found among words."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from .errors import Unreadable
from .words import plain_dashes, quoted, tidy
from .years import EARLIEST_YEAR, LATEST_YEAR, MONTH_NAMES, format_date, full_year

_YEAR = r"(?:[0-9]{4}|['’]?[0-9]{2})"
MONTH_PATTERN = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<{0}>[0-9]{{1,2}})\s?(?:st|nd|rd|th)?"
# Written with words, with strokes, dots or dashes, and as computers write them.
DATE_PATTERNS = (
    rf"(?<![0-9.,/]){_DAY.format('d1')}(?:\s+of)?[\s-]+(?P<m1>{MONTH_PATTERN}),?[\s-]+(?P<y1>{_YEAR})(?![0-9])",
    rf"\b(?P<m2>{MONTH_PATTERN})\s+{_DAY.format('d2')},?\s+(?P<y2>[0-9]{{4}})(?![0-9])",
    rf"(?<![0-9./-])(?P<d3>[0-9]{{1,2}})(?P<s3>[./-])(?P<m3>[0-9]{{1,2}})(?P=s3)(?P<y3>{_YEAR})(?![0-9]|[./-][0-9])",
    r"(?<![0-9./-])(?P<y4>[0-9]{4})-(?P<m4>[0-9]{2})-(?P<d4>[0-9]{2})(?:[T ][0-9:.]+)?(?![0-9])",
)
DATE = re.compile("|".join(DATE_PATTERNS), re.IGNORECASE | re.ASCII)
# The time that a spreadsheet adds to a date.
_TIME = re.compile(r"(?<=[0-9]{4})[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$")


@dataclass(frozen=True)
class Written:
    """A date found in words: the day, or ``None`` and the sentence that says why there is no such day."""

    text: str
    day: date | None
    problem: str = ""


def month_number(name: str) -> int:
    """1 to 12, from a month's name or its first three letters."""
    short = name[:3].lower()
    return next(number for number, month in enumerate(MONTH_NAMES, 1) if month.lower().startswith(short))


def written(match: re.Match[str]) -> Written:
    """What a match of ``DATE`` says; impossible days (31 June) come back with the reason."""
    group = next(number for number in "1234" if match[f"d{number}"])
    month_text, year = match[f"m{group}"], full_year(match[f"y{group}"].lstrip("'’"))
    month = int(month_text) if month_text.isdigit() else month_number(month_text)
    day = int(match[f"d{group}"])
    problem = ""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        problem = f"The year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}."
    elif not 1 <= month <= 12:
        problem = f"There is no month {month}. Dates are written day first, like 31/10/2019."
    elif not 1 <= day <= monthrange(year, month)[1]:
        days = monthrange(year, month)[1]
        problem = f"The date {day} {MONTH_NAMES[month - 1]} {year} does not exist: that month has {days} days."
    return Written(match[0].strip(), None if problem else date(year, month, day), problem)


def find_dates(text: str) -> list[tuple[re.Match[str], Written]]:
    """Every full date in the words, possible or not, in the order printed."""
    return [(match, written(match)) for match in DATE.finditer(plain_dashes(text))]


def whole_date(text: str) -> Written | None:
    """The date that the whole text is, or ``None`` when it is anything else."""
    match = DATE.fullmatch(_TIME.sub("", plain_dashes(tidy(text))))
    return written(match) if match else None


def parse_date(raw: str | date) -> date:
    """A date that must be one, day first: "31/10/2019", "31.7.08", "31 October 2019", "2019-10-31", or a date cell."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = whole_date(str(raw))
    if found is None:
        raise Unreadable(
            f"{quoted(raw)} is not a date. Write it like 31 October 2019 or 31/10/2019.", "unreadable-date"
        )
    if found.day is None:
        raise Unreadable(f"{quoted(raw)} cannot be used. {found.problem}", "impossible-date")
    return found.day


__all__ = ["DATE", "MONTH_PATTERN", "Written", "find_dates", "format_date", "month_number", "parse_date", "whole_date"]
