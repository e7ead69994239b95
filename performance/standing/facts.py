"""The warnings of many indicators, from what is stored of them, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from common.today import today
from common.values.period import Period
from common.values.target import TargetValue
from performance.models import DismissedWarning, Indicator
from performance.rules import warnings as rules

from .build import Standing, build
from .judge import CouncilMethod
from .load import Record, load


@dataclass(frozen=True)
class Warning:
    """A warning of one indicator, with who set it aside and why, where somebody did."""

    indicator: Indicator
    code: str
    sentence: str
    about: str
    dismissed: DismissedWarning | None = None


def warnings_for(
    indicators: Collection[Indicator],
    records: dict[int, Record] | None = None,
    found: dict[int, Standing] | None = None,
) -> dict[int, list[Warning]]:
    """Warnings by indicator id, those set aside among them. One query where records and standings are given."""
    chosen = [indicator for indicator in indicators if not indicator.retired]
    pks = [indicator.pk for indicator in chosen]
    if not pks:
        return {}
    records = load(chosen, None) if records is None else records
    if found is None:
        method = CouncilMethod.of(None)
        found = {one.pk: build(one, records.get(one.pk, Record()), None, method) for one in chosen}
    dismissed: defaultdict[int, list[DismissedWarning]] = defaultdict(list)
    for one in DismissedWarning.objects.filter(indicator__in=pks):
        dismissed[one.indicator_id].append(one)
    return {one.pk: warnings_of(one, records.get(one.pk, Record()), found[one.pk], dismissed[one.pk]) for one in chosen}


def warnings_of(
    indicator: Indicator, record: Record, stands: Standing, dismissed: Iterable[DismissedWarning]
) -> list[Warning]:
    """The warnings of one indicator, from its record, its standing, and what was set aside."""
    aside = {one.code: one for one in dismissed}
    return [
        _warning(indicator, one, aside.get(one.code)) for one in rules.warnings_of(_facts(indicator, record, stands))
    ]


def _warning(indicator: Indicator, one: rules.Warned, aside: DismissedWarning | None) -> Warning:
    return Warning(indicator, one.code, one.sentence, one.about, aside if aside and aside.about == one.about else None)


def _facts(indicator: Indicator, record: Record, stands: Standing) -> rules.Facts:
    row = record.results[-1] if record.results else None
    by_hand = {one.entered_post for one in record.results if one.batch is None}
    exact = row is not None and row.value.comparator in ("", "~")
    period, target = _next_target(record)
    return rules.Facts(
        measure=indicator.measure,
        cumulative=indicator.cumulative,
        result=row.value.number if row and exact else None,
        period=row.period.label if row else "",
        target=target,
        target_period=period,
        owner=indicator.owner,
        owner_entered=indicator.owner in by_hand,
        fed_by_file=bool(record.results) and not by_hand,
        overdue=stands.overdue,
        calculated=bool(indicator.formula.strip()),
        rating=stands.rating,
        direction=stands.direction,
    )


def _next_target(record: Record) -> tuple[str, TargetValue | None]:
    """The first target agreed for a period after the latest result."""
    after = record.latest
    for key in sorted(record.targets):
        period = Period.from_key(key)
        if period > after if after else period.end >= today():
            return period.label, record.targets[key].value
    return "", None
