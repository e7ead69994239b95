"""Files of breakdowns."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator
from typing import Any

from common.today import now
from performance.models import Breakdown, BreakdownRow, ImportBatch
from performance.models.breakdown import MOST_CATEGORIES, category_key
from performance.resources import BreakdownResource
from performance.rules.ratios import contradiction

from .agreement import CONTRADICTS, fill_in
from .bulk import insert_all, update_all
from .by_period import PeriodTable
from .columns import BREAKDOWNS
from .outcome import RowOutcome
from .periods import CHUNK, Scope, within
from .reading import Reading, refuse
from .table import Author, Write
from .undo import memory, said

_SAID = ("number", "numerator", "denominator")
_ENTERED = ("entered_at", "entered_by", "entered_post", "counter")
Parent = tuple[int, str, str]  # an indicator's id, a period's key and what it is broken down by


class BreakdownsTable(PeriodTable):
    """Results broken down. A row adds a category to a breakdown, or changes it; what a file does not name stays."""

    name, noun, columns = "breakdowns", "category", BREAKDOWNS
    identity = ("indicator", "when", "dimension", "category")

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.resource = BreakdownResource(self.known)
        self.parents: dict[Parent, Breakdown] = {}
        self.counts: dict[Parent, int] = defaultdict(int)
        self.places: dict[Parent, int] = defaultdict(int)

    def key(self, reading: Reading) -> Hashable:
        return (*_parent(reading), category_key(reading.values["category"]))

    def load_scope(self, scope: Scope, names: Collection[str]) -> None:
        found = {one.pk: one for one in within(Breakdown, scope)}
        self.parents = {(one.indicator_id, one.period_key, one.dimension): one for one in found.values()}
        rows = BreakdownRow.objects.filter(breakdown__ends__gte=scope.first, breakdown__ends__lte=scope.last)
        for row in rows.order_by("pk") if found else ():
            if row.breakdown_id in found:
                row.breakdown = parent = found[row.breakdown_id]
                named = parent.indicator_id, parent.period_key, parent.dimension
                self.stored[(*named, category_key(row.category))] = row
                self.counts[named] += 1
                self.places[named] = max(self.places[named], row.position + 1)

    def facts(self) -> Iterator[tuple[Any, ...]]:
        for key, row in self.stored.items():
            yield key, row.pk, row.breakdown.counter, *(row.__dict__[name] for name in _SAID)

    def check(self, reading: Reading) -> RowOutcome | None:
        values, indicator, stored = reading.values, self.indicator(reading), self.stored.get(reading.key)
        fill_in(indicator, values)
        if stored is None:
            self.counts[_parent(reading)] += 1
            if self.counts[_parent(reading)] > MOST_CATEGORIES:
                message = f"With this row the breakdown would have more than {MOST_CATEGORIES} categories."
                return refuse(reading, "Category", values["category"], "too-many-categories", message)
        numerator, denominator = (
            values.get(name, getattr(stored, name, None)) for name in ("numerator", "denominator")
        )
        sentence = contradiction(indicator.unit, values["value"], numerator, denominator, indicator.decimal_places)
        shown = self.widget("value").show(values["value"], indicator)
        return refuse(reading, "Result", shown, CONTRADICTS, sentence) if sentence else None

    def touched(self, writes: Any) -> set[int]:
        """None: parts do not move how an indicator stands."""
        return set()

    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        self._write_parents({_parent(write.reading): write.reading for write in writes}, author)
        new: list[BreakdownRow] = []
        changed: list[BreakdownRow] = []
        for write in writes:
            row, named = write.stored, _parent(write.reading)
            before = said(row) if row else None
            if row is None:
                row = BreakdownRow(category=write.reading.values["category"], position=self.places[named])
                row.breakdown = self.parents[named]
                self.places[named] += 1
            for name in write.changed:
                setattr(row, name, write.reading.values[name])
            self.undo.append(memory(row, before))
            (changed if write.stored else new).append(row)
        insert_all(BreakdownRow, new)
        update_all(BreakdownRow, changed, _SAID)

    def _write_parents(self, named: dict[Parent, Reading], author: Author) -> None:
        """The breakdowns that the rows belong to: the counter moves, so that whoever has one open is told."""
        at = now()
        new = {key: Breakdown(dimension=key[2], counter=0) for key in named if key not in self.parents}
        for key, one in new.items():
            one.indicator, one.when = named[key].values["indicator"], named[key].values["when"]
        self.parents |= new
        for key in named:
            one = self.parents[key]
            one.entered_at, one.entered_by_id, one.entered_post = at, author.user_id, author.post
            one.counter += 1
        Breakdown.objects.bulk_create(new.values(), batch_size=CHUNK)
        update_all(Breakdown, [self.parents[key] for key in named if key not in new], _ENTERED)


def _parent(reading: Reading) -> Parent:
    values = reading.values
    return values["indicator"].pk, values["when"].key, values["dimension"]
