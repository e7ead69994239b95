"""Records by indicator and period: loaded for a file's rows, and written in bulk."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from performance.models import Indicator

from .reading import Reading

# More names than this do not go into one query; the rows between the file's periods are read instead.
MOST_NAMED = 5_000
CHUNK = 500
Record = TypeVar("Record", bound=models.Model)


def lock_indicators(readings: Iterable[Reading]) -> None:
    """Hold the rows' indicators until the transaction ends: two files, or a file and a page, wait for each other."""
    pks = {reading.values["indicator"].pk for reading in readings}
    list(Indicator.objects.filter(pk__in=pks).order_by("pk").select_for_update().values_list("pk"))


def stored_by_period(model: type[Record], readings: list[Reading]) -> dict[tuple[int, str], Record]:
    """What is stored for the indicators and between the periods that the rows name, by indicator id and period key."""
    if not readings:
        return {}
    pks = {reading.values["indicator"].pk for reading in readings}
    ends = [reading.values["when"].end for reading in readings]
    rows: Any = model._default_manager.filter(ends__gte=min(ends), ends__lte=max(ends))
    if len(pks) <= MOST_NAMED:
        rows = rows.filter(indicator_id__in=pks)
    return {(row.indicator_id, row.period_key): row for row in rows.order_by()}


def update_all(model: type[Record], records: list[Record], names: Iterable[str]) -> None:
    """Update many records in few statements; ``bulk_update`` would write one long CASE for each field."""
    if records:
        model._default_manager.bulk_create(
            records, batch_size=CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=list(names)
        )
