"""Files of results, with targets beside them where the file has that column."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from common.today import now
from performance.models import EarlierResult, ImportBatch, Result, Target
from performance.resources import ResultResource

from .agreement import against, fill_in
from .bulk import insert_all, insert_rows, update_all, update_rows
from .by_period import TARGET_FIELDS, PeriodTable, facts_of
from .columns import RESULTS
from .outcome import RowOutcome
from .periods import Scope, stored_by_period
from .reading import Reading, refuse
from .stored import ENTRY, SAID, StoredResult
from .table import Author, Write
from .undo import memory, said

# What an earlier result keeps, so that it can be restored.
KEPT = (*SAID, *ENTRY)
_kept = attrgetter(*KEPT)
# Each with a column of its own, by the name of the file's.
_SINGLE = ("numerator", "denominator", "status", "forecast", "commentary")


class ResultsTable(PeriodTable):
    """New results, and corrections that keep the earlier value."""

    name, noun, columns = "results", "result", RESULTS

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = ResultResource(self.known)
        self.targets: dict[tuple[int, str], Target] = {}

    def load_scope(self, scope: Scope, names: Collection[str]) -> None:
        self.stored = dict(StoredResult.by_period(scope, whole=self.lock))
        if "target" in names:
            self.targets = stored_by_period(Target, scope)

    def facts(self) -> Iterator[tuple[Any, ...]]:
        for result in self.stored.values():
            yield result.compared
        yield from facts_of(self.targets.values(), TARGET_FIELDS)

    def check(self, reading: Reading) -> RowOutcome | None:
        indicator, values = self.indicator(reading), reading.values
        fill_in(indicator, values)
        objection = against(indicator, values, self.stored.get(reading.key))
        if objection is None:
            return None
        shown = self.widget("value").show(values.get("value"), indicator)
        return refuse(reading, self.heading("value"), shown, *objection)

    def old(self, reading: Reading, name: str) -> Any:
        if name == "target":
            target = self.targets.get(reading.key)  # type: ignore[call-overload]
            return target.value if target else None
        return super().old(reading, name)

    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        at = now()
        results = [write for write in writes if write.changed - {"target"}]
        new = [write for write in results if not write.stored]
        corrected = [write for write in results if write.stored]
        same = _entered(at, author, batch)
        insert_rows(
            Result,
            (*SAID, "source_row", "indicator_id", "period_key", "period", "ends"),
            [(*_said(write.reading.values, _NOTHING), write.reading.row, *_place(write.reading)) for write in new],
            same,
        )
        insert_rows(
            EarlierResult,
            ("result_id", "was"),
            [(write.stored.id, was(write.stored)) for write in corrected],
            {"replaced_at": at, "replaced_by_id": author.user_id, "reason": author.reason[:300]},
        )
        update_rows(
            Result,
            (*SAID, "source_row", "counter", "id"),
            [
                (*_said(write.reading.values, old), write.reading.row, old.counter + 1, old.id)
                for write, old in ((write, write.stored) for write in corrected)
            ],
            same,
        )
        self._write_targets([write.reading for write in writes if "target" in write.changed])

    def _write_targets(self, readings: list[Reading]) -> None:
        new: list[Target] = []
        changed: list[Target] = []
        for reading in readings:
            stored = self.targets.get(reading.key)  # type: ignore[call-overload]
            target = stored or Target(indicator=reading.values["indicator"])
            before = said(stored) if stored else None
            target.when, target.value = reading.values["when"], reading.values["target"]
            self.undo.append(memory(target, before))
            (changed if stored else new).append(target)
        insert_all(Target, new)
        update_all(Target, changed, TARGET_FIELDS)


def kept(result: Result, author: Author, at: datetime) -> EarlierResult:
    """The result as it is, to be kept beside the value that replaces it."""
    return EarlierResult(
        result=result, was=was(result), replaced_at=at, replaced_by_id=author.user_id, reason=author.reason[:300]
    )


def was(result: Result | StoredResult) -> dict[str, str | None]:
    """What an earlier result keeps, as text."""
    return {name: None if value is None else str(value) for name, value in zip(KEPT, _kept(result), strict=True)}


def _said(values: Mapping[str, Any], before: StoredResult) -> tuple[Any, ...]:
    """``SAID`` of a row's values; where it says nothing, what there was."""
    value = values.get("value", before)
    single = [values[name] if name in values else getattr(before, name) for name in _SINGLE]
    return value.number, value.words, value.comparator, value.state, *single


def _place(reading: Reading) -> tuple[Any, ...]:
    when = reading.values["when"]
    return reading.values["indicator"].pk, when.key, when.label, when.end


def _entered(at: datetime, author: Author, batch: ImportBatch) -> dict[str, Any]:
    """What every result of the file has: an officer stands for it."""
    one = Result(entered_at=at, entered_by_id=author.user_id, entered_post=author.post, batch=batch)
    one.checked(at, author.user_id, author.post)
    return {name: getattr(one, name) for name in ENTRY if name != "source_row"}


_NOTHING = StoredResult.of(Result())
