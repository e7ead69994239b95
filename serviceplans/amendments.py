"""What minor amendments changed: the text that was agreed beside the text that was made of it."""

import json
from dataclasses import dataclass, field
from typing import Any

from common.documents.blocks import Block
from serviceplans import permissions as may
from serviceplans.choices import Step
from serviceplans.content import written
from serviceplans.exports.comparison import comparison_blocks
from serviceplans.models import Decision, PlanVersion
from serviceplans.rules import Comparison, compare


@dataclass(frozen=True)
class Amendments:
    """The amendments that were asked for and what was changed, as blocks of a document; ``made``: something was."""

    decision: Decision
    asked: list[str]
    made: bool
    blocks: list[Block] = field(default_factory=list)


def frozen(version: PlanVersion, digest: str) -> dict[str, Any]:
    """A text that was frozen at some time."""
    content: dict[str, Any] = json.loads(version.frozen_contents.get(digest=digest).content)
    return content


def changed_by_hand(comparison: Comparison) -> bool:
    """Whether somebody changed the plan, and not only the registers that it shows."""
    return any(part.reordered or any(not change.is_register for change in part.changes) for _, part in comparison.parts)


def _between(decision: Decision, asked: list[str], before: dict[str, Any], after: dict[str, Any]) -> Amendments:
    comparison = compare(before, after)
    return Amendments(decision, asked, changed_by_hand(comparison), list(comparison_blocks(comparison)))


def amendments_so_far(version: PlanVersion, content: dict[str, Any] | None = None) -> Amendments | None:
    """While they are being made, or wait to be confirmed: what has been changed since the plan was agreed."""
    asked = may.amendments_agreed(version)
    if asked is None:
        return None
    return _between(asked, asked.amendments, frozen(version, asked.digest), content or written(version))


def amendments_seen(version: PlanVersion, content: dict[str, Any]) -> Amendments | None:
    """For a reviewer: what was amended in the text in front of them, since it was agreed with amendments."""
    so_far = amendments_so_far(version, content) if version.frozen else None
    if so_far:
        return so_far
    agreed = [d for d in version.decisions.all() if d.step == Step.AGREE and d.compared_with]
    if not agreed or version.frozen is None or agreed[-1].digest != version.frozen.digest:
        return None
    return _between(agreed[-1], agreed[-1].amendments, frozen(version, agreed[-1].compared_with), content)


def amendments_of(version: PlanVersion, decision: Decision) -> Amendments:
    """As a decision keeps them: what it agreed, compared with what was agreed before."""
    before, after = frozen(version, decision.compared_with), frozen(version, decision.digest)
    return _between(decision, decision.amendments, before, after)
