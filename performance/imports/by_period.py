"""Tables of one row for each indicator and period: what a preview rests on, kept so that confirming need not read again.

A preview's ``plan`` is {"basis": SHA-256 of all that the evaluation looked at, "indicators": ids, "first" and "last":
days, "names": the fields that the file has, "writes": [row, key, {field: packed value}]}.
"""

import hashlib
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from common.values.period import Period

from .periods import Scope, lock_indicators
from .reading import Reading
from .table import Table, Write

TARGET_FIELDS = ("number", "upper", "comparator", "words", "state", "text")


class PeriodTable(Table):
    """A table whose identity is the indicator and the period."""

    scope = Scope()
    names: Collection[str] = ()

    def load(self, readings: list[Reading]) -> None:
        self.scope = Scope.of(readings)
        self.names = sorted({name for reading in readings for name in reading.values})
        if self.lock:
            lock_indicators(self.scope.indicators)
        self.load_scope(self.scope, self.names)

    @abstractmethod
    def load_scope(self, scope: Scope, names: Collection[str]) -> None:
        """Load what is stored within the scope; ``names`` are the fields that the file has."""

    @abstractmethod
    def facts(self) -> Iterator[tuple[Any, ...]]:
        """All that was loaded and that an evaluation looks at, in an order that is always the same."""

    def plan(self, writes: list[Write]) -> dict[str, Any]:
        packers = {name: self.widget(name).pack for name in self.resource.fields}
        return {
            "basis": self._basis(),
            "indicators": sorted(self.scope.indicators),
            "first": self.scope.first.isoformat(),
            "last": self.scope.last.isoformat(),
            "names": list(self.names),
            "writes": [
                [write.reading.row, write.reading.key, _packed(packers, write, self.identity[2:])] for write in writes
            ],
        }

    def resume(self, plan: dict[str, Any]) -> list[Write] | None:
        first, last = date.fromisoformat(plan["first"]), date.fromisoformat(plan["last"])
        self.scope, self.names = Scope(frozenset(plan["indicators"]), first, last), plan["names"]
        self.load_scope(self.scope, self.names)
        if self._basis() != plan["basis"]:
            return None
        indicators = {indicator.pk: indicator for indicator in self.known.indicators.values()}
        readers = {name: self.widget(name).unpack for name in self.resource.fields}
        periods: dict[str, Period] = {}
        writes = []
        for row, parts, packed in plan["writes"]:
            pk, period, *_ = key = tuple(parts)
            when = periods.get(period) or periods.setdefault(period, Period.from_key(period))
            values = {name: readers[name](value) for name, value in packed.items()}
            reading = Reading(row, {"indicator": indicators[pk], "when": when, **values}, key=key)
            writes.append(Write(reading, self.stored.get(key), packed.keys() - self.identity))
        return writes

    def _basis(self) -> str:
        """SHA-256 of the definitions and the records on which the evaluation rests."""
        found = hashlib.sha256()
        known = sorted(self.known.indicators.values(), key=lambda indicator: indicator.pk)
        names = [field.attname for field in known[0]._meta.concrete_fields] if known else []
        for indicator in known:
            found.update(repr([indicator.__dict__[name] for name in names]).encode())
        for facts in self.facts():
            found.update(repr(facts).encode())
        return found.hexdigest()


def _packed(packers: Mapping[str, Callable[[Any], Any]], write: Write, identity: Iterable[str]) -> dict[str, Any]:
    """What the row says that is to be written, and what names it beside its indicator and period."""
    return {name: packers[name](write.reading.values[name]) for name in (*write.changed, *identity)}


def facts_of(records: Iterable[Any], names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The fields named of records in the order of their ids, with their ids."""
    wanted = ("id", "indicator_id", "period_key", *names)
    for record in records:
        yield tuple(record.__dict__[name] for name in wanted)
