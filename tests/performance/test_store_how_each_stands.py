"""Whatever writes a result, a target, a direction or a definition leaves the stored standing equal to the computed one."""

from datetime import UTC, date, datetime

import pytest

from common.today import pretend
from common.values.period import Period
from common.values.result import ResultValue
from council.choices import Role
from council.models import CouncilSettings
from performance.choices import Direction, SetByHand
from performance.imports import preview
from performance.models import Indicator, IndicatorState
from performance.new_indicator import add_indicator
from performance.standing import refresh, standings, states
from performance.transitions import (
    Choice,
    Entry,
    Marks,
    RowEntry,
    confirm,
    enter_result,
    enter_results,
    import_now,
    mark_indicator,
    set_by_hand,
    set_formula,
    undo_import,
)
from tests.council.factories import ServiceAreaFactory, person
from tests.performance.factories import IndicatorFactory, result, target

pytestmark = pytest.mark.django_db
Q1, AUGUST = Period.quarter("2019/20", 1), datetime(2019, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def august_2019():
    with pretend(AUGUST):
        yield


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER)


@pytest.fixture
def indicator():
    """Amber and worsening, and stored as such."""
    one = IndicatorFactory(reference="CSC07", tolerance="5")
    for period, value in [("Q2 2018/19", "90"), ("Q3 2018/19", "88"), ("Q4 2018/19", "85")]:
        result(one, period, value)
    for period in ("Q4 2018/19", "Q1 2019/20"):
        target(one, period, "88")
    refresh([one.pk])
    return one


def stored():
    return dict(IndicatorState.objects.values_list("indicator__reference", "rating"))


def assert_honest():
    """Each stored state is what the record gives, and no other is believed."""
    rows = list(Indicator.objects.all())
    found = standings(rows)
    believed = states([(row.pk, row.counter) for row in rows])
    for row in rows:
        one, state = found[row.pk], believed[row.pk]
        assert (state.rating, state.direction, state.overdue) == (one.rating.colour, one.direction.word, one.overdue)


def test_entering_and_correcting_a_result(indicator, officer):
    assert stored() == {"CSC07": "amber"}
    enter_result(indicator.pk, Q1, Entry(ResultValue.parse("95", unit="percent")), by=officer)
    assert stored() == {"CSC07": "green"}
    assert_honest()
    correction = Entry(ResultValue.parse("50", unit="percent"), reason="Counted twice", counter=1)
    enter_result(indicator.pk, Q1, correction, by=officer)
    assert stored() == {"CSC07": "red"}
    assert_honest()


def test_setting_a_direction(indicator, officer):
    when = Period.quarter("2018/19", 4)
    set_by_hand(indicator.pk, SetByHand.DIRECTION, when, Choice(Direction.STABLE, "A new count"), by=officer)
    assert IndicatorState.objects.get().direction == "stable"
    assert_honest()


@pytest.mark.parametrize(
    ("table", "text", "rating"),
    [
        ("results", "Reference,Period,Result\nCSC07,Q1 2019/20,95\n", "green"),
        ("results", "Reference,Period,Result\nCSC07,Q4 2018/19,20\n", "red"),
        ("targets", "Reference,Period,Target\nCSC07,Q4 2018/19,80\n", "green"),
        ("results", "Reference,Period,Result,Target\nCSC07,Q1 2019/20,95,99\n", "amber"),
        ("indicators", "Reference,Indicator,Polarity,Tolerance\nCSC07,Renamed,Up is good,1\n", "red"),
    ],
)
@pytest.mark.parametrize("by_page", [True, False])
def test_importing(indicator, officer, django_capture_on_commit_callbacks, table, text, rating, by_page):
    with django_capture_on_commit_callbacks(execute=True):
        if by_page and table == "results":
            confirm(preview(text.encode(), "f.csv", officer).pk, by=officer)
        else:
            import_now(table, text.encode(), "f.csv")
    assert stored() == {"CSC07": rating}
    assert_honest()


def test_between_a_commit_and_its_refresh_nothing_stale_is_believed(indicator):
    import_now("results", b"Reference,Period,Result\nCSC07,Q1 2019/20,95\n", "f.csv")
    assert stored() == {}, "the old state is gone with the change, not after it"
    assert_honest()


def test_marking_and_adding(indicator, officer):
    mark_indicator(indicator.pk, Marks(True, "Too few people", indicator.counter), by=officer)
    assert stored() == {"CSC07": "none"}
    data = {"reference": "NEW1", "name": "New", "unit": "percent", "frequency": "quarterly", "owner": ""}
    add_indicator(ServiceAreaFactory(), data, officer)
    assert stored() == {"CSC07": "none", "NEW1": "none"}
    assert_honest()


def test_another_method_of_rating_is_believed_at_once(indicator):
    CouncilSettings.objects.create(rating_method="tolerance-with-trend", direction_method="previous-period")
    assert_honest()
    assert states([(indicator.pk, indicator.counter)])[indicator.pk].rating == "green"


@pytest.mark.parametrize(
    "day", [date(2019, 4, 1), date(2019, 7, 30), date(2019, 7, 31), date(2020, 6, 1), date(2026, 1, 1)]
)
def test_lateness_follows_the_calendar_without_being_stored_anew(indicator, day):
    with pretend(day):
        assert_honest()


def test_refreshing_twice_changes_nothing(indicator):
    before = list(IndicatorState.objects.values())
    refresh([indicator.pk])
    assert list(IndicatorState.objects.values()) == before


def test_undoing_an_import(indicator, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = preview(b"Reference,Period,Result\nCSC07,Q1 2019/20,95\n", "f.csv", officer)
        confirm(batch.pk, by=officer)
    assert stored() == {"CSC07": "green"}
    with django_capture_on_commit_callbacks(execute=True):
        undo_import(batch.pk, by=officer)
    assert stored() == {"CSC07": "amber"}
    assert_honest()


def test_what_is_calculated_and_what_is_entered_in_a_grid(indicator, officer):
    total = IndicatorFactory(reference="SUM1", polarity="up-is-bad")
    target(total, "Q1 2019/20", "90")
    refresh([total.pk])
    set_formula(total.pk, "CSC07", total.counter, by=officer)
    assert_honest()
    enter_results([RowEntry(indicator.pk, Q1, Entry(ResultValue.parse("95", unit="percent")))], by=officer)
    assert stored() == {"CSC07": "green", "SUM1": "red"}
    assert_honest()
