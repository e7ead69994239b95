"""Units of measurement: what each is called, what may be typed with it, and how its values are shown."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .numbers import trimmed
from .words import MINUS

UNITS = {
    "number": "a number",
    "percent": "a percentage",
    "gbp": "in £",
    "gbp_thousands": "in £000s",
    "gbp_millions": "in £m",
    "days": "in days",
    "per_1000": "per 1,000",
    "per_10000": "per 10,000",
    "per_100000": "per 100,000",
    "rate": "a rate",
    "level": "a level or grade",
    "yes_no": "yes or no",
    "text": "in words",
}
MONEY_SCALES = {"gbp": 1, "gbp_thousands": 1_000, "gbp_millions": 1_000_000}
# What may follow a number, because it only repeats the unit.
_REPEATS = {
    "days": r"(?:working )?days?",
    "per_1000": r"per 1,?000\b",
    "per_10000": r"per 10,?000\b",
    "per_100000": r"per 100,?000\b",
}
_REPEATED = {unit: re.compile(rf"\s*{pattern}\s*", re.IGNORECASE) for unit, pattern in _REPEATS.items()}
_PREFIX = {"gbp": "£", "gbp_thousands": "£", "gbp_millions": "£"}
_SUFFIX = {
    "percent": "%",
    "gbp_thousands": "k",
    "gbp_millions": "m",
    "per_1000": " per 1,000",
    "per_10000": " per 10,000",
    "per_100000": " per 100,000",
}


def without_unit(rest: str, unit: str) -> str:
    """What follows a number, without the words that repeat its unit ("days (Cex's)" → "(Cex's)")."""
    pattern = _REPEATED.get(unit)
    match = pattern.match(rest) if pattern else None
    return rest[match.end() :] if match else rest


@lru_cache(maxsize=16384)
def rounded(number: Decimal, decimal_places: int | None) -> Decimal:
    """Rounded half up, as officers do; without needless noughts where the places are not set. Never −0."""
    number = trimmed(number) if decimal_places is None else number.quantize(_step(decimal_places), ROUND_HALF_UP)
    return abs(number) if number == 0 else number


@lru_cache(maxsize=32)
def _step(decimal_places: int) -> Decimal:
    return Decimal(1).scaleb(-decimal_places)


@lru_cache(maxsize=16384)
def format_value(
    value: Decimal | int | str | None,
    unit: str = "number",
    decimal_places: int | None = None,
    comparator: str = "",
    *,
    plain: bool = False,
) -> str:
    """A value as pages show it: "88.4%", "−£32k", "£20.59m", "≥80%", "8 days"; words stay as they are.

    ``plain`` leaves out the £ and what follows the number, for a table whose heading says the unit. No value is "–"
    in a table, and "Not available" elsewhere.
    """
    if value is None:
        return "–" if plain else "Not available"
    if isinstance(value, str):
        return value
    number = rounded(Decimal(value), decimal_places)
    if unit == "yes_no":
        return "Yes" if number else "No"
    digits = f"{abs(number):,f}"
    sign = MINUS if number < 0 else ""
    if plain:
        return f"{comparator}{sign}{digits}"
    suffix = _SUFFIX.get(unit, "")
    if unit == "days":
        suffix = " day" if abs(number) == 1 else " days"
    return f"{comparator}{sign}{_PREFIX.get(unit, '')}{digits}{suffix}"
