"""What a row of results must agree with: its own numerator and denominator, and that nobody calculates it."""

from typing import Any

from common.values.result import NOT_AVAILABLE, ResultValue
from performance.models import Indicator
from performance.rules.ratios import contradiction, ratio

from .stored import StoredResult

# What a calculated indicator does not take by hand, and what must agree.
FIGURES = frozenset({"value", "numerator", "denominator"})
CALCULATED, CONTRADICTS = "calculated-indicator", "ratio-contradicts"


def fill_in(indicator: Indicator, values: dict[str, Any]) -> None:
    """Where a row has a numerator and a denominator and no result, the result is what the two give."""
    value = values.get("value")
    if values.get("denominator") is None or (value is not None and (value.state != NOT_AVAILABLE or value.words)):
        return
    worked = ratio(indicator.unit, values.get("numerator"), values["denominator"])
    if worked is not None:
        values["value"] = ResultValue(worked)


def against(indicator: Indicator, values: dict[str, Any], stored: StoredResult | None) -> tuple[str, str] | None:
    """The code and the sentence that refuse a row's figures; None where they can stand, or are stored already."""
    if stored is not None and all(getattr(stored, name) == values[name] for name in FIGURES & values.keys()):
        return None
    if indicator.formula.strip():
        return (
            CALCULATED,
            f"{indicator.reference} is calculated from other indicators, so its results are not imported.",
        )
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if stored is not None:
        numerator = values.get("numerator", stored.numerator)
        denominator = values.get("denominator", stored.denominator)
    if "value" not in values or numerator is None or denominator is None:
        return None
    sentence = contradiction(indicator.unit, values["value"], numerator, denominator, indicator.decimal_places)
    return (CONTRADICTS, sentence) if sentence else None
