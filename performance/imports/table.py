"""What the tables that come in files have in common."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from common.intake import ColumnSpec
from performance.models import ImportBatch, Indicator
from performance.resources import Known, TableResource
from performance.resources.base import CellWidget

from .outcome import RowOutcome
from .reading import Reading, refuse


@dataclass(slots=True)
class Write:
    """A row that changes something: its values, what is stored (None for a new row) and the names that change."""

    reading: Reading
    stored: Any
    changed: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Author:
    """Who writes: an account (none on the command line), for which post, with which reason for corrections."""

    user_id: int | None
    post: str
    reason: str = ""


class Table(ABC):
    """One kind of file. An instance serves one evaluation: it holds what is stored, loaded once."""

    name: ClassVar[str]
    noun: ClassVar[str]
    columns: ClassVar[ColumnSpec]
    resource: TableResource
    # Fields that name the record; the rest are compared with what is stored.
    identity: ClassVar[tuple[str, ...]] = ("indicator", "when")

    def __init__(self, *, lock: bool = False) -> None:
        self.lock = lock
        self.known = Known.load()
        self.stored: dict[Hashable, Any] = {}
        # What undoing needs of records that keep no history of their own (see ``undo.memory``); filled by ``write``.
        self.undo: list[dict[str, Any]] = []

    def fields_in(self, columns: Iterable[str]) -> list[str]:
        """The resource's fields that the file has columns for and that are read by themselves, the identity first."""
        there, fields = set(columns), self.resource.fields
        return [
            name for name in self.resource._meta.fields if self.heading(name) in there and not fields[name].readonly
        ]

    def widget(self, name: str) -> CellWidget:
        """The widget of a field."""
        widget: CellWidget = self.resource.fields[name].widget
        return widget

    def heading(self, name: str) -> str:
        """The contract's heading of a field."""
        return str(self.resource.fields[name].column_name)

    def key(self, reading: Reading) -> Hashable:
        """What makes a row the same record as another."""
        return reading.values["indicator"].pk, reading.values["when"].key

    def indicator(self, reading: Reading) -> Indicator:
        """The indicator that the row is about (in a file of indicators, as it will be)."""
        indicator: Indicator = reading.values["indicator"]
        return indicator

    def touched(self, writes: Iterable[Write]) -> set[int]:
        """The ids of the indicators that the rows written belong to."""
        return {self.indicator(write.reading).pk for write in writes}

    def old(self, reading: Reading, name: str) -> Any:
        """What is stored for a field of a row; None where nothing is."""
        record = self.stored.get(reading.key)
        return None if record is None else getattr(record, self.resource.fields[name].attribute)

    def check(self, reading: Reading) -> RowOutcome | None:
        """A refusal that only what is stored, or the whole row, can show."""
        return None

    def lack(self, reading: Reading, name: str) -> RowOutcome | None:
        """The refusal of a row without a value that it cannot do without."""
        if reading.values.get(name) not in (None, ""):
            return None
        heading = self.heading(name)
        return refuse(reading, heading, "", "missing-value", f"The row has no {heading.lower()}. Fill it in.")

    def plan(self, writes: list[Write]) -> dict[str, Any] | None:
        """What confirming needs so as not to read the file again, as JSON; None where the file is to be read again."""
        return None

    def resume(self, plan: dict[str, Any]) -> list[Write] | None:
        """The writes of a plan, while all that it rests on is as it was; None otherwise. Its indicators are locked."""
        return None

    def memories(self) -> list[dict[str, Any]]:
        """What undoing needs, once everything is written, calculated results too."""
        return self.undo

    @abstractmethod
    def load(self, readings: list[Reading]) -> None:
        """Load what is stored of the rows' records, in a constant number of queries; lock it where asked to."""

    @abstractmethod
    def write(self, writes: list[Write], author: Author, batch: ImportBatch) -> None:
        """Write the rows in bulk. Called within the transaction that records the import."""
