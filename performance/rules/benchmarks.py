"""Where a figure stands among those of others: rank and quartile by polarity."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .figures import IN_RANGE, NEUTRAL, UP_IS_BAD, Measure

FEWEST_FOR_QUARTILES = 4
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_QUARTILES = {1: "best quartile", 2: "second quartile", 3: "third quartile", 4: "worst quartile"}


@dataclass(frozen=True)
class Rank:
    """``place`` 1 is the best of ``among``; ``quartile`` 1 is the best one, None among fewer than four."""

    place: int
    among: int
    tied: bool
    quartile: int | None

    @property
    def words(self) -> str:
        """ "9th of 16", "joint 1st of 4, best quartile"."""
        joint = "joint " if self.tied else ""
        quartile = f", {_QUARTILES[self.quartile]}" if self.quartile else ""
        return f"{joint}{ordinal(self.place)} of {self.among}{quartile}"


def rank(own: Decimal, others: Sequence[Decimal], measure: Measure) -> Rank | None:
    """The place of ``own`` among itself and the others; None where neither more nor less is good, or nobody else is."""
    if measure.polarity == NEUTRAL or measure.lacks_range or not others:
        return None
    mine, theirs = _badness(own, measure), [_badness(other, measure) for other in others]
    place, among = 1 + sum(other < mine for other in theirs), len(theirs) + 1
    quartile = -(-4 * place // among) if among >= FEWEST_FOR_QUARTILES else None
    return Rank(place, among, mine in theirs, quartile)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 <= number % 100 <= 20 else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"


def _badness(number: Decimal, measure: Measure) -> Decimal:
    if measure.polarity == UP_IS_BAD:
        return number
    if measure.polarity != IN_RANGE:
        return -number
    below = measure.low - number if measure.low is not None else Decimal(0)
    above = number - measure.high if measure.high is not None else Decimal(0)
    return max(below, above, Decimal(0))
