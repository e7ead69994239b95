"""An Executive Member reads the quarter: exceptions first, then York's five headings, and what is missing by name."""

from datetime import date

import pytest

from common.today import pretend
from council.choices import Role
from council.models import CouncilSettings
from reporting import wording
from reporting.wording import HEADINGS
from tests.council.factories import PostFactory, ServiceAreaFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.reporting.factories import action, moment, update, version
from tests.risks.factories import RiskFactory

URL = "/reports/2019-20/q1/"


@pytest.fixture
def quarter(service):
    """Four actions, three indicators and two risks, some of them in trouble."""
    actions = [action(service) for _ in range(3)]
    late = action(service, completed_by="31 May 2019", due="2019-05-31")
    update(actions[0], "off-track", "The first contractor left.")
    update(actions[1], "on-track", "Ten families found.")
    update(late, "on-track", "Nearly there.")
    version(service, actions=[*actions, late])
    red = IndicatorFactory(reference="I1", directorate=service.directorate, owner_text="Head of Permanency")
    target(red, "Q1 2019/20", "90%")
    result(red, "Q1 2019/20", "60%", commentary="Two vacancies.")
    green = IndicatorFactory(reference="I2", directorate=service.directorate)
    target(green, "Q1 2019/20", "90%")
    result(green, "Q1 2019/20", "95%")
    IndicatorFactory(reference="I3", directorate=service.directorate, owner_post=PostFactory(title="Data Manager"))
    annual = IndicatorFactory(reference="I4", directorate=service.directorate, frequency="annual")
    result(annual, "2018/19", "50%", commentary="Counted in March.")
    RiskFactory(
        reference="R1", service=service, likelihood=5, impact=5, mitigation="Recruit", owner_text="The Director"
    )
    RiskFactory(reference="R2", service=service, likelihood=2, impact=2)
    return actions


def test_the_exceptions_say_why_what_is_done_and_whose_they_are(quarter, report):
    found = report()
    [red] = found.red_indicators
    assert (red.reference, red.doing, red.owner) == ("I1", "Two vacancies.", "Head of Permanency")
    assert "60.0% against a target of" in red.why
    off, late = found.troubled_actions
    assert (off.why, off.doing) == ("Reported off track; due 31 October 2019.", "The first contractor left.")
    assert late.why == "Due 31 May 2019, 30 days late and not completed."
    [risk] = found.red_risks
    assert (risk.reference, risk.mitigation, risk.owner) == ("R1", "Recruit", "The Director")
    assert "Likelihood 5" in risk.why


def test_what_is_missing_is_named_with_who_has_it(quarter, report, service):
    ServiceAreaFactory(name="Legal", directorate=service.directorate, holder_post=PostFactory(title="Head of Legal"))
    found = report()
    assert [a.reference for a in found.missing_updates] == ["CSS003"]
    assert [(i.reference, i.owner, i.due) for i in found.missing_results] == [("I3", "Data Manager", date(2019, 7, 30))]
    assert [(p.service, p.why, p.holder) for p in found.missing_plans] == [("Legal", "No plan begun", "Head of Legal")]


def test_a_result_that_is_not_due_yet_is_not_missing(quarter, report):
    with pretend(date(2019, 7, 25)):
        found = report()
    assert found.missing_results == []
    [waiting] = [i for i in found.indicators if i.reference == "I3"]
    assert waiting.doing == "The result for Q1 2019/20 is due by 30 July 2019."


def test_an_annual_figure_says_that_it_is_no_update(quarter, report):
    [annual] = [i for i in report().indicators if i.reference == "I4"]
    assert (annual.notes, annual.doing) == (("2018/19", "No update: annual data"), "Counted in March.")
    assert (annual.period, annual.missing) == ("2018/19", False)


def test_last_year_is_shown_in_the_same_unit_as_this_quarter(service, report):
    share = IndicatorFactory(reference="I5", decimal_places=0)
    result(share, "Q4 2018/19", "91%")
    result(share, "Q1 2019/20", "84%")
    level = IndicatorFactory(reference="I6", unit="level", frequency="annual", decimal_places=0)
    result(level, "2018/19", "Level 2")
    assert [(i.last_year, i.shown) for i in report().indicators] == [("91%", "84%"), ("Level 2", "Level 2")]


def test_an_indicator_stands_with_every_service_that_answers_for_it(service, report):
    shared = IndicatorFactory(reference="I7", service=service)
    shared.shared_services.add(ServiceAreaFactory(name="Early Help"))
    [line] = [line for line in report().indicators if line.reference == "I7"]
    assert line.service == f"{service.name}; Early Help"


def test_the_counts_add_up(quarter, report):
    found = report()
    assert found.ratings() == {"red": 1, "green": 1, "none": 2}
    assert found.statuses() == {"off-track": 1, "on-track": 2, "": 1}
    assert found.risk_ratings() == {"red": 1, "green": 1}


def test_retired_indicators_and_closed_risks_are_left_out(service, report):
    IndicatorFactory(retired=True)
    RiskFactory(service=service, closed=True)
    found = report()
    assert (found.indicators, found.risks) == ((), ())


def test_a_finished_action_is_never_late(service, report):
    done = action(service, due="2019-05-31")
    update(done, "completed")
    version(service, actions=[done])
    assert report().troubled_actions == []


def test_another_quarters_update_is_not_this_ones(quarter, report):
    assert len(report(2).missing_updates) == 4


def test_the_page_has_exceptions_and_then_yorks_headings_in_order(quarter, client):
    client.force_login(person(Role.EXECUTIVE_MEMBER))
    page = client.get(URL).content.decode()
    wanted = ["Exceptions first</h2>", *(f"{n}. {heading}</h2>" for n, heading in enumerate(HEADINGS, 1))]
    places = [page.index(words) for words in wanted]
    assert places == sorted(places)
    for words in ("The first contractor left.", "Ten families found.", "Two vacancies.", "£20.59m", "Data Manager"):
        assert words in page
    assert "In Q1 2019/20 no plan was returned or revised, no action was stopped and no date was moved." in page


def test_the_page_is_narrowed_to_a_directorate(quarter, client):
    place = ServiceAreaFactory(name="Highways", prefix="TRH", directorate__name="Place")
    version(place, actions=[action(place, text="Mend the bridge")])
    client.force_login(person(Role.DIRECTOR))
    whole, narrowed, odd = (
        client.get(URL + query).content.decode() for query in ("", "?directorate=Place", "?directorate=X")
    )
    assert "Mend the bridge" in whole and "The first contractor left." in whole
    assert "Mend the bridge" in narrowed and "The first contractor left." not in narrowed
    assert 'report.pdf?directorate=Place"' in narrowed
    assert "The first contractor left." in odd


def test_an_open_or_future_quarter_says_so(service, client):
    client.force_login(person())
    assert "Q2 2019/20 closes on 30 September 2019" in client.get("/reports/2019-20/q2/").content.decode()
    assert "Q4 2019/20 begins on 1 January 2020" in client.get("/reports/2019-20/q4/").content.decode()


@pytest.mark.parametrize("address", ["/reports/2019-20/q5/", "/reports/1066-67/q1/", "/reports/2019-20/q1/report.exe"])
def test_what_is_no_report_is_not_found(service, client, address):
    client.force_login(person())
    assert client.get(address).status_code == 404


def test_visitors_are_asked_to_sign_in(service, client):
    for address in ("/reports/", URL, f"{URL}report.pdf"):
        response = client.get(address)
        assert (response.status_code, "next=" in response.url) == (302, True)


def test_resources_add_up_what_the_plans_give(service, report):
    saving = {"area": "Placements", "saving": "Fewer agencies", "year": "2019/20", "amount": "£150k"}
    version(service, fte="203.60", budget="£20.59m", savings=[saving])
    other = ServiceAreaFactory(directorate=service.directorate)
    version(other, fte="Being counted", budget="To be confirmed")
    found = report()
    assert wording.resources(found) == (
        "2 plans: 203.60 full-time equivalent staff (as given by 1 of them) and £20.59m net revenue budget "
        "(as given by 1 of them)."
    )
    assert {(p.fte, p.budget) for p in found.plans} == {("203.60", "£20.59m"), ("Being counted", "To be confirmed")}
    assert [s.amount for p in found.plans for s in p.savings] == ["£150k"]


def test_the_report_costs_the_same_queries_however_much_it_holds(quarter, service, cycle, client, query_count):
    CouncilSettings.objects.create(name="City of York Council")
    client.force_login(person(Role.CMT))
    client.get(URL)
    with query_count("quarterly report page"):
        assert client.get(URL).status_code == 200
    for number in range(5):
        other = ServiceAreaFactory(prefix=f"G{number}")
        version(other, actions=[action(other) for _ in range(4)])
        indicator = IndicatorFactory(service=other)
        indicator.shared_services.add(service)
        result(indicator, "Q1 2019/20", "50%", entered_at=moment(date(2019, 7, 1)))
        RiskFactory(service=other, likelihood=3, impact=3)
    with query_count("quarterly report page"):
        assert client.get(URL).status_code == 200
