"""The equality objectives as a table."""

from collections.abc import Iterable, Iterator
from typing import Any

from common.documents.sheets import Column, Sheet, to_csv
from equalities.register import ListedObjective

COLUMNS = [
    Column("Directorate", 30),
    Column("Service", 30),
    Column("Prefix", 10),
    Column("Area of performance", 30),
    Column("CMT's objective", 40),
    Column("Equality objective", 60),
    Column("Supports", 30),
    Column("Facing", 18),
    Column("Public Sector Equality Duty", 60),
    Column("Agreed on", 14, "date"),
]


def objectives_csv(listed: Iterable[ListedObjective]) -> bytes:
    """The objectives as CSV, in the order given; one that is still in a draft has no date."""
    return to_csv(Sheet("Equality objectives", COLUMNS, _rows(listed)))


def _rows(listed: Iterable[ListedObjective]) -> Iterator[list[Any]]:
    for one in listed:
        objective = one.objective
        yield [
            objective.service.directorate.name,
            objective.service.name,
            objective.service.prefix,
            objective.area.name,
            objective.area.council_objective,
            objective.text,
            one.supports,
            objective.get_facing_display(),
            objective.duty,
            objective.agreed_on,
        ]
