"""What the pages of a spreadsheet of rows of plans show: the plans that a person may bring rows into, and a preview."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from serviceplans import permissions as may
from serviceplans.bulk import TABLES
from serviceplans.bulk.drafts import readable
from serviceplans.choices import OPEN, UploadState
from serviceplans.models import PlanVersion, RowsUpload

SHOWN = 200
ORDER = ("refused", "changed", "new", "unchanged")


def open_to(user: Any) -> list[PlanVersion]:
    """The versions into which this person may bring rows now, by cycle and service."""
    versions = readable(user).filter(status__in=OPEN).order_by("-plan__cycle__starts", "plan__service__prefix")
    return [one for one in versions if may.may_bring_in(user, one)]


def named(versions: list[PlanVersion], plan: str) -> list[PlanVersion]:
    """Those of the one plan that an address names (css-2019-20); all where it names none of them."""
    return [one for one in versions if one.plan.slug == plan] or versions


def columns() -> list[tuple[str, list[tuple[str, bool]]]]:
    """Each table with its columns, and whether every row needs them."""
    return [(name, [(column.name, column.required) for column in spec.columns]) for name, spec in TABLES.items()]


@dataclass(frozen=True)
class PlanLine:
    """A plan of the file, and what would become of its rows."""

    code: str
    url: str
    counts: Counter[str]

    @property
    def said(self) -> str:
        told = [f"{self.counts[name]} {name}" for name in (*ORDER[1:], ORDER[0]) if self.counts[name]]
        return ", ".join(told)


@dataclass(frozen=True)
class Group:
    """The rows of one outcome: the first of them, and how many there are."""

    outcome: str
    rows: list[dict[str, Any]]
    count: int

    @property
    def opened(self) -> bool:
        """Whether they are what a reader must see."""
        return self.outcome in ("refused", "changed")


class RowsPage:
    """An upload as it was last held against the plans."""

    shown = SHOWN

    def __init__(self, upload: RowsUpload) -> None:
        self.upload = upload

    @property
    def waiting(self) -> bool:
        return self.upload.state == UploadState.WAITING

    @property
    def refused(self) -> int:
        return int(self.upload.counts["refused"])

    @cached_property
    def groups(self) -> list[Group]:
        found = [(name, [row for row in self.upload.rows if row["outcome"] == name]) for name in ORDER]
        return [Group(name, [self._shown(row) for row in rows[:SHOWN]], len(rows)) for name, rows in found if rows]

    @cached_property
    def plans(self) -> list[PlanLine]:
        """The plans of the file, as their rows name them."""
        versions = PlanVersion.objects.filter(pk__in=self.upload.stamps).select_related("plan__service", "plan__cycle")
        plans = sorted((version.plan for version in versions), key=lambda plan: plan.code)
        return [
            PlanLine(
                plan.code,
                plan.get_absolute_url(),
                Counter(
                    row["outcome"] for row in self.upload.rows if row.get("plan", "").casefold() == plan.code.casefold()
                ),
            )
            for plan in plans
        ]

    @staticmethod
    def _shown(row: dict[str, Any]) -> dict[str, Any]:
        before = row.get("before", {})
        changes = [
            (column, before.get(column), said) for column, said in row.get("after", {}).items() if said or before
        ]
        return {**row, "changes": changes}
