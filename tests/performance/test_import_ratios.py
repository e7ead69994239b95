"""A file's results agree with their numerators and denominators, or are refused with both figures."""

import pytest

from performance.models import Result
from performance.transitions import import_now
from tests.performance.factories import IndicatorFactory, result
from tests.performance.files import csv_file

pytestmark = pytest.mark.django_db
HEAD = "Reference,Period,Result,Numerator,Denominator"


@pytest.fixture
def indicator():
    return IndicatorFactory(reference="CSC07", unit="percent", decimal_places=1)


def imported(*lines):
    return import_now("results", csv_file(HEAD, *lines), "q1.csv").evaluation


def test_a_contradiction_names_both_figures_and_nothing_is_written(indicator):
    (refusal,) = imported("CSC07,Q1 2019/20,84.9,750,1000").refusals
    assert (refusal.code, refusal.column, refusal.value) == ("ratio-contradicts", "Result", "84.9%")
    assert refusal.message == "The result is 84.9%, but 750 out of 1,000 is 75.0%. Correct one of them."
    assert not Result.objects.exists()


def test_a_result_within_rounding_is_taken(indicator):
    assert imported("CSC07,Q1 2019/20,33.3,1,3").counts["new"] == 1


def test_the_result_is_worked_out_where_only_its_figures_are_given(indicator):
    evaluation = imported("CSC07,Q1 2019/20,,849,1000")
    assert evaluation.rows[0].after["Result"] == "84.9%"
    assert str(Result.objects.get().value.number) == "84.9"


def test_a_new_denominator_is_held_against_what_is_stored(indicator):
    result(indicator, "Q1 2019/20", "75", numerator=750, denominator=1000)
    (refusal,) = imported("CSC07,Q1 2019/20,75,,900").refusals
    assert "750 out of 900 is 83.3%" in refusal.message


def test_what_is_stored_already_is_unchanged_even_where_it_contradicts(indicator):
    result(indicator, "Q1 2019/20", "80", numerator=750, denominator=1000)
    assert imported("CSC07,Q1 2019/20,80,750,1000").counts["unchanged"] == 1


def test_nothing_is_divided_by_zero(indicator):
    (refusal,) = imported("CSC07,Q1 2019/20,5,1,0").refusals
    assert "The denominator is 0" in refusal.message
