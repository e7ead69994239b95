"""Whether what was signed is what is kept: each step's digest against the frozen text, and against the ledger."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.timezone import localtime

from common.ledger import digest, entry_hash
from common.models import LedgerEntry
from common.values.dates import format_date
from serviceplans.choices import IN_FORCE, Status, Step
from serviceplans.models import Decision, PlanVersion

# Steps that sign a text; the others only name it.
SIGN = {Step.SUBMIT, Step.AGREE, Step.APPROVE, Step.PUBLISH}
# A step and its entry are written in one transaction, which may wait for its turn.
SAME_MOMENT = timedelta(minutes=2)


@dataclass(frozen=True)
class Signed:
    """One step about a text: who took it, for which post, and what is wrong with it ("" where it holds)."""

    version: int
    step: str
    heading: str
    by: str
    post: str
    at: str
    meeting: str
    digest: str
    problem: str

    @property
    def holds(self) -> bool:
        return not self.problem


@dataclass(frozen=True)
class SignOff:
    """The signatures of a plan's versions in order, and what is wrong besides with no one of them."""

    signatures: list[Signed]
    problems: list[str]

    @property
    def holds(self) -> bool:
        return not self.problems and all(signed.holds for signed in self.signatures)


def sign_off(versions: Sequence[PlanVersion]) -> SignOff:
    """Check every step that names a text, in these versions of one plan. Four queries at most."""
    signatures: list[Signed] = []
    problems: list[str] = []
    steps = Prefetch("decisions", Decision.objects.select_related("by", "meeting"))
    prefetch_related_objects(versions, "frozen_contents", *([] if known(versions) else [steps]))
    entries = entries_of(versions)
    for version in versions:
        texts = {row.digest: row.content for row in version.frozen_contents.all()}
        decisions = sorted(version.decisions.all(), key=lambda decision: decision.pk)
        for decision, entry in paired(decisions, entries.get(subject_of(version), [])):
            if decision is None:
                assert entry is not None
                problems.append(
                    f"Version {version.number}: the ledger's entry {entry.pk} ({entry.verb}) has no step on the plan."
                )
            elif decision.digest:
                problem = text_problem(decision, texts) or ledger_problem(decision, entry)
                signatures.append(told(version, decision, problem))
        problems += shown_problem(version, decisions)
    return SignOff(signatures, problems)


def known(versions: Sequence[PlanVersion]) -> bool:
    """Whether a page has loaded the versions' steps already, with who took them."""
    return all("decisions" in getattr(version, "_prefetched_objects_cache", {}) for version in versions)


def subject_of(version: PlanVersion) -> str:
    return f"plan {version.plan.code} v{version.number}"


def entries_of(versions: Sequence[PlanVersion]) -> dict[str, list[LedgerEntry]]:
    """The ledger's entries of the versions' steps in order, by the version that they are about."""
    verbs = [f"plan.{step.value}" for step in Step]
    rows = LedgerEntry.objects.filter(subject__in=map(subject_of, versions), verb__in=verbs).order_by("id")
    found: dict[str, list[LedgerEntry]] = {}
    for entry in rows:
        found.setdefault(entry.subject, []).append(entry)
    return found


def paired(
    decisions: list[Decision], entries: list[LedgerEntry]
) -> Iterator[tuple[Decision | None, LedgerEntry | None]]:
    """Each step with its entry: both were written in the same order, so that those of one kind stand in line."""
    waiting: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        waiting.setdefault(entry.verb.removeprefix("plan."), []).append(entry)
    for decision in decisions:
        line = waiting.get(decision.step, [])
        yield decision, line.pop(0) if line else None
    for line in waiting.values():
        yield from ((None, entry) for entry in line)


def text_problem(decision: Decision, texts: dict[str, str]) -> str:
    """What is wrong with the kept text that a step signed."""
    text = texts.get(decision.digest)
    if text is None:
        return "the text that was signed is not kept under this digest"
    return "" if digest(text) == decision.digest else "the kept text has been altered: its SHA-256 is another"


def ledger_problem(decision: Decision, entry: LedgerEntry | None) -> str:
    """What the ledger says otherwise."""
    if entry is None:
        return "the ledger has no entry of it"
    if entry.hash != entry_hash(entry):
        return f"the ledger's entry {entry.pk} has been altered"
    said: dict[str, Any] = json.loads(entry.after or "{}")
    facts = [
        ("digest", said.get("digest") or "", decision.digest),
        ("person", entry.actor_id, decision.by_id),
        ("post", entry.post or decision.post_title, decision.post_title),
        ("status", said.get("status") or decision.to_status, decision.to_status),
        ("comment", said.get("comment") or "", decision.comment),
        ("meeting", said.get("meeting") or "", str(decision.meeting) if decision.meeting else ""),
    ]
    differing = [name for name, in_ledger, on_plan in facts if in_ledger != on_plan]
    if abs(entry.at - decision.at) > SAME_MOMENT:
        differing.append("time")
    return f"the ledger's entry {entry.pk} names another {' and another '.join(differing)}" if differing else ""


def shown_problem(version: PlanVersion, decisions: list[Decision]) -> list[str]:
    """Whether what is shown of an approved version is what was approved last."""
    if version.status not in (*IN_FORCE, Status.SUPERSEDED):
        return []
    approvals = [decision.digest for decision in decisions if decision.step == Step.APPROVE]
    shown = version.frozen.digest if version.frozen else ""
    if not approvals:
        return [f"Version {version.number} is in force or was, but nobody's approval of it is kept."]
    return [] if shown == approvals[-1] else [f"Version {version.number} shows another text than the one approved."]


def told(version: PlanVersion, decision: Decision, problem: str) -> Signed:
    at = localtime(decision.at)
    return Signed(
        version=version.number,
        step=decision.step,
        heading=str(decision.get_step_display()),
        by=decision.by.name if decision.by else "",
        post=decision.post_title,
        at=f"{format_date(at.date())}, {at:%H:%M}",
        meeting=str(decision.meeting) if decision.meeting else "",
        digest=decision.digest,
        problem=problem,
    )
