"""A plan's versions and what changed in it since it was approved, as one person may read it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from common.differences import whole, words
from common.documents.blocks import Span
from common.documents.page import marked_runs
from serviceplans import changing as may
from serviceplans.choices import IN_FORCE, UNDER_WAY, Cause, ChangeState, Status
from serviceplans.content import changes_made, content_of
from serviceplans.exports.comparison import standing
from serviceplans.listing import TONES
from serviceplans.models import PlanChange, PlanVersion
from serviceplans.permissions import chief_executive_agrees
from serviceplans.rules import Comparison, compare, summary
from serviceplans.withholding import shown_to


@dataclass(frozen=True)
class VersionLine:
    """One version in a list of them."""

    version: PlanVersion
    earlier: PlanVersion | None
    here: bool

    @property
    def title(self) -> str:
        return f"Version {self.version.number}"

    @property
    def state(self) -> str:
        return str(Status(self.version.status).label)

    @property
    def tone(self) -> str:
        return TONES[Status(self.version.status)]

    @property
    def standing(self) -> str:
        return standing(self.version)

    @property
    def cause(self) -> str:
        return str(Cause(self.version.cause).label) if self.version.cause else ""

    @property
    def url(self) -> str:
        return self.version.plan.address("plan_version", self.version.number)

    @property
    def files(self) -> list[tuple[str, str]]:
        """Name and address of each file of it."""
        return [
            (name, self.version.plan.address("plan_version_export", self.version.number, ending))
            for name, ending in (("PDF", "pdf"), ("Word", "docx"))
        ]

    @property
    def compare_url(self) -> str:
        if self.earlier is None:
            return ""
        return self.version.plan.address("plan_compare", self.earlier.number, self.version.number)


@dataclass(frozen=True)
class ChangeLine:
    """One change since approval, with what became of the words. ``number`` is None while it waits or was refused."""

    change: PlanChange
    number: int | None
    may_answer: bool = False
    may_withdraw: bool = False

    @property
    def title(self) -> str:
        what = self.change.what[:1].upper() + self.change.what[1:]
        return f"Change {self.number}. {what}" if self.number else what

    @property
    def spans(self) -> list[Span]:
        way = words if self.change.kind == "correction" else whole
        return way(self.change.before, self.change.after)

    @property
    def runs(self) -> list[tuple[str, str]]:
        return marked_runs(self.spans)

    @property
    def answer_url(self) -> str:
        return self.change.version.plan.address("plan_change_answer", self.change.pk)

    @property
    def withdraw_url(self) -> str:
        return self.change.version.plan.address("plan_change_withdraw", self.change.pk)


def change_lines(version: PlanVersion) -> list[ChangeLine]:
    """The changes made to a version since its approval, numbered as its text marks them."""
    return [ChangeLine(change, number) for number, change in enumerate(changes_made(version), 1)]


class PlanHistory:
    """The versions of a plan and its changes. ``version`` is the one that the page is about."""

    def __init__(self, version: PlanVersion, user: Any) -> None:
        self.version = version
        self.plan = version.plan
        self.user = user

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """Those that this person may read, in order."""
        if self.version.siblings is not None:
            return self.version.siblings
        rows = PlanVersion.objects.visible_to(self.user).filter(plan=self.plan.pk).with_plan()
        found = list(rows.defer("frozen__content").prefetch_related("changes"))
        for row in found:
            row.plan = self.plan
        return found

    @cached_property
    def lines(self) -> list[VersionLine]:
        """Newest first, each with the version that it is compared with: the one before it that was not abandoned."""
        lines = []
        for version in self.versions:
            before = [v for v in self.versions if v.number < version.number and v.status != Status.ABANDONED]
            lines.append(VersionLine(version, before[-1] if before else None, version.pk == self.version.pk))
        return lines[::-1]

    @property
    def in_force(self) -> PlanVersion | None:
        return next((version for version in self.versions if version.status in IN_FORCE), None)

    @property
    def under_way(self) -> PlanVersion | None:
        return next((version for version in self.versions if version.status in UNDER_WAY), None)

    @property
    def revises(self) -> PlanVersion | None:
        """The version in force that this page's version, which is under way, is a revision of."""
        return self.in_force if self.version.status in UNDER_WAY and self.version.number > 1 else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """What the revision changes, as far as this person may read either."""
        return compared(self.user, self.revises, self.version) if self.revises else None

    @property
    def summary(self) -> list[str]:
        return summary(self.comparison) if self.comparison is not None else []

    @property
    def compare_url(self) -> str:
        return self.plan.address("plan_compare", self.revises.number, self.version.number) if self.revises else ""

    @cached_property
    def made(self) -> list[ChangeLine]:
        """The changes made in the version that counts for this page."""
        return change_lines(self.version)

    @property
    def standing_changes(self) -> list[ChangeLine]:
        """The changes made in the version in force, the latest three."""
        return change_lines(self.in_force)[-3:] if self.in_force else []

    @property
    def in_force_url(self) -> str:
        return self.plan.address("plan_version", self.in_force.number) if self.in_force else ""

    @cached_property
    def waiting(self) -> list[ChangeLine]:
        """Moved dates that wait for the director, with what this person may do about each."""
        if self.in_force is None:
            return []
        proposed = [c for c in self.in_force.changes.all() if c.state == ChangeState.PROPOSED]
        for change in proposed:
            # The page's own version has everything that the question needs.
            change.version = self.version
        moves = bool(proposed) and bool(may.may_move_dates(self.user, self.version))
        return [ChangeLine(c, None, moves, bool(may.may_withdraw_change(self.user, c))) for c in proposed]

    @property
    def refused(self) -> list[ChangeLine]:
        return [ChangeLine(c, None) for c in self.version.changes.all() if c.state == ChangeState.REFUSED]

    @property
    def mover(self) -> str:
        """Who moves a date, within a sentence."""
        director = self.plan.service.director_post
        return (
            f"the {director.title}" if director and not chief_executive_agrees(self.version) else "the Chief Executive"
        )

    @property
    def may_move(self) -> Any:
        return may.may_move_dates(self.user, self.version)

    @cached_property
    def may_change(self) -> Any:
        """Whether this person changes the whole plan; an action's officer comes to it by the action."""
        return may.changes_all(self.user, self.version) and may.in_force(self.version)

    @cached_property
    def may_revise(self) -> Any:
        return may.may_revise(self.user, self.version)

    @cached_property
    def may_abandon(self) -> Any:
        return may.may_abandon(self.user, self.version)

    @property
    def links(self) -> dict[str, str]:
        names = ("versions", "changes", "revise", "abandon", "signatures")
        return {name: self.plan.address(f"plan_{name}") for name in names}


def compared(user: Any, before: PlanVersion, after: PlanVersion) -> Comparison:
    """Two versions compared as this person may read them; the command line, which is nobody in particular, reads all."""

    def read(version: PlanVersion) -> dict[str, Any]:
        content = content_of(version)
        return content if user is None else shown_to(user, version, content)

    return compare(read(before), read(after))
