"""The plan health check: York's rules for what a plan may contain, run on plain content (York 2019, service plans)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.values.due import Due
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.years import format_date
from serviceplans.choices import Severity
from serviceplans.parts import Finding, kind_for
from serviceplans.parts.actions import ActionsPart

Content = Mapping[str, Any]
NOT_REVIEWED = "not-reviewed"
NOT_IN_TEMPLATE = "not-in-template"


@dataclass(frozen=True)
class CheckedFinding:
    """A finding with what the template makes of it: it blocks submission, or it is to be considered."""

    finding: Finding
    severity: Severity
    section: str

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKING


def parts_of(content: Content) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every (section, part) of a plan's content, in the template's order."""
    return [(section, part) for section in content["sections"] for part in section["parts"]]


def health_check(content: Content, checks: Mapping[str, str]) -> list[CheckedFinding]:
    """What is wrong with a plan, blocking findings first, otherwise in the plan's order.

    ``checks`` is the template's: code → "blocking" or "warning". A check that the template does not name does not run.
    """
    found = [
        CheckedFinding(finding, Severity(checks[finding.code]), section_name(section))
        for section, part in parts_of(content)
        for finding in findings_in(part, content["plan"]["cycle"])
        if finding.code in checks
    ]
    return sorted(found, key=lambda checked: not checked.blocks)


def findings_in(part: Mapping[str, Any], cycle: str) -> Iterator[Finding]:
    """What is found in one part. Of what the template has no place for, only that it has none."""
    kind = kind_for(dict(part))
    if part.get("left"):
        yield Finding(NOT_IN_TEMPLATE, f"{kind.title}: these words have no place in the plan's template", part["key"])
        return
    yield from kind.findings(part["data"])
    if part.get("review"):
        said = f"{kind.title}: carried from {part['review']}, and not reviewed yet"
        yield Finding(NOT_REVIEWED, said, part["key"])
    if isinstance(kind, ActionsPart):
        yield from passed_findings(kind, part["data"], cycle)
        yield from undated_findings(kind, part["data"], cycle)


def passed_findings(kind: ActionsPart, data: dict[str, Any], cycle: str) -> Iterator[Finding]:
    """Dates that have gone by before the year begins, as they do in a plan that was begun from last year's."""
    for action in kind.actions(data) if kind.shows("completed_by") else []:
        due = date.fromisoformat(action["due"]) if action["due"] else None
        if due and due < year_begins(cycle):
            said = f"Action {action['reference']} was due on {format_date(due)}, before {cycle} begins"
            yield Finding("action-date-passed", said, kind.key, action["reference"], "completed_by")


def undated_findings(kind: ActionsPart, data: dict[str, Any], cycle: str) -> Iterator[Finding]:
    """Words from which no date can be read: the action is sorted last, and nobody is reminded of it."""
    for action in kind.actions(data):
        name, words = f"Action {action['reference']}", action["completed_by"]
        if kind.shows("completed_by") and words and not action["due"]:
            said = f"{name} is to be completed by “{words}”. {why_no_date(words, cycle)}"
            yield Finding("date-not-read", said, kind.key, action["reference"], "completed_by")
        steps = action["milestones"] if kind.shows("milestones") else []
        undated = [m["due_words"] for m in steps if m["due_words"] and not m["due"] and not m["done_on"]]
        if undated:
            said = "; ".join(f"“{words}” ({why_no_date(words, cycle).rstrip('.')})" for words in undated)
            yield Finding("date-not-read", f"{name}, milestones: {said}", kind.key, action["reference"], "milestones")


def why_no_date(words: str, cycle: str) -> str:
    """Why no date can be read from words; where one can be read now, that it could not be when they were saved."""
    due = Due.parse(words, year=cycle)
    return due.note if due.date is None else "No date was read when it was saved. Save it again."


def year_begins(cycle: str) -> date:
    """The first day of a planning year, from its name; the first of all days where the name is no year."""
    try:
        return Period.parse(cycle).start
    except Unreadable:
        return date.min


def section_name(section: Mapping[str, Any]) -> str:
    number = section["number"]
    return f"{number}. {section['heading']}" if number else str(section["heading"])


def blocking(findings: Collection[CheckedFinding]) -> list[CheckedFinding]:
    return [checked for checked in findings if checked.blocks]
