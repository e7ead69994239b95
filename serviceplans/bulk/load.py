"""A file of rows of plans: read, laid over the drafts that it names, and written, all plans in one transaction."""

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from common.intake import Intake, Row, read_table
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.bulk.columns import TABLES
from serviceplans.bulk.rows import ADD, NEW, UNCHANGED, RowRefused
from serviceplans.content import content_of
from serviceplans.models import ActionVersion, PlanVersion
from serviceplans.rules import to_open
from serviceplans.stamps import stamp_of
from serviceplans.word.base import Known
from serviceplans.word.file import known

REFUSED = "refused"
CODES = {"identifier-number": "reference-became-number", "identifier-date": "reference-became-date"}


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row; of a refused one which cell, and why."""

    row: int
    outcome: str
    column: str = ""
    value: str = ""
    code: str = ""
    message: str = ""


@dataclass
class Draft:
    """A draft that the file names, as it is and with the rows so far."""

    version: PlanVersion
    stamp: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass
class Bulk:
    """A file laid over the drafts that it names."""

    table: str
    intake: Intake
    digest: str
    rows: list[RowOutcome] = field(default_factory=list)
    drafts: dict[int, Draft] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were read, and what became of them: read = new + changed + unchanged + refused + ignored."""
        told = {name: sum(row.outcome == name for row in self.rows) for name in (NEW, "changed", UNCHANGED, REFUSED)}
        return {"read": self.intake.read, **told, "ignored": self.intake.ignored}

    @transaction.atomic
    def write(self) -> None:
        """Write what the good rows say, every plan or none. Conflict where somebody has saved one meanwhile."""
        said = {"file": self.intake.filename, "sha256": self.digest, "table": self.table, "counts": self.counts}
        for draft in self.drafts.values():
            if draft.before != draft.after:
                transitions.bring_in_plan(
                    draft.version.pk, draft.before, draft.after, by=None, stamp=draft.stamp, said=said
                )


def evaluate(table: str, data: bytes, filename: str, sheet: str = "") -> Bulk:
    """What each row would do. FileRefused for a file that is no such table."""
    intake = read_table(data, filename, columns=TABLES[table], sheet=sheet)
    bulk = Bulk(table, intake, hashlib.sha256(data).hexdigest())
    named = known()
    for row in intake.rows:
        bulk.rows.append(_take(bulk, row, named))
    return bulk


def _take(bulk: Bulk, row: Row, named: Known) -> RowOutcome:
    """Lay one row over its plan; a refused one leaves no trace of itself there."""
    try:
        _refuse_cells(bulk.table, row)
        draft = _draft(bulk, row)
        tried = deepcopy(draft.after)
        outcome = ADD[bulk.table](row, tried, named)
        draft.after = tried
        return RowOutcome(row.number, outcome)
    except RowRefused as refused:
        value = row.text(refused.column)
        return RowOutcome(row.number, REFUSED, refused.column, value, refused.code, refused.sentence)


def _refuse_cells(table: str, row: Row) -> None:
    for name, cell in row.errors:
        raise RowRefused(name, CODES.get(cell.error_code, cell.error_code), cell.error)
    for column in TABLES[table].columns:
        if column.required and not row.text(column.name):
            raise RowRefused(column.name, "missing-value", f"{column.name} is blank. Fill it in.")


def _draft(bulk: Bulk, row: Row) -> Draft:
    version = _of_action(row.text("Action")) if bulk.table == "milestones" else _of_plan(row.text("Plan"))
    if version.pk not in bulk.drafts:
        locked = may.locked(version)
        if not locked:
            raise RowRefused("Plan", "plan-locked", locked.sentence)
        stamp, content = stamp_of(version), content_of(version)
        bulk.drafts[version.pk] = Draft(version, stamp, content, deepcopy(content))
    return bulk.drafts[version.pk]


def _of_plan(code: str) -> PlanVersion:
    """The version under way of a plan named as CSS 2019/20."""
    prefix, _, cycle = code.strip().rpartition(" ")
    versions = PlanVersion.objects.with_plan().filter(
        plan__service__prefix__iexact=prefix.strip(), plan__cycle__name=cycle.replace("-", "/")
    )
    found = list(versions)
    if not found:
        raise RowRefused("Plan", "unknown-plan", f"There is no plan “{code}”. Write it like CSS 2019/20.")
    return to_open(found)


def _of_action(reference: str) -> PlanVersion:
    rows = ActionVersion.objects.filter(action__reference__iexact=reference.strip()).values("version")
    found = list(PlanVersion.objects.with_plan().filter(pk__in=rows))
    if not found:
        raise RowRefused("Action", "unknown-reference", f"No plan has an action {reference}. Correct its reference.")
    return to_open(found)
