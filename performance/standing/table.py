"""Indicators as a plan shows them: the three years before its cycle, and the latest direction (York 2019, table 4.3)."""

from collections.abc import Iterable
from dataclasses import replace

from common.values.period import Period
from performance.models import Indicator
from performance.rules.periods import financial_years

from .build import Standing, build, years
from .judge import CouncilMethod
from .load import Record, load


def plan_table(indicators: Iterable[Indicator], cycle_name: str) -> tuple[list[str], list[Standing]]:
    """The labels of the three years before the cycle, and each indicator's latest standing with those years' results.

    ``cycle_name`` is a financial year, as 2019/20. Standings come in the order given; one query for all of them.
    """
    wanted = financial_years(Period.parse(cycle_name).previous().end, 3)
    chosen = list(indicators)
    labels = [year.label for year in wanted]
    if not chosen:
        return labels, []
    records, method = load(chosen, None), CouncilMethod.of(None)
    found = []
    for indicator in chosen:
        record = records.get(indicator.pk, Record())
        found.append(replace(build(indicator, record, None, method), years=years(indicator, record, wanted)))
    return labels, found
