"""Files of benchmarks."""

from collections.abc import Collection, Hashable, Iterator
from typing import Any

from performance.models import Benchmark, ImportBatch
from performance.models.benchmark import area_key
from performance.resources import BenchmarkResource

from .bulk import insert_all, update_all
from .by_period import PeriodTable, facts_of
from .columns import BENCHMARKS
from .periods import Scope, within
from .reading import Reading
from .table import Author, Write
from .undo import memory, said

_SAID = ("number", "words", "comparator", "state", "group")


class BenchmarksTable(PeriodTable):
    """Others' figures by period and area."""

    name, noun, columns = "benchmarks", "benchmark", BENCHMARKS
    identity = ("indicator", "when", "place")

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = BenchmarkResource(self.known)

    def key(self, reading: Reading) -> Hashable:
        values = reading.values
        return values["indicator"].pk, values["when"].key, area_key(values["place"])

    def load_scope(self, scope: Scope, names: Collection[str]) -> None:
        rows = within(Benchmark, scope)
        self.stored = {(row.indicator_id, row.period_key, row.area_key): row for row in rows}

    def facts(self) -> Iterator[tuple[Any, ...]]:
        return facts_of(self.stored.values(), ("area_key", *_SAID))

    def touched(self, writes: Any) -> set[int]:
        """None: others' figures do not move how an indicator stands."""
        return set()

    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        new: list[Benchmark] = []
        changed: list[Benchmark] = []
        for write in writes:
            benchmark = write.stored or Benchmark(indicator=write.reading.values["indicator"])
            before = said(benchmark) if write.stored else None
            for name in write.changed | (set() if write.stored else {"when", "place"}):
                setattr(benchmark, name, write.reading.values[name])
            self.undo.append(memory(benchmark, before))
            (changed if write.stored else new).append(benchmark)
        insert_all(Benchmark, new)
        update_all(Benchmark, changed, _SAID)
