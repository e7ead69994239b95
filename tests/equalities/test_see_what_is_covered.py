"""Areas and services without an equality objective are gaps, and are named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.rules import coverage, supports

IDS = st.lists(st.integers(1, 6), unique=True)


def test_gaps_are_named():
    covered = coverage([1, 2, 3], [10, 20], [(1, 10), (1, 10), (3, 10)])
    assert covered.by_area == {1: 2, 2: 0, 3: 1}
    assert (covered.areas_without, covered.services_without) == ((2,), (20,))
    assert covered.headline == "3 objectives in 2 of 3 areas."


def test_nothing_at_all_is_all_gaps():
    covered = coverage([1, 2], [10], [])
    assert (covered.areas_without, covered.services_without) == ((1, 2), (10,))
    assert covered.headline == "No service has an equality objective yet."


@given(IDS, IDS, st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=8))
@settings(max_examples=100)
def test_each_area_and_service_is_covered_or_a_gap(areas, services, objectives):
    covered = coverage(areas, services, objectives)
    for area in areas:
        assert covered.by_area[area] == sum(pair[0] == area for pair in objectives)
        assert (area in covered.areas_without) != (covered.by_area[area] > 0)
    for service in services:
        assert (service in covered.services_without) != any(pair[1] == service for pair in objectives)


@pytest.mark.parametrize(
    ("strategy", "cmt", "words"),
    [
        (True, False, "The council's Equality Strategy"),
        (False, True, "CMT's objective for this area"),
        (True, True, "The council's Equality Strategy and CMT's objective for this area"),
        (False, False, "Not said"),
    ],
)
def test_what_an_objective_supports_is_said(strategy, cmt, words):
    assert supports(strategy, cmt) == words
