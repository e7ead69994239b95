"""The direction of travel: which way the figures went, and whether that is good."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.period import Period
from common.values.result import ResultValue
from performance.rules import (
    LATEST_THREE,
    PREVIOUS_PERIOD,
    SAME_PERIOD_LAST_YEAR,
    Measure,
    Point,
    direction,
)

YEARS = ["2014/15", "2015/16", "2016/17", "2017/18", "2018/19"]


def points(*values, periods=None, unit="number"):
    labels = periods or YEARS[len(YEARS) - len(values) :]
    return [
        Point(Period.parse(label), ResultValue.parse(value, unit=unit))
        for label, value in zip(labels, values, strict=True)
    ]


def told(*values, polarity="up-is-good", periods=None, low=None, high=None, **more):
    return direction(points(*values, periods=periods), Measure(polarity, "number", 0, low, high), **more)


def test_the_budget_outturn_of_york_is_worsening():
    result = told("-32", "147", "943", polarity="up-is-bad")
    assert (result.word, result.arrow) == ("worsening", "up")
    assert result.sentence == (
        "The latest three results (−32, 147, 943; 2016/17 to 2018/19) rose by more than the 1% stability band; "
        "up is bad, so it is worsening."
    )


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (["100", "110", "120"], "improving"),
        (["120", "110", "100"], "worsening"),
        (["1", "100", "110", "120"], "improving"),
        # A step beyond the band the other way: stable.
        (["100", "130", "120"], "stable"),
        # A step the other way within the band does not matter.
        (["100", "120", "119.5"], "improving"),
        (["100", "99.5", "120"], "improving"),
        (["100", "100.5", "101"], "stable"),
        (["100", "100.5", "101.01"], "improving"),
        (["0", "0", "0.01"], "improving"),
        (["-100", "-100.5", "-101"], "stable"),
        (["10", "20", "10"], "stable"),
        (["10", "20"], "none"),
        (["10", "20", "N/A"], "none"),
        (["10", "20", "<30"], "none"),
        ([], "none"),
    ],
)
def test_latest_three_results(values, word):
    assert told(*values, method=LATEST_THREE).word == word


def test_the_latest_three_skip_a_period_without_a_figure():
    assert told("10", "20", "N/A", "30").word == "improving"


@pytest.mark.parametrize(
    ("polarity", "word"),
    [("up-is-good", "worsening"), ("up-is-bad", "improving"), ("neutral", "falling")],
)
def test_the_word_follows_the_polarity_and_the_arrow_the_number(polarity, word):
    result = told("120", "110", "100", polarity=polarity)
    assert (result.word, result.arrow) == (word, "down")


def test_within_a_range_being_nearer_is_better():
    low_high = {"polarity": "in-range", "low": Decimal(8), "high": Decimal(14)}
    assert told("2", "4", "7", **low_high).word == "improving"
    assert (told("20", "18", "15", **low_high).word, told("20", "18", "15", **low_high).arrow) == ("improving", "down")
    assert told("9", "10", "13", **low_high).word == "stable"
    assert "stayed within the range" in told("9", "10", "13", **low_high).sentence
    assert told("9", "15", "20", **low_high).word == "worsening"


def test_the_previous_period_is_the_one_just_before():
    quarters = ["Q1 2018/19", "Q3 2018/19", "Q4 2018/19"]
    assert told("9", "5", "7", periods=quarters, method=PREVIOUS_PERIOD).word == "improving"
    gap = told("9", "7", periods=["Q2 2018/19", "Q4 2018/19"], method=PREVIOUS_PERIOD)
    assert gap.word == "none"
    assert gap.sentence == "There is no figure for Q3 2018/19 to compare Q4 2018/19 with."


def test_the_same_period_last_year():
    quarters = ["Q1 2017/18", "Q4 2017/18", "Q1 2018/19"]
    assert told("9", "5", "7", periods=quarters, method=SAME_PERIOD_LAST_YEAR).word == "worsening"


def test_a_figure_that_counts_up_through_the_year_is_compared_with_the_same_quarter():
    quarters = ["Q1 2016/17", "Q1 2017/18", "Q3 2017/18", "Q4 2017/18", "Q1 2018/19"]
    values = ["10", "12", "50", "80", "14"]
    assert told(*values, periods=quarters, cumulative=True).word == "improving"
    assert told(*values, periods=quarters, cumulative=True, method=PREVIOUS_PERIOD).word == "improving"
    assert told(*values, periods=quarters, cumulative=False, method=PREVIOUS_PERIOD).word == "worsening"


def test_the_band_is_the_councils():
    assert told("100", "102", "104", stability=Decimal(5)).word == "stable"
    assert told("100", "102", "104", stability=Decimal(3)).word == "improving"


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=1, allow_nan=False, allow_infinity=False)


@settings(max_examples=150, deadline=None)
@given(st.lists(NUMBERS, min_size=3, max_size=5), st.sampled_from([LATEST_THREE, PREVIOUS_PERIOD]))
def test_turned_upside_down_the_word_stays_and_the_arrow_turns(numbers, method):
    def series(sign):
        return [Point(Period.parse(y), ResultValue(sign * n)) for y, n in zip(YEARS, numbers, strict=False)]

    good = direction(series(1), Measure("up-is-good"), method=method)
    bad = direction(series(-1), Measure("up-is-bad"), method=method)
    assert good.word == bad.word
    assert {good.arrow, bad.arrow} in ({"up", "down"}, {"flat"})
