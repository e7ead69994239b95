"""Where there is no new figure a page says which kind of none it is, by one name, and why in a sentence."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.values.period import FREQUENCIES, Period
from common.values.result import ResultValue
from council.choices import Role
from performance.choices import OUTSIDE_CONTROL, ResultState
from performance.models import Scorecard
from performance.rules.periods import Rhythm
from performance.rules.states import state_of, withheld
from performance.standing import explain
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result, target

Q1 = Period.quarter("2019/20", 1)
AUGUST = date(2019, 8, 20)
QUARTERLY, ANNUAL = Rhythm("quarterly", "financial", 30), Rhythm("annual", "financial", 90)

pytestmark = pytest.mark.usefixtures("august_2019")


def read(text, unit="percent"):
    return ResultValue.parse(text, unit=unit)


@pytest.mark.parametrize(
    ("shown", "value", "rhythm", "name", "why"),
    [
        ("Q1 2019/20", "84", QUARTERLY, "", ""),
        ("Q1 2019/20", "<5", QUARTERLY, "", ""),
        (
            *("Q1 2019/20", None, QUARTERLY, "Awaiting data"),
            "The result for Q1 2019/20 was due on 30 July 2019 and is not here yet.",
        ),
        (
            *("Q1 2019/20", None, Rhythm("quarterly", "financial", 60), "Awaiting data"),
            "The result for Q1 2019/20 is due by 29 August 2019.",
        ),
        (
            *("2018/19", "84", ANNUAL, "No update: annual data"),
            "It is measured once a year: the latest is 2018/19, and 2019/20 is due by 29 June 2020.",
        ),
        (
            *("2016/17 to 2017/18", "84", Rhythm("two-yearly", "financial", 90), "No update: two-yearly data"),
            "It is measured every two years: the latest is 2016/17 to 2017/18, and 2018/19 to 2019/20 is due by 29 June "
            "2020.",
        ),
        (
            *("H2 2018/19", "84", Rhythm("half-yearly", "financial", 30), "No update: half-yearly data"),
            "It is measured twice a year: the latest is H2 2018/19, and H1 2019/20 is due by 30 October 2019.",
        ),
        (
            *("Spring term 2019", "84", Rhythm("termly", "academic", 20), "No update: termly data"),
            "It is measured once a term: the latest is Spring term 2019, and Summer term 2019 is due by 20 September 2019.",
        ),
        (
            *("Q1 2019/20", "Not currently measured", QUARTERLY, "Not measured"),
            "It was not measured in Q1 2019/20.",
        ),
        (
            *("Q1 2019/20", None, Rhythm("quarterly", "financial", 30, first=date(2020, 4, 1)), "Not measured"),
            "It is not measured in Q1 2019/20.",
        ),
        (
            *("Q1 2019/20", "N/A", QUARTERLY, "Not available"),
            "Its result for Q1 2019/20 is given as not available.",
        ),
    ],
)
def test_each_state_has_its_name_and_its_sentence(shown, value, rhythm, name, why):
    found = state_of(Period.parse(shown), value and read(value), rhythm, AUGUST, asked=Q1)
    assert (found.name, found.why, bool(found)) == (name, why, bool(name))


def test_a_withheld_result_says_why():
    assert str(withheld(Q1, "Too few people.")) == "Withheld"
    assert withheld(Q1, "Too few people.").why == "Its result for Q1 2019/20 is withheld: Too few people."
    assert withheld(Q1, "Election", all_of_it=True).why == "Its figures are withheld: Election."


def test_seen_from_an_earlier_quarter_no_day_is_named_that_has_passed():
    found = state_of(Period.parse("2016/17"), read("5"), ANNUAL, AUGUST, asked=Period.quarter("2017/18", 2))
    assert found.why == "It is measured once a year: the latest is 2016/17."


@given(
    st.sampled_from(sorted(FREQUENCIES)),
    st.integers(0, 400),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.sampled_from([None, "84", "<5", "N/A", "Not currently measured", "2 star"]),
)
def test_whatever_is_asked_a_state_is_named_and_explained_together(frequency, days, day, value):
    rhythm = Rhythm(frequency, "financial", days)
    shown = Period.containing(day, frequency)
    found = state_of(shown, value and read(value, "level"), rhythm, day, asked=Period.containing(day, "quarterly"))
    assert bool(found.code) == bool(found.name) == bool(found.why)
    assert not found or (found.code in ResultState.values and found.why.endswith(".") and shown.label in found.why)


@pytest.mark.django_db
def test_the_same_name_stands_on_every_page_and_in_every_file(client):
    states = {
        "WAIT1": ("Awaiting data", IndicatorFactory(reference="WAIT1")),
        "YEAR1": ("No update: annual data", IndicatorFactory(reference="YEAR1", frequency="annual", due_days=300)),
        "NONE1": ("Not measured", IndicatorFactory(reference="NONE1")),
        "HELD1": ("Withheld", IndicatorFactory(reference="HELD1", within_control=False)),
    }
    result(states["YEAR1"][1], "2018/19", "61")
    result(states["NONE1"][1], "Q1 2019/20", "Not currently measured")
    result(states["HELD1"][1], "Q1 2019/20", "73.1", withheld="Too few people")
    card = Scorecard.objects.create(key="cmt", title="CMT strategic", kind="cmt")
    group = card.groups.create(name="All", position=1)
    for position, (_, one) in enumerate(states.values()):
        card.rows.create(group=group, indicator=one, position=position)
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("scorecard", args=[card.key]), {"period": "2019-20-q1"}).content.decode()
    csv = client.get(reverse("scorecard_export", args=[card.key, "csv"]) + "?period=2019-20-q1").content.decode()
    for reference, (name, one) in states.items():
        assert name in page and name in next(line for line in csv.splitlines() if reference in line)
        assert explain(one, Q1).state.why in page
    assert OUTSIDE_CONTROL in page and OUTSIDE_CONTROL in next(line for line in csv.splitlines() if "HELD1" in line)
    register = client.get(reverse("indicators")).content.decode()
    rows = client.get(reverse("indicators_csv")).content.decode().splitlines()
    for reference in ("WAIT1", "NONE1", "HELD1"):
        assert states[reference][0] in register
        assert states[reference][0] in next(line for line in rows if line.startswith(reference))


@pytest.mark.django_db
def test_the_rating_now_and_that_of_the_year_end_are_two_things(client):
    one = IndicatorFactory(reference="CSC07", tolerance="2")
    period = Period.quarter("2018/19", 2)
    for value in ("95", "92", "89", "86"):
        result(one, period.label, value)
        period = period.next()
    row = Period.quarter("2019/20", 1)
    target(one, row.label, "85")
    target(one, "Q4 2019/20", "85")
    short = explain(one, row).year_end
    assert (short.figure, short.shown) == ("", "Too few results")
    assert short.why == "It takes 5 results to draw a line to the year end; there are 4."
    result(one, "Q1 2018/19", "98")
    found = explain(one, row)
    assert (found.rating.colour, found.year_end.rating.colour) == ("green", "red")
    assert (found.year_end.figure, found.year_end.whose) == ("77.0%", "Straight line")
    assert found.year_end.why.startswith("Q4 2019/20 is forecast to be 77.0% against a target of at least 85%")
    one.results.filter(period="Q1 2019/20").update(forecast="84.2")
    owners = explain(one, row).year_end
    assert (owners.rating.colour, owners.figure, owners.whose) == ("amber", "84.2%", "Owner's forecast")
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("indicator", args=["csc07"])).content.decode()
    assert "Year end, forecast" in page and "A straight line gives 77.0%" in page
    lines = client.get(reverse("indicators_csv")).content.decode().lstrip("\ufeff").splitlines()
    row = dict(zip(lines[0].split(","), lines[1].split(","), strict=False))
    assert (row["Rating"], row["Year-end forecast"], row["Forecast rating"]) == ("Green", "84.2%", "Amber")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "rating", "why"),
    [
        ("about the same", "none", "The owner's forecast for Q4 2019/20 is “about the same”, which no target"),
        ("90", "green", "Q4 2019/20 is forecast to be 90.0% against a target of at least 85%: met, by 5 points."),
        ("<80", "red", "Q4 2019/20 is forecast to be <80.0% against"),
    ],
)
def test_the_owners_forecast_is_rated_where_it_can_be(said, rating, why):
    one = IndicatorFactory()
    result(one, "Q1 2019/20", "86", forecast=said)
    target(one, "Q4 2019/20", "85")
    end = explain(one, Q1).year_end
    assert end.rating.colour == rating and end.why.startswith(why)


@pytest.mark.django_db
def test_a_forecast_of_last_year_is_not_one_of_this_year():
    one = IndicatorFactory()
    result(one, "Q3 2018/19", "86", forecast="99")
    assert explain(one, Q1).year_end.owner == ""
    result(one, "Q4 2018/19", "86", forecast="98")
    assert explain(one, Period.quarter("2018/19", 4)).year_end.shown == "Result is in"
    assert explain(one, Period.quarter("2018/19", 3)).year_end.owner == "99.0%"


@pytest.mark.django_db
def test_words_have_no_straight_line():
    one = IndicatorFactory(unit="level", decimal_places=0)
    result(one, "Q1 2019/20", "Level 2", forecast="Level 3")
    target(one, "Q4 2019/20", "Level 3")
    end = explain(one, Q1).year_end
    assert (end.line, end.owner, end.owner_rating.colour) == ("", "Level 3", "green")
    one.results.update(forecast="")
    assert explain(one, Q1).year_end.shown == "No figures"
