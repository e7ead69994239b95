"""What the pages of data quality show: one indicator by principle, and the whole council, the worst first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse

from common.panels import Panel
from common.today import today
from common.values.period import Period
from common.values.years import format_date
from common.verdict import Verdict
from performance.choices import Grade, Principle
from performance.entries import first_entries, record_began
from performance.findings import FindingLine, findings_of
from performance.models import AuditFinding, DataQualityAssessment, Indicator, StatutoryReturn
from performance.permissions import may_assess, may_raise_finding
from performance.quality_forms import QualityFilterForm
from performance.rules.quality import MOST_YEARS, Share, completeness, due_periods, timeliness
from performance.standing.load import rhythm_of

A_PAGE = 100
UNKNOWN = Share(0, 0)
TONES = {Grade.GOOD: "green", Grade.FAIR: "amber", Grade.POOR: "red", Grade.NOT_ASSESSED: "grey"}
# Periods of the last three years, and the one that had begun before them.
_SPAN = timedelta(days=(MOST_YEARS + 2) * 366)
_YEAR = timedelta(days=365)


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
    """One indicator in the council's table. ``grades`` follow the order of ``Principle``; ``judged``: the last day."""

    indicator: Indicator
    grades: list[Grade]
    open: int
    overdue: int
    judged: date | None = None
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
    counts: list[tuple[int, str, str, str]]
    query: str


def quality_page(indicator: Indicator, user: Any) -> QualityPage:
    """Everything on the quality page of one indicator, in a constant number of queries."""
    said: dict[str, list[DataQualityAssessment]] = {}
    for row in indicator.assessments.select_related("assessor"):
        said.setdefault(row.principle, []).append(row)
    complete, timely = shares([indicator])[indicator.pk]
    computed = {Principle.COMPLETENESS: complete, Principle.TIMELINESS: timely}
    return QualityPage(
        indicator=indicator,
        principles=[Judged(p.value, str(p.label), said.get(p.value, []), computed.get(p)) for p in Principle],
        findings=findings_of(indicator, user),
        returns=list(indicator.returns.all()),
        assess=may_assess(user),
        raise_one=may_raise_finding(user),
    )


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
    for word in chosen.get("q", "").split():
        owned = Q(owner_post__title__icontains=word) | Q(owner_text__icontains=word)
        rows = rows.filter(Q(reference__icontains=word) | Q(name__icontains=word) | owned)
    current, (open_ones, overdue) = _current_grades(), _open_findings()
    keys, found = Principle.values, []
    for indicator in rows:
        pk, said = indicator.pk, [current.get((indicator.pk, key)) for key in keys]
        grades = [one[0] if one else Grade.NOT_ASSESSED for one in said]
        judged = max((one[1] for one in said if one), default=None)
        found.append(QualityRow(indicator, grades, open_ones.get(pk, 0), overdue.get(pk, 0), judged))
    return sorted((row for row in found if _fits(row, chosen.get("show", ""))), key=_worst_first)


def _fits(row: QualityRow, show: str) -> bool:
    if show == "findings":
        return row.open > 0
    if show == "old":
        return row.judged is not None and row.judged < today() - _YEAR
    return show not in Grade.values or Grade(show) in row.grades


def _worst_first(row: QualityRow) -> tuple[Any, ...]:
    count = row.count
    doubts = (-count(Grade.POOR), -row.overdue, -count(Grade.FAIR), -row.open, -count(Grade.NOT_ASSESSED))
    return (*doubts, row.indicator.reference_key)


def with_shares(rows: list[QualityRow]) -> list[QualityRow]:
    """The same rows with what the record says."""
    found = shares([row.indicator for row in rows])
    shared = ((row, *found[row.indicator.pk]) for row in rows)
    return [replace(row, complete=complete, timely=timely) for row, complete, timely in shared]


def audit_page(user: Any, parameters: QueryDict) -> AuditPage:
    """The audit view across the council, in a constant number of queries."""
    filters = QualityFilterForm(parameters)
    rows = audited(user, filters)
    page: Page[Any] = Paginator(rows, A_PAGE).get_page(parameters.get("page"))
    page.object_list = with_shares(list(page.object_list))
    return AuditPage(filters, page, _counts(rows), urlencode(filters.chosen))


def _counts(rows: list[QualityRow]) -> list[tuple[int, str, str, str]]:
    """What stands above the table: a number, what of, a note, and a tone."""
    doubted = sum(Grade.POOR in row.grades for row in rows)
    whole = sum(Grade.NOT_ASSESSED not in row.grades for row in rows)
    begun = sum(row.judged is not None for row in rows)
    waiting, overdue = sum(row.open for row in rows), sum(row.overdue for row in rows)
    return [
        (len(rows), "in all", "indicators of the register", ""),
        (whole, "assessed by all six", f"{begun - whole} by some · {len(rows) - begun} by none", ""),
        (doubted, "poor", "by one principle or more", "red" if doubted else ""),
        (waiting, "findings to answer", f"{overdue} past the day", "amber" if waiting else ""),
    ]


def _current_grades() -> dict[tuple[int, str], tuple[Grade, date]]:
    """The grade that stands and its day, by indicator id and principle. One query."""
    later = DataQualityAssessment.objects.filter(
        indicator=OuterRef("indicator"), principle=OuterRef("principle"), counter__gt=OuterRef("counter")
    )
    rows = DataQualityAssessment.objects.filter(~Exists(later)).order_by()
    known = {grade.value: grade for grade in Grade}
    values = rows.values_list("indicator_id", "principle", "grade", "assessed_on")
    return {(pk, key): (known[grade], on) for pk, key, grade, on in values}


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
            row.judged,
            row.complete.percent,
            row.timely.percent,
            row.open,
            row.overdue,
        ]
