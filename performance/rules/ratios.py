"""A result held against its numerator and denominator, by the indicator's unit."""

import operator
from collections.abc import Callable
from decimal import Decimal

from common.values.numbers import trimmed
from common.values.result import ResultValue, format_value
from common.values.units import rounded

# What a numerator over its denominator is multiplied by. Other units have no ratio that everybody agrees on.
SCALES = {
    "percent": Decimal(100),
    "per_1000": Decimal(1_000),
    "per_10000": Decimal(10_000),
    "per_100000": Decimal(100_000),
}
KEPT_PLACES = 6
# What rounding to so many places can hide.
_HALF = [Decimal(5).scaleb(-places - 1) for places in range(KEPT_PLACES + 1)]
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
    "~": lambda given, number: True,
}


def ratio(unit: str, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The value that the two figures give, to six places; None where the unit or the figures give none."""
    scale = SCALES.get(unit)
    if scale is None or numerator is None or not denominator:
        return None
    return trimmed(rounded(numerator / denominator * scale, KEPT_PLACES))


def contradiction(
    unit: str, value: ResultValue, numerator: Decimal | None, denominator: Decimal | None, decimal_places: int = 0
) -> str:
    """The sentence that names both figures where the result is not what its numerator and denominator give; "" else.

    They agree within rounding: a result of "84.9" may be anything that rounds to it, and "<85" anything below.
    """
    if numerator is None or denominator is None or unit not in SCALES:
        return ""
    given = ratio(unit, numerator, denominator)
    if given is None:
        return "The denominator is 0, so the result cannot be worked out from it. Correct the denominator."
    if value.number is None or _agree(value, given):
        return ""
    stated = value.display(unit)
    figures = f"{format_value(trimmed(numerator))} out of {format_value(trimmed(denominator))}"
    worked = format_value(given, unit, max(decimal_places, _places(value.number), 1))
    return f"The result is {stated}, but {figures} is {worked}. Correct one of them."


def _agree(value: ResultValue, given: Decimal) -> bool:
    number = value.number or Decimal(0)
    if value.comparator:
        return _COMPARED[value.comparator](given, number)
    return abs(given - number) <= _HALF[_places(number)]


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
