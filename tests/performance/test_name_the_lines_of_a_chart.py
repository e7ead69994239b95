"""The words of a chart stand beside what they name, and over nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.values.period import Period
from performance.charts import Beside, ChartRow, UsualRange, line_chart
from performance.drawing import HEIGHT, WIDTH, ticks
from performance.labels import LINE, _frame, _meet, apart, beside, placed
from performance.models import Indicator
from performance.rules.figures import reach_of, within_reach

QUARTERS = [Period.quarter("2016/17", 1)]
while len(QUARTERS) < 12:
    QUARTERS.append(QUARTERS[-1].next())
NUMBERS = st.lists(st.integers(0, 100), min_size=12, max_size=12)


def chart(numbers, others=()):
    indicator = Indicator(reference="CSC06", unit="percent", polarity="up-is-bad")
    rows = [ChartRow(q, Decimal(n), (Decimal(20),)) for q, n in zip(QUARTERS, numbers, strict=True)]
    usual = UsualRange(QUARTERS[0], QUARTERS[-1], Decimal(30), Decimal(40), Decimal(50))
    theirs = {name: {QUARTERS[-1]: Decimal(number)} for name, number in others}
    return line_chart(indicator, rows, Beside(ranges=[usual], others=theirs))


def covered(made):
    """The places of the line that lie under words."""
    spots = [tuple(map(float, spot.split(","))) for points in made.lines for spot in points.split()]
    frames = [_frame(label) for label in made.side_labels]
    return [(x, y) for x, y in spots for left, right, top, low in frames if left <= x <= right and top <= y <= low]


@pytest.mark.parametrize(
    "numbers",
    [
        [50, 52, 49, 51, 50, 48, 50, 30, 25, 22, 20, 18],
        [20, 21, 19, 20, 22, 21, 20, 20, 21, 20, 19, 20],
        [0, 100] * 6,
        [100 - 8 * n for n in range(12)],
    ],
)
def test_no_words_cover_a_result(numbers):
    assert covered(chart(numbers)) == []


@given(NUMBERS)
def test_words_never_cover_each_other_and_stay_in_the_drawing(numbers):
    labels = chart(numbers, [("England", 50), ("Yorkshire and The Humber", 51), ("Nearest neighbours", 20)]).side_labels
    frames = [_frame(label) for label in labels]
    assert len(labels) == 5
    assert not any(_meet(one, other) for at, one in enumerate(frames) for other in frames[:at])
    assert all(left >= 0 and right <= WIDTH + 2 and top >= 0 and low <= HEIGHT for left, right, top, low in frames)


def test_others_are_named_in_the_margin_level_with_their_lines():
    made = chart([50] * 12, [("England", 80), ("Region", 10)])
    names = {label.text: label for label in made.side_labels}
    assert names["England"].y < names["Region"].y
    assert all(names[name].x > made.right for name in ("England", "Region", "Target 20%"))


def test_names_of_the_same_figure_stand_below_each_other():
    marks = apart([*beside(10, 50, "One", "start")[:1], *beside(10, 50, "Two", "start")[:1]])
    assert marks[1].y - marks[0].y == LINE


def test_a_label_takes_its_best_place_where_nothing_is_in_the_way():
    places = beside(300, 150, "Target", "end")
    assert placed([places], []) == [places[0]]


@pytest.mark.parametrize(
    ("numbers", "whole", "lines"),
    [
        ([0, 1], True, (0, 1, 1)),
        ([0, 1], False, (0, 1, "0.25")),
        ([2, 5], True, (2, 5, 1)),
        ([0, 9], True, (0, 10, 5)),
        ([0, 10], False, (0, 10, "2.5")),
        ([7, 7], True, (6, 8, 2)),
        ([-3, 40], True, (-20, 40, 20)),
    ],
)
def test_counts_have_no_fractions_at_the_side(numbers, whole, lines):
    found = ticks([Decimal(number) for number in numbers], whole=whole)
    assert found == tuple(Decimal(line) for line in lines)
    assert found[0] <= min(numbers) and found[1] >= max(numbers)


@pytest.mark.parametrize(
    ("unit", "numbers", "reach"),
    [
        ("percent", [0, 100], (0, 100)),
        ("percent", [90, 120], (0, None)),
        ("percent", [-3, 20], (None, None)),
        ("number", [0, 3], (0, None)),
        ("days", [4], (0, None)),
        ("gbp_thousands", [5, 9], (None, None)),
    ],
)
def test_a_usual_range_and_a_forecast_go_no_further_than_figures_can(unit, numbers, reach):
    found = reach_of(unit, [Decimal(number) for number in numbers])
    assert found == reach
    assert all(within_reach(Decimal(number), found) == number for number in numbers)
    assert reach[0] is None or within_reach(Decimal(-9), found) == 0
