"""A result agrees with its numerator and denominator, or the sentence names both figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.values.result import ResultValue
from performance.rules.ratios import contradiction, ratio


def value(text, unit="percent"):
    return ResultValue.parse(text, unit=unit)


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "expected"),
    [
        ("percent", "849", "1000", "84.9"),
        ("percent", "1", "3", "33.333333"),
        ("per_1000", "12", "4000", "3"),
        ("per_10000", "57", "10000", "57"),
        ("per_100000", "3", "600000", "0.5"),
        ("percent", "0", "20", "0"),
        ("percent", "5", "0", None),
        ("percent", None, "10", None),
        ("days", "10", "2", None),
    ],
)
def test_a_value_is_worked_out_by_unit(unit, numerator, denominator, expected):
    figures = [None if text is None else Decimal(text) for text in (numerator, denominator)]
    found = ratio(unit, *figures)
    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("unit", "text", "numerator", "denominator", "places", "agrees"),
    [
        ("percent", "84.9", 849, 1000, 1, True),
        ("percent", "85", 849, 1000, 1, True),
        ("percent", "84", 849, 1000, 1, False),
        ("percent", "33.3", 1, 3, 1, True),
        ("percent", "33.33", 1, 3, 1, True),
        ("percent", "33.4", 1, 3, 1, False),
        ("percent", "0.849", 849, 1000, 1, False),
        ("per_1000", "3", 12, 4000, 0, True),
        ("per_1000", "0.3", 12, 4000, 1, False),
        ("percent", "<85", 849, 1000, 1, True),
        ("percent", "<84", 849, 1000, 1, False),
        ("percent", "≥85", 849, 1000, 1, False),
        ("percent", "~80", 849, 1000, 1, True),
        ("percent", "Not currently measured", 849, 1000, 1, True),
        ("days", "7", 849, 1000, 1, True),
    ],
)
def test_within_rounding_the_two_agree(unit, text, numerator, denominator, places, agrees):
    sentence = contradiction(unit, value(text, unit), Decimal(numerator), Decimal(denominator), places)
    assert (sentence == "") is agrees


def test_a_contradiction_names_both_figures():
    sentence = contradiction("percent", value("84.9"), Decimal(750), Decimal(1000), 1)
    assert sentence == "The result is 84.9%, but 750 out of 1,000 is 75.0%. Correct one of them."


def test_nothing_is_divided_by_zero():
    assert "denominator is 0" in contradiction("percent", value("84.9"), Decimal(5), Decimal(0))


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_what_is_worked_out_and_rounded_never_contradicts(numerator, denominator, places):
    given_value = Decimal(numerator) / Decimal(denominator) * 100
    shown = ResultValue(round(given_value, places))
    assert contradiction("percent", shown, Decimal(numerator), Decimal(denominator), places) == ""
