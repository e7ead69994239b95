"""When something is due: a date, or the words that an officer wrote and the date that can be read from them."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import DATE, MONTH_PATTERN, Written, month_number, whole_date, written
from .errors import Unreadable
from .period import Period
from .words import plain_dashes, tidy
from .years import EARLIEST_YEAR, LATEST_YEAR, format_date, full_year, month_end

_FLAGS = re.IGNORECASE | re.ASCII
_YEAR = r"'?((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
_TWO_YEARS = r"((?:19|20)?[0-9]{2})\s?[/-]\s?((?:19|20)?[0-9]{2})(?![0-9/])"
_QUARTER_OF = re.compile(rf"\b(?:q|quarter\s)([1-4])\s?,?\s?(?:of\s)?\(?{_TWO_YEARS}", _FLAGS)
_MONTH_OF = re.compile(rf"\b({MONTH_PATTERN})[\s,-]{{1,2}}{_YEAR}(?![/-][0-9])", _FLAGS)
_YEARS = re.compile(rf"(?<![0-9/]){_TWO_YEARS}", _FLAGS)
_BY_YEAR = re.compile(r"\b(?:by|until|to|of|during|throughout|in)\s((?:19|20)[0-9]{2})(?![0-9/-])", _FLAGS)
_QUARTER_ALONE = re.compile(r"\b(?:q|quarter\s)([1-4])(?!\s?[0-9])\b", _FLAGS)
_DAY_ALONE = re.compile(
    rf"(?<![0-9./])([0-9]{{1,2}})\s?(?:st|nd|rd|th)?(?:\sof)?\s({MONTH_PATTERN})(?!\s?[0-9])", _FLAGS
)
_MONTH_ALONE = re.compile(rf"(?:^|\b(?:by|until|to|of|end|in|during)\s)({MONTH_PATTERN})(?!\s?[0-9])", _FLAGS)
# A date after these words is when something begins.
_BEGINS = re.compile(r"\b(?:from|since|commenc\w*|start\w*|beg[aiu]n\w*)(?:\s(?:in|on|from))?\s*$", _FLAGS)
_RECURS = re.compile(r"\b(?:annual(?:ly)?|each|every|monthly|quarterly|weekly|yearly|termly|twice)\b", _FLAGS)
_ONGOING = re.compile(r"\bon-?going\b|\bcontinu", _FLAGS)
_FULL_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Due:
    """``words`` as written; ``date`` the day by which it is due, if one can be read; ``note`` how, or why not.

    ``is_exact``: the words are that one date. ``impossible``: they name a day that does not exist.
    """

    words: str = ""
    date: datetime.date | None = None
    note: str = ""
    is_exact: bool = False
    impossible: bool = False

    @classmethod
    def parse(cls, raw: str | datetime.date | None, *, year: str = "") -> "Due":
        """Any words, day first; never raises. ``year`` ("2019/20") is the cycle's, for words that name no year."""
        if raw is None:
            return cls()
        if isinstance(raw, datetime.date):
            day = raw.date() if isinstance(raw, datetime.datetime) else raw
            return cls(format_date(day), day, is_exact=True)
        words = raw.strip()
        if not words:
            return cls()
        whole = whole_date(words)
        if whole is not None:
            return _whole(words, whole)
        return _from_words(words, year)

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        """The date in full where it is exact; otherwise the words."""
        return format_date(self.date) if self.is_exact and self.date else self.words


def due_in_words(words: str, day: datetime.date | None) -> str:
    """For a line of a list: the date in full where the words are that one date, other words as they were written."""
    return format_date(day) if day and Due.parse(words).is_exact else words


def _whole(words: str, found: Written) -> Due:
    """Words that are one date and nothing else."""
    if found.day is None:
        return Due(words, note=f"{found.problem} Enter the day that is meant.", impossible=True)
    note = "" if _FULL_YEAR.search(words) else f"Read as {format_date(found.day)}."
    return Due(words, found.day, note, is_exact=True)


def _from_words(words: str, year: str) -> Due:
    """The latest date that the words name, unless it is when something begins."""
    text = plain_dashes(tidy(words))
    found = list(_find(text))
    without_year = False
    if not any(item.day for item in found) and not _RECURS.search(text):
        supplied = list(_find_without_year(text, year)) if not found else []
        without_year = not year and bool(supplied)
        found += [] if without_year else supplied
    days = [item.day for item in found if item.day]
    problems = [item.problem for item in found if item.problem]
    if days:
        several = ", the last date in the words" if len(set(days)) > 1 else ""
        notes = [f"Read as {format_date(max(days))}{several}.", *problems]
        return Due(words, max(days), " ".join(notes), impossible=bool(problems))
    if problems:
        return Due(words, note=" ".join(problems), impossible=True)
    return Due(words, note=_why_no_date(text, without_year))


def _why_no_date(text: str, without_year: bool) -> str:
    if _RECURS.search(text):
        return "No single date: it recurs."
    if without_year:
        return "No date: the words name no year."
    if _ONGOING.search(text):
        return "No end date: it is ongoing."
    return "No date can be read from these words. Dates are written like 31 October 2019."


def _find(text: str) -> Iterator[Written]:
    """Every date that names its year; each stretch of the text is read once, in its fullest form."""
    for pattern in (DATE, _QUARTER_OF, _MONTH_OF, _YEARS, _BY_YEAR):
        for match in pattern.finditer(text):
            item = written(match) if pattern is DATE else _ending(pattern, match)
            if item is not None and not _BEGINS.search(text[: match.start()]):
                yield item
        text = pattern.sub(lambda match: "\x00" * len(match[0]), text)


def _ending(pattern: re.Pattern[str], match: re.Match[str]) -> Written | None:
    """The last day of the quarter, month or year that a match names."""
    if pattern is _QUARTER_OF:
        return _quarter_end(f"{match[2]}/{match[3]}", match[1])
    if pattern is _MONTH_OF:
        year = full_year(match[2])
        within = EARLIEST_YEAR <= year <= LATEST_YEAR
        return Written(match[0], month_end(datetime.date(year, month_number(match[1]), 1))) if within else None
    if pattern is _YEARS:
        return _quarter_end(match[0], "4")
    return Written(match[0], datetime.date(int(match[1]), 12, 31))


def _quarter_end(years: str, number: str) -> Written | None:
    try:
        return Written(years, Period.parse(f"Q{number} {years}").end)
    except Unreadable:
        return None


def _find_without_year(text: str, year: str) -> Iterator[Written]:
    """Quarters, days and months that name no year, in the financial year given (any shows that there are some)."""
    label = year or "2019/20"
    for match in _QUARTER_ALONE.finditer(text):
        item = _quarter_end(label, match[1])
        if item:
            yield item
    for match in _DAY_ALONE.finditer(text):
        month = Period.parse(f"{match[2].rstrip('.')[:3]} {label}", frequency="monthly")
        yield _written_day(match, month)
    if not _DAY_ALONE.search(text):
        for match in _MONTH_ALONE.finditer(text):
            yield Written(match[0], Period.parse(f"{match[1].rstrip('.')[:3]} {label}", frequency="monthly").end)


def _written_day(match: re.Match[str], month: Period) -> Written:
    """A day of a month whose year is known from elsewhere."""
    day = int(match[1])
    if not 1 <= day <= month.end.day:
        return Written(match[0], None, f"{day} {month.label} does not exist: that month has {month.end.day} days.")
    return Written(match[0], month.start.replace(day=day))
