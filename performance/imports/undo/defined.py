"""What an import of definitions keeps, so that it can be undone as one step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from performance.models import Indicator, Result, Scorecard
from performance.rules.layout import Layout

from .dependents import MEANING, figures
from .memory import said


@dataclass
class Defined:
    """A definition as an import writes it: what it was (None: it is new) and the fields that change.

    ``counters`` are those of its results by period key before the import, where its formula changes: with them what is
    calculated by the new formula can be taken back.
    """

    indicator: Indicator
    before: dict[str, Any] | None = None
    changed: set[str] = field(default_factory=set)
    counters: dict[str, int] | None = None


def definition(indicator: Indicator) -> dict[str, Any]:
    """What a definition says, with its themes and the ids of the other services that answer for it."""
    return {**said(indicator), **linked(indicator)}


def linked(indicator: Indicator) -> dict[str, Any]:
    """What a definition says in tables of its own, as JSON keeps it."""
    return {
        "theme_codes": list(indicator.theme_codes),
        "sharing": sorted(service.pk for service in indicator.sharing),
    }


def note_counters(defined: Iterable[Defined]) -> None:
    """Note the counters of the results of those whose formula changes. One query, or none where none does."""
    wanted = {one.indicator.pk: one for one in defined if one.before is not None and "formula" in one.changed}
    for one in wanted.values():
        one.counters = {}
    rows = Result.objects.filter(indicator__in=wanted) if wanted else Result.objects.none()
    for pk, key, counter in rows.values_list("indicator_id", "period_key", "counter"):
        wanted[pk].counters[key] = counter  # type: ignore[index]


def definition_memories(defined: Iterable[Defined]) -> list[dict[str, Any]]:
    """What is kept of each definition, once all of the import is written."""
    written = list(defined)
    meant = figures([one.indicator.pk for one in written if one.before and one.changed & set(MEANING)])
    return [
        {
            "model": "indicator",
            "indicator": one.indicator.pk,
            "before": one.before,
            "after": definition(one.indicator),
            "counters": one.counters,
            "figures": meant.get(one.indicator.pk),
        }
        for one in written
    ]


def scorecard_memory(scorecard: Scorecard, before: Layout, after: Layout) -> dict[str, Any]:
    """What is kept of a scorecard that an import put indicators on, or took some off."""
    return {
        "model": "scorecard",
        "scorecard": scorecard.pk,
        "before": plain_layout(before),
        "after": plain_layout(after),
    }


def plain_layout(layout: Layout) -> list[list[Any]]:
    """A layout as JSON keeps it: [name, [indicator ids]] for each section."""
    return [[section.name, list(section.members)] for section in layout]
