"""What becomes of each row of a file, as the preview shows it and as it waits in the database."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
OUTCOMES = (NEW, CHANGED, UNCHANGED, REFUSED)


@dataclass
class RowOutcome:
    """One row: ``outcome`` new, changed, unchanged or refused.

    ``part`` is what names the row beside its indicator and period: an area, a category. ``before`` and ``after`` are
    texts by column heading (only what changes; ``before`` is empty for a new row). A refused row names its ``column``
    and ``cell`` ("C4"), the ``value`` there, the stable ``code`` and the ``message``.
    """

    row: int
    outcome: str
    reference: str = ""
    period: str = ""
    part: str = ""
    column: str = ""
    cell: str = ""
    value: str = ""
    code: str = ""
    message: str = ""
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Its fields by name. (``asdict`` copies deeply, at ten times the cost.)"""
        return dict(self.__dict__)


@dataclass
class Evaluation:
    """A file held against what is stored now. Nothing is written by making one.

    ``writes`` are what the table writes for each row that is not refused or unchanged.
    """

    filename: str
    sheet: str
    encoding: str
    rows: list[RowOutcome]
    notes: list[dict[str, str]]
    read: int
    ignored: int
    writes: list[Any] = field(default_factory=list, repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """read, new, changed, unchanged, refused, ignored; the first is always the sum of the others."""
        found = Counter(row.outcome for row in self.rows)
        return {"read": self.read, **{name: found[name] for name in OUTCOMES}, "ignored": self.ignored}

    @property
    def refusals(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.outcome == REFUSED]

    @property
    def to_write(self) -> int:
        """How many rows would change something."""
        return sum(row.outcome in (NEW, CHANGED) for row in self.rows)

    def rows_as_json(self) -> list[dict[str, Any]]:
        return [row.as_json() for row in self.rows]
