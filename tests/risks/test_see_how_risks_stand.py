"""Many risks are rated, explained and worded at once, in the same number of queries however many there are."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from risks.models import Risk
from risks.standing import describe
from tests.council.factories import PostFactory
from tests.risks.factories import RiskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
NOON = datetime(2019, 8, 20, 12, tzinfo=ZoneInfo("Europe/London"))


def reviewed(risk, *scores):
    for age, (likelihood, impact, rating) in enumerate(reversed(scores)):
        risk.reviews.create(at=NOON - timedelta(days=90 * age), likelihood=likelihood, impact=impact, rating=rating)


def test_a_risk_stands_with_everything_that_a_plan_prints():
    risk = RiskFactory(
        reference="KCR 3",
        cause="Weak governance",
        event="partnerships not fit for purpose",
        consequence="outcomes not delivered",
        likelihood=4,
        impact=4,
        gross_likelihood=5,
        gross_impact=4,
        target_likelihood=2,
        target_impact=4,
        target_words="31 March 2020",
        escalation="corporate",
        mitigation="one; two",
        owner_post=PostFactory(title="AD, Education"),
    )
    standing = describe([risk])[0]
    assert standing.sentence == (
        "Weak governance leading to partnerships not fit for purpose, resulting in outcomes not delivered."
    )
    assert (standing.rating, standing.score, standing.rating_words) == ("red", 16, "Red (16)")
    assert (standing.gross.score, standing.target_rating, standing.target.score) == (20, "amber", 8)
    assert (standing.escalation, standing.measures, standing.owner) == ("Corporate", ["One", "Two"], "AD, Education")
    kept = json.loads(json.dumps(standing.as_dict()))
    assert (kept["rating_words"], kept["target_rating"], kept["owner_is_post"]) == ("Red (16)", "amber", True)


def test_yorks_example_stands_without_scores_target_or_date():
    standing = describe([RiskFactory(rating="amber", owner_text="All Heads of Service")])[0]
    assert (standing.rating, standing.score, standing.rating_words) == ("amber", None, "Amber")
    assert (standing.has_target, standing.owner_is_post) == (False, False)
    assert standing.as_dict()["target_rating"] == ""


def test_only_the_last_two_reviews_count():
    risk = RiskFactory()
    reviewed(risk, (5, 5, "red"), (3, 3, "amber"), (4, 4, "red"))
    standing = describe([risk])[0]
    assert (standing.movement.word, [point.score for point in standing.points]) == ("worsening", [16, 9])


def test_reviews_of_one_risk_do_not_move_another():
    still, moved = RiskFactory(), RiskFactory()
    reviewed(moved, (3, 3, "amber"), (4, 4, "red"))
    assert [standing.movement.word for standing in describe([still, moved])] == ["none", "worsening"]


@pytest.mark.parametrize(("date", "closed", "overdue"), [("2019-08-19", False, True), ("2019-08-19", True, False)])
def test_an_open_risk_may_be_overdue(date, closed, overdue):
    risk = RiskFactory(review_date=date, closed=closed)
    assert describe([Risk.objects.get(pk=risk.pk)])[0].review_overdue is overdue


def queries_for(count):
    for _ in range(count):
        reviewed(RiskFactory(owner_post=PostFactory(), likelihood=2, impact=2), (3, 3, "amber"), (2, 2, "green"))
    with CaptureQueriesContext(connection) as captured:
        assert [standing.movement.word for standing in describe(Risk.objects.all())][-1] == "improving"
    return len(captured)


def test_more_risks_take_no_more_queries():
    assert queries_for(2) == queries_for(20)
