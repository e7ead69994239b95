"""What the pages of statutory returns show: the calendar by month, and one return."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.http import QueryDict

from common.documents.sheets import Column, Sheet
from common.today import today
from council.permissions import authority
from performance.choices import ReturnStatus
from performance.models import Indicator, StatutoryReturn
from performance.return_forms import ReturnFilterForm
from performance.rules.returns import SOON, ReturnState, state_of

COLUMNS = [
    *(Column("Return", 50), Column("Body", 36), Column("How often", 14), Column("Next due", 16, "date")),
    *(Column("Status", 14), Column("Owner", 36), Column("Last sent", 16, "date")),
    *(Column("Indicators", 30), Column("Note", 50)),
]


@dataclass(frozen=True)
class ReturnLine:
    """A return with how it stands today."""

    one: StatutoryReturn
    state: ReturnState

    @property
    def indicators(self) -> list[Indicator]:
        return sorted(self.one.indicators.all(), key=lambda one: one.reference_key)

    @property
    def references(self) -> str:
        return "; ".join(indicator.reference for indicator in self.indicators)


@dataclass(frozen=True)
class ReturnsPage:
    """The calendar: each month with its returns, those without a day last."""

    filters: ReturnFilterForm
    months: list[tuple[str, list[ReturnLine]]]
    headline: str
    query: str


def listed_returns(user: Any, filters: ReturnFilterForm) -> list[ReturnLine]:
    """The returns that the filters leave, the next due first, those without a day last. Two queries."""
    chosen, day = filters.chosen, today()
    rows = StatutoryReturn.objects.select_related("owner_post").prefetch_related("indicators")
    if not getattr(user, "is_authenticated", False):
        rows = rows.none()
    for word in chosen.get("q", "").split():
        rows = rows.filter(Q(name__icontains=word) | Q(body__icontains=word) | Q(note__icontains=word))
    for name in ("body", "status"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    waiting, show = ~Q(status=ReturnStatus.SUBMITTED), chosen.get("show")
    if show == "late":
        rows = rows.filter(waiting, next_due__lt=day)
    elif show == "soon":
        rows = rows.filter(waiting, next_due__gte=day, next_due__lte=day + SOON)
    elif show == "mine":
        rows = rows.filter(owner_post__in=authority(user).post_ids)
    found = rows.annotate(last_sent=Max("submissions__submitted_on"))
    lines = [ReturnLine(one, state_of(one.status, one.next_due, day)) for one in found]
    return sorted(lines, key=lambda line: (line.one.next_due is None, line.one.next_due or day, line.one.name))


def filters_of(parameters: QueryDict) -> ReturnFilterForm:
    """The filters, with the bodies that there are. One query."""
    bodies = StatutoryReturn.objects.order_by("body").values_list("body", flat=True).distinct()
    return ReturnFilterForm(parameters, bodies=list(bodies))


def returns_page(user: Any, parameters: QueryDict) -> ReturnsPage:
    """The list of returns by month, in a constant number of queries."""
    filters = filters_of(parameters)
    lines = listed_returns(user, filters)
    months: dict[str, list[ReturnLine]] = {}
    for line in lines:
        due = line.one.next_due
        months.setdefault(f"{due:%B %Y}" if due else "No day set", []).append(line)
    late, soon = (sum(line.state.key == "late" for line in lines), sum(line.state.soon for line in lines))
    headline = f"{len(lines)} {'return' if len(lines) == 1 else 'returns'}; {late} late, {soon} due within four weeks."
    return ReturnsPage(filters, list(months.items()), headline, urlencode(filters.chosen))


def returns_sheet(lines: list[ReturnLine]) -> Sheet:
    """The returns as shown."""
    return Sheet("Statutory returns", COLUMNS, _rows(lines))


def _rows(lines: list[ReturnLine]) -> Iterator[list[Any]]:
    for line in lines:
        one = line.one
        yield [
            one.name,
            one.body,
            one.get_frequency_display(),
            one.next_due,
            line.state.words,
            one.owner,
            one.last_sent,  # type: ignore[attr-defined]
            line.references,
            one.note,
        ]
