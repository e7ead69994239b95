"""A stored result, lighter than its model: a file is held against thousands."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from common.values.result import ResultValue
from performance.models import Result
from performance.models.result import stored

from .periods import Scope, within

SAID = ("number", "words", "comparator", "state", "numerator", "denominator", "status", "forecast", "commentary")
ENTRY = (
    *("entered_at", "entered_by_id", "entered_post", "batch_id", "source_row"),
    *("verification", "verified_at", "verified_by_id", "verified_post", "sent_back"),
)


class StoredResult(NamedTuple):
    """What a result says, and who entered it; the latter is loaded only to be kept."""

    id: int
    indicator_id: int
    period_key: str
    counter: int
    number: Decimal | None
    words: str
    comparator: str
    state: str
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    forecast: str
    commentary: str
    entered_at: datetime | None = None
    entered_by_id: int | None = None
    entered_post: str = ""
    batch_id: int | None = None
    source_row: int | None = None
    verification: str = ""
    verified_at: datetime | None = None
    verified_by_id: int | None = None
    verified_post: str = ""
    sent_back: str = ""

    @classmethod
    def of(cls, result: Result) -> "StoredResult":
        """The result as it is."""
        return cls(*(getattr(result, name) for name in cls._fields))

    @classmethod
    def by_period(cls, scope: Scope, *, whole: bool) -> "dict[tuple[int, str], StoredResult]":
        """What is stored within a scope, by indicator id and period key; ``whole`` with who entered it."""
        names = cls._fields if whole else cls._fields[:_COMPARED]
        found: Any = within(Result, scope)
        rows = (cls(*row) for row in found.values_list(*names)) if scope.indicators else ()
        return {(row.indicator_id, row.period_key): row for row in rows}

    @property
    def compared(self) -> tuple[object, ...]:
        """What a row of a file is held against."""
        return self[:_COMPARED]

    @property
    def value(self) -> ResultValue:
        return ResultValue(stored(self.number), self.words, self.comparator, self.state)


_COMPARED = StoredResult._fields.index("entered_at")
