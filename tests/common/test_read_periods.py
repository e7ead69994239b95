"""An officer writes a period as their spreadsheet does, and it is read as that period or refused in plain words."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.errors import Unreadable
from common.values.period import FREQUENCIES, YEAR_TYPES, Period

modest = settings(max_examples=150, deadline=None)
days = st.dates(date(1960, 1, 1), date(2080, 12, 31))
periods = st.builds(Period.containing, days, st.sampled_from(list(FREQUENCIES)), st.sampled_from(YEAR_TYPES))


@pytest.mark.parametrize(
    ("text", "label", "key"),
    [
        ("Q1 2018/19", "Q1 2018/19", "2018-04-01/Q"),
        ("2018/19 Q1", "Q1 2018/19", "2018-04-01/Q"),
        ("2018-19;Q1", "Q1 2018/19", "2018-04-01/Q"),
        ("q4 08/09", "Q4 2008/09", "2009-01-01/Q"),
        ("Quarter 2, 2018–19", "Q2 2018/19", "2018-07-01/Q"),
        ("2018/19", "2018/19", "2018-04-01/Y"),
        ("2018-19", "2018/19", "2018-04-01/Y"),
        ("2018/2019", "2018/19", "2018-04-01/Y"),
        ("FY 2018/19", "2018/19", "2018-04-01/Y"),
        ("1999/00", "1999/00", "1999-04-01/Y"),
        ("2011-12", "2011/12", "2011-04-01/Y"),
        ("Apr-18", "April 2018", "2018-04-01/M"),
        ("April 2018", "April 2018", "2018-04-01/M"),
        ("2018-04", "April 2018", "2018-04-01/M"),
        ("04/2018", "April 2018", "2018-04-01/M"),
        ("Mar 2018/19", "March 2019", "2019-03-01/M"),
        ("Apr - Jun 2018", "Q1 2018/19", "2018-04-01/Q"),
        ("Oct 2018 to Mar 2019", "H2 2018/19", "2018-10-01/H"),
        ("H1 2018/19", "H1 2018/19", "2018-04-01/H"),
        ("AY 2018/19", "AY 2018/19", "2018-09-01/YA"),
        ("Autumn term 2018", "Autumn term 2018", "2018-09-01/T"),
        ("Spring 2018/19", "Spring term 2019", "2019-01-01/T"),
        ("2018", "2018", "2018-01-01/YC"),
        (2018, "2018", "2018-01-01/YC"),
        (2018.0, "2018", "2018-01-01/YC"),
        ("Jul 2019 to Jun 2020", "Jul 2019 to Jun 2020", "2019-07-01/YR"),
        ("2017/18 to 2018/19", "2017/18 to 2018/19", "2017-04-01/B"),
        ("\u200e Q1\u00a02018/19 ", "Q1 2018/19", "2018-04-01/Q"),
    ],
)
def test_each_written_form_is_read(text, label, key):
    period = Period.parse(text)
    assert (period.label, period.key) == (label, key)


@pytest.mark.parametrize(
    ("text", "frequency", "year_type", "label"),
    [
        ("2011-12", "monthly", "financial", "December 2011"),
        ("2011-12", "annual", "financial", "2011/12"),
        ("31/03/2019", "monthly", "financial", "March 2019"),
        ("31/03/2019", "quarterly", "financial", "Q4 2018/19"),
        ("31/03/2019", "half-yearly", "financial", "H2 2018/19"),
        ("31/03/2019", "annual", "financial", "2018/19"),
        ("31/03/2019", "two-yearly", "financial", "2017/18 to 2018/19"),
        ("31/12/2018", "termly", "academic", "Autumn term 2018"),
        ("31/12/2018", "quarterly", "calendar", "Q4 2018"),
        (datetime(2018, 4, 1), "monthly", "financial", "April 2018"),
        ("2018/19", "annual", "academic", "AY 2018/19"),
        ("2018/19", "two-yearly", "financial", "2017/18 to 2018/19"),
        ("Apr - Jun 2018", "quarterly", "calendar", "Q2 2018"),
        ("2018/19;3", "quarterly", "financial", "Q3 2018/19"),
        ("Q1 2018/19", "quarterly", "rolling", "Jul 2017 to Jun 2018"),
        ("2018/19", "annual", "rolling", "Apr 2018 to Mar 2019"),
        ("30/06/2020", "annual", "rolling", "Jul 2019 to Jun 2020"),
        ("April 2018", "monthly", "rolling", "May 2017 to Apr 2018"),
    ],
)
def test_the_indicator_decides_between_two_readings(text, frequency, year_type, label):
    assert Period.parse(text, frequency=frequency, year_type=year_type).label == label


@pytest.mark.parametrize(
    ("text", "frequency", "year_type", "code", "says"),
    [
        ("2018/19", "quarterly", "financial", "wrong-frequency", "reported by quarter"),
        ("Q1 2018/19", "annual", "financial", "wrong-frequency", "Write the period like 2018/19"),
        ("2011-12", "quarterly", "financial", "wrong-frequency", "is a year"),
        ("2018", "annual", "financial", "wrong-year-type", "a calendar year"),
        ("AY 2018/19", "annual", "financial", "wrong-year-type", "an academic year"),
        ("Jul 2019 to Jun 2020", "annual", "financial", "wrong-year-type", "a rolling year"),
        ("Aug 2018 to Jul 2019", "quarterly", "rolling", "wrong-frequency", "does not end with a quarter"),
        ("30/03/2019", "annual", "financial", "unreadable-period", "ends on 31 March 2019"),
        ("29/02/2019", "monthly", "financial", "unreadable-period", "does not exist"),
        ("31/03/2019", "", "financial", "unreadable-period", "frequency"),
        ("Q5 2018/19", "", "financial", "unreadable-period", "Q1 2018/19"),
        ("2018/20", "", "financial", "unreadable-period", "do not follow"),
        ("FY 2018", "", "financial", "unreadable-period", "read as two"),
        ("Apr - Jul 2018", "", "financial", "wrong-frequency", "not a whole"),
        ("Q1", "quarterly", "financial", "unreadable-period", "does not name a year"),
        ("", "quarterly", "financial", "missing-period", "missing"),
        ("٢٠١٨", "annual", "calendar", "unreadable-period", "year"),
    ],
)
def test_a_period_that_does_not_fit_is_refused_with_what_would(text, frequency, year_type, code, says):
    with pytest.raises(Unreadable) as refusal:
        Period.parse(text, frequency=frequency, year_type=year_type)
    assert refusal.value.code == code
    assert says in refusal.value.sentence


def test_the_summer_term_is_read_from_a_range_of_its_months():
    assert Period.parse("Apr - Aug 2019", frequency="termly", year_type="academic").label == "Summer term 2019"


def test_neighbours_and_last_year():
    quarter = Period.quarter("2018/19", 1)
    assert quarter.previous().label == "Q4 2017/18"
    assert quarter.next().label == "Q2 2018/19"
    assert quarter.same_last_year().label == "Q1 2017/18"
    assert Period.parse("Autumn term 2018").previous().label == "Summer term 2018"


@pytest.mark.parametrize(
    ("text", "financial_year", "quarter"),
    [
        ("March 2019", "2018/19", "Q4 2018/19"),
        ("AY 2018/19", "2018/19", "Q2 2019/20"),
        ("2018", "2018/19", "Q3 2018/19"),
        ("Jul 2019 to Jun 2020", "2020/21", "Q1 2020/21"),
        ("2017/18 to 2018/19", "2018/19", "Q4 2018/19"),
    ],
)
def test_every_period_belongs_to_a_financial_year_and_a_quarter(text, financial_year, quarter):
    period = Period.parse(text)
    assert (period.financial_year, period.quarter_label) == (financial_year, quarter)


def test_periods_sort_by_time_and_their_keys_do_too():
    labels = ["Q2 2018/19", "Q4 2017/18", "Q1 2018/19"]
    ordered = sorted(Period.parse(label) for label in labels)
    assert [period.label for period in ordered] == ["Q4 2017/18", "Q1 2018/19", "Q2 2018/19"]
    assert sorted(period.key for period in ordered) == [period.key for period in ordered]


@pytest.mark.parametrize("key", ["", "2018-04-01", "2018-04-01/X", "2018-05-01/Q", "2018-04-02/M", "2018-13-01/M"])
def test_a_key_that_no_period_has_is_refused(key):
    with pytest.raises(Unreadable):
        Period.from_key(key)


@given(periods)
@modest
def test_a_label_reads_back_to_its_period(period):
    assert Period.parse(period.label, frequency=period.frequency, year_type=period.year_type) == period
    if period.year_type != "rolling":
        assert Period.parse(period.label) == period


@given(periods)
@modest
def test_a_key_reads_back_to_its_period(period):
    assert Period.from_key(period.key) == period


@given(periods)
@modest
def test_periods_follow_each_other_without_a_gap(period):
    assert period.next().previous() == period
    if period.year_type != "rolling":
        assert period.next().start == period.end + timedelta(days=1)


@given(days, st.sampled_from(list(FREQUENCIES)), st.sampled_from(YEAR_TYPES))
@modest
def test_today_is_always_in_its_period(day, frequency, year_type):
    period = Period.containing(day, frequency, year_type)
    assert period.frequency == frequency
    assert period.start <= period.end
    assert period.contains(day) or year_type == "rolling"
    if year_type == "rolling":
        assert period.end >= day


@given(periods)
@modest
def test_the_last_day_names_the_period(period):
    text = period.end.strftime("%d/%m/%Y")
    assert Period.parse(text, frequency=period.frequency, year_type=period.year_type).end == period.end


@given(
    st.one_of(
        st.text(max_size=30), st.from_regex(r"(Q[0-9]|H[0-9]|Apr|AY|to|-|/|;|[0-9]{1,4}| ){1,8}", fullmatch=True)
    ),
    st.sampled_from(["", *FREQUENCIES]),
    st.sampled_from(YEAR_TYPES),
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused_and_nothing_else(text, frequency, year_type):
    try:
        period = Period.parse(text, frequency=frequency, year_type=year_type)
    except Unreadable as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert period == Period.from_key(period.key)
