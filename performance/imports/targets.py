"""Files of targets."""

from performance.models import ImportBatch, Target
from performance.resources import TargetResource

from .columns import TARGETS
from .outcome import RowOutcome
from .periods import CHUNK, lock_indicators, stored_by_period, update_all
from .reading import Reading
from .table import Author, Table, Write


class TargetsTable(Table):
    """Targets by period, with the tolerance agreed for each where it is not the indicator's own."""

    name, noun, columns = "targets", "target", TARGETS

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = TargetResource(self.known)

    def load(self, readings: list[Reading]) -> None:
        if self.lock:
            lock_indicators(readings)
        self.stored = dict(stored_by_period(Target, readings))

    def check(self, reading: Reading) -> RowOutcome | None:
        return self.lack(reading, "value")

    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        new: list[Target] = []
        changed: list[Target] = []
        for write in writes:
            target = write.stored or Target(indicator=write.reading.values["indicator"])
            for name in write.changed | {"when"}:
                setattr(target, name, write.reading.values[name])
            (changed if write.stored else new).append(target)
        Target.objects.bulk_create(new, batch_size=CHUNK)
        update_all(Target, changed, ("number", "upper", "comparator", "words", "state", "text", "tolerance"))
