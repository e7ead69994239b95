"""A result is rated against its target, and every rating says why."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.result import ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from performance.rules import TOLERANCE_WITH_TREND, Measure, rate


def rated(result, target, polarity="up-is-good", tolerance="", unit="percent", places=1, **more):
    measure = Measure(polarity, unit, places, more.pop("low", None), more.pop("high", None))
    last_year = more.pop("last_year", None)
    return rate(
        None if result is None else ResultValue.parse(result, unit=unit),
        None if target is None else TargetValue.parse(target, unit=unit),
        measure,
        tolerance=Tolerance.parse(tolerance),
        last_year=None if last_year is None else ResultValue.parse(last_year, unit=unit),
        period="Q1 2019/20",
        **more,
    )


def test_the_sentence_names_figures_target_and_tolerance():
    assert rated("84.9", "88", tolerance="5").sentence == (
        "Q1 2019/20 is 84.9% against a target of at least 88%: 3.1 points off, inside the agreed tolerance of 5 points."
    )


@pytest.mark.parametrize(
    ("result", "target", "polarity", "tolerance", "colour"),
    [
        ("88", "88", "up-is-good", "5", "green"),
        ("90", "88", "up-is-good", "", "green"),
        ("83", "88", "up-is-good", "5", "amber"),
        ("82.99", "88", "up-is-good", "5", "red"),
        ("87.9", "88", "up-is-good", "", "red"),
        # "5%" is of the target, for percentages too: 4.4 points.
        ("83.6", "88", "up-is-good", "5%", "amber"),
        ("83.5", "88", "up-is-good", "5%", "red"),
        ("10", "10", "up-is-bad", "1", "green"),
        ("11", "10", "up-is-bad", "1", "amber"),
        ("11.1", "10", "up-is-bad", "1", "red"),
        ("10", "< 10", "up-is-bad", "1", "amber"),
        ("10", "< 10", "up-is-bad", "", "red"),
        ("10", "no more than 10", "up-is-bad", "", "green"),
        ("10", "at least 10", "up-is-good", "", "green"),
        ("10", "> 10", "up-is-good", "", "red"),
        ("8", "8 to 14", "in-range", "2", "green"),
        ("14", "8 to 14", "in-range", "2", "green"),
        ("6", "8 to 14", "in-range", "2", "amber"),
        ("16", "8 to 14", "in-range", "2", "amber"),
        ("16.1", "8 to 14", "in-range", "2", "red"),
        ("-5", "-4", "up-is-good", "25%", "amber"),
        # "<5" says enough where every figure it can stand for is rated alike, and too little where not.
        ("<5", "10", "up-is-bad", "", "green"),
        ("<50", "95", "up-is-good", "5", "red"),
        ("<100%", "95", "up-is-good", "5", "none"),
        (">20", "8 to 14", "in-range", "2", "red"),
        ("<20", "8 to 14", "in-range", "2", "none"),
        ("~88", "88", "up-is-good", "5", "green"),
        ("0", "5", "up-is-good", "", "red"),
    ],
)
def test_by_tolerance(result, target, polarity, tolerance, colour):
    assert rated(result, target, polarity, tolerance).colour == colour


@pytest.mark.parametrize(
    ("result", "target", "polarity", "words"),
    [
        ("50", "50", "neutral", "It is neutral"),
        (None, "50", "up-is-good", "There is no result for Q1 2019/20 yet"),
        ("N/A", "50", "up-is-good", "is not available"),
        ("Not currently measured", "50", "up-is-good", "It was not measured in Q1 2019/20"),
        ("50", None, "up-is-good", "There is no target for Q1 2019/20"),
        ("50", "To be defined", "up-is-good", "“To be defined”"),
        ("50", "≤ 60", "up-is-good", "asks for the opposite of “Up is good”"),
        ("50", "60", "in-range", "neither the target nor the indicator says which range"),
    ],
)
def test_no_rating_says_why(result, target, polarity, words):
    rating = rated(result, target, polarity)
    assert rating.colour == "none"
    assert words in rating.sentence


def test_the_range_of_the_indicator_is_its_target():
    assert rated("15", None, "in-range", "1", low=Decimal(8), high=Decimal(14)).colour == "amber"
    assert rated("7", None, "in-range", low=Decimal(8), high=None).colour == "red"


@pytest.mark.parametrize(
    ("result", "last_year", "colour"),
    [("90", None, "green"), ("84", "90", "green"), ("70", "69", "amber"), ("70", "70", "red"), ("70", None, "red")],
)
def test_by_tolerance_with_trend(result, last_year, colour):
    rating = rated(result, "88", tolerance="5", last_year=last_year, method=TOLERANCE_WITH_TREND)
    assert rating.colour == colour
    if last_year and colour != "green":
        assert f"a year before ({last_year}.0%)" in rating.sentence


def test_improvement_follows_the_polarity():
    assert rated("20", "10", "up-is-bad", last_year="25", method=TOLERANCE_WITH_TREND).colour == "amber"
    assert rated("20", "10", "up-is-bad", last_year="15", method=TOLERANCE_WITH_TREND).colour == "red"
    assert rated("20", "8 to 14", "in-range", last_year="0", method=TOLERANCE_WITH_TREND).colour == "amber"
    assert rated("20", "10", "up-is-bad", last_year=">25", method=TOLERANCE_WITH_TREND).colour == "amber"
    assert rated("20", "10", "up-is-bad", last_year="<25", method=TOLERANCE_WITH_TREND).colour == "none"


def test_levels_and_yes_or_no_read_as_words():
    level = rated("Level 2", "Level 3", unit="level", tolerance="1", places=0)
    assert level.colour == "amber"
    assert "Level 2 against a target of at least Level 3: 1 level off" in level.sentence
    assert rated("No", "Yes", unit="yes_no", places=0).sentence == "Q1 2019/20 is No against a target of Yes: not met."


def test_a_small_miss_is_never_shown_as_none():
    sentence = rated("87.996", "88", tolerance="0.004").sentence
    assert sentence == (
        "Q1 2019/20 is 87.996% against a target of at least 88%: "
        "0.004 points off, inside the agreed tolerance of 0.004 points."
    )


NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False, allow_infinity=False)
TOLERANCES = st.tuples(st.decimals(min_value=0, max_value=50, places=1), st.booleans()).map(lambda p: Tolerance(*p))
WORST_FIRST = ["red", "amber", "green"]


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS, TOLERANCES)
def test_up_is_bad_mirrors_up_is_good(result, target, tolerance):
    good = rate(ResultValue(result), TargetValue(target), Measure("up-is-good"), tolerance=tolerance)
    bad = rate(ResultValue(-result), TargetValue(-target), Measure("up-is-bad"), tolerance=tolerance)
    assert good.colour == bad.colour != "none"


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, TOLERANCES)
def test_a_better_result_is_never_rated_worse(one, other, target, tolerance):
    colours = [
        rate(ResultValue(number), TargetValue(target), Measure("up-is-good"), tolerance=tolerance).colour
        for number in sorted([one, other])
    ]
    assert WORST_FIRST.index(colours[0]) <= WORST_FIRST.index(colours[1])


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS, TOLERANCES, st.sampled_from(["", "<", "≤", ">", "≥", "~"]), st.sampled_from(["", "<", "≤"]))
def test_every_rating_is_one_plain_sentence(result, target, tolerance, shown, asked):
    rating = rate(
        ResultValue(result, comparator=shown),
        TargetValue(target, comparator=asked),
        Measure("up-is-bad", "days"),
        tolerance=tolerance,
    )
    assert rating.sentence.endswith(".") and "{" not in rating.sentence and ": ," not in rating.sentence
