"""When something is due: a date, or the words that an officer wrote and the date that can be read from them."""

import datetime
import re
from dataclasses import dataclass

from .dates import Written, whole_date
from .due_words import find
from .words import plain_dashes, tidy
from .years import format_date

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
    found = find(plain_dashes(tidy(words)), year)
    if not found.days:
        reason = " ".join(found.problems) or found.reason
        return Due(words, note=reason, impossible=bool(found.problems))
    last = max(found.days)
    several = ", the last date in the words" if len(set(found.days)) > 1 else ""
    after = "; it recurs after that" if found.recurs else ""
    notes = [f"Read as {format_date(last)}{several}{after}.", *found.problems]
    return Due(words, last, " ".join(notes), impossible=bool(found.problems))
