"""How a risk is rated and which way it moves. Pure: plain values in, plain values and sentences out."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.values.years import format_date

COLOURS = ("green", "amber", "red")
REVIEW_MONTHS = 3  # York 2019, table 4.2: risks are looked at quarterly at the DMT.


@dataclass(frozen=True)
class Matrix:
    """Names of likelihood and impact from 1 up, and ``levels[likelihood - 1][impact - 1]``: red, amber or green."""

    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]

    def holds(self, likelihood: int, impact: int) -> bool:
        """Whether there is such a cell."""
        return 1 <= likelihood <= len(self.likelihoods) and 1 <= impact <= len(self.impacts)


@dataclass(frozen=True)
class Rated:
    """A rating (red, amber, green or none), its score where it has one, and the sentence that says why."""

    colour: str
    score: int | None
    sentence: str


@dataclass(frozen=True)
class Point:
    """What one review left: its day, the rating that it gave, and the score where there was one."""

    on: date
    rating: str
    score: int | None = None


@dataclass(frozen=True)
class Movement:
    """Direction of travel: word (improving, worsening, stable, none), arrow (up, down, flat or ""), and why."""

    word: str
    arrow: str
    sentence: str


def level(likelihood: int, impact: int, levels: Sequence[Sequence[str]]) -> str:
    """The rating of a cell: red, amber or green. Raises ValueError for a cell that the matrix does not have."""
    if not (1 <= likelihood <= len(levels) and 1 <= impact <= len(levels[likelihood - 1])):
        raise ValueError(f"likelihood {likelihood}, impact {impact} is not on the matrix")
    return levels[likelihood - 1][impact - 1]


def matrix_fault(matrix: Matrix) -> str:
    """What is wrong with a matrix, as a sentence; empty when it is sound."""
    rows, columns = len(matrix.likelihoods), len(matrix.impacts)
    if rows < 2 or columns < 2:
        return "A risk matrix needs at least two likelihoods and two impacts."
    if len(matrix.levels) != rows or any(len(row) != columns for row in matrix.levels):
        return (
            f"The matrix names {rows} likelihoods and {columns} impacts, so it needs {rows} rows of {columns} levels."
        )
    wrong = sorted({str(cell) for row in matrix.levels for cell in row} - set(COLOURS))
    return f"A level is red, amber or green, not {' or '.join(wrong)}." if wrong else ""


def current_rating(likelihood: int | None, impact: int | None, rating: str, matrix: Matrix | None) -> Rated:
    """The rating by the scores on the matrix; without both scores, the rating that was given (York 2019, table 4.2)."""
    if likelihood is None or impact is None:
        if rating in COLOURS:
            return Rated(rating, None, f"Rated {rating} by its owner without scores.")
        return Rated("none", None, "Not rated: it has neither scores nor a rating.")
    score = likelihood * impact
    if matrix is None:
        return Rated(
            "none", score, f"Scores {score}, but the council has not set its risk matrix, so there is no rating."
        )
    if not matrix.holds(likelihood, impact):
        return Rated("none", score, f"Likelihood {likelihood} × impact {impact} is not on the council's matrix.")
    colour = level(likelihood, impact, matrix.levels)
    names = matrix.likelihoods[likelihood - 1], matrix.impacts[impact - 1]
    sentence = f"Likelihood {likelihood} ({names[0]}) × impact {impact} ({names[1]}) = {score}: {colour}"
    return Rated(colour, score, f"{sentence} on the council's matrix.")


def score_fault(likelihood: int | None, impact: int | None, rating: str, matrix: Matrix | None) -> str:
    """Why these scores and this rating cannot stand together, as a sentence; empty when they can."""
    if (likelihood is None) != (impact is None):
        missing = "impact" if impact is None else "likelihood"
        return f"Enter the {missing} as well, or leave both scores empty and give a rating."
    if likelihood is None or impact is None:
        return ""
    if matrix is None:
        return "The council has not set its risk matrix yet: leave the scores empty and give a rating."
    if not matrix.holds(likelihood, impact):
        most = f"likelihood 1 to {len(matrix.likelihoods)} and impact 1 to {len(matrix.impacts)}"
        return f"The council's matrix has {most}; {likelihood} and {impact} are not both on it."
    colour = level(likelihood, impact, matrix.levels)
    if rating and rating != colour:
        scores = (
            f"Likelihood {likelihood} × impact {impact} is {colour} on the council's matrix, so the rating cannot be"
        )
        return f"{scores} {rating}. Leave the rating empty, or change the scores."
    return ""


def direction(points: Sequence[Point]) -> Movement:
    """Direction of travel from the last two reviews, the latest first: by score where both have one, else by rating."""
    if len(points) < 2:
        why = "It has been rated only once" if points else "It has not been rated yet"
        return Movement("none", "", f"{why}, so there is nothing to compare.")
    latest, before = points[0], points[1]
    between = f"between {format_date(before.on)} and {format_date(latest.on)}"
    if latest.score is not None and before.score is not None:
        return _moved(latest.score - before.score, "score", str(before.score), str(latest.score), between)
    if latest.rating in COLOURS and before.rating in COLOURS:
        step = COLOURS.index(latest.rating) - COLOURS.index(before.rating)
        return _moved(step, "rating", before.rating, latest.rating, between)
    return Movement("none", "", f"One of the last two reviews left no rating ({between}), so they cannot be compared.")


def _moved(step: int, what: str, before: str, after: str, between: str) -> Movement:
    if step == 0:
        return Movement("stable", "flat", f"The {what} stayed at {after} {between}.")
    word, arrow, verb = ("worsening", "up", "rose") if step > 0 else ("improving", "down", "fell")
    return Movement(word, arrow, f"The {what} {verb} from {before} to {after} {between}.")


def is_overdue(review_date: date | None, today: date) -> bool:
    """Whether the review should have happened before today. A risk without a date for it is not chased."""
    return review_date is not None and review_date < today


def next_review(day: date) -> date:
    """When a risk reviewed on ``day`` is next due: the same day three months on, or the last of a shorter month."""
    month = day.month - 1 + REVIEW_MONTHS
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
