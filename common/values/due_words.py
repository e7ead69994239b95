"""Dates among words, such as "Phased over 3 years up to March 2010", and the reason where there is none."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .dates import DATE, MONTH_PATTERN, Written, month_number, written
from .due_reasons import BEGINS, ONGOING, RECURS, why_none
from .errors import Unreadable
from .period import Period
from .years import EARLIEST_YEAR, LATEST_YEAR, full_year, month_end

_FLAGS = re.IGNORECASE | re.ASCII
_FULL = r"(?:19|20)[0-9]{2}"
_YEAR = rf"'?({_FULL}|[0-9]{{2}})(?![0-9])"
# A financial year: 08/09, 2008/09, 2008/2009, or 2008/9.
_TWO_YEARS = rf"((?:19|20)?[0-9]{{2}})\s?[/-]\s?({_FULL}|[0-9]{{2}}|(?<=[0-9]{{4}}/)[0-9])(?![0-9/])"
_QUARTER_OF = re.compile(rf"\b(?:q|quarter\s)([1-4])\s?,?\s?(?:of\s)?\(?{_TWO_YEARS}", _FLAGS)
_MONTH_OF = re.compile(rf"\b({MONTH_PATTERN})[\s,-]{{1,2}}{_YEAR}(?![/-][0-9])", _FLAGS)
_YEARS = re.compile(rf"(?<![0-9/]){_TWO_YEARS}", _FLAGS)
# The last day of a year is meant by "in 2010", not by "early in 2010" nor by "2009 to 2010".
_BY_YEAR = re.compile(
    rf"(?:^(?={_FULL}$)|\b(?:by|until|(?<![0-9]\s)to|of|end|late|during|throughout|(?<!early\s)(?<!mid\s)in)\s)"
    rf"({_FULL})(?![0-9/-])",
    _FLAGS,
)
_QUARTER_ALONE = re.compile(r"\b(?:q|quarter\s)([1-4])(?!\s?[0-9])\b", _FLAGS)
_DAY_ALONE = re.compile(
    rf"(?<![0-9./])([0-9]{{1,2}})\s?(?:st|nd|rd|th)?(?:\sof)?\s({MONTH_PATTERN})(?!\s?[0-9])", _FLAGS
)
# After a word that says when, or after another month: "by March", "Sept/Oct", "March to May".
_MONTH_ALONE = re.compile(
    rf"(?:^\(?|\b(?:by|until|to|of|end|in|during|early|mid|late|and)[\s-]|[/&-]\s?)({MONTH_PATTERN})(?!\s?[0-9])",
    _FLAGS,
)
# "may be later", unlike "May", "by May and June".
_VERB = re.compile(r"\s(?:be|not|have|need|take|require|change|include|also|well|still|start|begin|continue)\b", _FLAGS)
_YEAR_ALONE = re.compile(
    r"\b(?:(?:by|of|in|during|over|throughout)\s(?:the|this)\s(?:whole\s|plan\s|financial\s)?year|throughout\syear"
    r"|year[\s-]end)\b(?!\s?(?:[0-9(]|to\b|of\b|end\b|after\b))",
    _FLAGS,
)
# "1. April 2009; 2. Ongoing": the numbers of steps.
_STEP = re.compile(r"(?:^|\s)\(?[0-9]{1,2}[.)]\s+")


@dataclass(frozen=True)
class Found:
    """The days that words name, and those that do not exist; ``reason`` why there is none, ``recurs`` whether more follow."""

    days: list[datetime.date] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    reason: str = ""
    recurs: bool = False


def find(text: str, year: str) -> Found:
    """Of one line of words with plain dashes; ``year`` ("2019/20") is the cycle's, for those that name none.

    Numbered steps are read one by one: they are done when the last is, and not at all where one goes on.
    """
    steps = [step for step in _STEP.split(text) if step.strip(" ;")] if text.startswith(("1.", "(1)", "1)")) else []
    if len(steps) < 2:
        return _of_one(text, year)
    found = [_of_one(step.strip(" ;"), year) for step in steps]
    without_end = [one for one, step in zip(found, steps, strict=True) if not one.days and ONGOING.search(step)]
    days = [] if without_end else [day for one in found for day in one.days]
    reason = "No end date: one of its steps is ongoing." if without_end else _of_one(text, year).reason
    return Found(days, [problem for one in found for problem in one.problems], reason)


def _of_one(text: str, year: str) -> Found:
    found = list(_with_year(text))
    without_year = False
    if not found and not RECURS.search(text):
        supplied = list(_without_year(text, year))
        without_year = not year and bool(supplied)
        found = [] if without_year else supplied
    days = [item.day for item in found if item.day]
    after = max((text.rfind(item.text) + len(item.text) for item in found), default=0)
    recurs = bool(days and RECURS.search(text, after))
    return Found(
        days, [item.problem for item in found if item.problem], why_none(text, without_year=without_year), recurs
    )


def _with_year(text: str) -> Iterator[Written]:
    """Every date that names its year; each stretch of the text is read once, in its fullest form."""
    for pattern in (DATE, _QUARTER_OF, _MONTH_OF, _YEARS, _BY_YEAR):
        for match in pattern.finditer(text):
            item = written(match) if pattern is DATE else _ending(pattern, match)
            if item is not None and not BEGINS.search(text[: match.start()]):
                yield item
        text = pattern.sub(lambda match: "\x00" * len(match[0]), text)


def _ending(pattern: re.Pattern[str], match: re.Match[str]) -> Written | None:
    """The last day of the quarter, month or year that a match names."""
    if pattern is _QUARTER_OF:
        return _quarter_end(f"{match[2]}/{match[3].zfill(2)}", match[1])
    if pattern is _MONTH_OF:
        year = full_year(match[2])
        within = EARLIEST_YEAR <= year <= LATEST_YEAR
        return Written(match[0], month_end(datetime.date(year, month_number(match[1]), 1))) if within else None
    if pattern is _YEARS:
        return _quarter_end(f"{match[1]}/{match[2].zfill(2)}", "4")
    return Written(match[0], datetime.date(int(match[1]), 12, 31))


def _quarter_end(years: str, number: str) -> Written | None:
    try:
        return Written(years, Period.parse(f"Q{number} {years}").end)
    except Unreadable:
        return None


def _without_year(text: str, year: str) -> Iterator[Written]:
    """Quarters, days, months and "the year" that name no year, in the financial year given (any shows that there are some)."""
    label = year or "2019/20"
    for match in _QUARTER_ALONE.finditer(text):
        if item := _quarter_end(label, match[1]):
            yield item
    for match in _DAY_ALONE.finditer(text):
        yield _written_day(match, _month(match[2], label))
    text = _DAY_ALONE.sub(lambda match: "\x00" * len(match[0]), text)
    for match in _MONTH_ALONE.finditer(text):
        if match[1].lower() != "may" or not _VERB.match(text, match.end()):
            yield Written(match[0], _month(match[1], label).end)
    if _YEAR_ALONE.search(text) and (item := _quarter_end(label, "4")):
        yield item


def _month(name: str, label: str) -> Period:
    return Period.parse(f"{name.rstrip('.')[:3]} {label}", frequency="monthly")


def _written_day(match: re.Match[str], month: Period) -> Written:
    """A day of a month whose year is known from elsewhere."""
    day = int(match[1])
    if not 1 <= day <= month.end.day:
        return Written(match[0], None, f"{day} {month.label} does not exist: that month has {month.end.day} days.")
    return Written(match[0], month.start.replace(day=day))
