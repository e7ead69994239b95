"""The rules of "Numbers", sentence by sentence: ratings by both methods, directions by all three, at any polarity."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.period import Period
from common.values.result import ResultValue
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from council.models import CouncilSettings
from performance.rules import (
    LATEST_THREE,
    PREVIOUS_PERIOD,
    SAME_PERIOD_LAST_YEAR,
    TOLERANCE,
    TOLERANCE_WITH_TREND,
    Measure,
    Point,
    direction,
    rate,
)
from performance.rules.aims import with_range
from performance.rules.benchmarks import rank
from performance.standing import explain
from tests.performance.factories import IndicatorFactory, result, target

METHODS = [LATEST_THREE, PREVIOUS_PERIOD, SAME_PERIOD_LAST_YEAR]
Q1 = Period.quarter("2019/20", 1)


def colours(now, wanted, tolerance, before, polarity="up-is-good", unit="number", low=None, high=None):
    """The colours by *tolerance* and by *tolerance with trend*."""
    measure = Measure(polarity, unit, 1, low and Decimal(low), high and Decimal(high))
    read = {"tolerance": Tolerance.parse(tolerance), "period": "Q1"}
    found = ResultValue.parse(now, unit=unit)
    aim = None if wanted is None else TargetValue.parse(wanted, unit=unit)
    last = None if before is None else ResultValue.parse(before, unit=unit)
    return tuple(
        rate(found, aim, measure, method=method, last_year=last, **read).colour
        for method in (TOLERANCE, TOLERANCE_WITH_TREND)
    )


@pytest.mark.parametrize(
    ("now", "wanted", "tolerance", "before", "polarity", "both"),
    [
        # At or beyond target, within the tolerance, outside it: better than a year before, and not.
        ("100", "100", "5", "100", "up-is-good", ("green", "green")),
        ("96", "100", "5", "100", "up-is-good", ("amber", "green")),
        ("90", "100", "5", "80", "up-is-good", ("red", "amber")),
        ("90", "100", "5", "90", "up-is-good", ("red", "red")),
        ("90", "100", "5", None, "up-is-good", ("red", "red")),
        ("100", "100", "5", "90", "up-is-bad", ("green", "green")),
        ("104", "100", "5", "90", "up-is-bad", ("amber", "green")),
        ("110", "100", "5", "120", "up-is-bad", ("red", "amber")),
        ("110", "100", "5", "100", "up-is-bad", ("red", "red")),
        # Neutral is never rated, whatever the figures.
        ("1", "100", "5", "2", "neutral", ("none", "none")),
        # No tolerance agreed: a miss is a miss.
        ("99.9", "100", "", "98", "up-is-good", ("red", "amber")),
        # "5" is units, "5%" is of the target; of a target below zero, its size.
        ("190", "200", "5", None, "up-is-good", ("red", "red")),
        ("190", "200", "5%", None, "up-is-good", ("amber", "green")),
        ("-21", "-20", "5%", None, "up-is-good", ("amber", "green")),
        ("-19", "-20", "5%", None, "up-is-bad", ("amber", "green")),
        # A target of zero has no share: only units can be tolerated.
        ("1", "0", "50%", None, "up-is-bad", ("red", "red")),
        ("1", "0", "2", None, "up-is-bad", ("amber", "green")),
        # Comparators of the target: strict ones exclude the edge.
        ("100", "≥100", "", None, "up-is-good", ("green", "green")),
        ("100", ">100", "", None, "up-is-good", ("red", "red")),
        ("100", ">100", "1", None, "up-is-good", ("amber", "green")),
        ("100", "<100", "", None, "up-is-bad", ("red", "red")),
        # Comparators of the result say enough, or too little.
        ("<5", "5", "", None, "up-is-bad", ("green", "green")),
        ("≤5", "5", "", None, "up-is-bad", ("green", "green")),
        ("<6", "5", "", None, "up-is-bad", ("none", "none")),
        (">100", "100", "", None, "up-is-good", ("green", "green")),
        ("~100", "100", "", None, "up-is-good", ("green", "green")),
        # Words, and no target.
        ("50", "To be defined", "", None, "up-is-good", ("none", "none")),
        ("50", "Set baseline", "", None, "up-is-good", ("none", "none")),
        ("50", "Baseline + 2.5%", "", None, "up-is-good", ("none", "none")),
        ("50", None, "5", None, "up-is-good", ("none", "none")),
        ("N/A", "50", "5", None, "up-is-good", ("none", "none")),
        ("0", "50", "5", None, "up-is-good", ("red", "red")),
    ],
)
def test_both_methods_side_by_side(now, wanted, tolerance, before, polarity, both):
    assert colours(now, wanted, tolerance, before, polarity) == both


@pytest.mark.parametrize(
    ("now", "tolerance", "before", "both"),
    [
        ("12", "", None, ("green", "green")),
        ("16", "", None, ("green", "green")),
        ("11", "1", None, ("amber", "green")),
        ("17", "1", None, ("amber", "green")),
        # A share is of the edge that is missed: 10% of 12 is 1.2, of 16 it is 1.6.
        ("10.8", "10%", None, ("amber", "green")),
        ("10.7", "10%", None, ("red", "red")),
        ("17.6", "10%", None, ("amber", "green")),
        ("17.7", "10%", None, ("red", "red")),
        # Nearer to the range than a year before, from either side.
        ("20", "1", "7", ("red", "amber")),
        ("20", "1", "8", ("red", "red")),
        ("20", "1", "21", ("red", "amber")),
    ],
)
@pytest.mark.parametrize("by_target", [True, False])
def test_within_a_range_whether_its_target_or_the_indicator_says_which(now, tolerance, before, both, by_target):
    if by_target:
        found = colours(now, "12 to 16", tolerance, before, "in-range")
    else:
        found = colours(now, None, tolerance, before, "in-range", low="12", high="16")
    assert found == both


def points(*pairs):
    return [Point(Period.parse(label), ResultValue.parse(value, unit="number")) for label, value in pairs]


QUARTERS = ["Q1 2017/18", "Q2 2017/18", "Q3 2017/18", "Q4 2017/18", "Q1 2018/19", "Q2 2018/19", "Q3 2018/19"]
QUARTERS += ["Q4 2018/19", "Q1 2019/20"]


@pytest.mark.parametrize(
    ("values", "cumulative", "words"),
    [
        # latest three, previous period, same period last year; up is good
        ("1 1 1 100 110 120 110 121 130", False, ("improving", "improving", "improving")),
        ("1 1 1 100 140 120 110 100 130", False, ("stable", "improving", "worsening")),
        ("1 1 1 100 130 120 130 130 130", False, ("stable", "stable", "stable")),
        ("1 1 1 100 130 140 135 131 120", False, ("worsening", "worsening", "worsening")),
        # What counts up through the year is compared with the same point of earlier years, by whichever method.
        ("10 20 30 40 12 24 36 48 14", True, ("improving", "improving", "improving")),
        ("14 28 42 56 12 24 36 48 10", True, ("worsening", "worsening", "worsening")),
        ("12 28 42 56 12 24 36 48 12", True, ("stable", "stable", "stable")),
    ],
)
def test_the_three_methods_side_by_side(values, cumulative, words):
    series = points(*zip(QUARTERS, values.split(), strict=True))
    found = [direction(series, Measure("up-is-good"), method=method, cumulative=cumulative) for method in METHODS]
    assert tuple(one.word for one in found) == words
    mirrored = [direction(series, Measure("up-is-bad"), method=method, cumulative=cumulative) for method in METHODS]
    turned = {"improving": "worsening", "worsening": "improving", "stable": "stable"}
    assert tuple(one.word for one in mirrored) == tuple(turned[word] for word in words)
    neutral = [direction(series, Measure("neutral"), method=method, cumulative=cumulative) for method in METHODS]
    plain = {"improving": "rising", "worsening": "falling", "stable": "stable"}
    assert tuple(one.word for one in neutral) == tuple(plain[word] for word in words)


def test_a_cumulative_annual_figure_is_compared_with_the_years_before():
    series = points(("2016/17", "5"), ("2017/18", "6"), ("2018/19", "7"))
    assert direction(series, Measure("up-is-good"), cumulative=True).word == "improving"


def test_the_stability_band_is_of_the_first_value_compared():
    series = points(("2017/18", "200"), ("2018/19", "202"))
    told = {band: direction(series, Measure("up-is-good"), method=PREVIOUS_PERIOD, stability=Decimal(band)).word
            for band in ("0.99", "1")}  # fmt: skip
    assert told == {"0.99": "improving", "1": "stable"}


def test_a_range_that_only_the_target_names_serves_direction_and_rank():
    bare, wanted = Measure("in-range"), TargetValue.parse("12 to 16", unit="number")
    series = points(("2016/17", "20"), ("2017/18", "18"), ("2018/19", "15"))
    nobody_said = direction(series, bare)
    assert (
        nobody_said.word == "none" and "neither the target nor the indicator says which range" in nobody_said.sentence
    )
    assert direction(series, with_range(bare, wanted)).word == "improving"
    others = [Decimal(n) for n in (10, 14, 19)]
    assert rank(Decimal(15), others, bare) is None
    assert rank(Decimal(15), others, with_range(bare, wanted)).words == "joint 1st of 4, best quartile"
    assert with_range(Measure("in-range", low=Decimal(1)), wanted).low == 12, "the target comes before the indicator"
    assert with_range(Measure("up-is-good"), wanted) == Measure("up-is-good")


@pytest.mark.django_db
def test_a_cumulative_result_is_rated_against_the_same_point_last_year():
    CouncilSettings.objects.create(rating_method="tolerance-with-trend", direction_method="previous-period")
    one = IndicatorFactory(cumulative=True, unit="number", decimal_places=0)
    for period, value in [("Q1 2018/19", "90"), ("Q4 2018/19", "400"), ("Q1 2019/20", "100")]:
        result(one, period, value)
    target(one, "Q1 2019/20", "120")
    found = explain(one, Q1)
    assert (found.rating.colour, found.direction.word) == ("amber", "improving")
    assert "better than a year before (90)" in found.rating.sentence
    assert "From Q1 2018/19 to Q1 2019/20 (90 to 100)" in found.direction.sentence


@pytest.mark.django_db
def test_the_range_of_a_target_is_that_of_the_page_too():
    one = IndicatorFactory(polarity="in-range", unit="number", decimal_places=0)
    for period, value in [("Q3 2018/19", "30"), ("Q4 2018/19", "25"), ("Q1 2019/20", "20")]:
        result(one, period, value)
    assert explain(one, Q1).direction.word == "none"
    target(one, "Q1 2019/20", "12 to 16")
    assert (explain(one, Q1).direction.word, explain(one, Q1).rating.colour) == ("improving", "red")


NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False, allow_infinity=False)
SIZES = st.decimals(min_value=0, max_value=60, places=1)
POLARITIES = st.sampled_from(["up-is-good", "up-is-bad", "in-range"])
WORST_FIRST = ["red", "amber", "green"]


def worth(now, wanted, tolerance, polarity, *, method=TOLERANCE, before=None):
    measure = Measure(polarity, low=Decimal(-100), high=Decimal(100))
    aim = None if polarity == "in-range" else TargetValue(wanted)
    last = None if before is None else ResultValue(before)
    rating = rate(ResultValue(now), aim, measure, tolerance=tolerance, method=method, last_year=last)
    return WORST_FIRST.index(rating.colour)


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS, SIZES, SIZES, st.booleans(), POLARITIES)
def test_a_wider_tolerance_never_rates_worse(now, wanted, one, other, percent, polarity):
    narrow, wide = sorted([one, other])
    found = [worth(now, wanted, Tolerance(size, percent), polarity) for size in (narrow, wide)]
    assert found[0] <= found[1]


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS, SIZES, POLARITIES, st.one_of(st.none(), NUMBERS))
def test_with_trend_no_rating_is_worse_than_by_tolerance_alone(now, wanted, size, polarity, before):
    plain = worth(now, wanted, Tolerance(size), polarity)
    with_trend = worth(now, wanted, Tolerance(size), polarity, method=TOLERANCE_WITH_TREND, before=before)
    assert with_trend >= plain and (plain != 2 or with_trend == 2)


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS, SIZES, st.sampled_from(["up-is-good", "up-is-bad"]))
def test_a_share_of_the_target_is_so_many_units(now, wanted, size, polarity):
    share = Tolerance(size, percent=True)
    assert worth(now, wanted, share, polarity) == worth(now, wanted, Tolerance(share.absolute(wanted)), polarity)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(-1000, 1000), min_size=3, max_size=9), st.integers(1, 50), st.sampled_from(METHODS), POLARITIES
)
def test_the_direction_does_not_depend_on_the_scale(numbers, factor, method, polarity):
    def word(times):
        series = [
            Point(Period.parse(label), ResultValue(Decimal(number * times)))
            for label, number in zip(QUARTERS, numbers, strict=False)
        ]
        measure = Measure(polarity, low=Decimal(-100 * times), high=Decimal(100 * times))
        return direction(series, measure, method=method).word

    assert word(1) == word(factor)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3), POLARITIES)
def test_backwards_in_time_worse_is_better(numbers, polarity):
    def word(series):
        dated = [
            Point(Period.parse(label), ResultValue(Decimal(number)))
            for label, number in zip(QUARTERS, series, strict=False)
        ]
        return direction(dated, Measure(polarity, low=Decimal(0), high=Decimal(9)), stability=Decimal(0)).word

    turned = {"improving": "worsening", "worsening": "improving", "stable": "stable"}
    assert word(numbers[::-1]) == turned[word(numbers)]


@settings(max_examples=60, deadline=None)
@given(st.lists(NUMBERS, min_size=0, max_size=9), st.sampled_from(METHODS), st.booleans(), POLARITIES)
def test_every_direction_is_a_sentence(numbers, method, cumulative, polarity):
    series = [Point(Period.parse(q), ResultValue(n)) for q, n in zip(QUARTERS, numbers, strict=False)]
    found = direction(series, Measure(polarity, low=Decimal(0)), method=method, cumulative=cumulative)
    assert found.sentence.endswith(".") and found.word in ("improving", "worsening", "stable", "none")
    assert (found.word == "none") == (
        found.arrow == "flat" and "so it is" not in found.sentence and ": stable" not in found.sentence
    )
