"""What rests on an indicator: its figures, and whatever of any room above points at it."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Count, Value

from performance.formulas import references_in
from performance.models import (
    AuditFinding,
    Benchmark,
    Breakdown,
    DataQualityAssessment,
    DismissedWarning,
    Indicator,
    IndicatorState,
    Override,
    Rebase,
    Result,
    ScorecardRow,
    StatutoryReturn,
    Target,
)
from performance.models.result import CALCULATED

from .memory import SAID

# One, and several; what another room links to an indicator is named as that room names it.
_NOUNS: dict[type[models.Model], tuple[str, str]] = {
    Result: ("result", "results"),
    Target: ("target", "targets"),
    Benchmark: ("benchmark", "benchmarks"),
    Breakdown: ("breakdown", "breakdowns"),
    Override: ("rating or direction set by hand", "ratings and directions set by hand"),
    Rebase: ("recorded change", "recorded changes"),
    DismissedWarning: ("warning set aside", "warnings set aside"),
    DataQualityAssessment: ("judgement of its data quality", "judgements of its data quality"),
    AuditFinding: ("audit finding", "audit findings"),
    StatutoryReturn: ("statutory return", "statutory returns"),
}
# Derived from the rest; and told apart by the layouts of the scorecards that the import kept.
_NOT_ASKED = (IndicatorState, ScorecardRow)
_NAMED = 2
# What a figure means, and of which period: with another of these it would be another figure.
MEANING = ("unit", "frequency", "year_type")
_FIGURES: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "results": (Result, ("counter",)),
    "breakdowns": (Breakdown, ("counter",)),
    "targets": (Target, ("period_key", *SAID[Target])),
    "benchmarks": (Benchmark, ("period_key", *SAID[Benchmark])),
}


def dependents(pks: Collection[int], placed: Collection[int]) -> dict[int, list[str]]:
    """By indicator id, what rests on it, as phrases: "12 results", "the scorecard Transport", "the formula of CSC09".

    Its calculated results are not asked: they are its formula's. ``placed`` are the ids of the scorecards whose rows
    are accounted for. Two queries, and two for each thing of another room that points at one.
    """
    found: dict[int, list[str]] = defaultdict(list)
    if not pks:
        return found
    asked = list(_pointing(pks))
    counts = [
        rows.order_by().values(name).annotate(count=Count("pk")).values_list(Value(at), name, "count")
        for at, (name, rows) in enumerate(asked)
    ]
    there: dict[int, dict[int, int]] = defaultdict(dict)
    for at, pk, count in counts[0].union(*counts[1:], all=True):
        there[at][pk] = count
    for at, by_indicator in sorted(there.items()):
        name, rows = asked[at]
        if rows.model not in _NOUNS:
            _name_each(found, name, rows)
            continue
        for pk, count in by_indicator.items():
            found[pk].append(f"{count} {_NOUNS[rows.model][count > 1]}")
    for row in ScorecardRow.objects.filter(indicator__in=pks).exclude(scorecard__in=placed).select_related("scorecard"):
        found[row.indicator_id].append(f"the scorecard {row.scorecard.title}")
    return found


def _pointing(pks: Collection[int]) -> Iterator[tuple[str, Any]]:
    """The rows of each table that can point at an indicator and do so, and the field with which they do."""
    for relation in Indicator._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if isinstance(model, str) or model in _NOT_ASKED:
            continue
        rows: Any = model._base_manager.filter(**{f"{name}__in": pks})
        yield name, rows.exclude(entered_post=CALCULATED) if model is Result else rows


def _name_each(found: dict[int, list[str]], name: str, rows: Any) -> None:
    """What another room calls each thing that points at an indicator."""
    pairs = list(rows.values_list(name, "pk"))
    things = rows.model._base_manager.in_bulk({pk for _, pk in pairs})
    named: dict[int, list[str]] = defaultdict(list)
    for indicator, pk in pairs:
        named[indicator].append(str(things[pk]))
    for indicator, names in named.items():
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        found[indicator] += [*(f"“{text}”" for text in names[:_NAMED]), *more]


def formulas_naming(references: Collection[str], but: Collection[int]) -> dict[str, list[str]]:
    """By reference key, "the formula of CSC09" for each formula that names it, but for those of these indicators."""
    found: dict[str, list[str]] = defaultdict(list)
    if references:
        for one in Indicator.objects.exclude(formula="").exclude(pk__in=but).order_by("reference_key"):
            for key in {reference.key for reference in references_in(one.formula)} & set(references):
                found[key].append(f"the formula of {one.reference}")
    return found


def figures(pks: Collection[int]) -> dict[int, dict[str, str]]:
    """By indicator id and kind, a digest of its figures: another digest means that some were added or changed."""
    found: dict[int, dict[str, str]] = {pk: {} for pk in pks}
    for kind, (model, names) in _FIGURES.items() if pks else ():
        lines: dict[int, list[Any]] = defaultdict(list)
        rows = model._default_manager.filter(indicator__in=pks).order_by("pk")
        for indicator, *facts in rows.values_list("indicator_id", "pk", *names):
            lines[indicator].append(facts)
        for pk in pks:
            found[pk][kind] = hashlib.sha256(repr(lines[pk]).encode()).hexdigest()[:16]
    return found


def other_figures(was: dict[str, str], now: dict[str, str]) -> Iterable[str]:
    """ "other results", for each kind of figures that is no longer what it was."""
    return (f"other {kind}" for kind, digest in was.items() if now.get(kind) != digest)
