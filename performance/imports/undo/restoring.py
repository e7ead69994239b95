"""Putting back all that an import replaced, but for results, which keep what the import had made of them."""

from dataclasses import dataclass, field

from performance.models import EarlierResult, ImportBatch, Indicator, Result

from .definitions import calculated_since, new_ones, put_back_changed, put_back_scorecards
from .records import put_back_records, results_of


@dataclass
class Restored:
    """What was put back (``restored`` and ``deleted`` records so far), and what is left to the caller.

    ``results`` are still to be restored to what each was, or deleted where that is None; ``indicators`` have their
    earlier definitions again; ``new`` are the ids of those still to be deleted, after their results.
    """

    restored: int = 0
    deleted: int = 0
    results: list[tuple[Result, EarlierResult | None]] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    new: list[int] = field(default_factory=list)


def put_back(batch: ImportBatch) -> Restored:
    """Restore targets, benchmarks, scorecards and definitions. The caller holds them, and knows of no obstacle."""
    restored, deleted = put_back_records(batch)
    put_back_scorecards(batch)
    indicators = put_back_changed(batch)
    return Restored(
        restored=restored + len(indicators),
        deleted=deleted,
        results=[*results_of(batch), *calculated_since(batch)],
        indicators=indicators,
        new=new_ones(batch),
    )
