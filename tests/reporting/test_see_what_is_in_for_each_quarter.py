"""A performance officer sees at a glance which quarter's report still waits for what."""

from datetime import date

from common.today import pretend
from reporting.listing import report_list
from serviceplans.choices import Status
from serviceplans.models import Action
from tests.council.factories import PlanningCycleFactory, person
from tests.performance.factories import IndicatorFactory, result
from tests.query_counts import assert_query_count
from tests.reporting.factories import update, version
from tests.serviceplans.factories import a_complete_plan, cast


def test_quarters_that_have_begun_are_listed_latest_first(cycle):
    listing = report_list()
    assert [(line.number, line.closed) for line in listing.lines] == [(2, False), (1, True)]
    assert [period.label for period in listing.later] == ["Q3 2019/20", "Q4 2019/20"]


def test_what_is_in_is_counted_against_what_was_asked_for(cycle):
    people = cast()
    a_complete_plan(people, Status.APPROVED)
    before = report_list().lines[-1]
    assert (before.updates, before.actions) == (0, 1)
    update({"id": Action.objects.get().pk})
    quarterly = IndicatorFactory()
    result(quarterly, "Q1 2019/20", "50%")
    IndicatorFactory(retired=True)
    line = report_list().lines[-1]
    assert (line.updates, line.actions) == (1, 1)
    assert (line.results, line.indicators) == (1, before.indicators + 1)


def test_a_draft_owes_no_updates(service):
    version(service, "draft")
    assert report_list().lines[-1].actions == 0


def test_the_page_links_each_quarter_and_other_years(cycle, client):
    PlanningCycleFactory(name="2018/19", starts=date(2018, 4, 1), ends=date(2019, 3, 31), is_open=False)
    client.force_login(person())
    page = client.get("/reports/").content.decode()
    assert "/reports/2019-20/q1/" in page and "?cycle=2018-19" in page
    assert "/reports/2018-19/q4/" in client.get("/reports/?cycle=2018-19").content.decode()
    assert "/reports/2019-20/q1/" in client.get("/reports/?cycle=nonsense").content.decode()


def test_a_year_to_come_and_no_year_at_all_say_what_belongs_there(db, client):
    client.force_login(person())
    assert "for each quarter of a planning year" in client.get("/reports/").content.decode()
    PlanningCycleFactory()
    with pretend(date(2019, 3, 1)):
        assert "The year has not begun" in client.get("/reports/").content.decode()


def test_the_list_costs_a_fixed_number_of_queries(service, client):
    client.force_login(person())
    assert_query_count(client, "/reports/", "reports list")
