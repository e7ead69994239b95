"""The record of many indicators in a constant number of queries, as light rows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q

from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from performance.choices import Frequency
from performance.models import Indicator, Override, Result, Target
from performance.models.result import stored
from performance.rules.by_hand import ByHand
from performance.rules.forecast import MOST
from performance.rules.periods import Rhythm
from performance.rules.signals import Figure
from performance.rules.states import hidden

# Enough for three years before the one asked for, and for three results in a row; more history costs nothing. What
# comes once a year or less takes as many years as its straight line has points.
WINDOW, YEARLY_WINDOW = timedelta(days=4 * 366), timedelta(days=(MOST + 1) * 366)
# Of what is measured each month or quarter, the same takes less; and a rating takes the latest target only, that of
# the year's end beside it, which is to come.
SHORT_WINDOW, TARGETS_WINDOW, YEAR_AHEAD = timedelta(days=3 * 366), timedelta(days=400), timedelta(days=366)
OFTEN = (Frequency.MONTHLY, Frequency.QUARTERLY)
YEARLY = (Frequency.ANNUAL, Frequency.TWO_YEARLY)
ENTERED = ("entered_at", "entered_post", "batch_id")
# Above this many, rows of other indicators are read along rather than naming each in the query.
NAMED_IN_QUERY = 400


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One stored result. ``withheld`` is why it is; its ``value`` and words are then hidden from whom it is not for."""

    period: Period
    value: ResultValue
    status: str
    forecast: str
    commentary: str
    withheld: str = ""
    entered_at: datetime | None = None
    entered_post: str = ""
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One stored target with its tolerance, which is the indicator's own where it has none."""

    value: TargetValue
    tolerance: Tolerance


@dataclass
class Record:
    """What is stored of one indicator within the window; results in order of time, the others by period key.

    ``by_hand`` holds what was set by hand, by what it is ("rating") and period key.
    """

    results: list[ResultRow] = field(default_factory=list)
    targets: dict[str, TargetRow] = field(default_factory=dict)
    by_hand: dict[tuple[str, str], ByHand] = field(default_factory=dict)

    @property
    def latest(self) -> Period | None:
        return self.results[-1].period if self.results else None

    def until(self, day: date) -> "Record":
        """The record as far as periods go that end on this day or before."""
        return Record([row for row in self.results if row.period.end <= day], self.targets, self.by_hand)

    @property
    def figures(self) -> list[Figure]:
        """The exact figures, oldest first."""
        return [
            Figure(row.period, row.value.number)
            for row in self.results
            if row.value.number is not None and row.value.comparator in ("", "~")
        ]


def load(
    indicators: Collection[Indicator], upto: date | None, *, brief: bool = False, whole: bool = False
) -> dict[int, Record]:
    """Records by indicator id, of periods that end on ``upto`` or before (all periods where it is None); targets of a
    year more.

    Always three queries. What is older than the window is left out, unless it is one indicator that is asked for.
    ``brief``: without who entered a result and when, without targets too old to rate by, and no more of what is
    measured often than three years' ends and a direction take. Withheld figures are not in it, so that nothing can be
    worked out from them, unless it is ``whole``: for those who may see them.
    """
    wanted = {indicator.pk: indicator for indicator in indicators}
    records: dict[int, Record] = defaultdict(Record)
    within = _window(wanted, upto)
    ahead = _window(wanted, upto + YEAR_AHEAD if upto else None)
    if brief and upto:
        _read_results(records, wanted, within & _often_since(wanted, upto - SHORT_WINDOW), (), whole)
        _read_targets(records, wanted, ahead & _often_since(wanted, upto - TARGETS_WINDOW))
    else:
        _read_results(records, wanted, within, ENTERED, whole)
        _read_targets(records, wanted, ahead)
    for pk, what, key, *said in Override.objects.filter(_these(wanted)).values_list(
        "indicator_id", "what", "period_key", "value", "reason", "post"
    ):
        if pk in wanted:
            records[pk].by_hand[what, key] = ByHand(*said)
    return records


def _these(wanted: Collection[int]) -> Q:
    return Q(indicator_id__in=list(wanted)) if len(wanted) <= NAMED_IN_QUERY else Q()


def _often_since(wanted: dict[int, Indicator], day: date) -> Q:
    """Leave out what ended before the day of indicators that are measured often."""
    slow = [pk for pk, indicator in wanted.items() if indicator.frequency not in OFTEN]
    return Q(ends__gt=day) | Q(indicator_id__in=slow) if len(slow) <= NAMED_IN_QUERY else Q()


def _window(wanted: dict[int, Indicator], upto: date | None) -> Q:
    within = _these(wanted) if upto is None else _these(wanted) & Q(ends__lte=upto)
    if len(wanted) == 1:
        return within
    day, slow = upto or today(), [pk for pk, indicator in wanted.items() if indicator.frequency in YEARLY]
    recent = Q(ends__gt=day - WINDOW)
    if not slow:
        return within & recent
    yearly = Q(indicator_id__in=slow) if len(slow) <= NAMED_IN_QUERY else Q(indicator__frequency__in=YEARLY)
    return within & (recent | Q(ends__gt=day - YEARLY_WINDOW) & yearly)


def _read_results(
    records: dict[int, Record], wanted: dict[int, Indicator], within: Q, entered: tuple[str, ...], whole: bool
) -> None:
    rows = Result.objects.filter(within).order_by("ends", "period_key")
    for pk, key, number, words, comparator, state, status, forecast, commentary, withheld, *rest in rows.values_list(
        *("indicator_id", "period_key", "number", "words", "comparator", "state"),
        *("status", "forecast", "commentary", "withheld", *entered),
    ):
        if pk not in wanted:
            continue
        why, period = withheld or wanted[pk].withheld, Period.from_key(key)
        if why and not whole:
            row = ResultRow(period, hidden(), status, "", "", why, *rest)
        else:
            value = ResultValue(stored(number), words, comparator, state)
            row = ResultRow(period, value, status, forecast, commentary, why, *rest)
        records[pk].results.append(row)


def _read_targets(records: dict[int, Record], wanted: dict[int, Indicator], within: Q) -> None:
    for pk, key, number, upper, comparator, words, state, tolerance in Target.objects.filter(within).values_list(
        "indicator_id", "period_key", "number", "upper", "comparator", "words", "state", "tolerance"
    ):
        if pk in wanted:
            value = TargetValue(stored(number), stored(upper), comparator, words, state)
            agreed = tolerance_of(tolerance or wanted[pk].tolerance)
            records[pk].targets[key] = TargetRow(value, agreed)


@lru_cache(maxsize=1024)
def tolerance_of(text: str) -> Tolerance:
    """A stored tolerance; none where the text says nothing that can be read."""
    try:
        return Tolerance.parse(text)
    except Unreadable:
        return Tolerance(Decimal(0))


def rhythm_of(indicator: Indicator) -> Rhythm:
    """How often the indicator is measured; bounds that cannot be read are no bounds."""

    def bound(text: str, edge: str) -> date | None:
        try:
            return getattr(Period.parse(text, year_type=indicator.year_type), edge) if text else None
        except Unreadable:
            return None

    return Rhythm(
        indicator.frequency,
        indicator.year_type,
        indicator.due_days,
        bound(indicator.first_period, "start"),
        bound(indicator.last_period, "end"),
    )
