"""The report's rules, on plain values: which version it reads, what is late, what a revision changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.values.years import format_date
from serviceplans.choices import IN_FORCE, IN_REVIEW, ActionStatus, Status

FINISHED = frozenset({ActionStatus.COMPLETED.value, ActionStatus.STOPPED.value})
OFF_COURSE = frozenset({ActionStatus.OFF_TRACK.value, ActionStatus.AT_RISK.value})

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Candidate:
    """What the choice between a plan's versions depends on. ``approved`` and ``superseded`` are days, or None."""

    number: int
    status: str
    approved: date | None = None
    superseded: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether the version counted on that day."""
        begun = self.approved is not None and self.approved <= day
        return begun and (self.superseded is None or self.superseded > day)


@dataclass(frozen=True)
class Choice:
    """The version that a report reads, how it stands in words, and whether it has been approved."""

    number: int
    words: str
    approved: bool


def version_for(candidates: Iterable[Candidate], day: date) -> Choice | None:
    """The version in force on ``day``; else the one in force now; else the latest under review, which says so.

    None where nothing has been submitted, or where what was submitted is back with its holder.
    """
    newest_first = sorted(candidates, key=lambda candidate: -candidate.number)
    for found in newest_first:
        if found.in_force_on(day):
            return Choice(found.number, f"In force on {format_date(day)}", approved=True)
    for found in newest_first:
        if found.status in IN_FORCE and found.approved:
            said = f"Approved on {format_date(found.approved)}, after the quarter closed"
            return Choice(found.number, said, approved=True)
    for found in newest_first:
        if found.status in IN_REVIEW:
            state = Status(found.status).label
            return Choice(found.number, f"Not yet approved: {state[:1].lower()}{state[1:]}", approved=False)
    return None


def days_late(due: date | None, status: str, day: date) -> int:
    """How many days past its date an action is on ``day``; 0 where it is not late, is finished, or has no date."""
    if due is None or status in FINISHED:
        return 0
    return max((day - due).days, 0)


def action_changes(before: Content, after: Content) -> Iterator[str]:
    """What a revision did to a plan's actions, a sentence each: added, left out, moved or reworded."""
    old, new = ({action["reference"]: action for _, action in actions_of(content)} for content in (before, after))
    for reference, action in new.items():
        if reference not in old:
            yield f"{reference} added: {action['text']}"
            continue
        was = old[reference]
        if was["completed_by"] != action["completed_by"]:
            moved = f"from {was['completed_by'] or 'no date'} to {action['completed_by'] or 'no date'}"
            yield f"{reference} moved {moved}: {action['text']}"
        if was["text"] != action["text"]:
            yield f"{reference} reworded, from “{was['text']}” to “{action['text']}”"
    for reference, action in old.items():
        if reference not in new:
            yield f"{reference} left out: {action['text']}"


def actions_of(content: Content) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every action of a plan's content in its order, with the words of the objective that it serves."""
    for data in parts_of(content, "actions"):
        for objective in data["objectives"]:
            for action in objective["actions"]:
                yield objective["text"], action


def parts_of(content: Content, kind: str) -> Iterator[Mapping[str, Any]]:
    """The data of each part of this kind, in the plan's order."""
    for part in described_parts(content, kind):
        yield part["data"]


def described_parts(content: Content, kind: str) -> Iterator[Mapping[str, Any]]:
    """Each part of this kind with its heading, its template's settings (``config``) and its data."""
    for section in content["sections"]:
        yield from (part for part in section["parts"] if part["kind"] == kind)
