"""Files of targets."""

from collections.abc import Collection, Iterator
from typing import Any

from performance.models import ImportBatch, Target
from performance.resources import TargetResource

from .bulk import insert_all, update_all
from .by_period import TARGET_FIELDS, PeriodTable, facts_of
from .columns import TARGETS
from .outcome import RowOutcome
from .periods import Scope, stored_by_period
from .reading import Reading
from .table import Author, Write
from .undo import memory, said


class TargetsTable(PeriodTable):
    """Targets by period, with the tolerance agreed for each where it is not the indicator's own."""

    name, noun, columns = "targets", "target", TARGETS

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = TargetResource(self.known)

    def load_scope(self, scope: Scope, names: Collection[str]) -> None:
        self.stored = dict(stored_by_period(Target, scope))

    def facts(self) -> Iterator[tuple[Any, ...]]:
        return facts_of(self.stored.values(), (*TARGET_FIELDS, "tolerance"))

    def check(self, reading: Reading) -> RowOutcome | None:
        return self.lack(reading, "value")

    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        new: list[Target] = []
        changed: list[Target] = []
        for write in writes:
            target = write.stored or Target(indicator=write.reading.values["indicator"])
            before = said(target) if write.stored else None
            for name in write.changed | {"when"}:
                setattr(target, name, write.reading.values[name])
            self.undo.append(memory(target, before))
            (changed if write.stored else new).append(target)
        insert_all(Target, new)
        update_all(Target, changed, (*TARGET_FIELDS, "tolerance"))
