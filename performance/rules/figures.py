"""How an indicator's figures are compared and written in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.values.numbers import trimmed
from common.values.result import ResultValue, format_value
from common.values.units import rounded

UP_IS_GOOD, UP_IS_BAD, NEUTRAL, IN_RANGE = "up-is-good", "up-is-bad", "neutral", "in-range"
MOST_PLACES = 6
# The state of a ``ResultValue`` whose figure its reader may not see.
WITHHELD = "withheld"
NO_RANGE = "Being within a range is good, but neither the target nor the indicator says which range."
# A figure, and whether the true one lies just below (-1) or just above (1) it: "<5" is bounded by (5, -1).
Bound = tuple[Decimal, int]
# The lowest and the highest that an indicator's figures can be, as far as that is known.
Reach = tuple[Decimal | None, Decimal | None]
NO_ENDS: Reach = (None, None)
MONEY = ("gbp", "gbp_thousands", "gbp_millions")
_LOWEST, _HIGHEST = (Decimal("-Infinity"), 0), (Decimal("Infinity"), 0)


@dataclass(frozen=True)
class Measure:
    """What an indicator says about its figures. ``low`` and ``high`` are the range of one whose range is good."""

    polarity: str
    unit: str = "number"
    decimal_places: int = 0
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def lacks_range(self) -> bool:
        """Whether being within a range is good, and nobody has said which."""
        return self.polarity == IN_RANGE and self.low is None and self.high is None

    def bare(self, number: Decimal, places: int | None = None) -> str:
        """A figure with its unit and no idle zeros: "88%", "3.1%", "−£32k"."""
        return format_value(trimmed(number if places is None else rounded(number, places)), self.unit)

    def shown(self, result: ResultValue, places: int | None = None) -> str:
        """A result as pages show it, with more places where a sentence needs them."""
        wanted = self.decimal_places if places is None else max(places, self.decimal_places)
        return result.display(self.unit, wanted)

    def gap(self, number: Decimal, places: int | None = None) -> str:
        """A difference between two figures: "3.1 points" between percentages, "4 days", "£12k"."""
        size = abs(number)
        if self.unit == "level":
            return f"{format_value(trimmed(size))} {'level' if size == 1 else 'levels'}"
        if self.unit != "percent":
            return self.bare(size, places)
        plain = format_value(trimmed(size if places is None else rounded(size, places)))
        return f"{plain} {'point' if plain == '1' else 'points'}"

    def places_to_tell(self, *pairs: tuple[Decimal, Decimal]) -> int:
        """The fewest decimal places (from the indicator's own up) at which figures that differ also look different."""
        for places in range(self.decimal_places, MOST_PLACES):
            if all(a == b or rounded(a, places) != rounded(b, places) for a, b in pairs):
                return places
        return max(MOST_PLACES, self.decimal_places)


def reach_of(unit: str, numbers: Sequence[Decimal]) -> Reach:
    """How far figures like these can go: shares from 0 to 100, counts and rates from 0; money may fall below it."""
    if unit in MONEY or any(number < 0 for number in numbers):
        return NO_ENDS
    share = unit == "percent" and all(number <= 100 for number in numbers)
    return Decimal(0), Decimal(100) if share else None


def within_reach(number: Decimal, reach: Reach) -> Decimal:
    """The number, or the end that it would pass."""
    low, high = reach
    number = number if low is None else max(number, low)
    return number if high is None else min(number, high)


def bounds(result: ResultValue) -> tuple[Bound, Bound]:
    """The lowest and the highest that the true figure can be: equal, unless the result is one like "<5"."""
    if result.number is None:
        raise ValueError("only a number has bounds")
    number = result.number
    return {
        "<": (_LOWEST, (number, -1)),
        "≤": (_LOWEST, (number, 0)),
        ">": ((number, 1), _HIGHEST),
        "≥": ((number, 0), _HIGHEST),
    }.get(result.comparator, ((number, 0), (number, 0)))
