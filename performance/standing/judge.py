"""The rating and the direction of one result, by the rules, and as somebody set them by hand."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from common.values.period import Period
from common.values.result import ResultValue
from council.models import CouncilSettings
from performance.choices import SetByHand
from performance.models import Indicator
from performance.rules import DirectionOfTravel, Measure, Point, Rating, direction, rate
from performance.rules.aims import with_range
from performance.rules.by_hand import direction_by_hand, rating_by_hand
from performance.rules.figures import WITHHELD

from .load import Record, ResultRow, tolerance_of

# A rule gives the same for the same figures, and pages are read far more often than figures change.
_rated = lru_cache(maxsize=16384)(rate)


@dataclass(frozen=True)
class CouncilMethod:
    """How the council rates: see ``performance.rules``. ``stability`` is in percent."""

    rating: str
    direction: str
    stability: Decimal

    @classmethod
    def of(cls, settings: CouncilSettings | None) -> "CouncilMethod":
        """From the council's settings; those stored where none are given."""
        council = settings or CouncilSettings.current()
        return cls(council.rating_method, council.direction_method, Decimal(council.stability_percent))


@dataclass(frozen=True)
class Judge:
    """One indicator's record and the council's method: what a result of any of its periods is called."""

    indicator: Indicator
    record: Record
    method: CouncilMethod

    def rating(self, period: Period, row: ResultRow | None) -> Rating:
        """The rating that counts in a period: one set by hand says what the figures give."""
        computed = self.computed_rating(period, row.value if row else None)
        hand = self.record.by_hand.get((SetByHand.RATING, period.key))
        return rating_by_hand(computed, hand) if hand and _may_be_set(row) else computed

    def computed_rating(self, period: Period, value: ResultValue | None, *, forecast: bool = False) -> Rating:
        """The rating of a figure in a period by its target and tolerance."""
        target, before = self.record.targets.get(period.key), self.record.by_period.get(period.same_last_year().key)
        return _rated(
            value,
            target.value if target else None,
            self.indicator.measure,
            tolerance=target.tolerance if target else tolerance_of(self.indicator.tolerance),
            method=self.method.rating,
            last_year=before.value if before else None,
            period=period.label,
            forecast=forecast,
        )

    def direction(self, row: ResultRow | None) -> DirectionOfTravel:
        """The direction that counts at a result: one set by hand says what the figures give."""
        if row is None:
            return DirectionOfTravel("none", "flat", "The result is awaited, so no direction can be told.")
        computed = self.computed_direction(row)
        hand = self.record.by_hand.get((SetByHand.DIRECTION, row.period.key))
        return direction_by_hand(computed, hand) if hand and _may_be_set(row) else computed

    def computed_direction(self, row: ResultRow) -> DirectionOfTravel:
        """The direction at a result by the figures up to it."""
        points = [Point(one.period, one.value) for one in self.record.upto(row.period).results]
        return direction(
            points,
            self.measure(row.period),
            method=self.method.direction,
            stability=self.method.stability,
            cumulative=self.indicator.cumulative,
        )

    def measure(self, period: Period) -> Measure:
        """How figures are compared in a period: within the range that its target asks for, where that is good."""
        target = self.record.targets.get(period.key)
        return with_range(self.indicator.measure, target.value if target else None)


def _may_be_set(row: ResultRow | None) -> bool:
    """What was set by hand stands beside a result that is there to be seen."""
    return row is not None and row.value.state != WITHHELD
