"""The versions that a file's rows go to, each looked up and loaded once: which plan a row names, and who may write it."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from common.verdict import Verdict
from serviceplans import permissions as may
from serviceplans.bulk.cells import Cells, Data, RowRefused
from serviceplans.bulk.plan import PlanContent
from serviceplans.bulk.said import ROWS, Said
from serviceplans.content import content_of
from serviceplans.models import ActionVersion, PlanVersion
from serviceplans.rules import to_open
from serviceplans.rules.versions import standing
from serviceplans.stamps import stamp_of
from serviceplans.word.matching import plain

# The kinds of part in which rows of a file may stand.
KINDS = frozenset({"actions", "savings", "achievements", "table", "narrative", "staffing"})
BY_ACTION = "milestones"


@dataclass
class Draft:
    """A version that the file names: as it is, and with the rows so far. ``open``: whether it may be written now."""

    version: PlanVersion
    stamp: str
    before: Data
    open: Verdict
    said: dict[tuple[str, ...], list[Said]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.after = deepcopy(self.before)
        self.plan = PlanContent(self.after)


class Drafts:
    """``user`` None is the command line, which reads and writes every plan."""

    def __init__(self, table: str, columns: tuple[str, ...], user: Any) -> None:
        self.table, self.columns, self.user = table, columns, user
        self.versions: dict[str, PlanVersion | RowRefused] = {}
        self.loaded: dict[int, Draft] = {}

    def of(self, cells: Cells) -> Draft:
        """The draft that a row goes to; RowRefused where there is none, or none that this person may write."""
        name = cells["Action" if self.table == BY_ACTION else "Plan"]
        key = plain(name).casefold()
        if key not in self.versions:
            try:
                self.versions[key] = self._version(name)
            except RowRefused as refused:
                self.versions[key] = refused
        found = self.versions[key]
        if isinstance(found, RowRefused):
            raise found
        return self._draft(found)

    def _version(self, name: str) -> PlanVersion:
        version = of_action(name, self.user) if self.table == BY_ACTION else of_plan(name, self.user)
        allowed = self._may(version)
        if not allowed and not allowed.conflict:
            raise RowRefused("Action" if self.table == BY_ACTION else "Plan", "not-your-plan", allowed.sentence)
        return version

    def _draft(self, version: PlanVersion) -> Draft:
        if version.pk not in self.loaded:
            stamp, content = stamp_of(version), content_of(version, kinds=KINDS)
            draft = Draft(version, stamp, content, self._may(version))
            for said in ROWS[self.table](draft.plan):
                draft.said[self.key(said.cells)].append(said)
            self.loaded[version.pk] = draft
        return self.loaded[version.pk]

    def _may(self, version: PlanVersion) -> Verdict:
        return may.may_bring_in(self.user, version) if self.user else may.locked(version)

    def key(self, cells: Cells) -> tuple[str, ...]:
        """What a row says in the columns that the file has: the same for the row of the plan that says it already."""
        return tuple(plain(cells[column]) for column in self.columns)


def of_plan(code: str, user: Any = None) -> PlanVersion:
    """The version under way of a plan named as CSS 2019/20."""
    prefix, _, cycle = plain(code).rpartition(" ")
    found = list(
        readable(user).filter(plan__service__prefix__iexact=prefix.strip(), plan__cycle__name=cycle.replace("-", "/"))
    )
    if not found:
        yours = " that you may change" if user else ""
        raise RowRefused("Plan", "unknown-plan", f"There is no plan “{code}”{yours}. Write it like CSS 2019/20.")
    return to_open(found)


def of_action(reference: str, user: Any = None) -> PlanVersion:
    """The version to which the rows of an action go: under way, else in force, of its latest plan."""
    rows = ActionVersion.objects.filter(action__reference__iexact=plain(reference)).values("version")
    found = list(readable(user).filter(pk__in=rows))
    if not found:
        yours = " that you may change" if user else ""
        said = f"No plan{yours} has an action {reference}. Correct its reference."
        raise RowRefused("Action", "unknown-reference", said)
    return of_latest_plan(found)


def of_latest_plan(versions: Iterable[PlanVersion]) -> PlanVersion:
    """Of versions of several plans, in which an action was carried from one to the next."""
    return max(versions, key=lambda one: (standing(one.status), one.plan.cycle.starts, one.number))


def readable(user: Any) -> Any:
    versions = PlanVersion.objects.visible_to(user) if user else PlanVersion.objects.all()
    return versions.with_plan().prefetch_related("plan__contributors__post", "changes")
