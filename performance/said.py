"""What the pages show on which a rating or a direction is set by hand, or one result is withheld."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from common.values.errors import Unreadable
from common.values.period import Period
from performance.choices import SetByHand
from performance.models import Indicator, Override, Result
from performance.standing import CouncilMethod
from performance.standing.judge import Judge
from performance.standing.load import Record, ResultRow, load

PERIODS = 8
_PAGES = {SetByHand.RATING: "rating_set", SetByHand.DIRECTION: "direction_set"}


@dataclass(frozen=True)
class ResultPage:
    """One result about which something is said. ``others``: the same page for other periods, as (label, address)."""

    indicator: Indicator
    period: Period
    value: str
    others: list[tuple[str, str]]


@dataclass(frozen=True)
class HandPage(ResultPage):
    """``computed`` and ``sentence`` are what the figures give; ``stored`` is what stands, where something does."""

    what: SetByHand
    computed: str
    sentence: str
    stored: Override | None


@dataclass(frozen=True)
class WithholdPage(ResultPage):
    """``stored`` is the result that is withheld, or shown again."""

    stored: Result


def hand_page(indicator: Indicator, what: SetByHand, asked: str) -> HandPage:
    """The page for the period asked for, or for the latest result; Http404 where there is no such result."""
    record = load([indicator], None, whole=True).get(indicator.pk, Record())
    row, judge = _row(indicator, record, asked), Judge(indicator, record, CouncilMethod.of(None))
    rating = judge.computed_rating(row.period, row.value)
    direction = judge.computed_direction(row)
    computed = (rating.colour, rating.sentence) if what == SetByHand.RATING else (direction.word, direction.sentence)
    return HandPage(
        *_common(indicator, record, row, _PAGES[what]),
        what,
        *computed,
        stored=Override.objects.filter(indicator=indicator, what=what, period_key=row.period.key).first(),
    )


def withhold_page(indicator: Indicator, asked: str) -> WithholdPage:
    """As ``hand_page``, for withholding a result."""
    record = load([indicator], None, whole=True).get(indicator.pk, Record())
    row = _row(indicator, record, asked)
    stored = Result.objects.get(indicator=indicator, period_key=row.period.key)
    return WithholdPage(*_common(indicator, record, row, "result_withhold"), stored)


def said_url(name: str, indicator: Indicator, period: Period) -> str:
    """Where something is said of one result."""
    return f"{reverse(name, args=[indicator.slug])}?{urlencode({'period': period.label})}"


def _row(indicator: Indicator, record: Record, asked: str) -> ResultRow:
    try:
        period = Period.parse(asked, frequency=indicator.frequency, year_type=indicator.year_type) if asked else None
    except Unreadable as error:
        raise Http404(error.sentence) from error
    found = [row for row in record.results if period in (None, row.period)]
    if not found:
        raise Http404("There is no result of which something could be said.")
    return found[-1]


def _common(
    indicator: Indicator, record: Record, row: ResultRow, name: str
) -> tuple[Indicator, Period, str, list[tuple[str, str]]]:
    latest = [one.period for one in reversed(record.results) if one.period != row.period][:PERIODS]
    others = [(period.label, said_url(name, indicator, period)) for period in latest]
    return indicator, row.period, row.value.display(indicator.unit, indicator.decimal_places), others
