"""What the page of results to check shows, and what waits for whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, DateField, Q, QuerySet, Value
from django.urls import reverse

from common.today import today
from common.values.result import format_value
from common.values.years import format_date
from council.choices import Role
from council.permissions import authority
from performance.choices import Verification
from performance.due import entry_at
from performance.models import AuditFinding, Indicator, Result
from performance.models.result import stored
from performance.rules import Rating, rate
from performance.rules.ratios import contradiction, ratio
from performance.rules.returns import SOON
from performance.standing import CouncilMethod
from performance.standing.load import Record, load, tolerance_of

SHOWN = 50
_ABOUT = ("pk", "indicator__reference", "indicator__name", "indicator__slug")


@dataclass(frozen=True)
class ToCheck:
    """One result that waits: what it says, what it was before, and what speaks for and against it."""

    result: Result
    value: str
    previous: str
    previous_period: str
    target: str
    rating: Rating
    figures: str
    agrees: bool
    back_url: str

    @property
    def indicator(self) -> Indicator:
        return self.result.indicator


@dataclass(frozen=True)
class Checking:
    """One page of the queue; ``returned`` are those that lie with their owners again."""

    page: Page[Any]
    rows: list[ToCheck]
    returned: list[Result]


@dataclass(frozen=True)
class Waiting:
    """One line of a home page."""

    title: str
    note: str
    url: str
    button: str


def unchecked(user: Any, verification: str = Verification.WAITING) -> QuerySet[Result]:
    """Results that are not verified, the oldest period first."""
    rows = Result.objects.visible_to(user).exclude(verification=Verification.VERIFIED)
    rows = rows.filter(verification=verification, indicator__retired=False).select_related("indicator__owner_post")
    return rows.order_by("ends", "indicator__reference_key")


def checking_page(user: Any, number: str) -> Checking:
    """A page of the queue, in a constant number of queries."""
    page = Paginator(unchecked(user), SHOWN).get_page(number)
    results = list(page.object_list)
    indicators = {one.indicator_id: one.indicator for one in results}
    records, method = load(list(indicators.values()), None) if results else {}, CouncilMethod.of(None)
    rows = [_row(one, records.get(one.indicator_id, Record()), method) for one in results]
    return Checking(page, rows, list(unchecked(user, Verification.RETURNED)[:SHOWN]))


def _row(result: Result, record: Record, method: CouncilMethod) -> ToCheck:
    indicator, period = result.indicator, result.when
    assert period is not None
    values = {row.period: row.value for row in record.results}
    before = max((other for other in values if other.end < period.end), default=None)
    target = record.targets.get(period.key)
    rating = rate(
        result.value,
        target.value if target else None,
        indicator.measure,
        tolerance=target.tolerance if target else tolerance_of(indicator.tolerance),
        method=method.rating,
        last_year=values.get(period.same_last_year()),
        period=period.label,
    )
    unit, places = indicator.unit, indicator.decimal_places
    figures, agrees = _figures(result, indicator)
    return ToCheck(
        result=result,
        value=result.value.display(unit, places),
        previous=values[before].display(unit, places) if before else "",
        previous_period=before.label if before else "",
        target=target.value.display(unit) if target else "",
        rating=rating,
        figures=figures,
        agrees=agrees,
        back_url=reverse("send_back_result", args=[result.pk]),
    )


def _figures(result: Result, indicator: Indicator) -> tuple[str, bool]:
    """What numerator and denominator say of the result, and whether they agree with it."""
    numerator, denominator = stored(result.numerator), stored(result.denominator)
    if numerator is None or denominator is None:
        return "", True
    against = contradiction(indicator.unit, result.value, numerator, denominator, indicator.decimal_places)
    given = ratio(indicator.unit, numerator, denominator)
    shown = format_value(given, indicator.unit, max(indicator.decimal_places, 1)) if given is not None else "–"
    return against or f"{format_value(numerator)} out of {format_value(denominator)} is {shown}: agrees", not against


def waiting_for(user: Any) -> list[Waiting]:
    """For officers how many results wait for their check; for owners what was sent back to them, and what internal audit
    asks of them within four weeks. One query at most."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER):
        count = unchecked(user).count()
        return [_to_check(count)] if count else []
    if not who.post_ids:
        return []
    mine = Q(indicator__owner_post__in=who.post_ids, indicator__retired=False)
    returned = Result.objects.visible_to(user).filter(mine, verification=Verification.RETURNED).order_by()
    asked = AuditFinding.objects.filter(mine, answered_on=None, answer_due__lte=today() + SOON).order_by()
    nobody, no_words = Value(None, DateField()), Value("", CharField())
    rows = returned.values_list(*_ABOUT, "period", "sent_back", nobody).union(
        asked.values_list(*_ABOUT, no_words, no_words, "answer_due")
    )
    # In this order here: databases differ in where they put what has no day.
    found = sorted(rows, key=lambda row: (row[-1] is not None, row[-1] or date.min, row[0]))
    return [_to_correct(*row) if row[-1] is None else _to_answer(*row) for row in found]


def _to_check(count: int) -> Waiting:
    title = (
        f"Check {count} {'result' if count == 1 else 'results'} that {'its owner' if count == 1 else 'owners'} entered"
    )
    return Waiting(title, "", reverse("verify_results"), "Check")


def _to_correct(_: int, reference: str, name: str, slug: str, period: str, why: str, due: None) -> Waiting:
    title = f"Correct {period}: {reference} {name}"
    return Waiting(title, f"Sent back: {why}", entry_at(slug, period), "Correct")


def _to_answer(pk: int, reference: str, name: str, slug: str, period: str, why: str, due: date) -> Waiting:
    was = "Was" if due < today() else "Is"
    title, note = f"Answer the audit finding on {reference} {name}", f"{was} due on {format_date(due)}"
    return Waiting(title, note, reverse("finding", args=[pk]), "Answer")
