"""Direction of travel comes from the last two reviews; a review that is late is chased."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks.rules import COLOURS, Point, direction, is_overdue, next_review

JUNE, AUGUST = date(2019, 6, 4), date(2019, 8, 20)
POINTS = st.builds(Point, st.just(AUGUST), st.sampled_from(["", *COLOURS]), st.none() | st.integers(1, 25))
OPPOSITE = {"worsening": "improving", "improving": "worsening", "stable": "stable", "none": "none"}


@pytest.mark.parametrize(
    ("before", "after", "word", "arrow", "sentence"),
    [
        (("amber", 12), ("red", 16), "worsening", "up", "The score rose from 12 to 16"),
        (("red", 20), ("amber", 12), "improving", "down", "The score fell from 20 to 12"),
        (("amber", 12), ("amber", 12), "stable", "flat", "The score stayed at 12"),
        # A rise within one colour is a rise.
        (("amber", 9), ("amber", 12), "worsening", "up", "The score rose from 9 to 12"),
        (("green", None), ("red", None), "worsening", "up", "The rating rose from green to red"),
        (("amber", None), ("green", 4), "improving", "down", "The rating fell from amber to green"),
        (("", None), ("red", 16), "none", "", "cannot be compared"),
    ],
)
def test_the_last_two_reviews_give_the_direction(before, after, word, arrow, sentence):
    moved = direction([Point(AUGUST, *after), Point(JUNE, *before)])
    assert (moved.word, moved.arrow) == (word, arrow)
    assert sentence in moved.sentence
    assert "between 4 June 2019 and 20 August 2019" in moved.sentence


def test_one_review_is_nothing_to_compare():
    assert direction([]).sentence == "It has not been rated yet, so there is nothing to compare."
    assert direction([Point(JUNE, "red")]).sentence == "It has been rated only once, so there is nothing to compare."


@given(POINTS, POINTS)
@settings(max_examples=100)
def test_the_other_way_round_is_the_other_direction(one, other):
    assert direction([other, one]).word == OPPOSITE[direction([one, other]).word]


@pytest.mark.parametrize(
    ("due", "overdue"), [(None, False), (date(2019, 8, 19), True), (AUGUST, False), (date(2019, 8, 21), False)]
)
def test_a_review_is_overdue_the_day_after_it_was_due(due, overdue):
    assert is_overdue(due, AUGUST) is overdue


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2019, 8, 20), date(2019, 11, 20)),
        (date(2019, 11, 30), date(2020, 2, 29)),
        (date(2018, 11, 30), date(2019, 2, 28)),
        (date(2019, 10, 15), date(2020, 1, 15)),
        (date(2019, 12, 31), date(2020, 3, 31)),
    ],
)
def test_the_next_review_is_a_quarter_away(day, due):
    assert next_review(day) == due
