"""What the report's page shows beside the report itself: its words, its counts, and the tables without links."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from common.documents.blocks import Block
from reporting import wording
from reporting.exports import FORMATS, document, tables
from reporting.report.lines import ActionLine, PlanLine
from reporting.report.shape import QuarterlyReport

# More lines than this make a page that nobody reads and a phone cannot hold; a directorate's page shows its own.
LONGEST_PAGE = 600


@dataclass(frozen=True)
class ReportPage:
    """One report as a page."""

    report: QuarterlyReport
    exceptions = wording.EXCEPTIONS
    sections = wording.SECTIONS

    @property
    def title(self) -> str:
        return wording.title(self.report)

    @property
    def subtitle(self) -> str:
        return wording.subtitle(self.report)

    @property
    def when(self) -> str:
        return wording.when(self.report)

    @property
    def formats(self) -> list[tuple[str, str]]:
        return [(extension, made.name) for extension, made in FORMATS.items()]

    @property
    def query(self) -> str:
        """What an address needs in order to stay with the directorate chosen."""
        return f"?{urlencode({'directorate': self.report.directorate})}" if self.report.directorate else ""

    @property
    def stats(self) -> list[dict[str, Any]]:
        report = self.report
        red, troubled, risks = len(report.red_indicators), len(report.troubled_actions), len(report.red_risks)
        owed = len(report.missing_results) + len(report.missing_updates) + len(report.missing_plans)
        words = dict(wording.counts(report))
        return [
            {"number": red, "label": "red indicators", "note": words["Indicators"], "tone": "red" if red else ""},
            {
                "number": troubled,
                "label": "actions off course",
                "note": words["Actions"],
                "tone": "amber" if troubled else "",
            },
            {"number": risks, "label": "red risks", "note": words["Risks"], "tone": "red" if risks else ""},
            {"number": owed, "label": "missing", "note": wording.owed(report) or "Everything is in", "tone": ""},
        ]

    @property
    def clear(self) -> str:
        """The kinds of exception of which there are none."""
        return document.clear(document.exception_tables(self.report))

    @property
    def too_long(self) -> bool:
        return len(self.report.actions) + len(self.report.indicators) > LONGEST_PAGE

    @property
    def actions(self) -> Iterator[tuple[PlanLine, list[ActionLine]]]:
        """Each plan with its actions."""
        plans = {plan.code: plan for plan in self.report.plans}
        for code, lines in groupby(self.report.actions, key=lambda line: line.plan):
            yield plans[code], list(lines)

    @property
    def action_counts(self) -> list[Block]:
        return [tables.actions_by_directorate(self.report)]

    @property
    def indicator_counts(self) -> list[Block]:
        return [tables.indicators_by_directorate(self.report)]

    @property
    def resources(self) -> list[Block]:
        return document.resources(self.report)

    @property
    def changes(self) -> list[Block]:
        return document.changes(self.report)

    @property
    def about(self) -> list[Block]:
        return document.about(self.report)
