"""The rows of plans as tables to take out, in the columns in which they come in."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

from common.documents.sheets import Column, Sheet, Value
from common.tables import Table, UnknownReference, register
from serviceplans.bulk.cells import RowRefused
from serviceplans.bulk.columns import TABLES
from serviceplans.bulk.drafts import BY_ACTION, KINDS, of_action, of_latest_plan, of_plan, readable
from serviceplans.bulk.plan import PlanContent, folded
from serviceplans.bulk.said import ROWS, Said
from serviceplans.choices import Status
from serviceplans.content import content_of
from serviceplans.models import ActionVersion, PlanVersion
from serviceplans.rules import to_open

PLAN_CODE = re.compile(r"\s\d{4}[/-]\d{2}$")
# Tables whose rows belong to actions, so that an action's reference names some of them.
OF_ACTIONS = ("objectives", "actions", BY_ACTION)
WIDTHS = {"Plan": 14, "Reference": 12, "Year": 10, "Amount": 12, "FTE": 8, "Done on": 12, "Kind": 10}


def register_tables() -> None:
    """Let rows of plans be taken out with the tables of the other rooms; a reference is a plan's or an action's."""
    for name in TABLES:
        of = "a plan (CSS 2019/20) or an action" if name in OF_ACTIONS else "a plan (CSS 2019/20)"
        register(Table(name, partial(rows_sheet, name), of))


def blank_sheet(table: str) -> Sheet:
    """A sheet of the table's columns without a row, to fill in."""
    columns = [Column(column.name, WIDTHS.get(column.name, 24)) for column in TABLES[table].columns]
    return Sheet(table.capitalize(), columns, [])


def rows_sheet(table: str, reference: str = "", versions: Iterable[PlanVersion] | None = None) -> Sheet:
    """Every row of the plans (all of the council's unless they are given), or those of one plan or action.

    UnknownReference where there is no such plan or action.
    """
    blank = blank_sheet(table)
    try:
        named = _named(table, reference, list(exported() if versions is None else versions))
    except RowRefused as refused:
        raise UnknownReference(refused.sentence) from refused
    names = [column.heading for column in blank.columns]
    rows: Iterator[list[Value]] = ([said.cells[name] for name in names] for said in _said(table, *named))
    return Sheet(blank.title, blank.columns, rows)


def exported(user: Any = None) -> list[PlanVersion]:
    """Of each plan the version to which a row of a file would go: the one under way, else the one in force."""
    versions = readable(user).exclude(status__in=[Status.SUPERSEDED, Status.ABANDONED])
    ordered = versions.order_by("plan__cycle__starts", "plan__service__prefix", "plan_id")
    return [to_open(found) for _, found in groupby(ordered, key=lambda version: version.plan_id)]


def _named(table: str, reference: str, versions: list[PlanVersion]) -> tuple[list[PlanVersion], str]:
    """The versions that a reference means, and the action whose rows alone are meant."""
    if not reference:
        return versions, ""
    if table not in OF_ACTIONS or PLAN_CODE.search(reference.strip()):
        return [of_plan(reference)], ""
    of_action(reference)
    return versions, reference


def _said(table: str, versions: list[PlanVersion], action: str) -> Iterator[Said]:
    latest = _latest(versions) if table == BY_ACTION else {}
    for version in versions:
        plan = PlanContent(content_of(version, kinds=KINDS))
        found = plan.action(action) if action else None
        if action and found is None:
            continue
        for said in ROWS[table](plan):
            if found and not _is_of(table, said, action, found[0].objective):
                continue
            if table != BY_ACTION or latest.get(folded(said.cells["Action"])) == version.pk:
                yield said


def _is_of(table: str, said: Said, action: str, objective: dict[str, Any]) -> bool:
    """Whether a row is the action's: its own, one of its milestones, the objective above it."""
    if table == "objectives":
        return said.item is objective
    return folded(said.cells["Reference" if table == "actions" else "Action"]) == folded(action)


def _latest(versions: list[PlanVersion]) -> dict[str, int]:
    """The version to which a milestone of each action goes, by the action's reference: it may stand in several plans."""
    by_pk = {version.pk: version for version in versions}
    rows = ActionVersion.objects.filter(version__in=by_pk).values_list("action__reference", "version")
    standing: dict[str, list[PlanVersion]] = {}
    for reference, pk in rows:
        standing.setdefault(folded(reference), []).append(by_pk[pk])
    return {reference: of_latest_plan(found).pk for reference, found in standing.items()}
