"""Somebody looks where every plan stands; the list shows what they may read, and costs the same for one and for many."""

import pytest

from common.today import now
from council.models import CycleStep
from serviceplans.choices import Status
from serviceplans.models import PlanVersion
from tests.council.factories import DirectorateFactory, PlanningCycleFactory, ServiceAreaFactory
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import PlanFactory, a_complete_plan

URL = "/plans/"


def a_bare_plan(status=Status.PUBLISHED, **service):
    """A plan whose content does not matter here."""
    plan = PlanFactory(service=ServiceAreaFactory(**service))
    return PlanVersion.objects.create(plan=plan, status=status, begun_at=now(), changed_at=now())


def lines(response):
    return [
        (str(directorate), line.plan.service.name, line.state)
        for directorate, found in response.context["listing"].groups
        for line in found
    ]


def test_plans_stand_by_directorate_with_their_state(people, as_):
    place = DirectorateFactory(name="Adults")
    a_bare_plan(directorate=place, name="Homes")
    a_bare_plan(Status.APPROVED, directorate=place, name="Care")
    a_complete_plan(people)
    response = as_(people.holder).get(URL)
    assert lines(response) == [
        ("Adults", "Care", "Approved"), ("Adults", "Homes", "Published"),
        ("Children", "Children's Specialist Services", "Draft"),
    ]  # fmt: skip
    page = response.content.decode()
    assert "Assistant Director, Children" in page
    assert "3 plans that you may read" in page
    assert [(c["label"], c["count"]) for c in response.context["listing"].counts] == [
        ("Approved or published", 2), ("In review", 0), ("In draft", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["staff", "member", "other_director"])
def test_drafts_of_others_are_not_on_the_list(people, as_, name):
    a_bare_plan(name="Homes")
    a_complete_plan(people)
    assert [line[1] for line in lines(as_(getattr(people, name)).get(URL))] == ["Homes"]


@pytest.mark.parametrize("status", list(Status))
def test_the_list_is_narrowed_by_status(people, as_, status):
    for one in Status:
        a_bare_plan(one)
    response = as_(people.officer).get(URL, {"status": status.value})
    assert [line[2] for line in lines(response)] == [status.label]
    assert response.context["listing"].total == len(Status)


@pytest.mark.parametrize(
    "asked", [{"status": "none"}, {"status": "\0"}, {"cycle": "1900-01"}, {"cycle": "\0"}, {"status": "x" * 5000}]
)
def test_odd_questions_get_a_page(people, as_, asked):
    a_bare_plan()
    assert as_(people.officer).get(URL, asked).status_code == 200


def test_another_cycle_is_chosen(people, as_):
    a_bare_plan(name="This year")
    cycle = PlanningCycleFactory(name="2018/19", starts="2018-04-01", ends="2019-03-31")
    plan = PlanFactory(service=ServiceAreaFactory(name="Last year"), cycle=cycle)
    PlanVersion.objects.create(plan=plan, status=Status.SUPERSEDED, begun_at=now(), changed_at=now())
    client = as_(people.staff)
    assert [line[1] for line in lines(client.get(URL))] == ["This year"]
    assert [line[1] for line in lines(client.get(URL, {"cycle": "2018-19"}))] == ["Last year"]


def test_the_version_under_way_stands_for_its_plan_where_it_may_be_read(people, as_):
    version = a_complete_plan(people, Status.PUBLISHED)
    PlanVersion.objects.create(plan=version.plan, number=2, begun_at=version.begun_at, changed_at=version.changed_at)
    assert [line[2] for line in lines(as_(people.holder).get(URL))] == ["Draft"]
    assert [line[2] for line in lines(as_(people.staff).get(URL))] == ["Published"]


def test_the_calendar_says_what_is_past(people, as_):
    cycle = a_bare_plan().plan.cycle
    for stage, day in (("drafts", "2019-08-19"), ("dmt", "2019-08-20")):
        CycleStep.objects.create(cycle=cycle, stage=stage, name=f"Step {stage}", date=day)
    page = " ".join(as_(people.staff).get(URL).content.decode().split())
    assert 'Step drafts: <span class="los-nowrap">19 August 2019</span> (past)' in page
    assert 'Step dmt: <span class="los-nowrap">20 August 2019</span></li>' in page


def test_a_council_without_plans_reads_how_they_begin(people, as_):
    assert "No plan here yet" in as_(people.staff).get(URL).content.decode()


def test_a_visitor_is_asked_to_sign_in(db, client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("plans", [1, 12])
def test_the_list_costs_the_same_for_one_plan_and_for_many(people, as_, plans):
    for number in range(plans):
        holder = people.post("holder") if number % 2 else None
        a_bare_plan(list(Status)[number % 6], holder_post=holder)
    assert_query_count(as_(people.officer), URL, "serviceplans: plans")
