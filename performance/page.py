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
from performance.benchmarks import Compared, compared_with, others_of
from performance.charts import Chart, line_chart
from performance.choices import ResultStatus
from performance.due import entry_url
from performance.evidence import Change, beside, chart_rows, history
from performance.forms import ResultForm, shown_figure
from performance.gathering import Hanging
from performance.models import EarlierResult, Indicator, Rebase, Result
from performance.permissions import may_answer_for, may_enter, may_mark, may_see_figures
from performance.rules import Rating
from performance.rules.periods import due_on, last_closed
from performance.said import said_url
from performance.standing import CouncilMethod, Standing
from performance.standing.build import build
from performance.standing.facts import Warning, warnings_of
from performance.standing.judge import Judge
from performance.standing.load import Record, ResultRow, load, rhythm_of

PERIODS_TO_ENTER, RESULTS_BEFORE = 8, 3


@dataclass(frozen=True)
class PeriodRow:
    """One period in the table of results; ``url`` is where it may be entered or corrected, if it may.

    ``withheld``: why others are not shown its value. ``withhold_url`` and ``hand_url``: where that and a rating set by
    hand can be changed, if they may.
    """

    period: Period
    value: str
    target: str
    rating: Rating
    status: str
    commentary: str
    by: str
    at: Any
    url: str = ""
    withheld: str = ""
    withhold_url: str = ""
    hand_url: str = ""


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

    ``answers``: whether this person may say something of it; ``marks``: may mark it, and set its rating by hand.
    ``hidden``: how many results are withheld; ``sees``: whether this person is shown them all the same.
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
    sees: Verdict
    hidden: int
    why: str
    compared: Compared | None
    warnings: list[Warning]
    changes: list[Rebase]
    history: list[Change]
    themes: list[Any]
    scorecards: list[Any]


@dataclass(frozen=True)
class EntryPage:
    """The page on which a result is entered: its period, what is stored for it, the other periods to choose.

    ``before``: the results that it follows, and that of a year before, as (period, value).
    """

    indicator: Indicator
    period: Period
    stored: Result | None
    target: str
    due: Any
    others: list[tuple[str, str]]
    before: list[tuple[str, str]]


def indicator_page(indicator: Indicator, hanging: Hanging, user: Any) -> IndicatorPage:
    """Everything on an indicator's page, in a constant number of queries. ``hanging`` is what ``gather`` gives."""
    sees, allowed = may_see_figures(user, indicator), may_enter(user, indicator)
    record = load([indicator], None, whole=bool(sees)).get(indicator.pk, Record())
    judge = Judge(indicator, record, CouncilMethod.of(None))
    standing = build(indicator, record, None, judge.method)
    marks = may_mark(user)
    rows = [_row(judge, row, editable=bool(allowed), marks=bool(marks)) for row in reversed(record.results)]
    wanted = _wanted_period(indicator, record.latest, standing)
    others = others_of(hanging.benchmarks)
    compared = compared_with(judge, others)
    drawn = beside(judge, [Period.from_key(change.period_key) for change in hanging.rebases], others, compared)
    hidden = sum(bool(row.withheld) for row in record.results)
    return IndicatorPage(
        indicator=indicator,
        standing=standing,
        rows=rows,
        comments=[row for row in rows if row.commentary],
        chart=line_chart(indicator, chart_rows(judge), drawn),
        corrections=_corrections(indicator, hanging.earlier, whole=bool(sees)),
        panels=panels("indicator", user, indicator),
        entry=allowed,
        entry_url=entry_url(indicator, wanted),
        next_due=due_on(rhythm_of(indicator), wanted),
        answers=may_answer_for(user, indicator),
        marks=marks,
        sees=sees,
        hidden=hidden,
        why=_why(standing),
        compared=compared,
        warnings=[] if indicator.retired else warnings_of(indicator, record, standing, hanging.dismissed),
        changes=hanging.rebases,
        history=history(hanging.entries, whole=bool(sees) or not hidden),
        themes=hanging.themes,
        scorecards=hanging.scorecards,
    )


def _why(standing: Standing) -> str:
    """ "Why amber, and why worsening"; the heading of the two sentences that explain."""
    rating = "not rated" if standing.rating.colour == "none" else standing.rating.colour
    direction = "" if standing.direction.word == "none" else f", and why {standing.direction.word}"
    return f"Why {rating}{direction}"


def _corrections(indicator: Indicator, rows: list[EarlierResult], *, whole: bool) -> list[Correction]:
    return [_correction(indicator, row) for row in rows if whole or not (row.result.withheld or indicator.withheld)]


def entry_page(indicator: Indicator, asked: str) -> EntryPage:
    """The page for the period asked for, or for the one whose result is due; one that cannot be read is ignored."""
    record = load([indicator], None, whole=True).get(indicator.pk, Record())
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
        before=_before(indicator, record, period),
    )


def _before(indicator: Indicator, record: Record, period: Period) -> list[tuple[str, str]]:
    rows = [row for row in record.results if row.period < period]
    year_before = [row for row in rows[:-RESULTS_BEFORE] if row.period == period.same_last_year()]
    return [
        (row.period.label, row.value.display(indicator.unit, indicator.decimal_places))
        for row in [*rows[: -RESULTS_BEFORE - 1 : -1], *year_before]
    ]


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


def _row(judge: Judge, row: ResultRow, *, editable: bool, marks: bool) -> PeriodRow:
    indicator, target = judge.indicator, judge.record.targets.get(row.period.key)
    rating = judge.rating(row.period, row)
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
        withheld=row.withheld,
        withhold_url=said_url("result_withhold", indicator, row.period) if marks and row.withheld else "",
        hand_url=said_url("rating_set", indicator, row.period) if marks and rating.overridden else "",
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
