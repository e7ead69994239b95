"""The calendar beneath periods: kinds of year, and the whole months that each period spans."""

from datetime import date, timedelta

from .errors import Unreadable

FREQUENCIES = {
    "monthly": "month",
    "quarterly": "quarter",
    "termly": "term",
    "half-yearly": "half",
    "annual": "year",
    "two-yearly": "two-year",
}
KINDS = tuple(FREQUENCIES.values())
# The month in which each kind of year begins. A rolling year ends where a financial period does.
FIRST_MONTH = {"financial": 4, "academic": 9, "calendar": 1, "rolling": 4}
YEAR_TYPES = tuple(FIRST_MONTH)
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "two-year": 24}
# Terms as funded early education counts them, so that together they fill the year: first month → months.
TERM_MONTHS = {9: 4, 1: 3, 4: 5}
TERM_NAMES = {9: "Autumn", 1: "Spring", 4: "Summer"}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def full_year(digits: str) -> int:
    """The year 2018 for "2018" and "18"; two digits from 70 on are of the last century."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def shift(start: date, months: int) -> date:
    """The first of the month that many months later (or earlier)."""
    index = start.year * 12 + start.month - 1 + months
    if not 12 <= index < 9999 * 12:
        raise Unreadable("That period is outside the years that can be kept (1900 to 2100).", "unreadable-period")
    return date(index // 12, index % 12 + 1, 1)


def month_end(start: date) -> date:
    """The last day of the month that ``start`` is in."""
    return shift(start, 1) - timedelta(days=1)


def format_date(day: date) -> str:
    """A day as pages print it: 31 October 2019."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def year_start(day: date, year_type: str) -> date:
    """The first day of the year of that type that holds ``day``."""
    first = FIRST_MONTH[year_type]
    return date(day.year - (day.month < first), first, 1)


def year_label(start: date, year_type: str) -> str:
    """A year by its first day: "2018/19", "AY 2018/19", or "2018" for a calendar year."""
    if year_type == "calendar":
        return str(start.year)
    return f"{'AY ' if year_type == 'academic' else ''}{start.year}/{(start.year + 1) % 100:02d}"


def start_containing(kind: str, year_type: str, day: date) -> date:
    """The first day of the (not rolling) period of that kind that holds ``day``; two years begin in an even year."""
    first = date(day.year, day.month, 1)
    if kind == "month":
        return first
    if kind == "term":
        while first.month not in TERM_MONTHS:
            first = shift(first, -1)
        return first
    year = year_start(day, year_type)
    if kind == "two-year":
        return shift(year, -12 * (year.year % 2))
    months_in = (first.year - year.year) * 12 + first.month - year.month
    return shift(year, months_in - months_in % MONTHS_IN[kind])


def months_of(kind: str, start: date) -> int:
    """How many months the (not rolling) period of that kind that begins at ``start`` spans."""
    return TERM_MONTHS[start.month] if kind == "term" else MONTHS_IN[kind]


def is_start(kind: str, year_type: str, start: date) -> bool:
    """Whether a (not rolling) period of that kind can begin on ``start``."""
    if kind == "two-year":
        return start == year_start(start, year_type)
    return start == start_containing(kind, year_type, start)


def period_label(kind: str, year_type: str, start: date) -> str:
    """The words that read back to the period: "Q1 2018/19", "Autumn term 2018", "Jul 2019 to Jun 2020"."""
    if year_type == "rolling":
        last = shift(start, 11)
        return f"{MONTH_NAMES[start.month - 1][:3]} {start.year} to {MONTH_NAMES[last.month - 1][:3]} {last.year}"
    if kind == "month":
        return f"{MONTH_NAMES[start.month - 1]} {start.year}"
    if kind == "term":
        return f"{TERM_NAMES[start.month]} term {start.year}"
    year = year_start(start, year_type)
    label = year_label(year, year_type)
    if kind == "two-year":
        return f"{label} to {year_label(shift(year, 12), year_type)}"
    if kind == "year":
        return label
    months_in = (start.year - year.year) * 12 + start.month - year.month
    return f"{'Q' if kind == 'quarter' else 'H'}{months_in // MONTHS_IN[kind] + 1} {label}"
