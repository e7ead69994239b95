"""Standings of many indicators at once: what upper rooms call."""

from collections.abc import Iterable

from common.values.period import Period
from council.models import CouncilSettings
from performance.models import Indicator
from performance.rules.periods import financial_years

from .build import Standing, YearResult, build, years
from .judge import CouncilMethod
from .load import Record, load


def standings(
    indicators: Iterable[Indicator], period: Period | None = None, settings: CouncilSettings | None = None
) -> dict[int, Standing]:
    """Standings by indicator id, in the quarter or year asked for; at each one's latest result where it is None.

    One query however many indicators, and one more where ``settings`` are not given.
    """
    chosen = list(indicators)
    if not chosen:
        return {}
    method = CouncilMethod.of(settings)
    records = load(chosen, period.end if period else None)
    return {indicator.pk: build(indicator, records.get(indicator.pk, Record()), period, method) for indicator in chosen}


def explain(indicator: Indicator, period: Period | None = None, settings: CouncilSettings | None = None) -> Standing:
    """One indicator's standing, whose rating and direction bring the sentences that explain them."""
    return standings([indicator], period, settings)[indicator.pk]


def last_years(indicator: Indicator, cycle_name: str, n: int = 3) -> tuple[YearResult, ...]:
    """The results at the end of the ``n`` years before a planning cycle, oldest first (York 2019, table 4.3).

    ``cycle_name`` is a financial year, as 2019/20. One result a year: the annual one, or the fourth quarter's.
    """
    before = Period.parse(cycle_name).previous()
    # A calendar or academic year that belongs to the last of them may end later in the same calendar year.
    record = load([indicator], before.end.replace(month=12)).get(indicator.pk, Record())
    return years(indicator, record, financial_years(before.end, n))
