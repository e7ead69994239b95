"""What the pages of data quality show: one indicator by principle, and the whole council, the worst first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef
from django.http import QueryDict
from django.urls import reverse

from common.panels import Panel
from common.today import today
from common.values.period import Period
from common.values.years import format_date
from common.verdict import Verdict
from performance.choices import Grade, Principle
from performance.entries import first_entries, record_began
from performance.models import AuditFinding, DataQualityAssessment, Indicator, StatutoryReturn
from performance.permissions import may_answer, may_assess, may_raise_finding
from performance.quality_forms import QualityFilterForm
from performance.rules.quality import MOST_YEARS, Share, completeness, due_periods, timeliness
from performance.standing.load import rhythm_of

A_PAGE = 100
UNKNOWN = Share(0, 0)
TONES = {Grade.GOOD: "green", Grade.FAIR: "amber", Grade.POOR: "red", Grade.NOT_ASSESSED: "grey"}
# Periods of the last three years, and the one that had begun before them.
_SPAN = timedelta(days=(MOST_YEARS + 2) * 366)


@dataclass(frozen=True)
class Judged:
    """One principle: what people judged, the latest first, and what the record itself says where it can."""

    key: str
    label: str
    history: list[DataQualityAssessment]
    computed: Share | None

    @property
    def latest(self) -> DataQualityAssessment | None:
        return self.history[0] if self.history else None

    @property
    def tone(self) -> str:
        return TONES[Grade(self.latest.grade)] if self.latest else "grey"


@dataclass(frozen=True)
class FindingLine:
    """A finding with how it stands; ``answer`` says whether this person may answer it."""

    finding: AuditFinding
    overdue: bool
    answer: Verdict


@dataclass(frozen=True)
class QualityPage:
    """One indicator."""

    indicator: Indicator
    principles: list[Judged]
    findings: list[FindingLine]
    returns: list[StatutoryReturn]
    assess: Verdict
    raise_one: Verdict


@dataclass(frozen=True)
class QualityRow:
    """One indicator in the council's table. ``grades`` follow the order of ``Principle``."""

    indicator: Indicator
    grades: list[Grade]
    open: int
    overdue: int
    complete: Share = UNKNOWN
    timely: Share = UNKNOWN

    def count(self, grade: Grade) -> int:
        return self.grades.count(grade)

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Each grade as a principle, a word and a tone."""
        named = zip(Principle, self.grades, strict=True)
        return [(str(principle.label), str(grade.label), TONES[grade]) for principle, grade in named]


@dataclass(frozen=True)
class AuditPage:
    """The council's table: one page of rows, and the sentence above it."""

    filters: QualityFilterForm
    page: Page
    headline: str
    query: str


def quality_page(indicator: Indicator, user: Any) -> QualityPage:
    """Everything on the quality page of one indicator, in a constant number of queries."""
    said: dict[str, list[DataQualityAssessment]] = {}
    for row in indicator.assessments.select_related("assessor"):
        said.setdefault(row.principle, []).append(row)
    complete, timely = shares([indicator])[indicator.pk]
    computed = {Principle.COMPLETENESS: complete, Principle.TIMELINESS: timely}
    findings = [
        finding_line(one, user) for one in AuditFinding.objects.filter(indicator=indicator).select_related("indicator")
    ]
    return QualityPage(
        indicator=indicator,
        principles=[Judged(p.value, str(p.label), said.get(p.value, []), computed.get(p)) for p in Principle],
        findings=findings,
        returns=list(indicator.returns.all()),
        assess=may_assess(user),
        raise_one=may_raise_finding(user),
    )


def finding_line(finding: AuditFinding, user: Any) -> FindingLine:
    overdue = finding.answered_on is None and finding.answer_due < today()
    return FindingLine(finding, overdue, may_answer(user, finding))


def shares(indicators: list[Indicator]) -> dict[int, tuple[Share, Share]]:
    """Completeness and timeliness by indicator id. Three queries however many."""
    day, began = today(), record_began()
    entries = first_entries([i.pk for i in indicators], day - _SPAN, day)
    found = {}
    for indicator in indicators:
        entered, rhythm = entries.get(indicator.pk, {}), rhythm_of(indicator)
        first, known = _edges(entered)
        due = due_periods(rhythm, day, known, first)
        found[indicator.pk] = completeness(due, entered), timeliness(rhythm, due, entered, began)
    return found


def _edges(entered: dict[str, date]) -> tuple[Period | None, Period | None]:
    if not entered:
        return None, None
    return Period.from_key(next(iter(entered))), Period.from_key(next(reversed(entered)))


def audited(user: Any, filters: QualityFilterForm) -> list[QualityRow]:
    """The indicators that the filters leave, the worst first, without what is computed. Three queries."""
    chosen = filters.chosen
    rows = Indicator.objects.visible_to(user).filter(retired=False).select_related("directorate", "owner_post")
    rows = rows.defer("definition", "formula", "source")
    if "directorate" in chosen:
        rows = rows.filter(directorate__code=chosen["directorate"])
    grades, (open_ones, overdue) = _current_grades(), _open_findings()
    keys, found = Principle.values, []
    for indicator in rows:
        own = [grades.get((indicator.pk, key), Grade.NOT_ASSESSED) for key in keys]
        found.append(QualityRow(indicator, own, open_ones.get(indicator.pk, 0), overdue.get(indicator.pk, 0)))
    return sorted((row for row in found if _fits(row, chosen.get("show", ""))), key=_worst_first)


def _fits(row: QualityRow, show: str) -> bool:
    if show == "findings":
        return row.open > 0
    return show not in Grade.values or Grade(show) in row.grades


def _worst_first(row: QualityRow) -> tuple[Any, ...]:
    count = row.count
    doubts = (-count(Grade.POOR), -row.overdue, -count(Grade.FAIR), -row.open, -count(Grade.NOT_ASSESSED))
    return (*doubts, row.indicator.reference_key)


def with_shares(rows: list[QualityRow]) -> list[QualityRow]:
    """The same rows with what the record says."""
    found = shares([row.indicator for row in rows])
    return [QualityRow(row.indicator, row.grades, row.open, row.overdue, *found[row.indicator.pk]) for row in rows]


def audit_page(user: Any, parameters: QueryDict) -> AuditPage:
    """The audit view across the council, in a constant number of queries."""
    filters = QualityFilterForm(parameters)
    rows = audited(user, filters)
    page: Page[Any] = Paginator(rows, A_PAGE).get_page(parameters.get("page"))
    page.object_list = with_shares(list(page.object_list))
    return AuditPage(filters, page, _headline(rows), urlencode(filters.chosen))


def _headline(rows: list[QualityRow]) -> str:
    doubted = sum(Grade.POOR in row.grades for row in rows)
    whole = sum(Grade.NOT_ASSESSED not in row.grades for row in rows)
    waiting, overdue = sum(row.open for row in rows), sum(row.overdue for row in rows)
    return (
        f"{whole} of {len(rows)} indicators assessed by all six principles; {doubted} poor by one or more. "
        f"Audit findings without an answer: {waiting}, of which past their day: {overdue}."
    )


def _current_grades() -> dict[tuple[int, str], Grade]:
    later = DataQualityAssessment.objects.filter(
        indicator=OuterRef("indicator"), principle=OuterRef("principle"), counter__gt=OuterRef("counter")
    )
    rows = DataQualityAssessment.objects.filter(~Exists(later)).order_by()
    known = {grade.value: grade for grade in Grade}
    return {(pk, key): known[grade] for pk, key, grade in rows.values_list("indicator_id", "principle", "grade")}


def _open_findings() -> tuple[dict[int, int], dict[int, int]]:
    waiting: dict[int, int] = {}
    overdue: dict[int, int] = {}
    rows = AuditFinding.objects.filter(answered_on=None).order_by()
    for pk, due in rows.values_list("indicator_id", "answer_due"):
        waiting[pk] = waiting.get(pk, 0) + 1
        overdue[pk] = overdue.get(pk, 0) + (due < today())
    return waiting, overdue


def quality_panel(user: Any, indicator: Indicator) -> Panel:
    """What an indicator's own page says of its data. One query."""
    unanswered = AuditFinding.objects.filter(indicator=OuterRef("pk"), answered_on=None)
    rows = Indicator.objects.filter(pk=indicator.pk).order_by("assessments__counter").annotate(open=Exists(unanswered))
    fields = (F("assessments__principle"), F("assessments__grade"), F("assessments__assessed_on"), "open")
    latest = {principle: (grade, on, waits) for principle, grade, on, waits in rows.values_list(*fields)}
    url = reverse("indicator_quality", args=[indicator.slug])
    links = [(f"{Principle(p).label}: {_said(*latest[p])}", url, "") for p in Principle if p in latest]
    if any(waits for _, _, waits in latest.values()):
        links.append(("An audit finding waits for an answer", f"{url}#findings", ""))
    return Panel("Data quality", links or [("Not assessed yet", url, "")])


def _said(grade: str, on: date, _: bool) -> str:
    return f"{Grade(grade).label.lower()}, {format_date(on)}"


def table_rows(rows: list[QualityRow]) -> Iterator[list[Any]]:
    """The council's table as rows of a spreadsheet."""
    for row in rows:
        indicator = row.indicator
        yield [
            indicator.reference,
            indicator.name,
            indicator.directorate.name if indicator.directorate else "",
            indicator.owner,
            *(str(grade.label) for grade in row.grades),
            row.complete.percent,
            row.timely.percent,
            row.open,
            row.overdue,
        ]
