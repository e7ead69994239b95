"""Agreement with minor amendments: what was to be changed, and who says that it has been."""

from typing import Any

from common.verdict import Verdict, conflict
from serviceplans.choices import Status, Step
from serviceplans.models import Decision, PlanVersion
from serviceplans.permissions.plans import amends, holds, in_open_cycle, state_words

# After these, what was agreed with amendments before counts no more.
ENDS = (Step.SUBMIT, Step.WITHDRAW, Step.RETURN_TO_HOLDER, Step.RETURN_TO_DIRECTOR, Step.AGREE)


def amendments_agreed(version: PlanVersion) -> Decision | None:
    """The agreement with amendments under which the version stands: they are being made, or wait to be confirmed."""
    for decision in reversed(list(version.decisions.all())):
        if decision.step == Step.AGREE_AMENDED:
            return decision
        if decision.step in ENDS:
            return None
    return None


def may_amend(user: Any, version: PlanVersion) -> Verdict:
    """Whether this person may say that the amendments are made: the plan holder, or whoever asked for them."""
    if not (holds(user, version) or amends(user, version)):
        return Verdict("Only the plan holder, or the reviewer who asked for the amendments, can send them on.")
    if version.status == Status.AMENDING:
        return in_open_cycle(version)
    return conflict(f"No amendments are being made to this plan. It is {state_words(version)}.")
