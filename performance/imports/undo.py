"""Putting back what an import replaced, as long as nobody has built on it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from performance.choices import Verification
from performance.models import Benchmark, EarlierResult, ImportBatch, Result, Target

_SAID: dict[type[models.Model], tuple[str, ...]] = {
    Target: ("text", "number", "upper", "comparator", "words", "state", "tolerance"),
    Benchmark: ("area", "group", "number", "words", "comparator", "state"),
}
_MODELS: dict[str, Any] = {"target": Target, "benchmark": Benchmark}
_NAMED = 3


def said(record: Target | Benchmark) -> dict[str, Any]:
    """What a record says, as JSON keeps it."""
    found = {}
    for name in _SAID[type(record)]:
        value = record.__dict__[name]
        found[name] = None if value is None else str(value)
    return found


def memory(record: Target | Benchmark, before: dict[str, Any] | None) -> dict[str, Any]:
    """{"model", "indicator", "period", "area", "before" (None for a new record), "after"}, to undo with."""
    return {
        "model": type(record).__name__.lower(),
        "indicator": record.indicator_id,
        "period": record.period_key,
        "area": getattr(record, "area_key", ""),
        "before": before,
        "after": said(record),
    }


def obstacle(batch: ImportBatch) -> str:
    """The sentence that says what depends on an import, or why it cannot be undone; nothing where it can be."""
    if batch.undo is None or batch.table == "indicators":
        return "An import of definitions cannot be undone as one step: results and targets rest on them."
    moved = [*_moved_results(batch), *(name for name, record, _ in _remembered(batch) if record is None)]
    if not moved:
        return ""
    named = ", ".join(moved[:_NAMED]) + (f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else "")
    return f"It cannot be undone, because something depends on it: changed, checked or imported again since: {named}."


def put_back(batch: ImportBatch) -> tuple[list[tuple[Result, EarlierResult | None]], dict[str, int]]:
    """Restore targets and benchmarks; the results still to be restored, with what they were (None: they were new)."""
    counts = {"restored": 0, "deleted": 0}
    for _, record, before in _remembered(batch):
        if before is None:
            record.delete()
        else:
            for name, value in before.items():
                setattr(record, name, record._meta.get_field(name).to_python(value))
            record.save()
        counts["deleted" if before is None else "restored"] += 1
    results = list(Result.objects.filter(batch=batch).select_related("indicator"))
    earlier = _earlier_of(results)
    return [(result, earlier.get(result.pk)) for result in results], counts


def _moved_results(batch: ImportBatch) -> Iterable[str]:
    """The results that are no longer as the import left them, by reference and period."""
    written = [row for row in batch.rows if row["outcome"] in ("new", "changed") and set(row["after"]) - {"Target"}]
    if batch.table != "results":
        return []
    rows = Result.objects.filter(batch=batch, verification=Verification.VERIFIED, verified_at=models.F("entered_at"))
    untouched = set(rows.values_list("source_row", flat=True))
    return [f"{row['reference']} {row['period']}" for row in written if row["row"] not in untouched]


def _remembered(batch: ImportBatch) -> list[tuple[str, Any, dict[str, Any] | None]]:
    """Name, record (None where it is no longer as the import left it) and what it was, of each target or benchmark."""
    found: list[tuple[str, Any, dict[str, Any] | None]] = []
    for label, model in _MODELS.items():
        kept = [one for one in batch.undo or () if one["model"] == label]
        if not kept:
            continue
        rows = model.objects.filter(indicator__in={one["indicator"] for one in kept}).select_related("indicator")
        stored = {(row.indicator_id, row.period_key, getattr(row, "area_key", "")): row for row in rows}
        for one in kept:
            record = stored.get((one["indicator"], one["period"], one["area"]))
            same = record is not None and _same(record, one["after"])
            name = f"{record.indicator.reference} {record.period}" if record else f"a {label} that is gone"
            found.append((name, record if same else None, one["before"]))
    return found


def _same(record: Any, after: dict[str, Any]) -> bool:
    for name, text in after.items():
        field = record._meta.get_field(name)
        if record.__dict__[name] != field.to_python(text):
            return False
    return True


def _earlier_of(results: list[Result]) -> dict[int, EarlierResult]:
    """What the import replaced, by result id: the earlier results kept at the moment when it wrote."""
    moments: set[datetime] = {result.entered_at for result in results}
    rows = EarlierResult.objects.filter(result__in=[result.pk for result in results], replaced_at__in=moments)
    return {row.result_id: row for row in rows}
