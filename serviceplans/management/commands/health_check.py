"""The health check's findings as lines; exit 1 when any of them blocks submission."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand
from serviceplans.naming import add_plan_arguments, named_version
from serviceplans.pages import PlanPage


class Command(AnswerCommand):
    help = "What the health check finds in a plan: health_check CSS 2019/20. Exit 1 when a finding blocks submission."

    def arguments(self, parser: CommandParser) -> None:
        add_plan_arguments(parser)

    def answer(self, **options: Any) -> int:
        page = PlanPage(named_version(options["service"], options["cycle"]), user=None)
        findings = [
            {
                "severity": line.severity.value,
                "code": line.code,
                "section": line.section,
                "message": line.message + (f" (dismissed: {line.dismissed.reason})" if line.dismissed else ""),
                "url": line.url,
            }
            for line in page.findings
        ]
        lines = [f"{found['severity']}: {found['message']} [{found['code']}] {found['url']}" for found in findings]
        self.say({"plan": page.plan.code, "findings": findings}, lines or ["Nothing to fix."], options["format"])
        return 1 if page.to_fix else 0
