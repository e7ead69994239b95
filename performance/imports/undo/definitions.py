"""Putting definitions back as they were before an import: their fields, themes, services, scorecards and calculated results."""

from typing import Any

from performance.imports.bulk import update_all
from performance.imports.placing import set_sharing, set_themes
from performance.models import EarlierResult, ImportBatch, Indicator, Result, Scorecard
from performance.rules.layout import Section
from performance.scorecards.layouts import write_layout

from .memory import SAID, kept_of, say_again

_COLUMNS = tuple(Indicator._meta.get_field(name).name for name in SAID[Indicator])
Calculated = list[tuple[Result, EarlierResult | None]]


def put_back_scorecards(batch: ImportBatch) -> None:
    """Arrange the scorecards as they were. The caller holds them."""
    for one in kept_of(batch, "scorecard"):
        scorecard = Scorecard.objects.get(pk=one["scorecard"])
        write_layout(scorecard, tuple(Section(name, tuple(members)) for name, members in one["before"]))
        scorecard.counter += 1
        scorecard.save(update_fields=["counter"])


def put_back_changed(batch: ImportBatch) -> list[Indicator]:
    """Give the indicators that the import changed their earlier definitions; returns them."""
    kept = [one for one in kept_of(batch, "indicator") if one["before"] is not None]
    stored = Indicator.objects.prefetch_related("themes", "shared_services").in_bulk([one["indicator"] for one in kept])
    themed, shared = [], []
    for one in kept:
        indicator, before = stored[one["indicator"]], dict(one["before"])
        codes = tuple(before.pop("theme_codes"))
        if codes != indicator.theme_codes:
            themed.append((indicator, codes))
        sharing = sorted(service.pk for service in indicator.sharing)
        # An import from before services were shared kept nothing of them.
        if before.pop("sharing", sharing) != sharing:
            shared.append((indicator, one["before"]["sharing"]))
        say_again(indicator, before)
        indicator.counter += 1
    update_all(Indicator, stored.values(), (*_COLUMNS, "counter"))
    set_themes(themed)
    set_sharing(shared)
    return list(stored.values())


def calculated_since(batch: ImportBatch) -> Calculated:
    """The results that the import's formulas made or changed, each with what it was before; None for a new one."""
    kept = {one["indicator"]: one["counters"] for one in kept_of(batch, "indicator") if one["counters"] is not None}
    results = Result.objects.filter(indicator__in=kept).select_related("indicator") if kept else ()
    moved = [one for one in results if one.counter != kept[one.indicator_id].get(one.period_key, 0)]
    history: dict[int, list[EarlierResult]] = {}
    for earlier in EarlierResult.objects.filter(result__in=[one.pk for one in moved]).order_by("-pk"):
        history.setdefault(earlier.result_id, []).append(earlier)
    return [(one, _as_it_was(one, kept[one.indicator_id], history.get(one.pk, []))) for one in moved]


def new_ones(batch: ImportBatch) -> list[int]:
    """The ids of the indicators that the import added."""
    return [one["indicator"] for one in kept_of(batch, "indicator") if one["before"] is None]


def _as_it_was(result: Result, counters: dict[str, Any], history: list[EarlierResult]) -> EarlierResult | None:
    """The earlier result that had the counter of before the import: each correction since kept one, the newest first."""
    if result.period_key not in counters:
        return None
    return history[result.counter - int(counters[result.period_key]) - 1]
