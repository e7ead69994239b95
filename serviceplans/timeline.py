"""A version's sign-off as a timeline: where it stands, then each step back to the beginning."""

from collections import defaultdict
from typing import Any

from django.utils.timezone import localdate

from common.values.years import format_date
from serviceplans import permissions as may
from serviceplans.choices import Acting, Step
from serviceplans.models import Decision, PlanVersion, Signature


def timeline_of(
    version: PlanVersion, user: Any, decisions: list[Decision], standing: str, waits: str
) -> list[dict[str, Any]]:
    """Entries as ``{% timeline %}`` takes them, newest first; the first says where the version is now."""
    given: dict[int, list[Signature]] = defaultdict(list)
    for row in version.given:
        given[row.decision_id].append(row)
    steps = [_entry(version, user, decision, given[decision.pk]) for decision in reversed(decisions)]
    if not any(decision.step in (Step.BEGIN, Step.REVISE) for decision in decisions):
        steps.append({"heading": "Draft begun", "when": version.begun_at, "text": "", "state": "done", "digest": ""})
    return [{"heading": standing, "when": None, "text": waits, "state": "current", "digest": ""}, *steps]


def _entry(version: PlanVersion, user: Any, decision: Decision, signatures: list[Signature]) -> dict[str, Any]:
    return {
        "heading": decision.heading,
        "when": decision.at,
        "text": told(decision),
        "state": "done",
        "digest": decision.digest,
        "points": decision.amendments,
        "notes": [*_voided(signatures), *_answered(decision)],
        "links": _links(version, user, decision),
    }


def told(decision: Decision) -> str:
    """Who took the step, for which post and how, at which meeting, and what they said."""
    name = decision.by.name if decision.by else ""
    at = f" · at {decision.meeting}" if decision.meeting else ""
    said = f" · “{decision.comment}”" if decision.comment else ""
    if decision.acting == Acting.RECORDER and decision.record:
        day = format_date(decision.record.decided_on)
        return f"{decision.post_title}, off the system on {day} · recorded by {name}{said}"
    manner = {Acting.DEPUTY: "deputy, acting for the post", Acting.DELEGATE: "by delegation from the post"}
    how = manner.get(Acting(decision.acting))
    who = f"{name}, {how}" if how else name
    return f"{decision.post_title} ({who}){at}{said}" if name else f"{decision.post_title}{at}{said}"


def _voided(signatures: list[Signature]) -> list[str]:
    """That an approval counts no more, and since which step."""
    ends = {row.voided_by for row in signatures if row.voided_by}
    return [
        f"No longer counts: {end.heading[:1].lower()}{end.heading[1:]} on {format_date(localdate(end.at))}."
        for end in ends
    ]


def _answered(decision: Decision) -> list[str]:
    record = decision.record
    if record is None:
        return []
    if record.disputed_at:
        return [f"Disputed on {format_date(localdate(record.disputed_at))}: “{record.dispute}”"]
    if record.confirmed_at:
        return [f"Confirmed by {decision.post_title} on {format_date(localdate(record.confirmed_at))}."]
    return [f"{decision.post_title} has been told, and has not disputed it."]


def _links(version: PlanVersion, user: Any, decision: Decision) -> list[tuple[str, str]]:
    links = []
    if decision.compared_with and decision.step != Step.AGREE_AMENDED:
        links.append(("What was amended", version.plan.address("plan_amendments", decision.pk)))
    if decision.record and may.may_read_record(user, version):
        links.append(("The minute or e-mail", version.plan.address("plan_record_file", decision.record.pk)))
        if may.may_answer_record(user, decision.record):
            links.append(("Confirm or dispute", version.plan.address("plan_record_answer", decision.record.pk)))
    return links
