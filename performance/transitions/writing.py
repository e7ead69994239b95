"""What writing one result takes, on whichever page it was typed: checks first, then the row and what it was before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from common.values.period import Period
from common.values.result import ResultValue
from common.verdict import Refused, Stale
from council.choices import Role
from council.models import User
from council.permissions import authority
from performance.choices import ResultStatus
from performance.imports.results import kept
from performance.imports.table import Author
from performance.models import EarlierResult, Indicator, Result
from performance.rules.ratios import contradiction
from performance.standing.state import refresh

from .calculate import Changed, recalculate

NEEDS_REASON = "Say why the result is corrected: the earlier one is kept with the reason."


@dataclass(frozen=True)
class Entry:
    """What a person typed. ``counter`` is that of the result as they read it, 0 where there was none."""

    value: ResultValue
    commentary: str = ""
    status: str = ResultStatus.FINAL
    forecast: str = ""
    reason: str = ""
    counter: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Writer:
    """Who writes, for which post, when; ``officer``: the result needs no second look."""

    by: User
    post: str
    at: datetime

    @property
    def officer(self) -> bool:
        return authority(self.by).has(Role.PERFORMANCE_OFFICER)


def require_fresh(stored: Result | None, counter: int) -> None:
    """Stale where somebody else saved the result since it was read at ``counter``."""
    now_at = stored.counter if stored else 0
    if counter != now_at:
        raise Stale("Somebody else saved this result since you read it.", counter=now_at, stored=stored)


def require_sound(indicator: Indicator, stored: Result | None, entry: Entry) -> None:
    """Refused for a correction of the figure without a reason, and where numerator and denominator say otherwise."""
    if stored is not None and stored.value != entry.value and not entry.reason.strip():
        raise Refused(NEEDS_REASON)
    against = contradiction(indicator.unit, entry.value, entry.numerator, entry.denominator, indicator.decimal_places)
    if against:
        raise Refused(against)


def written(
    indicator: Indicator, period: Period, stored: Result | None, entry: Entry, writer: Writer
) -> tuple[Result, EarlierResult | None]:
    """The result as it will be and the one that it replaces, neither of them saved yet."""
    earlier = kept(stored, Author(writer.by.pk, writer.post, entry.reason.strip()), writer.at) if stored else None
    result = stored or Result(indicator=indicator, counter=0)
    result.when, result.value = period, entry.value
    result.numerator, result.denominator = entry.numerator, entry.denominator
    result.commentary, result.status, result.forecast = entry.commentary, entry.status, entry.forecast
    result.entered_at, result.entered_by, result.entered_post = writer.at, writer.by, writer.post
    result.batch, result.source_row, result.counter = None, None, result.counter + 1
    if writer.officer:
        result.checked(writer.at, writer.by.pk, writer.post)
    else:
        result.unchecked()
    return result, earlier


def follow(changed: Iterable[Changed]) -> None:
    """After results were written: what is calculated from them, and how all of them stand."""
    known = set(changed)
    refresh({pk for pk, _ in known} | set(recalculate(known)))


def facts(result: Result) -> dict[str, Any]:
    """What the ledger keeps of a result."""
    figures = {
        name: str(figure)
        for name, figure in (("numerator", result.numerator), ("denominator", result.denominator))
        if figure is not None
    }
    return {
        "period": result.period,
        "result": str(result.value.cell),
        "commentary": result.commentary,
        "status": result.status,
        "forecast": result.forecast,
        **figures,
    }
