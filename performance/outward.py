"""What the public may see of the indicators in a quarter, as plain data: frozen when a quarter's performance is published.

Nothing that is withheld, not yet checked or too small to be shown is in it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from common.values.period import Period
from council.models import CouncilSettings
from performance.breakdowns import outward_table
from performance.charts import line_chart
from performance.choices import ResultStatus, Verification
from performance.evidence import chart_rows
from performance.models import Breakdown, Indicator, Result
from performance.rules.figures import WITHHELD
from performance.standing import CouncilMethod
from performance.standing.build import Standing, build
from performance.standing.judge import Judge
from performance.standing.load import Record, load
from performance.transitions.calculate import resting_on

HISTORY = 12
COUNCIL_WIDE = "Across the council"


@dataclass(frozen=True)
class Outward:
    """``indicators`` as the public sees them; ``withheld`` and ``waiting`` name what is kept back, and why."""

    indicators: list[dict[str, Any]]
    withheld: list[tuple[str, str]]
    waiting: list[tuple[str, str]]


def outward(quarter: Period, settings: CouncilSettings | None = None) -> Outward:
    """Every indicator in use, by directorate and reference, as it stands in the quarter. Eleven queries at most."""
    rows = Indicator.objects.filter(retired=False).select_related("owner_post", "directorate", "service__directorate")
    chosen = sorted(
        rows.prefetch_related("themes", "shared_services"), key=lambda one: (*_home(one), one.reference_key)
    )
    unchecked = _unchecked(quarter)
    records, method = load(chosen, quarter.end), CouncilMethod.of(settings)
    tables = _breakdowns(chosen, quarter, unchecked)
    indicators = []
    for indicator in chosen:
        record = records.get(indicator.pk, Record())
        record.results = [row for row in record.results if (indicator.pk, row.period.key) not in unchecked]
        stands = build(indicator, record, quarter, method)
        indicators.append(
            _facts(indicator, stands, Judge(indicator, record, method)) | {"breakdowns": tables[indicator.pk]}
        )
    return Outward(indicators, _withheld(chosen, quarter), _named(chosen, unchecked))


def _home(indicator: Indicator) -> tuple[bool, str]:
    found = indicator.directorate or (indicator.service.directorate if indicator.service else None)
    return found is None, found.name if found else COUNCIL_WIDE


def _unchecked(quarter: Period) -> dict[tuple[int, str], str]:
    """The results that no officer has checked yet and those calculated from them, by indicator id and period key: the
    labels of their periods."""
    rows = Result.objects.filter(ends__lte=quarter.end).exclude(verification=Verification.VERIFIED)
    found = {(pk, key): label for pk, key, label in rows.values_list("indicator_id", "period_key", "period")}
    labels = {key: label for (_, key), label in found.items()}
    return found | {(pk, key): labels[key] for pk, key in resting_on(found)}


def _named(chosen: Iterable[Indicator], unchecked: dict[tuple[int, str], str]) -> list[tuple[str, str]]:
    references = {one.pk: one.reference for one in chosen}
    return sorted((references[pk], label) for (pk, _), label in unchecked.items() if pk in references)


def _withheld(chosen: Iterable[Indicator], quarter: Period) -> list[tuple[str, str]]:
    """What is marked as withheld, with the reason: whole indicators, and single results by their period."""
    whole = {one.pk: one for one in chosen}
    rows = Result.objects.filter(ends__lte=quarter.end, indicator__in=whole).exclude(withheld="")
    single = [
        (f"{whole[pk].reference} for {label}", why)
        for pk, label, why in rows.order_by("ends").values_list("indicator_id", "period", "withheld")
        if not whole[pk].withheld
    ]
    return [*((one.reference, one.withheld) for one in whole.values() if one.withheld), *single]


def _facts(indicator: Indicator, stands: Standing, judge: Judge) -> dict[str, Any]:
    shown = [row for row in reversed(judge.record.results) if row.value.state != WITHHELD]
    chart = line_chart(indicator, chart_rows(judge))
    return {
        "slug": indicator.slug,
        "reference": indicator.reference,
        "name": indicator.name,
        "definition": indicator.definition,
        "unit": indicator.get_unit_display(),
        "polarity": indicator.get_polarity_display(),
        "frequency": indicator.get_frequency_display(),
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "source": indicator.source,
        "directorate": _home(indicator)[1],
        "service": indicator.service_names,
        "owner": indicator.owner,
        "themes": sorted(theme.name for theme in indicator.themes.all()),
        "control": indicator.control,
        "period": stands.period,
        "result": stands.shown,
        "notes": list(stands.notes),
        "state": stands.state.why,
        "target": stands.target,
        "rating": stands.rating.colour,
        "rated_by_hand": stands.rating.overridden,
        "why": stands.rating.sentence,
        "direction": stands.direction.word,
        "arrow": stands.direction.arrow,
        "direction_words": stands.direction_text,
        "direction_by_hand": stands.direction.overridden,
        "direction_why": stands.direction.sentence,
        "history": [_past(indicator, judge, row) for row in shown[:HISTORY]],
        "chart": asdict(chart) if chart else None,
    }


def _past(indicator: Indicator, judge: Judge, row: Any) -> dict[str, str]:
    target = judge.record.targets.get(row.period.key)
    return {
        "period": row.period.label,
        "result": row.value.display(indicator.unit, indicator.decimal_places),
        "target": target.value.display(indicator.unit) if target else "",
        "rating": judge.rating(row.period, row).colour,
        "status": row.status if row.status == ResultStatus.PROVISIONAL else "",
    }


def _breakdowns(
    chosen: Collection[Indicator], quarter: Period, unchecked: Collection[tuple[int, str]]
) -> dict[int, list[dict[str, Any]]]:
    """By indicator id, the latest breakdown of each kind that may be shown, small numbers left out."""
    known = {one.pk: one for one in chosen if not one.withheld}
    rows = Breakdown.objects.filter(indicator__in=known, ends__lte=quarter.end).order_by("dimension", "-ends")
    results = {
        (one.indicator_id, one.period_key): one
        for one in Result.objects.filter(ends__lte=quarter.end, indicator__breakdowns__isnull=False).distinct()
    }
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for one in rows.prefetch_related("rows"):
        key, result = (one.indicator_id, one.period_key), results.get((one.indicator_id, one.period_key))
        if key in unchecked or (result is not None and result.withheld) or (one.indicator_id, one.dimension) in seen:
            continue
        seen.add((one.indicator_id, one.dimension))
        found[one.indicator_id].append(outward_table(known[one.indicator_id], one, result))
    return found
