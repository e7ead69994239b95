"""A file of rows of plans: read, and laid over the drafts that it names. ``transitions.rows`` writes it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from common.intake import Intake, Row, read_table
from serviceplans.bulk.actions import lay_action, lay_milestone, lay_objective
from serviceplans.bulk.cells import Cells, RowRefused
from serviceplans.bulk.columns import ANY_TABLE, TABLES, table_of
from serviceplans.bulk.drafts import Draft, Drafts
from serviceplans.bulk.money import lay_resource, lay_saving
from serviceplans.bulk.plan import CHANGED, NEW, UNCHANGED, RowChange
from serviceplans.word.file import known
from serviceplans.word.matching import plain

REFUSED = "refused"
CODES = {"identifier-number": "reference-became-number", "identifier-date": "reference-became-date"}
LAY: Mapping[str, Callable[..., RowChange]] = {
    "objectives": lay_objective,
    "actions": lay_action,
    "milestones": lay_milestone,
    "savings": lay_saving,
    "resources": lay_resource,
}
# What a row of each table is about.
NAMES = {
    "objectives": "Objective",
    "actions": "Action",
    "milestones": "Milestone",
    "savings": "Saving",
    "resources": "Head",
}

# What a reader knows it by, besides.
REFERENCES = {"objectives": "Reference", "actions": "Reference", "milestones": "Action"}


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row; of a refused one which cell, and why. ``before`` and ``after``: the cells that it changes."""

    row: int
    outcome: str
    column: str = ""
    value: str = ""
    code: str = ""
    message: str = ""
    plan: str = ""
    name: str = ""
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What a preview keeps of it: whatever says something."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass
class Bulk:
    """A file laid over the drafts that it names."""

    table: str
    intake: Intake
    digest: str
    rows: list[RowOutcome] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were read, and what became of them: read = new + changed + unchanged + refused + ignored."""
        told = {name: sum(row.outcome == name for row in self.rows) for name in (NEW, CHANGED, UNCHANGED, REFUSED)}
        return {"read": self.intake.read, **told, "ignored": self.intake.ignored}

    @property
    def refused(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.outcome == REFUSED]

    @property
    def changed(self) -> list[Draft]:
        """The drafts that something would be written into."""
        return [draft for draft in self.drafts if draft.before != draft.after]


@dataclass(frozen=True)
class Claim:
    """The row of the file that is for a thing: where its outcome stands, its cells, and what it did there."""

    place: int
    cells: Cells
    change: RowChange | None = None


def evaluate(table: str, data: bytes, filename: str, sheet: str = "", user: Any = None) -> Bulk:
    """What each row would do. FileRefused for a file that is no such table. ``user`` None is the command line.

    ``table`` is empty where the file's headings are to say what it holds.
    """
    intake = read_table(data, filename, columns=TABLES[table] if table else ANY_TABLE, sheet=sheet)
    table = table or table_of(intake.columns)
    return _Evaluation(Bulk(table, intake, hashlib.sha256(data).hexdigest()), user).bulk


class _Evaluation:
    """First the rows that say what stands there already find it, whatever else is like it; then the others are laid."""

    def __init__(self, bulk: Bulk, user: Any) -> None:
        self.bulk, self.known = bulk, known()
        self.drafts = Drafts(bulk.table, bulk.intake.columns, user)
        self.claims: dict[tuple[int, str], Claim] = {}
        bulk.rows = [RowOutcome(row.number, UNCHANGED) for row in bulk.intake.rows]
        left = [place for place, row in enumerate(bulk.intake.rows) if not self._settled(place, row)]
        for place in left:
            self._try(place, Cells.of(bulk.intake.rows[place]))
        bulk.drafts = list(self.drafts.loaded.values())

    def _settled(self, place: int, row: Row) -> bool:
        """Whether the row cannot be read, goes nowhere, or says what a thing of its plan says already."""
        cells = Cells.of(row)
        try:
            self._refuse_errors(row)
            self._require(("Action",) if self.bulk.table == "milestones" else ("Plan",), cells)
            draft = self.drafts.of(cells)
        except RowRefused as refused:
            self._refuse(place, cells, refused)
            return True
        for said in draft.said.get(self.drafts.key(cells), ()):
            if said.identity not in self.claims:
                self.claims[said.identity] = Claim(place, cells)
                self._tell(place, draft, cells, UNCHANGED)
                return True
        return False

    def _try(self, place: int, cells: Cells) -> None:
        """Lay one row over its plan; a refused one leaves no trace of itself there."""
        try:
            self._lay(place, cells, self.drafts.of(cells))
        except RowRefused as refused:
            self._refuse(place, cells, refused)

    def _lay(self, place: int, cells: Cells, draft: Draft) -> None:
        self._require(_needed(self.bulk.table, cells), cells)
        change = LAY[self.bulk.table](cells, draft.plan, self.known, self.claims)
        self._claim(place, cells, change)
        if change.outcome == UNCHANGED:
            return self._tell(place, draft, cells, UNCHANGED)
        if not draft.open:
            raise RowRefused("Plan", "plan-locked", draft.open.sentence)
        change.put()
        return self._tell(place, draft, cells, change.outcome, change)

    def _claim(self, place: int, cells: Cells, change: RowChange) -> None:
        """Refuse a second row for one thing; where the two differ, the first as well."""
        identity = (id(change.item), change.key)
        first = self.claims.setdefault(identity, Claim(place, cells, change))
        if first.place == place:
            return
        numbers = [self.bulk.rows[one].row for one in (first.place, place)]
        said = "Row {} is for the same {} as well. Keep the one that is right."
        what = NAMES[self.bulk.table].lower()
        told = self.bulk.rows[first.place]
        if not cells.says(first.cells) and told.outcome != REFUSED:
            if first.change and told.outcome != UNCHANGED:
                first.change.take_back()
            self._refuse(first.place, first.cells, self._double(said.format(numbers[1], what)))
        raise self._double(said.format(numbers[0], what))

    def _double(self, sentence: str) -> RowRefused:
        return RowRefused(NAMES[self.bulk.table], "duplicate-row", sentence)

    def _refuse_errors(self, row: Row) -> None:
        for name, cell in row.errors:
            raise RowRefused(name, CODES.get(cell.error_code, cell.error_code), cell.error)

    def _require(self, columns: tuple[str, ...], cells: Cells) -> None:
        for name in columns:
            if not cells[name]:
                raise RowRefused(name, "missing-value", f"{name} is blank. Fill it in.")

    def _tell(self, place: int, draft: Draft, cells: Cells, outcome: str, change: RowChange | None = None) -> None:
        told = replace(self.bulk.rows[place], outcome=outcome, plan=draft.plan.code, name=cells[NAMES[self.bulk.table]])
        if change:
            changed = [name for name, said in change.after.items() if plain(said) != plain(change.before[name])]
            before = {name: change.before[name] for name in changed if change.stored is not None}
            told = replace(told, before=before, after={name: change.after[name] for name in changed})
        self.bulk.rows[place] = told

    def _refuse(self, place: int, cells: Cells, why: RowRefused) -> None:
        self.bulk.rows[place] = RowOutcome(
            self.bulk.rows[place].row, REFUSED, why.column, cells[why.column], why.code, why.sentence,
            cells["Plan"], cells[NAMES[self.bulk.table]],
        )  # fmt: skip


def _needed(table: str, cells: Cells) -> tuple[str, ...]:
    """The cells without which a row says nothing. A milestone may have no date, and a post counts by its FTE."""
    may_be_blank = {"milestones": ("Due",), "resources": ("Amount",) if cells["Post"] and cells["FTE"] else ()}
    columns = (column.name for column in TABLES[table].columns if column.required)
    return tuple(name for name in columns if name not in may_be_blank.get(table, ()))
