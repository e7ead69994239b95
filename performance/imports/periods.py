"""Records by indicator and period: loaded for a file's rows, and written in bulk."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models

from performance.models import Indicator

from .bulk import update_all
from .reading import Reading

# More names than this do not go into one query; the rows between the file's periods are read instead.
MOST_NAMED = 5_000
CHUNK = 500
Record = TypeVar("Record", bound=models.Model)


@dataclass(frozen=True)
class Scope:
    """The indicators that a file's rows name, and the days between which their periods end."""

    indicators: frozenset[int] = frozenset()
    first: date = date.max
    last: date = date.min

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Scope":
        """The scope of rows that could be read."""
        ends = [reading.values["when"].end for reading in readings]
        pks = frozenset(reading.values["indicator"].pk for reading in readings)
        return cls(pks, min(ends), max(ends)) if ends else cls()


def lock_indicators(pks: Collection[int]) -> None:
    """Hold these indicators until the transaction ends: two files, or a file and a page, wait for each other."""
    list(Indicator.objects.filter(pk__in=pks).order_by("pk").select_for_update().values_list("pk"))


def stored_by_period(model: type[Record], scope: Scope) -> dict[tuple[int, str], Record]:
    """What is stored within a scope, by indicator id and period key."""
    rows: Any = within(model, scope)
    return {(row.indicator_id, row.period_key): row for row in rows}


def within(model: type[Record], scope: Scope) -> Iterable[Record]:
    """What is stored within a scope, in the order of the ids."""
    if not scope.indicators:
        return ()
    rows = model._default_manager.filter(ends__gte=scope.first, ends__lte=scope.last)
    if len(scope.indicators) <= MOST_NAMED:
        rows = rows.filter(indicator_id__in=scope.indicators)
    return rows.order_by("pk")


__all__ = ["CHUNK", "Scope", "lock_indicators", "stored_by_period", "update_all"]
