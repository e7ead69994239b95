"""The officer looks through what would be carried, confirms it, and sees what became of it, on one page."""

import pytest

from common.today import pretend
from serviceplans import transitions
from serviceplans.models import Plan, PlanVersion
from tests.council.factories import ServiceAreaFactory
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import add_action
from tests.serviceplans.rolling import IN_MARCH, a_full_plan, next_cycle, next_version, no_plans_in, rolled, tell

URL = "/plans/roll-forward/2020-21/"


@pytest.fixture(autouse=True)
def march_2020():
    with pretend(IN_MARCH):
        yield


@pytest.fixture
def year(people):
    version = a_full_plan(people)
    ServiceAreaFactory(directorate=people.elsewhere, prefix="HOM", name="Homes")
    next_cycle()
    return version


def read(page):
    return {"read": page.context["page"].found.fingerprint}


def test_it_is_looked_through_confirmed_and_then_shown_as_done(people, as_, year):
    client = as_(people.officer)
    page = client.get(URL)
    text = page.content.decode()
    assert "2 plans would begin from 2019/20. Nothing is written until you confirm." in text
    assert "1 open action carried: CSS001" in text and "1 stopped action left: CSS003" in text
    assert "Roll 2 plans forward" in text and "Begins empty" in text
    assert no_plans_in()
    done = client.post(URL, read(page), follow=True).content.decode()
    assert "2 plans of 2020/21 are begun: their holders have been told." in done
    assert "Every plan of 2020/21 has been begun." in done and "Roll 2 plans" not in done
    assert 'href="/plans/css/2020-21/"' in done and "1 open action carried: CSS001" in done
    assert PlanVersion.objects.filter(plan__cycle__name="2020/21").count() == 2


def test_one_of_each_reads_as_one(people, as_, year):
    text = " ".join(as_(people.officer).get(URL).content.decode().split())
    assert "1 open action and 1 live risk go over with their references" in text
    assert "1 completed action becomes a key achievement; 1 stopped action stays behind" in text


def test_what_changed_meanwhile_is_read_again(people, as_, year):
    client = as_(people.officer)
    page = client.get(URL)
    tell(people, year.actions.get(action__reference="CSS001"), "stopped")
    answer = client.post(URL, read(page))
    assert answer.status_code == 409 and "Read it again before you confirm" in answer.content.decode()
    assert client.post(URL, {}).status_code == 409
    assert no_plans_in()


def test_a_second_press_is_told_that_it_is_done(people, as_, year):
    client = as_(people.officer)
    client.post(URL, read(client.get(URL)))
    again = client.post(URL, read(client.get(URL)), follow=True).content.decode()
    assert "Every plan of 2020/21 had been begun already." in again


@pytest.mark.parametrize("name", ["holder", "director", "auditor", "staff", "chief"])
def test_it_is_the_performance_teams_page(people, as_, year, name):
    client = as_(getattr(people, name))
    assert client.get(URL).status_code == client.post(URL).status_code == 403
    assert no_plans_in()


def test_a_cycle_that_is_not_there_is_not_found(people, as_, year):
    assert as_(people.officer).get("/plans/roll-forward/2031-32/").status_code == 404


def test_the_cycles_page_leads_here_until_every_plan_is_begun(people, as_, year):
    client = as_(people.officer)
    page = client.get("/council/cycles/2020-21/").content.decode()
    assert f'href="{URL}"' in page and "Roll the plans forward" in page
    rolled(people)
    assert "Roll the plans forward" not in client.get("/council/cycles/2020-21/").content.decode()
    assert f'href="{URL}"' not in as_(people.staff).get("/council/cycles/2020-21/").content.decode()


@pytest.mark.parametrize("name", ["holder", "deputy", "officer"])
def test_one_plan_is_begun_by_its_holder_or_an_officer_for_them(people, as_, year, name):
    answer = as_(getattr(people, name)).post("/plans/css/2020-21/begin/", follow=True)
    assert "Children&#x27;s Specialist Services 2020/21 is begun." in answer.content.decode()
    assert next_version(people).actions.get().action.reference == "CSS001"
    assert Plan.objects.filter(cycle__name="2020/21").count() == 1
    again = as_(people.holder).post("/plans/css/2020-21/begin/", follow=True)
    assert "Its 2020/21 plan has already been begun." in again.content.decode()


@pytest.mark.parametrize("name", ["director", "other_holder", "staff", "contributor"])
def test_nobody_else_begins_it(people, as_, year, name):
    assert as_(getattr(people, name)).post("/plans/css/2020-21/begin/").status_code == 403
    assert no_plans_in()


def test_a_service_that_is_not_there_is_not_found(people, as_, year):
    assert as_(people.officer).post("/plans/nix/2020-21/begin/").status_code == 404


@pytest.mark.parametrize("plans", [1, 7])
def test_the_page_costs_the_same_for_one_plan_and_for_many(people, as_, year, plans):
    cycle, template = year.plan.cycle, year.plan.template
    for number in range(plans):
        service = ServiceAreaFactory(
            directorate=people.directorate, prefix=f"M{number}", holder_post=people.post("holder")
        )
        plan = Plan.objects.create(service=service, cycle=cycle, template=template)
        add_action(transitions.begin_plan(plan, by=people.holder), people.holder)
    assert_query_count(as_(people.officer), URL, "serviceplans: roll forward")
