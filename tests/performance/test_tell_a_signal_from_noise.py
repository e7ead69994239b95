"""The usual range, the run rules, the straight line to the year end, and a place among others: pure rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.values.period import Period
from performance.rules import Measure
from performance.rules.benchmarks import ordinal, rank
from performance.rules.forecast import year_end_forecast
from performance.rules.lateness import lateness
from performance.rules.periods import Rhythm, last_due
from performance.rules.signals import FACTOR, Figure, signals

NOISE = ["88.6", "89.2", "88.1", "89.0", "88.4", "89.3", "88.7", "88.2", "89.1", "88.9", "88.3", "88.0"]


def quarters(*numbers, start="Q2 2015/16"):
    period, found = Period.parse(start), []
    for number in numbers:
        found.append(Figure(period, Decimal(str(number))))
        period = period.next()
    return found


def test_limits_are_the_mean_and_2_66_moving_ranges():
    limits = signals(quarters(10, 12, 11, 13, 10, 12, 11, 13)).limits[0]
    assert limits.mean == Decimal("11.5")
    moved = Decimal(2 + 1 + 2 + 3 + 2 + 1 + 2) / 7
    assert (limits.low, limits.high) == (limits.mean - FACTOR * moved, limits.mean + FACTOR * moved)


def test_four_quarters_below_are_evidence_of_a_change():
    found = signals(quarters(*NOISE, "85.9", "85.5", "85.4", "84.9"))
    assert sorted(found.outside) == [12, 13, 14, 15]
    assert found.sentence == "Four quarters below the usual range: evidence of a change, not only of noise"
    assert found.limits[0].base == 11, "the limits come from the first twelve, which the fall does not widen"


def test_the_limits_are_those_of_a_printed_example():
    """NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten flow rates, centre line 50.81, average moving range
    1.8778, limits 45.8159 and 55.8041 (with 3/1.128 = 2.6596, which Wheeler rounds to 2.66).
    """
    flow_rates = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"]
    (found,) = signals(quarters(*flow_rates)).limits
    assert found.mean == Decimal("50.81")
    assert (found.high - found.mean) / Decimal("2.66") == pytest.approx(Decimal("1.8778"), abs=Decimal("0.0001"))
    assert found.low == pytest.approx(Decimal("45.8159"), abs=Decimal("0.001"))
    assert found.high == pytest.approx(Decimal("55.8041"), abs=Decimal("0.001"))


def test_noise_is_not_reported_as_change():
    found = signals(quarters(*NOISE))
    assert not found.outside and not found.runs
    assert found.sentence == "Within the usual range: no evidence of a change"


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (["14", "10"] * 4 + ["13"] * 8, "Eight quarters running above the average: evidence of a change"),
        (["14", "10"] * 4 + ["13"] * 7, "Within the usual range: no evidence of a change"),
        ([*NOISE[:8], "88.1", "88.3", "88.5", "88.7", "88.9", "89.1"], "Six quarters rising in a row: evidence"),
        ([*NOISE[:8], "88.1", "88.3", "88.5", "88.7", "88.9"], "Within the usual range"),
        ([*NOISE[:8], "99"], "The latest quarter is above the usual range"),
    ],
)
def test_the_run_rules(numbers, sentence):
    assert signals(quarters(*numbers)).sentence.startswith(sentence)


def test_a_short_series_says_so():
    assert signals(quarters(*NOISE[:7])).reason == "It takes 8 results to know the usual range; there are 7."
    assert signals(quarters("1")).reason.endswith("there is one.")
    assert signals([]).reason.endswith("there are none.")


def test_a_recorded_change_begins_a_new_range():
    low = [str(Decimal(number) - 30) for number in NOISE[:8]]
    figures = quarters(*NOISE, *low)
    assert signals(figures).outside
    anew = signals(figures, changes=[figures[12].period])
    assert not anew.outside and [(one.first, one.last) for one in anew.limits] == [(0, 11), (12, 19)]
    early = signals(figures[:15], changes=[figures[12].period])
    assert early.reason.endswith("there are 3 since the recorded change.")


def test_what_counts_up_or_follows_the_seasons_has_no_usual_range():
    assert "counts up" in signals(quarters(*NOISE), cumulative=True).reason
    seasonal = [base + noise for noise in (0, 1, -1, 0) for base in (20, 40, 60, 30)]
    assert "time of year" in signals(quarters(*seasonal)).reason
    assert signals(quarters(*range(0, 32, 2))).limits, "a straight line is no season"


@given(st.lists(st.integers(-1000, 1000), min_size=8, max_size=30), st.integers(-500, 500), st.integers(1, 9))
def test_signals_do_not_depend_on_the_scale(numbers, shift, factor):
    before, after = signals(quarters(*numbers)), signals(quarters(*(n * factor + shift for n in numbers)))
    assert len(before.limits) == len(after.limits)
    # Runs are told by exact comparison with the mean; what lies right on it may round either way.
    assert before.outside == after.outside
    for one in before.limits:
        assert one.low <= one.mean <= one.high


def test_a_straight_line_reaches_the_year_end():
    found = year_end_forecast(quarters(10, 12, 14, 16, 18, start="Q1 2018/19"), Period.parse("Q4 2019/20"))
    assert round(found.number, 6) == 24
    assert round(found.low, 6) == round(found.high, 6) == 24, "no scatter, no range"


def test_the_range_is_the_95_percent_prediction_interval():
    # y on x = 1..5 of 2, 4, 5, 4, 5 at x = 6: 5.8 ± 3.182 × √(2.4/3) × √(1 + 1/5 + 9/10).
    found = year_end_forecast(quarters(2, 4, 5, 4, 5, start="Q2 2018/19"), Period.parse("Q3 2019/20"))
    assert round(found.number, 3) == Decimal("5.800")
    assert round(found.high - found.number, 2) == Decimal("4.12")


def test_the_range_is_that_of_a_published_regression():
    """Anscombe 1973 ("Graphs in Statistical Analysis"), first set, x = 4 to 14: y = 3.0001 + 0.5001 x, residual sum of
    squares 13.763 on 9 degrees of freedom (s = 1.237), spread of x 110 about 9. At x = 15 that is 10.502, and the 95%
    interval ± 2.262 × 1.237 × √(1 + 1/11 + 36/110) = ± 3.33.
    """
    y = ["4.26", "5.68", "7.24", "4.82", "6.95", "8.81", "8.04", "8.33", "10.84", "7.58", "9.96"]
    found = year_end_forecast(quarters(*y, start="Q2 2016/17"), Period.parse("Q1 2019/20"))
    assert found.number == pytest.approx(Decimal("10.5016"), abs=Decimal("0.001"))
    assert found.high - found.number == pytest.approx(Decimal("3.331"), abs=Decimal("0.002"))
    assert found.number - found.low == pytest.approx(Decimal("3.331"), abs=Decimal("0.002"))


def test_what_counts_up_is_carried_on_by_what_each_period_adds():
    figures = quarters(10, 20, 30, 40, 10, start="Q1 2018/19")
    found = year_end_forecast(figures, Period.parse("Q4 2019/20"), cumulative=True)
    assert (found.number, found.low, found.high) == (40, 40, 40)
    two_years = quarters(*[10, 20, 30, 40] * 2, start="Q1 2017/18")
    new_year = year_end_forecast(two_years, Period.parse("Q4 2019/20"), cumulative=True)
    assert new_year.number == 40


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ([1, 2, 3, 4], "It takes 5 results to draw a line to the year end; there are 4."),
        ([], "It takes 5 results to draw a line to the year end; there are none."),
    ],
)
def test_a_short_series_has_no_forecast(numbers, reason):
    assert year_end_forecast(quarters(*numbers), Period.parse("Q4 2019/20")).reason == reason


def test_a_year_that_has_ended_needs_no_forecast():
    figures = quarters(1, 2, 3, 4, 5, start="Q4 2018/19")
    assert year_end_forecast(figures, Period.parse("Q4 2019/20")).reason == "The result of Q4 2019/20 is in."


@given(st.lists(st.integers(0, 100), min_size=5, max_size=20))
def test_a_forecast_lies_in_its_range_and_a_share_between_0_and_100(numbers):
    found = year_end_forecast(
        quarters(*numbers, start="Q1 2010/11"), Period.parse("Q4 2019/20"), within=(Decimal(0), Decimal(100))
    )
    assert 0 <= found.low <= found.number <= found.high <= 100


ORDINALS = ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "112th"]
OTHERS = [Decimal(n) for n in (80, 85, 90)]


@pytest.mark.parametrize(
    ("polarity", "own", "words"),
    [
        ("up-is-good", 95, "1st of 4, best quartile"),
        ("up-is-good", 82, "3rd of 4, third quartile"),
        ("up-is-bad", 95, "4th of 4, worst quartile"),
        ("up-is-bad", 80, "joint 1st of 4, best quartile"),
        ("in-range", 84, "joint 1st of 4, best quartile"),
        ("in-range", 70, "4th of 4, worst quartile"),
    ],
)
def test_a_place_among_others_is_told_by_polarity(polarity, own, words):
    measure = Measure(polarity, low=Decimal(82), high=Decimal(86))
    assert rank(Decimal(own), OTHERS, measure).words == words


def test_no_place_where_neither_more_nor_less_is_good_or_nobody_else_is_there():
    assert rank(Decimal(1), OTHERS, Measure("neutral")) is None
    assert rank(Decimal(1), [], Measure("up-is-good")) is None
    assert rank(Decimal(95), OTHERS[:2], Measure("up-is-good")).words == "1st of 3"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 112)] == ORDINALS


@given(st.lists(st.integers(0, 20), min_size=1, max_size=20), st.integers(0, 20))
def test_places_turn_round_with_polarity(others, own):
    others = [Decimal(n) for n in others]
    up, down = (rank(Decimal(own), others, Measure(polarity)) for polarity in ("up-is-good", "up-is-bad"))
    same = sum(other == own for other in others)
    assert up.place + down.place == len(others) + 2 - same


BOUND = st.one_of(st.none(), st.dates(Period.parse("2015/16").start, Period.parse("2021/22").end))


@given(
    st.sampled_from(["monthly", "quarterly", "half-yearly", "annual"]),
    st.integers(0, 120),
    BOUND,
    BOUND,
    st.one_of(st.none(), st.dates(Period.parse("2016/17").start, Period.parse("2019/20").end)),
    st.dates(Period.parse("2014/15").start, Period.parse("2023/24").end),
)
def test_the_days_of_lateness_are_those_on_which_a_result_is_missing(frequency, days, first, last, entered, day):
    rhythm = Rhythm(frequency, "financial", days, first, last)
    latest = Period.containing(entered, frequency) if entered else None
    due, late = last_due(rhythm, day, latest), lateness(rhythm, latest)
    missing = due is not None and not (latest and latest >= due)
    stored = late.first is not None and late.first <= day and (late.until is None or day < late.until)
    assert stored == missing
