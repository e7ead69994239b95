"""Files of results, with targets beside them where the file has that column."""

from collections.abc import Collection, Iterator
from typing import Any

from common.today import now
from performance.models import EarlierResult, ImportBatch, Result, Target
from performance.models.result import VERIFICATION_FIELDS
from performance.resources import ResultResource

from .agreement import against, fill_in
from .bulk import insert_all, update_all
from .by_period import TARGET_FIELDS, PeriodTable, facts_of
from .columns import RESULTS
from .outcome import RowOutcome
from .periods import Scope, stored_by_period
from .reading import Reading, refuse
from .table import Author, Write
from .undo import memory, said

_SAID = ("number", "words", "comparator", "state", "numerator", "denominator", "status", "forecast", "commentary")
# What an earlier result keeps, so that it can be restored.
KEPT = (
    *_SAID,
    *("entered_at", "entered_by_id", "entered_post", "batch_id", "source_row"),
    *("verification", "verified_at", "verified_by_id", "verified_post", "sent_back"),
)
_COMPARED = (*_SAID, "counter")
_UPDATED = (
    *_SAID,
    *("entered_at", "entered_by", "entered_post", "batch", "source_row", "counter"),
    *VERIFICATION_FIELDS,
)


class ResultsTable(PeriodTable):
    """New results, and corrections that keep the earlier value."""

    name, noun, columns = "results", "result", RESULTS

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = ResultResource(self.known)
        self.targets: dict[tuple[int, str], Target] = {}

    def load_scope(self, scope: Scope, names: Collection[str]) -> None:
        self.stored = dict(stored_by_period(Result, scope))
        if "target" in names:
            self.targets = stored_by_period(Target, scope)

    def facts(self) -> Iterator[tuple[Any, ...]]:
        yield from facts_of(self.stored.values(), _COMPARED)
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
        new: list[Result] = []
        corrected: list[Result] = []
        earlier: list[EarlierResult] = []
        for write in writes:
            fields = write.changed - {"target"}
            if not fields:
                continue
            result = write.stored or Result(indicator=write.reading.values["indicator"])
            if write.stored:
                earlier.append(kept(result, author, at))
                result.counter += 1
            for name in fields | ({"when"} if not write.stored else set()):
                setattr(result, name, write.reading.values[name])
            result.entered_at, result.entered_by_id, result.entered_post = at, author.user_id, author.post
            result.batch, result.source_row = batch, write.reading.row
            result.checked(at, author.user_id, author.post)
            (corrected if write.stored else new).append(result)
        insert_all(Result, new)
        insert_all(EarlierResult, earlier)
        update_all(Result, corrected, _UPDATED)
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


def kept(result: Result, author: Author, at: Any) -> EarlierResult:
    """The result as it is, to be kept beside the value that replaces it."""
    was = {name: None if (value := getattr(result, name)) is None else str(value) for name in KEPT}
    return EarlierResult(
        result=result, was=was, replaced_at=at, replaced_by_id=author.user_id, reason=author.reason[:300]
    )
