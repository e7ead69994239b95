"""An officer enters a quarter's results in one grid: only what changed is written, all of it or none."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.values.result import ResultValue
from council.choices import Role
from performance.grid import grid
from performance.models import EarlierResult, Result
from performance.transitions import Entry, RowsRefused, enter_results
from performance.transitions.grid import RowEntry
from tests.council.factories import DirectorateFactory, person
from tests.performance.factories import IndicatorFactory, period_of, result, target
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1 = "Q1 2019/20"
URL = "/performance/enter/?period=Q1+2019/20"


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER, title="Performance officer")
    client.force_login(user)
    return user


@pytest.fixture
def indicators():
    return [IndicatorFactory(reference=f"CSC0{number}") for number in (1, 2, 3)]


def form_of(user, url=URL):
    """What the page's form posts where nothing is touched."""
    asked = dict(pair.split("=") for pair in url.partition("?")[2].replace("+", " ").split("&") if pair)
    posted = {}
    for row in grid(user, asked).rows:
        values = {name: row.form[name].value() for name in row.form.fields}
        posted |= {row.form.add_prefix(name): "" if value is None else value for name, value in values.items()}
    return posted


def typed(posted, indicator, **said):
    return posted | {f"i{indicator.pk}-{name}": value for name, value in said.items()}


def test_existing_values_are_shown_and_untouched_rows_stay(client, officer, indicators):
    one = result(indicators[0], Q1, "80", commentary="Line one.\r\nLine two.")
    target(indicators[0], Q1, "88")
    page = client.get(URL).content.decode()
    assert 'value="80"' in page and "Line two." in page and "target 88%" in page
    answer = client.post(URL, form_of(officer))
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.counter == 1 and Result.objects.count() == 1
    assert not LedgerEntry.objects.exists() and not EarlierResult.objects.exists()


def test_only_changed_rows_are_written_in_one_step(client, officer, indicators):
    result(indicators[0], Q1, "80", numerator=80, denominator=100, forecast="90")
    result(indicators[1], Q1, "70")
    posted = typed(form_of(officer), indicators[1], result="71", status="provisional", reason="Two were missed.")
    posted = typed(posted, indicators[2], result="Not currently measured", commentary="No meter.")
    client.post(URL, posted)
    found = {row.indicator_id: row for row in Result.objects.all()}
    assert [found[one.pk].counter for one in indicators] == [1, 2, 1]
    assert str(found[indicators[1].pk].value.number) == "71" and found[indicators[1].pk].status == "provisional"
    assert found[indicators[2].pk].state == "not_measured" and found[indicators[2].pk].verification == "verified"
    assert EarlierResult.objects.get().reason == "Two were missed."
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject) == ("results.entered", "2 results")


def test_errors_of_rows_are_given_back_and_nothing_is_saved(client, officer, indicators):
    result(indicators[0], Q1, "80")
    posted = typed(form_of(officer), indicators[1], result="7 0")
    posted = typed(posted, indicators[2], result="5")
    answer = client.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 422 and "CSC02: “7 0”" in page and 'value="7 0"' in page and 'value="5"' in page
    posted = typed(posted, indicators[1], result="70")
    posted = typed(posted, indicators[0], result="81")
    answer = client.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 422 and "CSC01: Say why the result is corrected" in page
    assert Result.objects.count() == 1
    blank = client.post(URL, typed(form_of(officer), indicators[1], commentary="Only words."))
    assert blank.status_code == 422 and "CSC02: enter the result" in blank.content.decode()


def test_a_row_that_somebody_changed_shows_both_texts_and_loses_nothing(client, officer, indicators):
    posted = typed(form_of(officer), indicators[0], result="81", commentary="Mine.")
    posted = typed(posted, indicators[1], result="70")
    theirs = result(indicators[0], Q1, "79", commentary="Theirs.")
    answer = client.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Somebody else saved 1", "Theirs.", "Mine.", "79%", "81%", 'value="70"'):
        assert words in page, words
    assert Result.objects.get().counter == 1
    again = typed(posted, indicators[0], counter=theirs.counter, reason="Checked.")
    again[f"i{indicators[0].pk}-read"] = form_of(officer)[f"i{indicators[0].pk}-read"]
    assert client.post(URL, again).status_code == 302
    assert {str(row.value.number) for row in Result.objects.all()} == {"81", "70"}


def test_a_row_left_alone_does_not_conflict(client, officer, indicators):
    posted = typed(form_of(officer), indicators[1], result="70")
    result(indicators[0], Q1, "79", commentary="Theirs.")
    assert client.post(URL, posted).status_code == 302
    assert {str(row.value.number) for row in Result.objects.all()} == {"79", "70"}


def test_a_figure_that_its_numerator_contradicts_is_given_back(client, officer, indicators):
    result(indicators[0], Q1, "80", numerator=80, denominator=100)
    answer = client.post(URL, typed(form_of(officer), indicators[0], result="81", reason="Why."))
    assert answer.status_code == 422
    assert "CSC01: The result is 81%, but 80 out of 100 is 80.0%." in answer.content.decode()


def test_each_indicator_has_its_own_period_that_ends_then(officer):
    there = {
        "MONTH": IndicatorFactory(reference="MONTH", frequency="monthly"),
        "YEAR": IndicatorFactory(reference="YEAR", frequency="annual"),
        "GONE": IndicatorFactory(reference="GONE", retired=True),
        "CALC": IndicatorFactory(reference="CALC", formula="MONTH + MONTH"),
        "LATER": IndicatorFactory(reference="LATER", first_period="Q2 2019/20"),
        "QUARTER": IndicatorFactory(reference="QUARTER"),
    }
    assert there
    first = [(row.indicator.reference, row.period.label) for row in grid(officer, {"period": Q1}).rows]
    assert first == [("MONTH", "June 2019"), ("QUARTER", Q1)]
    last = [(row.indicator.reference, row.period.label) for row in grid(officer, {"period": "Q4 2018/19"}).rows]
    assert last == [("MONTH", "March 2019"), ("QUARTER", "Q4 2018/19"), ("YEAR", "2018/19")]


@pytest.mark.parametrize("asked", ["", "nonsense", "Q1 2099/00", "\x00"])
def test_without_a_period_that_can_be_read_it_is_the_last_quarter(client, officer, indicators, asked):
    page = client.get(reverse("enter_results"), {"period": asked})
    assert page.status_code == 200 and "Enter Q1 2019/20" in page.content.decode()


def test_a_directorate_may_be_chosen(officer):
    corner = DirectorateFactory(code="CEC")
    IndicatorFactory(reference="IN", directorate=corner)
    IndicatorFactory(reference="OUT")
    assert [row.indicator.reference for row in grid(officer, {"directorate": "CEC"}).rows] == ["IN"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PLAN_HOLDER, Role.DIRECTOR, Role.AUDITOR])
def test_only_officers_have_the_grid(client, role, indicators):
    client.force_login(person(role))
    assert client.get(URL).status_code == 403 and client.post(URL).status_code == 403


def test_one_refused_row_stops_the_others(officer, indicators):
    rows = [
        RowEntry(one.pk, period_of(one, Q1), Entry(ResultValue.parse("5", unit="percent"), counter=counter))
        for one, counter in zip(indicators, (0, 0, 3), strict=True)
    ]
    with pytest.raises(RowsRefused) as refused:
        enter_results(rows, by=officer)
    assert list(refused.value.rows) == [indicators[2].pk] and not Result.objects.exists()


def test_the_grid_costs_the_same_however_many_rows(client, officer, indicators, query_count):
    assert_query_count(client, URL, "performance: grid")
    for number in range(10):
        result(IndicatorFactory(reference=f"M{number}"), Q1, "5")
    assert_query_count(client, URL, "performance: grid")


def test_saving_costs_the_same_however_many_rows(client, officer, indicators, query_count):
    client.post(URL, typed(form_of(officer), indicators[0], result="4"))
    more = [IndicatorFactory(reference=f"M{number}") for number in range(4)]
    for chosen in (indicators[1:], more):
        posted = form_of(officer)
        for one in chosen:
            posted = typed(posted, one, result="5")
        with query_count("performance: grid saved"):
            assert client.post(URL, posted).status_code == 302
    assert Result.objects.count() == 7
