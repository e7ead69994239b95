"""What the pages of one indicator show."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from common.panels import Panel, panels
from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from common.verdict import Verdict
from performance.charts import Chart, line_chart
from performance.choices import ResultStatus
from performance.due import entry_url
from performance.evidence import (
    Change,
    Compared,
    Others,
    YearEnd,
    beside,
    chart_rows,
    compared_card,
    history,
    others_of,
    year_end_card,
)
from performance.forms import ResultForm, shown_figure
from performance.models import EarlierResult, Indicator, Rebase, Result, Scorecard
from performance.permissions import may_answer_for, may_enter, may_mark
from performance.rules import Rating, rate
from performance.rules.periods import due_on, last_closed
from performance.standing import CouncilMethod, Standing
from performance.standing.build import build
from performance.standing.facts import Warning, warnings_for
from performance.standing.load import Record, ResultRow, load, rhythm_of, tolerance_of

PERIODS_TO_ENTER = 8


@dataclass(frozen=True)
class PeriodRow:
    """One period in the table of results; ``url`` is where it may be entered or corrected, if it may."""

    period: Period
    value: str
    target: str
    rating: Rating
    status: str
    commentary: str
    by: str
    at: Any
    url: str = ""


@dataclass(frozen=True)
class Correction:
    """A result as it was before somebody replaced it."""

    period: str
    was: str
    at: Any
    by: str
    reason: str


@dataclass(frozen=True)
class IndicatorPage:
    """The page of one indicator; ``rows`` are its periods, the latest first; ``comments`` those with a commentary.

    ``answers``: whether this person may say something of it; ``marks``: may mark it. Where its figures are withheld,
    only those who may answer for it are shown any.
    """

    indicator: Indicator
    standing: Standing
    rows: list[PeriodRow]
    comments: list[PeriodRow]
    chart: Chart | None
    corrections: list[Correction]
    panels: list[Panel]
    entry: Verdict
    entry_url: str
    next_due: Any
    answers: Verdict
    marks: Verdict
    why: str
    year_end: YearEnd | None
    compared: Compared | None
    warnings: list[Warning]
    changes: list[Rebase]
    history: list[Change]
    themes: list[Any]
    scorecards: list[Any]


@dataclass(frozen=True)
class EntryPage:
    """The page on which a result is entered: its period, what is stored for it, the other periods to choose."""

    indicator: Indicator
    period: Period
    stored: Result | None
    target: str
    due: Any
    others: list[tuple[str, str]]


def indicator_page(indicator: Indicator, user: Any) -> IndicatorPage:
    """Everything on an indicator's page, in a constant number of queries."""
    record, method = load([indicator], None).get(indicator.pk, Record()), CouncilMethod.of(None)
    answers, allowed = may_answer_for(user, indicator), may_enter(user, indicator)
    shown = record if answers or not indicator.withheld else Record()
    standing = build(indicator, record, None, method)
    rows = _rows(indicator, shown, method, bool(allowed))
    wanted = _wanted_period(indicator, record.latest, standing)
    changes, others = list(indicator.rebases.all()), others_of(indicator) if shown is record else Others()
    found = warnings_for([indicator], {indicator.pk: record}, {indicator.pk: standing})
    drawn = beside(indicator, shown, [Period.from_key(change.period_key) for change in changes], others)
    return IndicatorPage(
        indicator=indicator,
        standing=standing,
        rows=rows,
        comments=[row for row in rows if row.commentary],
        chart=line_chart(indicator, chart_rows(indicator, shown), drawn),
        corrections=_corrections(indicator) if shown is record else [],
        panels=panels("indicator", user, indicator),
        entry=allowed,
        entry_url=entry_url(indicator, wanted),
        next_due=due_on(rhythm_of(indicator), wanted),
        answers=answers,
        marks=may_mark(user),
        why=_why(standing),
        year_end=year_end_card(indicator, shown, method),
        compared=compared_card(indicator, shown, others),
        warnings=found.get(indicator.pk, []),
        changes=changes,
        history=history(indicator),
        themes=list(indicator.themes.all()),
        scorecards=list(Scorecard.objects.visible_to(user).in_use().filter(rows__indicator=indicator)),
    )


def _why(standing: Standing) -> str:
    """ "Why amber, and why worsening"; the heading of the two sentences that explain."""
    rating = "not rated" if standing.rating.colour == "none" else standing.rating.colour
    direction = "" if standing.direction.word == "none" else f", and why {standing.direction.word}"
    return f"Why {rating}{direction}"


def _corrections(indicator: Indicator) -> list[Correction]:
    rows = EarlierResult.objects.filter(result__indicator=indicator).select_related("result", "replaced_by")
    return [_correction(indicator, earlier) for earlier in rows]


def entry_page(indicator: Indicator, asked: str) -> EntryPage:
    """The page for the period asked for, or for the one whose result is due; one that cannot be read is ignored."""
    record = load([indicator], None).get(indicator.pk, Record())
    standing = build(indicator, record, None, CouncilMethod.of(None))
    period = _asked(indicator, asked) or _wanted_period(indicator, record.latest, standing)
    target = record.targets.get(period.key)
    other, others = last_closed(rhythm_of(indicator), today(), record.latest), []
    for _ in range(PERIODS_TO_ENTER):
        if other != period:
            others.append((other.label, entry_url(indicator, other)))
        other = other.previous()
    return EntryPage(
        indicator=indicator,
        period=period,
        stored=Result.objects.filter(indicator=indicator, period_key=period.key).first(),
        target=target.value.display(indicator.unit) if target else "",
        due=due_on(rhythm_of(indicator), period),
        others=others,
    )


def both_texts(form: ResultForm, stored: Result | None) -> list[tuple[str, str, str]]:
    """What differs between what a person typed and what is stored now: label, theirs, the other's."""
    unit = form.indicator.unit
    mine, theirs = form.cleaned_data, stored
    pairs = [
        ("Result", mine["result"].display(unit), theirs.value.display(unit) if theirs else ""),
        ("Status", mine["status"], theirs.status if theirs else ""),
        ("Commentary", mine["commentary"], theirs.commentary if theirs else ""),
        ("Forecast", mine["forecast"], theirs.forecast if theirs else ""),
        ("Numerator", shown_figure(mine.get("numerator")), shown_figure(theirs.numerator if theirs else None)),
        ("Denominator", shown_figure(mine.get("denominator")), shown_figure(theirs.denominator if theirs else None)),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _asked(indicator: Indicator, text: str) -> Period | None:
    """A period that has ended, of the indicator's frequency."""
    try:
        period = Period.parse(text, frequency=indicator.frequency, year_type=indicator.year_type) if text else None
    except Unreadable:
        return None
    return period if period and period.end < today() else None


def _wanted_period(indicator: Indicator, known: Period | None, standing: Standing) -> Period:
    """The period to enter: the missing one, or the last that closed."""
    return _asked(indicator, standing.missing) or last_closed(rhythm_of(indicator), today(), known)


def _rows(indicator: Indicator, record: Record, method: CouncilMethod, editable: bool) -> list[PeriodRow]:
    values = {row.period: row.value for row in record.results}
    return [_row(indicator, record, row, values, method, editable) for row in reversed(record.results)]


def _row(
    indicator: Indicator,
    record: Record,
    row: ResultRow,
    values: dict[Period, ResultValue],
    method: CouncilMethod,
    editable: bool,
) -> PeriodRow:
    target = record.targets.get(row.period.key)
    rating = rate(
        row.value,
        target.value if target else None,
        indicator.measure,
        tolerance=target.tolerance if target else tolerance_of(indicator.tolerance),
        method=method.rating,
        last_year=values.get(row.period.same_last_year()),
        period=row.period.label,
    )
    return PeriodRow(
        period=row.period,
        value=row.value.display(indicator.unit, indicator.decimal_places),
        target=target.value.display(indicator.unit) if target else "",
        rating=rating,
        status=row.status if row.status == ResultStatus.PROVISIONAL else "",
        commentary=row.commentary,
        by=row.entered_post,
        at=row.entered_at,
        url=entry_url(indicator, row.period) if editable else "",
    )


def _correction(indicator: Indicator, earlier: EarlierResult) -> Correction:
    was = earlier.was
    try:
        number = Decimal(was["number"]) if was.get("number") else None
    except InvalidOperation:
        number = None
    value = ResultValue(number, was.get("words") or "", was.get("comparator") or "", was.get("state") or "value")
    by = earlier.replaced_by.name if earlier.replaced_by else ""
    shown = value.display(indicator.unit, indicator.decimal_places)
    return Correction(earlier.result.period, shown, earlier.replaced_at, by, earlier.reason)
