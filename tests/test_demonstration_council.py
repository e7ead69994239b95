"""The demonstration council holds York's facts, twice loaded is as once, and everyone has something waiting."""

import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from common.values.period import Period
from council.models import (
    CouncilPlan,
    CycleStep,
    Directorate,
    PlanningCycle,
    Portfolio,
    Post,
    ServiceArea,
    Strategy,
    Theme,
    User,
)
from equalities.models import EqualityArea
from performance.choices import Polarity, Unit
from performance.models import Indicator
from performance.standing import explain
from risks.models import Risk
from serviceplans.choices import Status
from serviceplans.models import Action, PartContent, Plan, PlanChange, PlanVersion
from tests.breaking import everything

pytestmark = pytest.mark.usefixtures("demo")


def test_loading_it_twice_gives_the_same_result():
    once = everything()
    call_command("load_council", "york-2019", verbosity=0)
    twice = everything()
    assert [label for label in once if once[label] != twice[label]] == []


def test_york_has_its_structure():
    assert set(Directorate.objects.values_list("name", flat=True)) == {
        "Children, Education and Communities",
        "Customer and Corporate Services",
        "Economy and Place",
        "Health, Housing and Adult Social Care",
        "Public Health",
    }
    assert set(Portfolio.objects.values_list("name", flat=True)) == {
        "Children, Young People and Education",
        "Culture, Leisure and Communities",
        "Economy and Strategic Planning",
        "Environment and Climate Change",
        "Finance and Performance",
        "Health and Adult Social Care",
        "Housing and Safer Neighbourhoods",
        "Transport",
    }
    assert not Portfolio.objects.filter(member_post=None).exists()


def test_york_has_its_plan_themes_strategies_and_areas():
    assert list(Theme.objects.values_list("code", flat=True)) == [
        "GHW", "WPJIE", "GaS", "BSCYP", "GCC", "CHWCI", "SCC", "OEC",
    ]  # fmt: skip
    assert CouncilPlan.objects.get().themes.count() == 8
    assert Strategy.objects.count() == 14
    assert Strategy.objects.filter(name="Local Transport Plan 2011 to 2031").exists()
    assert list(EqualityArea.objects.values_list("name", "council_objective")) == [
        ("Knowing your communities", "Better understand our diverse communities and their needs"),
        (
            "Involving your communities",
            "Strengthen community participation and influence in the decision making process",
        ),
        ("Responsive services and customer care", "Improve customer experience to respond to people's different needs"),
        (
            "A skilled and committed workforce",
            "Strengthen our position as an equal opportunities employer and service provider",
        ),
        (
            "Leadership, partnership and organisational commitment",
            "Strengthen the Council's leadership role in developing and sharing good practice",
        ),
    ]


def test_the_cycle_of_2019_20_runs_from_july_to_october():
    steps = CycleStep.objects.filter(cycle__name="2019/20")
    months = {
        step.date.month for step in steps.filter(stage__in=["drafts", "dmt", "member", "signed-off", "published"])
    }
    assert months == {7, 8, 9, 10}
    assert [step.date.isoformat() for step in steps.filter(stage__startswith="q")] == [
        "2019-06-30", "2019-09-30", "2019-12-31", "2020-03-31",
    ]  # fmt: skip
    assert PlanningCycle.objects.get(name="2019/20").is_open


def test_the_half_filled_draft_holds_the_templates_example():
    version = Plan.objects.get(service__prefix="CSS", cycle__name="2019/20").versions.get()
    assert version.status == Status.DRAFT
    parts = {content.part.key: content.data for content in PartContent.objects.filter(version=version)}
    assert parts["staff-and-budget"] == {"fte": "203.60", "budget": "£20.59m"}
    action = version.actions.get(action__reference="CSS001")
    assert [theme.code for theme in action.themes.all()] == ["BSCYP"]
    assert set(action.project_types) == {"business-as-usual", "statutory"}
    assert (action.priority_level, action.completed_by) == ("must", "31/10/2019")
    assert [o.words for o in action.officers.all()] == ["Assistant Director, Children's Specialist Services"]
    assert action.milestones.count() == 1
    assert not action.indicators.exists()
    assert "KCR 3" in version.risk_links.values_list("risk__reference", flat=True)
    finance = version.indicator_links.filter(group="Finance").values_list("indicator__reference", flat=True)
    assert list(finance) == ["BPI108"]


def test_kcr_3_is_amber_without_scores_target_or_date():
    risk = Risk.objects.get(reference="KCR 3")
    assert risk.rating == "amber"
    scores = (risk.likelihood, risk.impact, risk.target_rating, risk.target_words, risk.target_date)
    assert scores == (None, None, "", "", None)
    assert risk.owner == "Assistant Director, Education and Skills"


def test_bpi108_computes_as_worsening_and_carries_yorks_neutral_as_a_marked_override():
    indicator = Indicator.objects.get(reference="BPI108")
    assert indicator.name == "Forecast Budget Outturn (£000s Overspent / -Underspent)"
    results = [(r.period, r.number) for r in indicator.results.all()]
    assert results == [("2016/17", Decimal(-32)), ("2017/18", Decimal(147)), ("2018/19", Decimal(943))]
    told = explain(indicator).direction
    assert (told.word, told.overridden, told.computed) == ("neutral", True, "worsening")
    assert (indicator.owner_post, indicator.owner) == (None, "Organisational Health Check")


def test_there_are_sixty_indicators_of_every_unit_and_polarity_with_three_years_of_results():
    assert Indicator.objects.count() >= 60
    assert set(Indicator.objects.values_list("unit", flat=True)) == set(Unit.values) - {"per_100000"}
    assert set(Indicator.objects.values_list("polarity", flat=True)) == set(Polarity.values)
    regular = Indicator.objects.filter(frequency__in=["quarterly", "annual"])
    years = {i.pk: {Period.from_key(r.period_key).financial_year for r in i.results.all()} for i in regular}
    assert sum({"2016/17", "2017/18", "2018/19"} <= held for held in years.values()) >= 60


def test_public_health_is_published_and_revised_and_the_chief_executive_agreed_both():
    first, second = Plan.objects.get(service__prefix="PHE", cycle__name="2019/20").versions.all()
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.PUBLISHED)
    assert second.why.startswith("The grant for this year was cut")
    for version in (first, second):
        assert version.decisions.get(step="agree").post_title == "Chief Executive"
        assert version.frozen.digest == version.decisions.get(step="approve").digest


def test_what_the_revision_of_public_health_changed_can_be_read(capsys):
    call_command("compare_versions", "PHE", "2019/20", "1", "2", "--format", "json")
    answer = json.loads(capsys.readouterr().out)
    told = {(row["reference"], row["field"], row["kind"]) for row in answer["changes"]}
    assert told >= {
        ("PHE006", "", "removed"), ("PHE007", "", "added"), ("PHE001", "Completed by date", "changed"),
        ("PHE001", "Due", "changed"), ("PHE09", "", "removed"), ("PHE04", "", "added"),
        ("", "Headline overview and key priorities", "changed"),
    }  # fmt: skip
    call_command("verify_signoff", "PHE", "2019/20")
    assert "8 signed steps, and all of them hold." in capsys.readouterr().out


def test_plans_in_force_have_been_changed_without_a_revision():
    made = PlanChange.objects.filter(state="made").values_list("version__plan__service__prefix", "kind", "post")
    assert set(made) == {
        ("CUS", "correction", "Assistant Director, Customer and Digital Services"),
        ("CUS", "owner", "Assistant Director, Customer and Digital Services"),
        ("TRH", "date", "Director of Economy and Place"),
    }
    assert PlanChange.objects.get(state="proposed").version.plan.service.prefix == "PHE"


def test_plans_stand_in_every_state():
    states = set(PlanVersion.objects.values_list("status", flat=True))
    assert Plan.objects.count() >= 8
    assert states == {"draft", "dmt-review", "member-review", "approved", "published", "superseded"}


def test_everyone_of_the_cast_finds_something_at_home(client):
    for person in User.objects.exclude(cast_line=""):
        client.force_login(person)
        home = client.get("/").context["home"]
        assert home.question.endswith("?"), person.email
        assert home.main, f"{person.email} finds nothing"


def test_no_post_or_person_is_missing_from_a_service():
    assert not ServiceArea.objects.filter(holder_post=None).exists()
    assert Post.objects.filter(role="administrator").exists()
    assert Action.objects.filter(reference="PHE001").exists()
