"""How indicators stand in a quarter: the value, its rating and direction, or why there is none."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.today import pretend
from common.values.period import Period
from council.models import CouncilSettings
from performance.models import Override
from performance.standing import explain, last_years, standings
from tests.performance.factories import IndicatorFactory, result, target

pytestmark = pytest.mark.django_db
Q1 = Period.parse("Q1 2019/20")
TODAY = datetime(2019, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def august_2019():
    with pretend(TODAY):
        yield


@pytest.fixture
def quarterly():
    indicator = IndicatorFactory(tolerance="5")
    for period, value in [("Q3 2018/19", "86"), ("Q4 2018/19", "85.4"), ("Q1 2019/20", "84.9")]:
        result(indicator, period, value, commentary=f"Why {value}.")
        target(indicator, period, "88")
    return indicator


def bpi108():
    indicator = IndicatorFactory(
        reference="BPI108", unit="gbp_thousands", polarity="up-is-bad", frequency="annual", decimal_places=0
    )
    for year, value in [("2016/17", "£-32"), ("2017/18", "£147"), ("2018/19", "£943")]:
        result(indicator, year, value)
    return indicator


def test_a_quarter_shows_its_result_rating_and_direction(quarterly):
    standing = explain(quarterly, Q1)
    assert (standing.value, standing.target, standing.state.name) == ("84.9%", "88%", "")
    assert (standing.rating.colour, standing.direction.word) == ("amber", "worsening")
    assert "3.1 points off, inside the agreed tolerance of 5 points" in standing.rating.sentence
    assert standing.commentary == "Why 84.9."
    assert [str(figure) for figure in standing.trend] == ["86", "85.4", "84.9"]


def test_an_earlier_quarter_is_seen_as_it_was(quarterly):
    standing = explain(quarterly, Period.parse("Q4 2018/19"))
    assert standing.value == "85.4%"
    assert len(standing.trend) == 2


def test_a_missing_quarter_awaits_its_data(quarterly):
    quarterly.results.filter(period="Q1 2019/20").delete()
    standing = explain(quarterly, Q1)
    assert (standing.value, standing.shown, standing.rating.colour) == ("", "Awaiting data", "none")
    assert standing.direction.word == "none"
    assert standing.target == "88%"
    assert standing.overdue and standing.missing == "Q1 2019/20"
    assert f"{standing.due:%d/%m/%Y}" == "30/07/2019"


def test_a_result_is_not_overdue_before_its_day(quarterly):
    quarterly.results.filter(period="Q1 2019/20").delete()
    quarterly.due_days = 60
    assert not explain(quarterly, Q1).overdue


def test_an_annual_result_is_shown_in_a_quarter_as_annual_data():
    standing = explain(bpi108(), Q1)
    assert (standing.value, standing.period, standing.state.name) == ("£943k", "2018/19", "No update: annual data")
    assert standing.direction.word == "worsening"
    assert not explain(standing.indicator, Period.parse("Q4 2018/19")).state


def test_an_annual_result_that_is_not_yet_due_gives_the_year_before():
    indicator = bpi108()
    indicator.results.filter(period="2018/19").delete()
    indicator.due_days = 200
    assert (explain(indicator, Q1).period, explain(indicator, Q1).state.name) == ("2017/18", "No update: annual data")
    indicator.due_days = 90
    assert (explain(indicator, Q1).period, explain(indicator, Q1).state.name) == ("2018/19", "Awaiting data")


def test_the_last_three_years_are_those_before_the_plan():
    indicator = bpi108()
    assert [(year.label, year.text) for year in last_years(indicator, "2019/20")] == [
        ("2016/17", "−32"),
        ("2017/18", "147"),
        ("2018/19", "943"),
    ]
    assert [year.text for year in explain(indicator, Q1).years] == ["−32", "147", "943"]


def test_the_year_of_a_quarterly_indicator_is_its_fourth_quarter(quarterly):
    assert [year.text for year in last_years(quarterly, "2019/20")] == ["–", "–", "85.4"]


@pytest.mark.parametrize(("words", "state"), [("Not currently measured", "Not measured"), ("N/A", "Not available")])
def test_no_figure_says_which_kind(quarterly, words, state):
    quarterly.results.filter(period="Q1 2019/20").delete()
    result(quarterly, "Q1 2019/20", words)
    standing = explain(quarterly, Q1)
    assert (standing.shown, standing.rating.colour, standing.direction.word) == (state, "none", "none")


def test_a_direction_set_by_hand_is_marked_with_its_reason():
    indicator = bpi108()
    Override.objects.create(
        indicator=indicator,
        what="direction",
        period_key=Period.parse("2018/19").key,
        period="2018/19",
        value="neutral",
        reason="The plan prints Neutral.",
        post="Performance officer",
        at=TODAY,
    )
    direction = explain(indicator, Q1).direction
    assert (direction.word, direction.computed, direction.overridden) == ("neutral", "worsening", True)
    assert direction.sentence.startswith(
        "Set to neutral by hand (Performance officer): The plan prints Neutral. Computed as worsening, because the latest"
    )


def test_the_target_of_a_period_may_have_its_own_tolerance(quarterly):
    quarterly.targets.filter(period="Q1 2019/20").update(tolerance="1")
    assert explain(quarterly, Q1).rating.colour == "red"


def test_the_council_chooses_the_method(quarterly):
    quarterly.tolerance = "1"
    CouncilSettings.objects.create(rating_method="tolerance-with-trend", direction_method="previous-period")
    result(quarterly, "Q1 2018/19", "80")
    standing = explain(quarterly, Q1)
    assert (standing.rating.colour, standing.direction.word) == ("amber", "stable")


def test_without_a_period_it_is_the_latest_result(quarterly):
    assert explain(quarterly).value == "84.9%"
    assert explain(IndicatorFactory()).shown == "Awaiting data"


def test_a_retired_indicator_is_not_chased(quarterly):
    quarterly.results.all().delete()
    quarterly.retired = True
    assert not explain(quarterly).overdue
    quarterly.retired, quarterly.last_period = False, "2018/19"
    assert not explain(quarterly).overdue


@pytest.mark.parametrize(
    ("frequency", "year_type", "periods", "shown", "state"),
    [
        ("monthly", "financial", ["May 2019", "June 2019"], "June 2019", ""),
        ("half-yearly", "financial", ["H2 2018/19"], "H2 2018/19", "No update: half-yearly data"),
        ("termly", "academic", ["Spring term 2019"], "Spring term 2019", "No update: termly data"),
        ("annual", "calendar", ["2018"], "2018", "No update: annual data"),
        ("annual", "academic", ["AY 2017/18"], "AY 2017/18", "No update: annual data"),
        ("annual", "rolling", ["Jul 2017 to Jun 2018", "Jul 2018 to Jun 2019"], "Jul 2018 to Jun 2019", ""),
        ("two-yearly", "financial", ["2016/17 to 2017/18"], "2016/17 to 2017/18", "No update: two-yearly data"),
    ],
)
def test_every_frequency_finds_its_place_in_a_quarter(frequency, year_type, periods, shown, state):
    indicator = IndicatorFactory(frequency=frequency, year_type=year_type)
    for number, period in enumerate(periods):
        result(indicator, period, str(50 + number))
    standing = explain(indicator, Q1)
    assert (standing.period, standing.state.name, bool(standing.value)) == (shown, state, True)


def test_many_indicators_take_as_few_queries_as_one(quarterly):
    more = [IndicatorFactory() for _ in range(5)]
    for indicator in more:
        result(indicator, "Q1 2019/20", "50")
    with CaptureQueriesContext(connection) as one:
        standings([quarterly], Q1)
    with CaptureQueriesContext(connection) as many:
        found = standings([quarterly, *more], Q1)
    assert len(one) == len(many) == 2
    assert all(standing.value for standing in found.values())
