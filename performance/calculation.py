"""How an indicator is calculated, as its page says it: the formula, its inputs, and how the latest result came about."""

from dataclasses import dataclass
from typing import Any

from common.values.result import format_value
from performance.formulas import read, references_in
from performance.models import Indicator, Result
from performance.models.result import stored
from performance.permissions import may_see_figures
from performance.rules.formula import words


@dataclass(frozen=True)
class Calculation:
    """``inputs`` in the order of the formula. ``worked``: the latest result as a sum with figures, like "Q4 2018/19:
    (97.8 × 3 + 98.6) ÷ 4 = 98.0%"; ``waits``: what the next one waits for. Both may be empty.
    """

    formula: str
    inputs: list[Indicator]
    worked: str = ""
    waits: str = ""


def calculation_of(indicator: Indicator, user: Any) -> Calculation:
    """Three queries; none where it is not calculated."""
    keys = [reference.key for reference in references_in(indicator.formula)]
    if not keys:
        return Calculation(indicator.formula, [])
    found = Indicator.objects.visible_to(user).filter(reference_key__in=keys).select_related("owner_post")
    inputs = sorted(found, key=lambda one: keys.index(one.reference_key))
    own = Result.objects.filter(indicator=indicator).order_by("-ends").first()
    rows = Result.objects.filter(indicator__in=inputs).order_by("-ends")
    latest = list(rows.filter(ends__gte=own.ends) if own else rows[: len(inputs)])
    shown = all(may_see_figures(user, one) for one in (indicator, *inputs))
    worked = _worked(indicator, inputs, own, latest) if own and (shown or not _hidden(own, inputs, latest)) else ""
    return Calculation(indicator.formula, inputs, worked, _waits(inputs, own, latest))


def _hidden(own: Result, inputs: list[Indicator], latest: list[Result]) -> bool:
    results = any(one.withheld for one in (own, *latest))
    return results or any(one.withheld for one in (own.indicator, *inputs))


def _worked(indicator: Indicator, inputs: list[Indicator], own: Result, latest: list[Result]) -> str:
    known = {row.indicator_id: stored(row.number) for row in latest if row.period_key == own.period_key}
    figures = {one.reference_key: known.get(one.pk) for one in inputs}
    node = read(indicator.formula)
    if node is None or own.number is None or None in figures.values():
        return ""
    texts = {key: format_value(number) for key, number in figures.items()}
    return f"{own.period}: {words(node, texts)} = {own.value.display(indicator.unit, indicator.decimal_places)}"


def _waits(inputs: list[Indicator], own: Result | None, latest: list[Result]) -> str:
    """The inputs that have no result yet for the latest period that any of them has."""
    newest = max(latest, key=lambda row: row.ends, default=None)
    if newest is None or (own is not None and own.ends >= newest.ends):
        return ""
    there = {row.indicator_id for row in latest if row.period_key == newest.period_key}
    missing = [one.reference for one in inputs if one.pk not in there]
    return f"{newest.period} waits for {' and '.join(missing)}." if missing else ""
