"""Undoing what an import wrote of targets, benchmarks and breakdowns, and of results."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from performance.choices import Verification
from performance.imports.bulk import update_all
from performance.models import (
    Benchmark,
    Breakdown,
    BreakdownRow,
    EarlierResult,
    ImportBatch,
    Override,
    Result,
    Target,
)

from .memory import SAID, identity, kept_of, same, say_again

# Where a result stands in its file, and in the register.
_PLACE = ("source_row", "indicator_id", "period_key")
# Each model with the way from it to its indicator.
_MODELS: dict[str, tuple[Any, str]] = {
    "target": (Target, "indicator"),
    "benchmark": (Benchmark, "indicator"),
    "breakdownrow": (BreakdownRow, "breakdown__indicator"),
}


class _Remembered(NamedTuple):
    """A record that an import wrote; ``record`` None where it is no longer as the import left it."""

    name: str
    record: Any
    before: dict[str, Any] | None


def moved(batch: ImportBatch) -> list[str]:
    """What is no longer as the import left it, by reference and period."""
    return [*_moved_results(batch), *(one.name for one in _remembered(batch) if one.record is None)]


def put_back_records(batch: ImportBatch) -> tuple[int, int]:
    """Restore targets, benchmarks and parts, and delete those that were new: how many of each."""
    restored, deleted = 0, 0
    for model, _ in _MODELS.values():
        found = [one for one in _remembered(batch) if isinstance(one.record, model)]
        new = [one.record.pk for one in found if one.before is None]
        changed = [one.record for one in found if one.before is not None]
        for one in found:
            if one.before is not None:
                say_again(one.record, one.before)
        wholes = {one.record.breakdown_id for one in found} if model is BreakdownRow else ()
        model.objects.filter(pk__in=new).delete()
        update_all(model, changed, SAID[model])
        _settle_breakdowns(wholes)
        restored, deleted = restored + len(changed), deleted + len(new)
    return restored, deleted


def _settle_breakdowns(pks: Collection[int]) -> None:
    """Breakdowns of which parts were put back: those without any left go, and the others' counters move."""
    if pks:
        Breakdown.objects.filter(pk__in=pks, rows=None).delete()
        Breakdown.objects.filter(pk__in=pks).update(counter=models.F("counter") + 1)


def results_of(batch: ImportBatch) -> list[tuple[Result, EarlierResult | None]]:
    """The results that the import wrote, each with what it was before; None for a new one."""
    results = list(Result.objects.filter(batch=batch).select_related("indicator"))
    moments: set[datetime] = {result.entered_at for result in results}
    rows = EarlierResult.objects.filter(result__in=[result.pk for result in results], replaced_at__in=moments)
    earlier = {row.result_id: row for row in rows}
    return [(result, earlier.get(result.pk)) for result in results]


def _moved_results(batch: ImportBatch) -> Iterable[str]:
    written = [row for row in batch.rows if row["outcome"] in ("new", "changed") and set(row["after"]) - {"Target"}]
    if batch.table != "results":
        return []
    rows = Result.objects.filter(batch=batch, verification=Verification.VERIFIED, verified_at=models.F("entered_at"))
    untouched = {row: (indicator, key) for row, indicator, key in rows.values_list(*_PLACE)}
    marked = _marked_since(batch)
    return [
        f"{row['reference']} {row['period']}"
        for row in written
        if row["row"] not in untouched or untouched[row["row"]] in marked
    ]


def _marked_since(batch: ImportBatch) -> set[tuple[int, str]]:
    """The results, by indicator and period key, of which somebody said something since: set by hand, or withheld."""
    new = {row["row"] for row in batch.rows if row["outcome"] == "new"}
    hidden = Result.objects.filter(batch=batch).exclude(withheld="").values_list(*_PLACE)
    overrides = Override.objects.filter(at__gte=batch.finished_at or batch.uploaded_at).values_list(*_PLACE[1:])
    return {(indicator, key) for row, indicator, key in hidden if row in new} | set(overrides)


def _remembered(batch: ImportBatch) -> list[_Remembered]:
    found: list[_Remembered] = []
    for label, (model, way) in _MODELS.items():
        kept = kept_of(batch, label)
        if not kept:
            continue
        rows = model.objects.filter(**{f"{way}__in": {one["indicator"] for one in kept}}).select_related(way)
        stored = {identity(row): row for row in rows}
        for one in kept:
            # "area" is what the part was called in what was kept at first.
            record = stored.get((one["indicator"], one["period"], one.get("part", one.get("area", ""))))
            as_left = record is not None and same(record, one["after"])
            found.append(_Remembered(_name_of(record, label), record if as_left else None, one["before"]))
    return found


def _name_of(record: Any, label: str) -> str:
    if record is None:
        return f"a {'part of a breakdown' if label == 'breakdownrow' else label} that is gone"
    part = f", {record.category}" if isinstance(record, BreakdownRow) else ""
    return f"{record.indicator.reference} {(record.breakdown if part else record).period}{part}"
