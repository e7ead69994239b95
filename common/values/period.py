"""A reporting period: a month, quarter, term, half-year, year or two years, of one type of year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from . import years
from .errors import Unreadable
from .period_forms import read
from .years import FREQUENCIES, KINDS, YEAR_TYPES

_LETTERS = {"month": "M", "quarter": "Q", "term": "T", "half": "H", "year": "Y", "two-year": "B"}
_TYPE_LETTERS = {"financial": "", "academic": "A", "calendar": "C", "rolling": "R"}
_KIND_OF = {letter: kind for kind, letter in _LETTERS.items()}
_TYPE_OF = {letter: year_type for year_type, letter in _TYPE_LETTERS.items()}
_FREQUENCY_OF = {kind: frequency for frequency, kind in FREQUENCIES.items()}


@dataclass(frozen=True, order=True)
class Period:
    """First day, last day, kind (one of ``KINDS``) and type of year (one of ``YEAR_TYPES``); in order of time.

    A month is always "financial" and a term "academic", whatever the indicator's year, so that equal months are equal.
    A "rolling" period covers the twelve months that end with a month, quarter, term, half-year or year.
    Make one with ``parse``, ``of``, ``containing``, ``quarter`` or ``from_key``.
    """

    start: date
    end: date
    kind: str
    year_type: str

    @classmethod
    def parse(cls, text: object, *, frequency: str = "", year_type: str = "financial") -> "Period":
        """The period that a text, a year as a number or a date names; ``Unreadable`` says what would be right.

        ``frequency`` is one of ``FREQUENCIES`` or "" for any. With one, the period must be of its kind and of
        ``year_type``; "2011-12" is then December 2011 for a monthly indicator, and a date the period that ends then.
        """
        if frequency not in ("", *FREQUENCIES) or year_type not in YEAR_TYPES:
            raise ValueError(f"unknown frequency or type of year: {frequency!r}, {year_type!r}")
        return _parsed(_as_text(text), frequency, year_type)

    @classmethod
    def of(cls, kind: str, year_type: str, start: date) -> "Period":
        """The period that begins on ``start`` (for a rolling one, the first of its twelve months).

        Raises ``Unreadable`` where no such period begins then.
        """
        return _made(kind, year_type, start)

    @classmethod
    def _made(cls, kind: str, year_type: str, start: date) -> "Period":
        if year_type == "rolling":
            after = years.shift(start, 12)
            fits = start.day == 1 and (kind in ("year", "two-year") or years.is_start(kind, "financial", after))
        else:
            year_type = {"month": "financial", "term": "academic"}.get(kind, year_type)
            fits = years.is_start(kind, year_type, start)
            after = years.shift(start, years.months_of(kind, start)) if fits else start
        if not fits:
            raise Unreadable(
                f"No {year_type} {kind} begins on {years.format_date(start)}. Name the period, like Q1 2018/19.",
                "unreadable-period",
            )
        return cls(start, after - timedelta(days=1), kind, year_type)

    @classmethod
    def quarter(cls, year_label: str, number: int) -> "Period":
        """Quarter 1 to 4 of the financial year "2018/19"."""
        return cls.parse(f"Q{number} {year_label}", frequency="quarterly")

    @classmethod
    def containing(cls, day: date, frequency: str, year_type: str = "financial") -> "Period":
        """The period of that frequency that holds ``day`` (rolling: ends with it); two years begin in an even one."""
        kind = FREQUENCIES[frequency]
        start = years.start_containing(kind, "financial" if year_type == "rolling" else year_type, day)
        if year_type == "rolling":
            start = years.shift(start, years.months_of(kind, start) - 12)
        return cls.of(kind, year_type, start)

    @classmethod
    def from_key(cls, key: str) -> "Period":
        """The period that ``key`` was made of; ``Unreadable`` for any other text."""
        return _of_key(key)

    @classmethod
    def _of_key(cls, key: str) -> "Period":
        day, _, letters = key.partition("/")
        kind, year_type = _KIND_OF.get(letters[:1]), _TYPE_OF.get(letters[1:])
        try:
            start = date.fromisoformat(day)
        except ValueError:
            start = None
        if start is None or kind is None or year_type is None:
            raise Unreadable(f"{key[:40]!r} is not a period's key, like 2018-04-01/Q.", "unreadable-period")
        return cls.of(kind, year_type, start)

    @cached_property
    def key(self) -> str:
        """A short text that sorts by time and keeps everything: "2018-04-01/Q", "2018-01-01/YC"."""
        own_type = "financial" if self.kind in ("month", "term") and self.year_type != "rolling" else self.year_type
        return f"{self.start.isoformat()}/{_LETTERS[self.kind]}{_TYPE_LETTERS[own_type]}"

    @cached_property
    def label(self) -> str:
        """As people write it: "Q1 2018/19", "April 2018", "Autumn term 2018", "AY 2018/19", "Jul 2019 to Jun 2020"."""
        return years.period_label(self.kind, self.year_type, self.start)

    def __str__(self) -> str:
        return self.label

    @property
    def frequency(self) -> str:
        """The frequency at which such periods follow each other, one of ``FREQUENCIES``."""
        return _FREQUENCY_OF[self.kind]

    @property
    def financial_year(self) -> str:
        """The financial year, like "2018/19", that holds the middle of the period (the end, if rolling or two)."""
        by_end = self.year_type == "rolling" or self.kind == "two-year"
        middle = self.end if by_end else self.start + (self.end - self.start) / 2
        return years.year_label(years.year_start(middle, "financial"), "financial")

    @property
    def quarter_label(self) -> str:
        """The financial quarter in which the period ends, like "Q1 2018/19"."""
        return Period.containing(self.end, "quarterly").label

    def contains(self, day: date) -> bool:
        """Whether ``day`` falls in the period."""
        return self.start <= day <= self.end

    def previous(self) -> "Period":
        """The period before it, at the same frequency."""
        return self._moved(-1)

    def next(self) -> "Period":
        """The period after it, at the same frequency."""
        return self._moved(1)

    def same_last_year(self) -> "Period":
        """The same period a year before; for two years, the two years before."""
        return Period.of(self.kind, self.year_type, years.shift(self.start, -24 if self.kind == "two-year" else -12))

    def _moved(self, steps: int) -> "Period":
        if self.kind != "term":
            return Period.of(self.kind, self.year_type, years.shift(self.start, steps * years.MONTHS_IN[self.kind]))
        beyond = self.end + timedelta(days=1)
        if steps < 0:
            own = years.start_containing("term", "academic", self.end)
            beyond = own - timedelta(days=1)
        return Period.containing(beyond, "termly", self.year_type)


def _as_text(raw: object) -> str:
    """A cell as text: a date as its day, a year kept as a number without its decimals."""
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return "" if raw is None else str(raw)


@lru_cache(maxsize=8192)
def _of_key(key: str) -> Period:
    """Thousands of stored rows are of the same few periods."""
    return Period._of_key(key)


@lru_cache(maxsize=8192)
def _parsed(text: str, frequency: str, year_type: str) -> Period:
    """Files name the same few periods thousands of times."""
    reading = read(text, frequency, year_type)
    return Period.of(reading.kind, reading.year_type, reading.start)


__all__ = ["FREQUENCIES", "KINDS", "YEAR_TYPES", "Period"]


@lru_cache(maxsize=8192)
def _made(kind: str, year_type: str, start: date) -> Period:
    return Period._made(kind, year_type, start)
