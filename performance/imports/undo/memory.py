"""What is kept of a record that an import writes, so that it can be put back: in ``ImportBatch.undo``, as JSON."""

from typing import Any

from django.db import models

from performance.models import Benchmark, BreakdownRow, ImportBatch, Indicator, Target
from performance.models.breakdown import category_key

SAID: dict[type[models.Model], tuple[str, ...]] = {
    Target: ("text", "number", "upper", "comparator", "words", "state", "tolerance"),
    Benchmark: ("area", "group", "number", "words", "comparator", "state"),
    BreakdownRow: ("number", "numerator", "denominator"),
    Indicator: (
        *("reference", "name", "definition", "unit", "decimal_places", "polarity", "range_low", "range_high"),
        *("frequency", "year_type", "cumulative", "due_days", "source", "owner_post_id", "owner_text", "service_id"),
        *("directorate_id", "formula", "group", "tolerance", "measures_quality", "within_control", "first_period"),
        *("last_period", "numerator", "denominator", "benchmark_group"),
    ),
}


def said(record: models.Model) -> dict[str, Any]:
    """What a record says, as JSON keeps it."""
    values = ((name, record.__dict__[name]) for name in SAID[type(record)])
    return {name: None if value is None else str(value) for name, value in values}


def same(record: models.Model, kept: dict[str, Any]) -> bool:
    """Whether a stored record still says what was kept."""
    return all(record.__dict__[name] == _value(record, name, text) for name, text in kept.items())


def say_again(record: models.Model, kept: dict[str, Any]) -> None:
    """Give a record what was kept (unsaved)."""
    for name, text in kept.items():
        setattr(record, name, _value(record, name, text))


def memory(record: Target | Benchmark | BreakdownRow, before: dict[str, Any] | None) -> dict[str, Any]:
    """{"model", "indicator", "period", "part", "before" (None for a new record), "after"}, to undo with."""
    indicator, period, part = identity(record)
    return {
        "model": type(record).__name__.lower(),
        "indicator": indicator,
        "period": period,
        "part": part,
        "before": before,
        "after": said(record),
    }


def identity(record: Target | Benchmark | BreakdownRow) -> tuple[int, str, str]:
    """What names a record: its indicator's id, its period's key, and the area or the part of the breakdown."""
    if isinstance(record, BreakdownRow):
        whole = record.breakdown
        return whole.indicator_id, whole.period_key, f"{whole.dimension}/{category_key(record.category)}"
    return record.indicator_id, record.period_key, record.area_key if isinstance(record, Benchmark) else ""


def kept_of(batch: ImportBatch, model: str) -> list[dict[str, Any]]:
    """What the batch keeps of one kind of record: "target", "benchmark", "breakdownrow", "indicator" or "scorecard"."""
    return [one for one in batch.undo or () if one["model"] == model]


def _value(record: models.Model, name: str, text: str | None) -> Any:
    return record._meta.get_field(name).to_python(text)  # type: ignore[union-attr]
