"""Many results of one period, entered together: all of the rows that a person changed, or none."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from common.verdict import Refused
from council.models import User
from performance.imports.periods import update_all
from performance.models import EarlierResult, Indicator, Result
from performance.models.result import VERIFICATION_FIELDS
from performance.permissions import acting_post, may_enter

from .writing import Entry, Writer, facts, follow, require_fresh, require_sound, written

_WRITTEN = (
    *("number", "words", "comparator", "state", "numerator", "denominator", "status", "forecast", "commentary"),
    *("entered_at", "entered_by", "entered_post", "batch", "source_row", "counter"),
    *VERIFICATION_FIELDS,
)


class RowEntry(NamedTuple):
    """One row that was changed: whose, for which period, and what was typed."""

    indicator_id: int
    period: Period
    entry: Entry


class RowsRefused(Refused):
    """Rows that cannot be saved, by indicator id; those that somebody else changed are ``Stale``. Nothing was written."""

    def __init__(self, rows: dict[int, Refused]) -> None:
        super().__init__("Some rows cannot be saved, so nothing was.")
        self.rows = rows


@transaction.atomic
def enter_results(rows: Sequence[RowEntry], *, by: User) -> list[Result]:
    """Enter or correct the results of several indicators, in a constant number of queries; RowsRefused otherwise."""
    pks = [row.indicator_id for row in rows]
    held = Indicator.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    indicators = {indicator.pk: indicator for indicator in held.select_related("owner_post")}
    found = Result.objects.filter(indicator__in=pks, period_key__in={row.period.key for row in rows})
    stored = {(result.indicator_id, result.period_key): result for result in found}
    refused: dict[int, Refused] = {}
    for row in rows:
        try:
            may_enter(by, indicators[row.indicator_id]).require()
            there = stored.get((row.indicator_id, row.period.key))
            require_fresh(there, row.entry.counter)
            require_sound(indicators[row.indicator_id], there, row.entry)
        except Refused as problem:
            refused[row.indicator_id] = problem
    if refused:
        raise RowsRefused(refused)
    return _write(rows, indicators, stored, by) if rows else []


def _write(
    rows: Sequence[RowEntry], indicators: dict[int, Indicator], stored: dict[tuple[int, str], Result], by: User
) -> list[Result]:
    writer = Writer(by, acting_post(by), now())
    before = {key: facts(result) for key, result in stored.items()}
    new: list[Result] = []
    changed: list[Result] = []
    earlier: list[EarlierResult] = []
    said = []
    for pk, period, entry in rows:
        there = stored.get((pk, period.key))
        result, was = written(indicators[pk], period, there, entry, writer)
        (new if there is None else changed).append(result)
        earlier += [was] if was else []
        after = {**facts(result), "reason": entry.reason}
        said.append({"indicator": indicators[pk].reference, "before": before.get((pk, period.key)), "after": after})
    Result.objects.bulk_create(new)
    EarlierResult.objects.bulk_create(earlier)
    update_all(Result, changed, _WRITTEN)
    follow([(row.indicator_id, row.period.key) for row in rows])
    record("results.entered", f"{len(rows)} results", actor_id=by.pk, post=writer.post, after=said)
    return [*new, *changed]
