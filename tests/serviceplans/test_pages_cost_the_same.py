"""A plan's pages run as many queries for a long plan as for a short one, and no more than is on record."""

import pytest

from risks.models import Risk
from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import PostFactory
from tests.performance.factories import IndicatorFactory, result
from tests.query_counts import assert_query_count
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.factories import a_complete_plan, add_action, add_objective, bring, reload

PLAN = "/plans/css/2019-20/"
DRAFT_PAGES = {
    "plan": PLAN,
    "part": f"{PLAN}edit/overview/",
    "table part": f"{PLAN}edit/savings/",
    "actions part": f"{PLAN}edit/actions/",
    "risks part": f"{PLAN}edit/risks/",
    "indicators part": f"{PLAN}edit/indicators/",
    "equalities part": f"{PLAN}edit/equalities/",
    "action form": f"{PLAN}edit/actions/action/CSS001/",
    "check": f"{PLAN}check/",
    "read": f"{PLAN}read/",
    "contributors": f"{PLAN}contributors/",
}


def grow(version, people, times):
    """A plan with more of everything that it can have more of."""
    for _ in range(times):
        objective = add_objective(version, people.holder)
        for _ in range(3):
            add_action(version, people.holder, objective)
        risk = RiskFactory(service=people.service, rating="red", mitigation="Act")
        transitions.link_row(version.pk, "risks", risk.pk, by=people.holder)
        indicator = IndicatorFactory()
        for period in ("Q3 2018/19", "Q4 2018/19", "Q1 2019/20"):
            result(indicator, period, "10")
        transitions.link_row(version.pk, "indicators", indicator.pk, by=people.holder, group="Finance")
        transitions.invite(version.pk, risk_owner(people), by=people.holder)
    return reload(version)


def risk_owner(people):
    return PostFactory(role="officer")


@pytest.mark.parametrize("times", [0, 4])
@pytest.mark.parametrize("name", list(DRAFT_PAGES))
def test_writing_costs_the_same_however_long_the_plan(people, as_, name, times):
    RiskMatrixFactory()
    version = a_complete_plan(people)
    grow(version, people, times)
    assert_query_count(as_(people.holder), DRAFT_PAGES[name], f"serviceplans: {name}")


@pytest.mark.parametrize("times", [0, 4])
@pytest.mark.parametrize(
    ("name", "status", "who", "url"),
    [
        ("review", Status.DMT_REVIEW, "director", f"{PLAN}review/"),
        ("plan in force", Status.APPROVED, "staff", PLAN),
        ("read in force", Status.PUBLISHED, "staff", f"{PLAN}read/"),
        ("action", Status.PUBLISHED, "contributor", "/plans/actions/css001/"),
    ],
)
def test_reading_costs_the_same_however_long_the_plan(people, as_, name, status, who, url, times):
    RiskMatrixFactory()
    version = a_complete_plan(people)
    Risk.objects.update(confidential=True)
    bring(grow(version, people, times), people, status)
    assert_query_count(as_(getattr(people, who)), url, f"serviceplans: {name}")


@pytest.mark.parametrize("times", [0, 4])
@pytest.mark.parametrize(
    ("name", "who", "url"),
    [
        ("versions", "staff", f"{PLAN}versions/"),
        ("version", "staff", f"{PLAN}versions/1/"),
        ("comparison", "staff", f"{PLAN}versions/1/compare/2/"),
        ("changes", "holder", f"{PLAN}changes/"),
        ("change form", "holder", f"{PLAN}changes/actions/CSS001/"),
        ("signatures", "auditor", f"{PLAN}signatures/"),
    ],
)
def test_what_comes_after_approval_costs_the_same(people, as_, name, who, url, times):
    """However long the plan is, and however often it was changed."""
    RiskMatrixFactory()
    version = bring(grow(a_complete_plan(people), people, times), people, Status.PUBLISHED)
    change_date(version, people, times + 1)
    draft = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="The grant was cut.")
    second = bring(reload(draft), people, Status.PUBLISHED)
    change_date(second, people, times + 1)
    assert_query_count(as_(getattr(people, who)), url, f"serviceplans: {name}")


def change_date(version, people, times):
    for number in range(times):
        asked = {"CSS001-completed_by": f"{number + 1} {'March' if version.number == 1 else 'April'} 2020"}
        transitions.change_plan(
            version.pk,
            by=people.director,
            part_key="actions",
            row="CSS001",
            counter=number,
            values=asked,
            reason="Why.",
        )
