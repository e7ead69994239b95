"""What hangs on one indicator besides its results and targets, for its page: one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from common.models import LedgerEntry
from common.together import keep, together
from council.models import Theme
from performance.models import (
    Benchmark,
    Breakdown,
    BreakdownRow,
    DismissedWarning,
    EarlierResult,
    Indicator,
    Rebase,
    Result,
    Scorecard,
)

ENTRIES, CHECKS, BREAKDOWNS = 20, 8, 6


@dataclass(frozen=True)
class Hanging:
    """The rows of each table, in its order.

    ``entries``: the ledger's latest; ``calculated``: every indicator with a formula; ``breakdowns``: the latest,
    with their rows; ``checks``: the latest results; ``whole``: by period, the results that the breakdowns are of.
    """

    rebases: list[Rebase]
    benchmarks: list[Benchmark]
    dismissed: list[DismissedWarning]
    earlier: list[EarlierResult]
    entries: list[LedgerEntry]
    themes: list[Theme]
    scorecards: list[Scorecard]
    calculated: list[Indicator]
    breakdowns: list[Breakdown]
    checks: list[Result]
    whole: dict[str, Result]


def gather(indicator: Indicator, user: Any) -> Hanging:
    """Everything for the page of an indicator; the indicator itself keeps the services that share it."""
    seen, entries = (
        Indicator.objects.visible_to(user),
        LedgerEntry.objects.filter(subject=f"indicator {indicator.reference}"),
    )
    rows = together(
        rebases=indicator.rebases.all(),
        benchmarks=Benchmark.objects.filter(indicator=indicator),
        dismissed=DismissedWarning.objects.filter(indicator=indicator),
        earlier=EarlierResult.objects.filter(result__indicator=indicator).select_related("result", "replaced_by"),
        entries=LedgerEntry.objects.filter(pk__in=entries.order_by("-pk").values("pk")[:ENTRIES]),
        themes=indicator.themes.all(),
        scorecards=Scorecard.objects.visible_to(user).in_use().filter(rows__indicator=indicator),
        calculated=seen.exclude(formula=""),
        shared=indicator.shared_services.order_by("prefix"),
        **breakdowns(indicator),
    )
    keep(indicator, shared_services=rows.pop("shared"))
    found = broken_down(rows)
    checks = sorted(rows.pop("results"), key=lambda one: one.ends, reverse=True)
    return Hanging(**rows, breakdowns=found, checks=checks[:CHECKS], whole={one.period_key: one for one in checks})


def breakdowns(indicator: Indicator) -> dict[str, Any]:
    """The latest breakdowns, their rows, and the results of their periods with the latest ones."""
    latest = Breakdown.objects.filter(indicator=indicator)
    chosen = latest.filter(pk__in=latest.values("pk")[:BREAKDOWNS])
    results = Result.objects.filter(indicator=indicator)
    checks = results.filter(pk__in=results.order_by("-ends").values("pk")[:CHECKS])
    return {
        "breakdowns": chosen,
        "breakdown_rows": BreakdownRow.objects.filter(breakdown__in=chosen.values("pk")),
        "results": results.filter(Q(pk__in=checks.values("pk")) | Q(period_key__in=chosen.values("period_key"))),
    }


def broken_down(rows: dict[str, list[Any]]) -> list[Breakdown]:
    """The breakdowns among the rows, each with its own rows; both are taken out."""
    found, lines = rows.pop("breakdowns"), rows.pop("breakdown_rows")
    for one in found:
        keep(one, rows=[line for line in lines if line.breakdown_id == one.pk])
    return found
