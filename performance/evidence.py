"""What an indicator's page shows beside its results: signals, what the chart draws, and its history."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from common.models import LedgerEntry
from common.values.period import Period
from performance.benchmarks import Compared, Others
from performance.charts import Beside, ChartRow, UsualRange
from performance.rules.aims import aim_of
from performance.rules.figures import WITHHELD, reach_of, within_reach
from performance.rules.signals import Figure, Signals, signals
from performance.standing.judge import Judge
from performance.standing.load import tolerance_of

MOST_NAMED = 3
_SAID = ("period", "rating", "direction", "warning", "reason")


@dataclass(frozen=True)
class Change:
    """One entry of the ledger about the indicator. The form that the timeline shows."""

    heading: str
    when: datetime
    text: str


def chart_rows(judge: Judge) -> list[ChartRow]:
    """What the chart draws of the record: each period's figure, what is aimed at, and the bands that are tolerated."""
    return [_chart_row(judge, row.period, row.value.number) for row in judge.record.results]


def _chart_row(judge: Judge, period: Period, number: Decimal | None) -> ChartRow:
    target = judge.record.targets.get(period.key)
    agreed = target.tolerance if target else tolerance_of(judge.indicator.tolerance)
    aim = aim_of(target.value if target else None, judge.indicator.measure, agreed, period.label)
    if isinstance(aim, str):
        return ChartRow(period, number, (target.value.number,) if target and target.value.number is not None else ())
    below = [(aim.low - aim.slack_low, aim.low)] if aim.low is not None and aim.slack_low else []
    above = [(aim.high, aim.high + aim.slack_high)] if aim.high is not None and aim.slack_high else []
    edges = tuple(edge for edge in (aim.low, aim.high) if edge is not None)
    return ChartRow(period, number, edges, tuple(below + above))


def beside(judge: Judge, changes: Iterable[Period], others: Others, compared: Compared | None) -> Beside:
    """What the chart draws beside the results, with the sentences about the usual range and our place among others."""
    figures = judge.record.figures
    found = signals(figures, cumulative=judge.indicator.cumulative, changes=sorted(changes))
    within = reach_of(judge.indicator.unit, [figure.number for figure in figures])
    edges = [(within_reach(one.low, within), within_reach(one.high, within)) for one in found.limits]
    ranges = [
        UsualRange(figures[one.first].period, figures[one.last].period, low, one.mean, high)
        for one, (low, high) in zip(found.limits, edges, strict=True)
    ]
    telling = bool(figures) and len(figures) - 1 in found.outside | found.runs
    return Beside(
        ranges=ranges,
        outside=frozenset(figures[index].period for index in found.outside),
        others=others.lines,
        title=found.sentence if telling else "",
        note=" ".join(filter(None, [_hidden(judge), _note(found, figures), compared.sentence if compared else ""])),
    )


def _hidden(judge: Judge) -> str:
    """Which of the results the drawing leaves out because they are withheld; "" for whom they are not."""
    periods = [row.period.label for row in judge.record.results if row.value.state == WITHHELD]
    if len(periods) > MOST_NAMED:
        return f"{len(periods)} results are withheld."
    named = " and ".join(filter(None, [", ".join(periods[:-1]), *periods[-1:]]))
    return f"{named} {'is' if len(periods) == 1 else 'are'} withheld." if periods else ""


def _note(found: Signals, figures: Sequence[Figure]) -> str:
    if not found.limits:
        return found.reason
    one = found.limits[-1]
    note = f"Shaded grey: usual range, from {figures[one.first].period} to {figures[one.base].period} (XmR limits)."
    return f"{note} Red points: outside it." if found.outside else f"{note} {found.sentence}."


def history(entries: Iterable[LedgerEntry], *, whole: bool) -> list[Change]:
    """Entries of the ledger as the timeline shows them.

    Without their words where it is not the ``whole``: a reason may name a figure that is withheld.
    """
    return [Change(_heading(row), row.at, _told(row) if whole else "") for row in entries]


def _heading(entry: LedgerEntry) -> str:
    what = entry.verb.replace(".", " ").replace("-", " ").capitalize()
    return f"{what}, {entry.post}" if entry.post else what


def _told(entry: LedgerEntry) -> str:
    """What the entry says of the period, what was set and the reason; figures are in the table."""
    after = json.loads(entry.after) if entry.after else {}
    said = after if isinstance(after, dict) else {}
    return ". ".join(str(said[name]).rstrip(".") for name in _SAID if said.get(name))
