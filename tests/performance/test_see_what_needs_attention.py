"""Which indicators are red or late in a quarter is told by their stored states, and is what working each out gives."""

import pytest

from common.values.period import Period
from performance.models import Indicator, IndicatorState
from performance.standing import attention, refresh, standings
from tests.performance.factories import IndicatorFactory, result, target

Q1 = Period.quarter("2019/20", 1)
QUARTERS = [Q1, *(Period.quarter("2018/19", number) for number in (1, 2, 3, 4))]


def worst_first(standing):
    return standing.direction.word != "worsening", standing.indicator.reference


def ours():
    return Indicator.objects.filter(reference__startswith="OURS")


def worked_out(rows, quarter):
    """The references of the red ones, worst first, and of the late ones, from working every indicator out."""
    found = standings(rows.select_related("owner_post"), quarter).values()
    red = sorted((one for one in found if one.rating.colour == "red"), key=worst_first)
    return [one.indicator.reference for one in red], {one.indicator.reference for one in found if one.overdue}


def needing(rows, quarter=Q1, first=3):
    return attention(rows, quarter, first=first)


def references(found):
    return [one.indicator.reference for one in found]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_it_is_what_working_each_out_gives(quarter):
    every = Indicator.objects.filter(retired=False)
    red, late = worked_out(every, quarter)
    found = needing(every, quarter)
    assert (found.red, references(found.worst)) == (len(red), red[:3])
    assert set(references(found.late)) == late


def rated(reference, figure, period="Q1 2019/20", **fields):
    indicator = IndicatorFactory(reference=reference, frequency="quarterly", **fields)
    target(indicator, period, "90%", tolerance="2")
    result(indicator, period, figure)
    refresh([indicator.pk])
    return indicator


@pytest.mark.django_db
def test_stored_states_are_believed_and_few_are_worked_out(django_assert_num_queries):
    for number in range(5):
        rated(f"OURS red {number}", "60%")
        rated(f"OURS well {number}", "95%")
    IndicatorState.objects.filter(indicator__reference="OURS well 3").update(rating="red")
    with django_assert_num_queries(4):
        found = needing(ours(), first=2)
    assert (found.red, references(found.worst), found.late) == (6, ["OURS red 0", "OURS red 1"], [])


@pytest.mark.django_db
def test_a_state_of_another_definition_is_not_believed():
    indicator = rated("OURS", "60%")
    IndicatorState.objects.filter(indicator=indicator).update(rating="green")
    assert needing(ours()).red == 0
    Indicator.objects.filter(pk=indicator.pk).update(counter=indicator.counter + 1)
    assert needing(ours()).red == 1


@pytest.mark.django_db
def test_the_quarters_own_result_counts_where_a_month_ends_with_it():
    indicator = rated("OURS", "60%")
    indicator.frequency = "monthly"
    indicator.save()
    target(indicator, "June 2019", "90%", tolerance="2")
    result(indicator, "June 2019", "95%")
    refresh([indicator.pk])
    assert worked_out(ours(), Q1)[0] == references(needing(ours()).worst) == ["OURS"]


@pytest.mark.django_db
def test_what_came_for_an_earlier_quarter_only_is_late_and_not_red():
    rated("OURS", "60%", period="Q3 2018/19")
    found = needing(ours())
    assert worked_out(ours(), Q1) == ([], {"OURS"})
    assert (found.red, references(found.late)) == (0, ["OURS"])
