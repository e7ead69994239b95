"""Last year's text stands beside the field where this year's is written, and last year's targets beside the indicators."""

import pytest

from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Plan
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import a_complete_plan, a_new_plan, part, write
from tests.serviceplans.rolling import a_full_plan, next_cycle, next_version, rolled

PLAN = "/plans/css/2020-21/"


@pytest.fixture
def begun(people):
    """A plan that was begun by hand, without a roll-forward, in the year after a published one."""
    before = a_complete_plan(people, Status.PUBLISHED)
    plan = Plan.objects.create(service=people.service, cycle=next_cycle(), template=before.plan.template)
    return transitions.begin_plan(plan, by=people.holder)


def shown(client, key):
    form = client.get(f"{PLAN}edit/{key}/").context["form"]
    return {name: field.last_year for name, field in form.fields.items() if getattr(field, "last_year", "")}


def test_each_field_has_what_the_earlier_plan_said(people, as_, begun):
    client = as_(people.holder)
    assert shown(client, "overview") == {"overview": "Fewer children in care.", "future": "One front door."}
    assert shown(client, "description")["objectives"] == "Keep every child safe\nHelp families early"
    assert shown(client, "demographics-and-strategies")["strategies"] == "Children in care"
    page = client.get(f"{PLAN}edit/overview/").content.decode()
    assert "<strong>Last year:</strong>" in page and "Use this" in page


def test_what_is_the_same_as_last_year_is_not_said_twice(people, as_, begun):
    write(begun, "overview", {"overview": "Fewer children in care.", "future": "Two front doors."}, people.holder)
    assert shown(as_(people.holder), "overview") == {"future": "One front door."}


def test_it_is_what_was_signed_and_not_what_was_written_since(people, as_, begun):
    earlier = Plan.objects.get(cycle__name="2019/20").versions.get()
    earlier.contents.filter(part__key="overview").update(data={"overview": "Changed behind its back", "future": ""})
    assert shown(as_(people.holder), "overview")["overview"] == "Fewer children in care."


def test_of_several_versions_the_one_in_force_is_shown(people, as_, begun):
    earlier = Plan.objects.get(cycle__name="2019/20")
    revision = earlier.versions.create(number=2, begun_at=begun.begun_at, changed_at=begun.changed_at)
    revision.contents.create(part=part(revision, "overview"), data={"overview": "Not agreed", "future": ""})
    assert shown(as_(people.holder), "overview")["overview"] == "Fewer children in care."


def test_a_plan_that_was_rolled_forward_has_the_version_that_it_came_from(people, as_):
    a_complete_plan(people)
    rolled(people)
    version = next_version(people)
    write(
        version,
        "overview",
        {"overview": "Fewer still.", "future": ""},
        people.holder,
        version.contents.get(part__key="overview").counter,
    )
    assert shown(as_(people.holder), "overview") == {"overview": "Fewer children in care.", "future": "One front door."}


def test_the_header_has_none_because_it_comes_from_the_structure(people, as_, begun):
    assert shown(as_(people.holder), "header") == {}


def test_a_table_shows_last_years_rows_below(people, as_, begun):
    page = as_(people.holder).get(f"{PLAN}edit/key-achievements/").content.decode()
    assert "What the 2019/20 plan said here" in page and "Reviewed help for carers" in page


def test_a_first_plan_has_no_last_year(people, as_):
    a_new_plan(people)
    client = as_(people.holder)
    for key in ("overview", "key-achievements", "indicators"):
        page = client.get(f"/plans/css/2019-20/edit/{key}/").content.decode()
        assert "Last year" not in page and "plan said here" not in page and "target</th>" not in page


def test_last_years_targets_stand_beside_the_indicators(people, as_):
    a_full_plan(people)
    rolled(people)
    page = as_(people.holder).get(f"{PLAN}edit/indicators/").content.decode()
    assert "2019/20 target" in page and "95.0%" in page and "came to 93.0%" in page
    assert "Last year’s targets are offered as baselines" in page


def test_figures_that_are_withheld_stay_so(people, as_):
    version = a_full_plan(people)
    link = version.indicator_links.get(indicator__reference="CSC01")
    link.indicator.withheld = "Too few to publish"
    link.indicator.save()
    rolled(people)
    page = as_(people.holder).get(f"{PLAN}edit/indicators/").content.decode()
    assert "95.0%" in page and "came to" not in page


@pytest.mark.parametrize("key", ["overview", "key-achievements", "indicators"])
def test_the_pages_of_a_carried_plan_cost_what_is_on_record(people, as_, key):
    a_full_plan(people)
    rolled(people)
    assert_query_count(as_(people.holder), f"{PLAN}edit/{key}/", f"serviceplans: carried part {key}")
