"""The quarter that a scorecard is of, as a part of its address: Q1 2019/20 is 2019-20-q1."""

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from performance.rules.periods import Rhythm, last_closed

OFFERED = 9


def closed_quarter() -> Period:
    """The quarter that closed last."""
    return last_closed(Rhythm("quarterly", "financial"), today())


def quarter_of(text: str) -> Period:
    """The quarter that a part of an address names; the one that closed last for anything else, or one not yet begun."""
    try:
        year, _, number = text.strip().lower().rpartition("-q")
        quarter = Period.parse(f"Q{number} {year}", frequency="quarterly") if year else closed_quarter()
    except Unreadable:
        return closed_quarter()
    return quarter if quarter.start <= today() else closed_quarter()


def slug_of(quarter: Period) -> str:
    """The quarter as a part of an address."""
    number, year = quarter.label.split(" ", 1)
    return f"{year.replace('/', '-')}-{number.lower()}"


def offered(shown: Period) -> list[Period]:
    """The quarters to choose from, the latest first: the last that closed, two years back, and the one shown."""
    quarters = [closed_quarter()]
    while len(quarters) < OFFERED:
        quarters.append(quarters[-1].previous())
    return sorted({*quarters, shown}, reverse=True)
