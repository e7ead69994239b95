"""The record of many indicators in a constant number of queries, as light rows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Cast

from common.today import today
from common.values.errors import Unreadable
from common.values.numbers import trimmed
from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from performance.choices import Frequency
from performance.models import Indicator, Override, Result, Target
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
RESULT, TARGET, OVERRIDE = "result", "target", "override"
# What one kind of row has not, as an empty column of the type that the others have there.
NOTHING, NO_DAY = Value(""), Cast(Value(None), DateField())
NEVER, NO_FILE = Cast(Value(None), DateTimeField()), Cast(Value(None), BigIntegerField())
# Numbers come as text: many rows have the same ones, and each is then made a Decimal once.
NUMBER, UPPER, NO_NUMBER = (Cast(what, CharField()) for what in ("number", "upper", Value(None)))
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
    _upto: dict[Period, "Record"] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_period(self) -> dict[str, ResultRow]:
        """The results by the key of their period; once they are all there."""
        return {row.period.key: row for row in self.results}

    @property
    def latest(self) -> Period | None:
        return self.results[-1].period if self.results else None

    def upto(self, period: Period) -> "Record":
        """The record as far as the results of this period; asked of the same one by each thing that is told of it."""
        if period not in self._upto:
            rows = [row for row in self.results if row.period <= period]
            self._upto[period] = Record(rows, self.targets, self.by_hand)
        return self._upto[period]

    def until(self, day: date) -> "Record":
        """The record as far as periods go that end on this day or before."""
        return Record([row for row in self.results if row.period.end <= day], self.targets, self.by_hand)

    @cached_property
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

    Always one query. What is older than the window is left out, unless it is one indicator that is asked for.
    ``brief``: without who entered a result and when, without targets too old to rate by, and no more of what is
    measured often than three years' ends and a direction take. Withheld figures are not in it, so that nothing can be
    worked out from them, unless it is ``whole``: for those who may see them.
    """
    wanted = {indicator.pk: indicator for indicator in indicators}
    records: dict[int, Record] = defaultdict(Record)
    results, targets = _window(wanted, upto), _window(wanted, upto + YEAR_AHEAD if upto else None)
    if brief and upto:
        results &= _often_since(wanted, upto - SHORT_WINDOW)
        targets &= _often_since(wanted, upto - TARGETS_WINDOW)
    for kind, pk, *rest in _rows(results, targets, _these(wanted), brief):
        if pk not in wanted:
            continue
        if kind == RESULT:
            records[pk].results.append(_result(wanted[pk], whole, *rest))
        elif kind == TARGET:
            records[pk].targets[rest[0]] = _target(wanted[pk], *rest)
        else:
            key, _, _, _, what, reason, value, post, *_ = rest
            records[pk].by_hand[what, key] = ByHand(value, reason, post)
    return records


def _rows(results: Q, targets: Q, by_hand: Q, brief: bool) -> QuerySet[Any, Any]:
    """Results in order of time, targets, and what was set by hand. One query for all three.

    They share their columns: kind, indicator, period, its end; number, upper number, comparator (of what was set by
    hand, what it is), words (the reason), state (the value); why it is withheld, or the tolerance, or the post; and of
    results what ``ResultRow`` holds besides.
    """
    entered, not_entered = ((), ()) if brief else (ENTERED, (NEVER, NOTHING, NO_FILE))
    of_results = Result.objects.filter(results).values_list(
        *(Value(RESULT), "indicator_id", "period_key", "ends", NUMBER, NO_NUMBER, "comparator", "words", "state"),
        *("withheld", "status", "forecast", "commentary", *entered),
    )
    of_targets = Target.objects.filter(targets).values_list(
        *(Value(TARGET), "indicator_id", "period_key", "ends", NUMBER, UPPER, "comparator", "words", "state"),
        *("tolerance", NOTHING, NOTHING, NOTHING, *not_entered),
    )
    set_by_hand = Override.objects.filter(by_hand).values_list(
        *(Value(OVERRIDE), "indicator_id", "period_key", NO_DAY, NO_NUMBER, NO_NUMBER, "what", "reason", "value"),
        *("post", NOTHING, NOTHING, NOTHING, *not_entered),
    )
    others = (of_targets.order_by(), set_by_hand.order_by())
    return of_results.order_by().union(*others, all=True).order_by("ends", "period_key")


def _result(
    indicator: Indicator, whole: bool, key: str, _: Any, number: str | None, __: Any, comparator: str, words: str,
    state: str, withheld: str, status: str, forecast: str, commentary: str, *entered: Any,
) -> ResultRow:  # fmt: skip
    why, period = withheld or indicator.withheld, Period.from_key(key)
    if why and not whole:
        return ResultRow(period, hidden(), status, "", "", why, *entered)
    return ResultRow(
        period, ResultValue(_number(number), words, comparator, state), status, forecast, commentary, why, *entered
    )


def _target(
    indicator: Indicator, key: str, _: Any, number: str | None, upper: str | None, comparator: str, words: str,
    state: str, tolerance: str, *__: Any,
) -> TargetRow:  # fmt: skip
    value = TargetValue(_number(number), _number(upper), comparator, words, state)
    return TargetRow(value, tolerance_of(tolerance or indicator.tolerance))


@lru_cache(maxsize=16384)
def _number(text: str | None) -> Decimal | None:
    return None if text is None else trimmed(Decimal(text))


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
