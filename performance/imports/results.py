"""Files of results, with targets beside them where the file has that column."""

from typing import Any

from common.today import now
from performance.models import EarlierResult, ImportBatch, Result, Target
from performance.resources import ResultResource

from .columns import RESULTS
from .periods import CHUNK, lock_indicators, stored_by_period, update_all
from .reading import Reading
from .table import Author, Table, Write

_UPDATED = (
    *("number", "words", "comparator", "state", "numerator", "denominator", "status", "forecast", "commentary"),
    *("entered_at", "entered_by", "entered_post", "batch", "source_row", "counter"),
)


class ResultsTable(Table):
    """New results, and corrections that keep the earlier value."""

    name, noun, columns = "results", "result", RESULTS

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = ResultResource(self.known)
        self.targets: dict[tuple[int, str], Target] = {}

    def load(self, readings: list[Reading]) -> None:
        if self.lock:
            lock_indicators(readings)
        self.stored = dict(stored_by_period(Result, readings))
        if any("target" in reading.values for reading in readings):
            self.targets = stored_by_period(Target, readings)

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
            (corrected if write.stored else new).append(result)
        Result.objects.bulk_create(new, batch_size=CHUNK)
        EarlierResult.objects.bulk_create(earlier, batch_size=CHUNK)
        update_all(Result, corrected, _UPDATED)
        self._write_targets([write.reading for write in writes if "target" in write.changed])

    def _write_targets(self, readings: list[Reading]) -> None:
        new: list[Target] = []
        changed: list[Target] = []
        for reading in readings:
            stored = self.targets.get(reading.key)  # type: ignore[call-overload]
            target = stored or Target(indicator=reading.values["indicator"])
            target.when, target.value = reading.values["when"], reading.values["target"]
            (changed if stored else new).append(target)
        Target.objects.bulk_create(new, batch_size=CHUNK)
        update_all(Target, changed, ("number", "upper", "comparator", "words", "state", "text"))


def kept(result: Result, author: Author, at: Any) -> EarlierResult:
    """The result as it is, to be kept beside the value that replaces it."""
    was = {
        name: None if (value := getattr(result, name)) is None else str(value)
        for name in (
            *("number", "words", "comparator", "state", "numerator", "denominator", "status", "forecast", "commentary"),
            *("entered_at", "entered_post", "source_row"),
        )
    }
    return EarlierResult(
        result=result, was=was, replaced_at=at, replaced_by_id=author.user_id, reason=author.reason[:300]
    )
