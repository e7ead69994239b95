"""A finding of the health check as a page shows it, with the address of the field that it is about."""

from dataclasses import dataclass

from risks.wording import slug as risk_slug
from serviceplans.choices import Severity
from serviceplans.models import Dismissal, Plan
from serviceplans.parts import Finding
from serviceplans.rules.health import NOT_IN_TEMPLATE

CHOICES = {"themes", "project_types", "priority_level", "grounds", "strategies"}


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


def finding_url(plan: Plan, finding: Finding, kind: str) -> str:
    """The address of the field that a finding is about."""
    if finding.code == NOT_IN_TEMPLATE:
        return f"{plan.address('plan_left')}#{finding.part}"
    if kind == "actions" and finding.subject:
        ending = "milestones" if finding.field == "milestones" else _anchor(finding.field)
        return f"{plan.address('plan_action', finding.part, finding.subject)}#{ending}"
    if kind == "risks" and finding.subject:
        return f"{plan.address('plan_risk', finding.part, risk_slug(finding.subject))}#id_{finding.field}"
    page = plan.address("plan_part", finding.part)
    if finding.subject.isdigit():
        return f"{page}#id_rows-{int(finding.subject) - 1}-{finding.field}"
    return f"{page}#{_anchor(finding.field)}" if finding.field else page


def _anchor(field: str) -> str:
    return f"id_{field}_0" if field in CHOICES else f"id_{field}"
