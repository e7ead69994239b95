"""How many risks stand: rated, explained and worded, in a constant number of queries.

The register, a plan's table 4.2 and its snapshot, and the quarterly report all read risks through this.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.utils.timezone import localdate

from common.today import today
from common.together import together
from risks import rules, wording
from risks.choices import Escalation
from risks.matrix import matrix_of
from risks.models import Risk, RiskMatrix, RiskReview
from risks.rules import Matrix, Movement, Point, Rated


@dataclass(frozen=True)
class RiskStanding:
    """One risk as pages and documents show it. ``current``, ``gross`` and ``target`` say how they came about.

    ``points`` are the last two ratings that were recorded, the latest first.
    """

    risk: Risk
    current: Rated
    gross: Rated
    target: Rated
    movement: Movement
    points: tuple[Point, ...]
    review_overdue: bool

    @property
    def reference(self) -> str:
        return self.risk.reference

    @property
    def url(self) -> str:
        return self.risk.get_absolute_url()

    @property
    def sentence(self) -> str:
        """Cause, event and consequence as one sentence."""
        return wording.sentence(self.risk.cause, self.risk.event, self.risk.consequence)

    @property
    def rating(self) -> str:
        """red, amber, green or none."""
        return self.current.colour

    @property
    def rating_words(self) -> str:
        """Red (16), Amber, or Not rated."""
        if self.rating == "none":
            return "Not rated"
        return f"{self.rating.capitalize()} ({self.score})" if self.score is not None else self.rating.capitalize()

    @property
    def score(self) -> int | None:
        return self.current.score

    @property
    def explanation(self) -> str:
        return self.current.sentence

    @property
    def target_rating(self) -> str:
        """red, amber, green or none."""
        return self.target.colour

    @property
    def target_by(self) -> str:
        """The date for the target rating, in the words that were given."""
        return self.risk.target_words

    @property
    def has_target(self) -> bool:
        """Whether there is a target rating and a date, or words, for it (York's check on a risk)."""
        return self.target.colour != "none" and bool(self.risk.target_words)

    @property
    def escalation(self) -> str:
        """Service, Directorate or Corporate."""
        return Escalation(self.risk.escalation).label

    @property
    def mitigation(self) -> str:
        return self.risk.mitigation

    @property
    def measures(self) -> list[str]:
        """The mitigating actions one by one."""
        return wording.measures(self.risk.mitigation)

    @property
    def owner(self) -> str:
        return self.risk.owner

    @property
    def owner_is_post(self) -> bool:
        """False where the owner is text that matches no post, or is empty."""
        return self.risk.owner_post_id is not None

    @property
    def directorate_ids(self) -> set[int]:
        """The directorates that the risk belongs to: its own and its service's."""
        service = self.risk.service
        return {pk for pk in (self.risk.directorate_id, service.directorate_id if service else None) if pk}

    def as_dict(self) -> dict[str, Any]:
        """What a signed snapshot keeps: JSON values only, so that a later review does not touch what was signed."""
        risk = self.risk
        return {
            "id": risk.pk,
            "reference": risk.reference,
            "sentence": self.sentence,
            "cause": risk.cause,
            "event": risk.event,
            "consequence": risk.consequence,
            "likelihood": risk.likelihood,
            "impact": risk.impact,
            "score": self.score,
            "rating": self.rating,
            "rating_words": self.rating_words,
            "explanation": self.explanation,
            "escalation": self.escalation,
            "mitigation": risk.mitigation,
            "target_rating": "" if self.target_rating == "none" else self.target_rating,
            "target_score": self.target.score,
            "target_words": risk.target_words,
            "target_date": risk.target_date.isoformat() if risk.target_date else "",
            "owner": self.owner,
            "owner_is_post": self.owner_is_post,
        }


def describe(risks: Iterable[Risk], matrix: Matrix | None = None, *, brief: bool = False) -> list[RiskStanding]:
    """The standing of each risk, in the order given; by the council's matrix unless one is handed in.

    One query, and one for owners that are not loaded. ``brief``: by the matrix that is handed in, or by none, and
    without which way each moves, which takes no query.
    """
    rows, day = list(risks), today()
    prefetch_related_objects(rows, "owner_post")
    if brief or not rows:
        return [_standing(row, matrix, [], day) for row in rows]
    matrix, points = _matrix_and_points([row.pk for row in rows], matrix)
    return [_standing(row, matrix, points[row.pk], day) for row in rows]


def _standing(risk: Risk, matrix: Matrix | None, points: list[Point], day: date) -> RiskStanding:
    return RiskStanding(
        risk=risk,
        current=rules.current_rating(risk.likelihood, risk.impact, risk.rating, matrix),
        gross=rules.current_rating(risk.gross_likelihood, risk.gross_impact, "", matrix),
        target=rules.current_rating(risk.target_likelihood, risk.target_impact, risk.target_rating, matrix),
        movement=rules.direction(points),
        points=tuple(points),
        review_overdue=not risk.closed and rules.is_overdue(risk.review_date, day),
    )


def _matrix_and_points(
    risk_ids: Collection[int], matrix: Matrix | None
) -> tuple[Matrix | None, defaultdict[int, list[Point]]]:
    """The matrix, unless it is known, and the last two ratings of each risk, the latest first. One query."""
    rows = together(matrices=RiskMatrix.objects.order_by("pk"), reviews=_last_reviews(risk_ids))
    found: defaultdict[int, list[Point]] = defaultdict(list)
    for review in rows["reviews"]:
        found[review.risk_id].append(point(review))
    return matrix or matrix_of(next(iter(rows["matrices"]), None)), found


def _last_reviews(risk_ids: Collection[int]) -> QuerySet[RiskReview]:
    newest_first = Window(RowNumber(), partition_by=F("risk_id"), order_by=[F("at").desc(), F("id").desc()])
    last = RiskReview.objects.filter(risk__in=risk_ids).annotate(place=newest_first).filter(place__lte=2)
    return RiskReview.objects.filter(pk__in=last.values("pk")).order_by("-at", "-id")


def point(review: RiskReview) -> Point:
    """What one review left, as the rules read it."""
    scored = review.likelihood is not None and review.impact is not None
    score = (review.likelihood or 0) * (review.impact or 0) if scored else None
    return Point(localdate(review.at), review.rating, score)
