"""A risk is rated by its scores on the council's matrix, or as its owner says, and each rating explains itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks.rules import COLOURS, Matrix, current_rating, level, matrix_fault, score_fault
from tests.risks.factories import IMPACTS, LEVELS, LIKELIHOODS

MATRIX = Matrix(tuple(LIKELIHOODS), tuple(IMPACTS), tuple(map(tuple, LEVELS)))
SCORE = st.none() | st.integers(-3, 9)


@pytest.mark.parametrize(
    ("likelihood", "impact", "colour"),
    [(1, 1, "green"), (1, 5, "amber"), (5, 1, "amber"), (4, 4, "red"), (4, 3, "amber"), (5, 5, "red")],
)
def test_a_cell_of_the_matrix_is_the_rating(likelihood, impact, colour):
    assert level(likelihood, impact, LEVELS) == colour


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 1), (1, 0), (6, 1), (1, 6), (-1, 3)])
def test_a_cell_that_is_not_there_has_no_level(likelihood, impact):
    with pytest.raises(ValueError, match="not on the matrix"):
        level(likelihood, impact, LEVELS)


@pytest.mark.parametrize(
    ("likelihood", "impact", "rating", "colour", "score", "sentence"),
    [
        (4, 4, "", "red", 16, "Likelihood 4 (Likely) × impact 4 (Major) = 16: red on the council's matrix."),
        # A rating from before there were scores does not outweigh them.
        (1, 1, "red", "green", 1, "Likelihood 1 (Rare) × impact 1 (Insignificant) = 1: green on the council's matrix."),
        (None, None, "amber", "amber", None, "Rated amber by its owner without scores."),
        (4, None, "amber", "amber", None, "Rated amber by its owner without scores."),
        (None, None, "", "none", None, "Not rated: it has neither scores nor a rating."),
        (6, 2, "", "none", 12, "Likelihood 6 × impact 2 is not on the council's matrix."),
    ],
)
def test_a_rating_explains_itself(likelihood, impact, rating, colour, score, sentence):
    rated = current_rating(likelihood, impact, rating, MATRIX)
    assert (rated.colour, rated.score, rated.sentence) == (colour, score, sentence)


def test_scores_without_a_matrix_are_not_rated():
    rated = current_rating(4, 4, "", None)
    assert (rated.colour, rated.score) == ("none", 16)
    assert "has not set its risk matrix" in rated.sentence


@pytest.mark.parametrize(
    ("likelihood", "impact", "rating", "words"),
    [
        (4, None, "", "Enter the impact as well"),
        (None, 3, "red", "Enter the likelihood as well"),
        (4, 4, "amber", "Likelihood 4 × impact 4 is red on the council's matrix, so the rating cannot be amber."),
        (6, 2, "", "likelihood 1 to 5 and impact 1 to 5"),
        (4, 4, "red", ""),
        (4, 4, "", ""),
        (None, None, "amber", ""),
        (None, None, "", ""),
    ],
)
def test_scores_and_rating_must_agree(likelihood, impact, rating, words):
    fault = score_fault(likelihood, impact, rating, MATRIX)
    assert (words in fault) if words else fault == ""


@given(SCORE, SCORE, st.sampled_from(["", *COLOURS]))
@settings(max_examples=150)
def test_what_may_stand_together_is_rated_and_says_why(likelihood, impact, rating):
    rated = current_rating(likelihood, impact, rating, MATRIX)
    assert rated.colour in {*COLOURS, "none"}
    assert rated.sentence.endswith(".")
    if rated.colour != "none":
        assert rated.colour in rated.sentence
    if not score_fault(likelihood, impact, rating, MATRIX) and (likelihood is not None or rating):
        assert rated.colour != "none"
        assert rated.colour == (rating or rated.colour)


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (MATRIX, ""),
        (Matrix(("a",), ("b",), (("red",),)), "at least two"),
        (Matrix(("a", "b"), ("c", "d"), (("red", "green"),)), "2 rows of 2 levels"),
        (Matrix(("a", "b"), ("c", "d"), (("red", "green"), ("pink", "red"))), "not pink"),
    ],
)
def test_a_matrix_that_cannot_rate_says_why(matrix, words):
    fault = matrix_fault(matrix)
    assert (words in fault) if words else fault == ""
