"""What the pages of audit findings show: one, those of an indicator, and all of the council's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import QueryDict

from common.documents.sheets import Column, Sheet
from common.today import today
from common.verdict import Verdict
from council.permissions import authority
from performance.models import AuditFinding, Indicator
from performance.permissions import may_answer
from performance.quality_forms import FindingFilterForm

A_PAGE = 50
COLUMNS = [
    *(Column("Reference", 12), Column("Indicator", 40), Column("Owner", 36), Column("Finding", 60)),
    *(Column("Raised on", 14, "date"), Column("Raised by", 30), Column("Answer due", 14, "date")),
    *(Column("State", 18), Column("Answer", 60), Column("Answered on", 14, "date"), Column("Answered by", 36)),
]


@dataclass(frozen=True)
class FindingLine:
    """A finding with how it stands; ``answer`` says whether this person may answer it."""

    finding: AuditFinding
    overdue: bool
    answer: Verdict

    @property
    def words(self) -> str:
        return "Answered" if self.finding.answered_on else "Answer overdue" if self.overdue else "Waits for an answer"

    @property
    def tone(self) -> str:
        return "green" if self.finding.answered_on else "red" if self.overdue else "amber"


@dataclass(frozen=True)
class FindingsPage:
    """The council's findings: one page of them, those that wait the longest first, and the counts of all."""

    filters: FindingFilterForm
    page: Page
    counts: list[tuple[int, str, str]]
    query: str


def finding_line(finding: AuditFinding, user: Any) -> FindingLine:
    overdue = finding.answered_on is None and finding.answer_due < today()
    return FindingLine(finding, overdue, may_answer(user, finding))


def findings_of(indicator: Indicator, user: Any) -> list[FindingLine]:
    """The findings on one indicator, those that wait first. One query."""
    rows = AuditFinding.objects.filter(indicator=indicator).select_related("indicator")
    return [finding_line(one, user) for one in rows]


def listed_findings(user: Any, filters: FindingFilterForm) -> list[FindingLine]:
    """The findings that the filters leave: unanswered ones by their day, then the latest answers. One query."""
    chosen, day = filters.chosen, today()
    rows = AuditFinding.objects.filter(indicator__in=Indicator.objects.visible_to(user))
    rows = rows.select_related("indicator__owner_post", "indicator__directorate")
    for word in chosen.get("q", "").split():
        about = Q(text__icontains=word) | Q(answer__icontains=word)
        rows = rows.filter(about | Q(indicator__reference__icontains=word) | Q(indicator__name__icontains=word))
    if "directorate" in chosen:
        rows = rows.filter(indicator__directorate__code=chosen["directorate"])
    waits, show = Q(answered_on=None), chosen.get("show")
    if show == "mine":
        rows = rows.filter(indicator__owner_post__in=authority(user).post_ids)
    elif show in ("waiting", "overdue", "answered"):
        rows = rows.exclude(waits) if show == "answered" else rows.filter(waits)
    if show == "overdue":
        rows = rows.filter(answer_due__lt=day)
    # Those without an answer first: databases differ in where they put what is empty.
    rows = rows.order_by(F("answered_on").desc(nulls_first=True), "answer_due", "pk")
    return [finding_line(one, user) for one in rows]


def findings_page(user: Any, parameters: QueryDict) -> FindingsPage:
    """The list of findings, in a constant number of queries."""
    filters = FindingFilterForm(parameters)
    lines = listed_findings(user, filters)
    waiting, overdue = (sum(not one.finding.answered_on for one in lines), sum(one.overdue for one in lines))
    counts = [
        (waiting, "to answer", "amber" if waiting else ""),
        (overdue, "past the day", "red" if overdue else ""),
        (len(lines) - waiting, "answered", "green"),
    ]
    page: Page[Any] = Paginator(lines, A_PAGE).get_page(parameters.get("page"))
    return FindingsPage(filters, page, counts, urlencode(filters.chosen))


def findings_sheet(lines: list[FindingLine]) -> Sheet:
    """The findings as shown."""
    return Sheet("Audit findings", COLUMNS, _rows(lines))


def _rows(lines: list[FindingLine]) -> Iterator[list[Any]]:
    for line in lines:
        one = line.finding
        yield [
            *(one.indicator.reference, one.indicator.name, one.indicator.owner, one.text),
            *(one.raised_on, one.raised_post, one.answer_due, line.words),
            *(one.answer, one.answered_on, one.answered_post),
        ]
