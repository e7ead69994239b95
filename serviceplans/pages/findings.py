"""A finding of the health check as a page shows it, with the address of the field that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from risks.wording import slug as risk_slug
from serviceplans.choices import Severity
from serviceplans.models import Dismissal, Plan
from serviceplans.parts import Finding, kind_for
from serviceplans.parts.fields import FieldsPart
from serviceplans.rules.health import NOT_IN_TEMPLATE, NOT_REVIEWED

# Of an action's form, what is chosen from several, each with an id of its own.
CHOICES = {"themes", "project_types", "priority_level", "grounds"}


@dataclass(frozen=True)
class FindingLine:
    """A finding as a page shows it: the sentence, its link, and the reason if it was dismissed."""

    code: str
    message: str
    severity: Severity
    section: str
    url: str
    subject: str
    dismissed: Dismissal | None

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKING


def finding_url(plan: Plan, finding: Finding, part: Mapping[str, Any]) -> str:
    """The address of the field that a finding is about; ``part`` as content describes it."""
    kind = part["kind"]
    if finding.code == NOT_IN_TEMPLATE:
        return f"{plan.address('plan_left')}#{finding.part}"
    if kind == "actions" and finding.subject:
        ending = "milestones" if finding.field == "milestones" else _anchor(finding.field, finding.field in CHOICES)
        return f"{plan.address('plan_action', finding.part, finding.subject)}#{ending}"
    if kind == "risks" and finding.subject:
        return f"{plan.address('plan_risk', finding.part, risk_slug(finding.subject))}#id_{finding.field}"
    page = plan.address("plan_part", finding.part)
    if finding.code == NOT_REVIEWED:
        return f"{page}#carried-part"
    if finding.subject.isdigit():
        return f"{page}#id_rows-{int(finding.subject) - 1}-{finding.field}"
    return f"{page}#{_anchor(finding.field, _has_boxes(part, finding.field))}" if finding.field else page


def _has_boxes(part: Mapping[str, Any], field: str) -> bool:
    """Whether a part's field is a list of boxes: its type says so, since a template may call its fields what it likes."""
    kind = kind_for(dict(part))
    named = kind.fields if isinstance(kind, FieldsPart) else []
    return any(one["key"] == field and one["type"] == "strategies" for one in named)


def _anchor(field: str, boxes: bool) -> str:
    return f"id_{field}_0" if boxes else f"id_{field}"
