"""Formulas of calculated indicators held against the register: their inputs, and what stands in their way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from common.values.errors import Unreadable
from common.values.words import quoted
from performance.choices import Frequency, Unit, YearType
from performance.models import Indicator
from performance.models.indicator import reference_key
from performance.rules.formula import Node, Reference, cycle, parse, references

_NO_FIGURES = (Unit.TEXT, Unit.YES_NO, Unit.LEVEL)


@dataclass(frozen=True)
class Said:
    """What a formula needs to know of an indicator: as it is stored, or as a file will make it."""

    reference: str
    unit: str = Unit.NUMBER
    frequency: str = Frequency.QUARTERLY
    year_type: str = YearType.FINANCIAL
    formula: str = ""

    @classmethod
    def of(cls, indicator: Indicator) -> "Said":
        return cls(
            indicator.reference, indicator.unit, indicator.frequency, indicator.year_type, indicator.formula.strip()
        )


def read(formula: str) -> Node | None:
    """The formula as a tree; None for none, or for words that are no formula."""
    try:
        return parse(formula) if formula.strip() else None
    except Unreadable:
        return None


def references_in(formula: str) -> tuple[Reference, ...]:
    """The indicators that a formula names; () for words that are no formula."""
    node = read(formula)
    return references(node) if node else ()


def input_keys(formula: str) -> tuple[str, ...]:
    """The keys of the indicators that a formula names."""
    return tuple(reference.key for reference in references_in(formula))


def objection(said: Said, known: Mapping[str, Said]) -> Unreadable | None:
    """Why this indicator cannot have its formula, with a stable code; None where it can.

    ``known`` holds every indicator of the register by reference key.
    """
    try:
        node = parse(said.formula)
    except Unreadable as error:
        return error
    for reference in references(node):
        named = known.get(reference.key)
        if named is None:
            return _unknown(reference.text, reference.key, known)
        if named.unit in _NO_FIGURES:
            return Unreadable(
                f"{named.reference} is measured in {Unit(named.unit).label.lower()}, which a formula cannot count. "
                "Name indicators with figures.",
                "formula-unreadable",
            )
        if (named.frequency, named.year_type) != (said.frequency, said.year_type):
            return _other_rhythm(said, named)
    return _circle(said, known)


def _unknown(text: str, key: str, known: Mapping[str, Said]) -> Unreadable:
    near = get_close_matches(key, known, n=1, cutoff=0.7)
    hint = f" Did you mean {known[near[0]].reference}?" if near else ""
    return Unreadable(f"There is no indicator {quoted(text)}, which the formula names.{hint}", "formula-unknown")


def _other_rhythm(said: Said, named: Said) -> Unreadable:
    def rhythm(one: Said) -> str:
        return f"{Frequency(one.frequency).label.lower()} ({YearType(one.year_type).label.lower()})"

    return Unreadable(
        f"{named.reference} is {rhythm(named)}, and {said.reference} {rhythm(said)}, so they have no periods in common. "
        "Name indicators of the same frequency and kind of year.",
        "formula-other-frequency",
    )


def _circle(said: Said, known: Mapping[str, Said]) -> Unreadable | None:
    start = reference_key(said.reference)
    inputs = {key: input_keys(one.formula) for key, one in known.items() if one.formula}
    way = cycle(start, {**inputs, start: input_keys(said.formula)})
    if not way:
        return None
    names = [said.reference if key == start else known[key].reference for key in way]
    return Unreadable(
        f"The formula comes back to {said.reference} itself: {' → '.join(names)}. Leave one of them out.",
        "formula-circle",
    )


def register(indicators: Iterable[Indicator] | None = None) -> dict[str, Said]:
    """Every indicator by reference key. One query, or none where the indicators are given."""
    rows = Indicator.objects.all() if indicators is None else indicators
    return {indicator.reference_key: Said.of(indicator) for indicator in rows}
