"""The planning year in plain dates: the one after it, York's calendar in it, and steps that must keep their order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.choices import CycleStage
from council.rules import Step, cycle_name, in_order, moved_a_year, next_year, step_faults, york_calendar
from council.rules.calendar import QUARTERS, ROUTE, year_after

APRIL, MARCH = date(2020, 4, 1), date(2021, 3, 31)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def named(steps):
    return {step.stage: step for step in steps}


def moved(steps, stage, day):
    return [Step(s.stage, s.name, day) if s.stage == stage else s for s in steps]


def test_yorks_year_has_its_steps_in_its_months():
    assert [(s.stage, s.date.isoformat()) for s in york_calendar(APRIL)] == [
        ("drafts", "2020-04-30"), ("dmt", "2020-05-29"), ("member", "2020-06-15"), ("signed-off", "2020-06-30"),
        ("q1", "2020-06-30"), ("published", "2020-07-31"), ("q2", "2020-09-30"), ("q3", "2020-12-31"),
        ("review", "2021-03-01"), ("q4", "2021-03-31"),
    ]  # fmt: skip


def test_what_begins_at_a_weekend_begins_on_monday_and_a_deadline_is_on_friday():
    steps = named(york_calendar(date(2019, 4, 1)))
    assert steps["review"].date == date(2020, 3, 2)  # as York had it: the 1st was a Sunday
    assert named(york_calendar(APRIL))["dmt"].date == date(2020, 5, 29)  # the 31st was a Sunday


@pytest.mark.parametrize(
    ("last", "starts", "ends", "name"),
    [
        (date(2020, 3, 31), date(2020, 4, 1), date(2021, 3, 31), "2020/21"),
        (date(2019, 3, 31), date(2019, 4, 1), date(2020, 3, 31), "2019/20"),
        (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(1999, 3, 31), date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
        (date(2020, 2, 28), date(2020, 2, 29), date(2021, 2, 27), "2020/21"),
    ],
)
def test_the_next_year_begins_on_the_day_after(last, starts, ends, name):
    assert next_year(last, date(2019, 8, 20)) == (starts, ends)
    assert cycle_name(starts, ends) == name


@pytest.mark.parametrize(
    ("today", "name"), [("2019-08-20", "2019/20"), ("2020-03-31", "2019/20"), ("2020-04-01", "2020/21")]
)
def test_a_councils_first_year_is_the_financial_year_of_today(today, name):
    assert cycle_name(*next_year(None, date.fromisoformat(today))) == name


@given(DAYS)
def test_a_year_later_is_a_year_later_and_the_leap_day_is_the_28th(day):
    later = year_after(day)
    assert later.year == day.year + 1
    assert (later.month, later.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))


@given(DAYS)
def test_years_follow_one_another_without_a_gap(day):
    starts, ends = next_year(day, day)
    after, _ = next_year(ends, day)
    assert starts == day + timedelta(days=1)
    assert after == ends + timedelta(days=1)
    assert ends - starts in (timedelta(days=363), timedelta(days=364), timedelta(days=365))


@given(DAYS)
def test_the_usual_calendar_keeps_its_own_rules_in_any_year(day):
    starts, ends = next_year(day, day)
    steps = york_calendar(starts)
    assert {step.stage for step in steps} == {stage.value for stage in CycleStage}
    assert step_faults(steps, starts, ends) == []
    assert steps == in_order(steps)
    assert all(step.date.weekday() < 5 for step in steps if step.stage in ROUTE)


@given(DAYS)
def test_a_calendar_moved_a_year_keeps_its_order(day):
    starts, ends = next_year(day, day)
    later, last = next_year(ends, day)
    assert step_faults(moved_a_year(york_calendar(starts)), later, last) == []


@pytest.mark.parametrize("chain", [ROUTE, QUARTERS])
@given(data=st.data())
def test_a_step_before_one_that_should_precede_it_is_named_with_the_first_day_that_fits(chain, data):
    place = data.draw(st.integers(1, len(chain) - 1))
    steps = york_calendar(APRIL)
    earlier = named(steps)[chain[place - 1]]
    day = earlier.date - timedelta(days=data.draw(st.integers(1, 200)))
    faults = step_faults(moved(steps, chain[place], day), APRIL, MARCH)
    wrong = next(fault for fault in faults if steps[fault.place].stage == chain[place])
    assert f"comes before “{earlier.name}”" in wrong.sentence
    asked = wrong.sentence.split("Choose ")[1].removesuffix(" or later.")
    fits = next(d for d in (step.date for step in steps) if f"{d.day} {d:%B %Y}" == asked)
    left = step_faults(moved(steps, chain[place], fits), APRIL, MARCH)
    assert not [fault for fault in left if steps[fault.place].stage == chain[place]]


@given(data=st.data())
def test_whatever_days_are_chosen_the_calendar_is_in_order_exactly_when_nothing_is_said(data):
    days = st.dates(APRIL, MARCH)
    steps = [Step(stage, stage, data.draw(days)) for stage in data.draw(st.sets(st.sampled_from(list(CycleStage))))]
    days = [[named(steps)[stage].date for stage in chain if stage in named(steps)] for chain in (ROUTE, QUARTERS)]
    sound = all(chain == sorted(chain) for chain in days)
    assert (step_faults(steps, APRIL, MARCH) == []) == sound


def test_two_steps_may_fall_on_one_day_and_one_may_be_left_out():
    steps = moved(york_calendar(APRIL), "published", date(2020, 6, 30))
    assert step_faults([step for step in steps if step.stage != "dmt"], APRIL, MARCH) == []


def test_a_councils_own_step_may_stand_anywhere_near_the_year():
    own = Step("", "Budget council", date(2020, 2, 27))
    assert step_faults([own, *york_calendar(APRIL)], APRIL, MARCH) == []
    far = step_faults([Step("", "Budget council", date(2018, 2, 27))], APRIL, MARCH)
    assert far[0].sentence == (
        "“Budget council” on 27 February 2018 is too far from this planning year. "
        "Choose a day between 1 April 2019 and 30 September 2021."
    )
