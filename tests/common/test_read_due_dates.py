"""A plan holder writes when something is due as a date or in words; nothing is lost and nothing is guessed silently."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.dates import format_date, parse_date
from common.values.due import Due
from common.values.errors import Unreadable

modest = settings(max_examples=150, deadline=None)
days = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    ("raw", "day", "note"),
    [
        ("31/10/2019", date(2019, 10, 31), ""),
        ("31 October 2019", date(2019, 10, 31), ""),
        ("2019-10-31", date(2019, 10, 31), ""),
        ("1st May, 2010", date(2010, 5, 1), ""),
        ("01/04/2033", date(2033, 4, 1), ""),
        ("31.7.08", date(2008, 7, 31), "Read as 31 July 2008."),
        ("1 st May 09", date(2009, 5, 1), "Read as 1 May 2009."),
        (date(2019, 10, 31), date(2019, 10, 31), ""),
    ],
)
def test_a_date_is_exact_and_day_first(raw, day, note):
    due = Due.parse(raw)
    assert (due.date, due.note, due.is_exact) == (day, note, True)
    assert str(due) == format_date(day)


@pytest.mark.parametrize(
    ("raw", "day", "note"),
    [
        (
            "31.7.08 and 31.1.09 (assuming trial continues)",
            date(2009, 1, 31),
            "Read as 31 January 2009, the last date in the words.",
        ),
        ("Ongoing throughout 08/09", date(2009, 3, 31), "Read as 31 March 2009."),
        ("Ongoing throughout (08/09", date(2009, 3, 31), "Read as 31 March 2009."),
        ("Ongoing up to March 2010", date(2010, 3, 31), "Read as 31 March 2010."),
        ("Phased over 3 years up to March 2010", date(2010, 3, 31), "Read as 31 March 2010."),
        ("March 2010", date(2010, 3, 31), "Read as 31 March 2010."),
        ("By March 08", date(2008, 3, 31), "Read as 31 March 2008."),
        ("by the end of June 2002", date(2002, 6, 30), "Read as 30 June 2002."),
        ("By December, 2002.", date(2002, 12, 31), "Read as 31 December 2002."),
        ("throughout 2002/2003", date(2003, 3, 31), "Read as 31 March 2003."),
        ("April 2008 and annually thereafter", date(2008, 4, 30), "Read as 30 April 2008; it recurs after that."),
        ("Develop measures during q1 08/09", date(2008, 6, 30), "Read as 30 June 2008."),
        ("Pilot from April 2008, review by 30.9.09", date(2009, 9, 30), "Read as 30 September 2009."),
    ],
)
def test_words_are_kept_and_their_last_date_is_said(raw, day, note):
    due = Due.parse(raw)
    assert (due.words, due.date, due.note, due.is_exact) == (raw, day, note, False)
    assert str(due) == raw


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("Ongoing", "ongoing"),
        ("Annually (April)", "recurs"),
        ("Commenced 2007 & ongoing", "ongoing"),
        ("By end Q3", "no year"),
        ("by 12th February", "no year"),
        ("Starting from April 2009", "only when it begins"),
        ("When the baseline is known", "No date can be read"),
    ],
)
def test_words_without_a_date_say_why(raw, says):
    due = Due.parse(raw)
    assert (due.words, due.date, due.impossible) == (raw, None, False)
    assert says in due.note


@pytest.mark.parametrize("raw", ["31st June, 2002", "29/02/2019", "04/13/2019", "Complete by 31st June, 2002"])
def test_a_day_that_does_not_exist_is_said_and_the_words_kept(raw):
    due = Due.parse(raw)
    assert (due.words, due.date, due.impossible) == (raw, None, True)
    assert "exist" in due.note or "no month 13" in due.note


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("By end Q3", date(2019, 12, 31)),
        ("by 12th February", date(2020, 2, 12)),
        ("By March", date(2020, 3, 31)),
        ("July", date(2019, 7, 31)),
        ("Annually (April)", None),
    ],
)
def test_words_without_a_year_are_read_in_the_cycles_year(raw, day):
    assert Due.parse(raw, year="2019/20").date == day


@pytest.mark.parametrize("raw", [None, "", "  "])
def test_nothing_written_is_nothing_due(raw):
    assert Due.parse(raw) == Due()
    assert not Due.parse(raw)


@pytest.mark.parametrize(
    ("raw", "code"), [("29/02/2019", "impossible-date"), ("31.6.02", "impossible-date"), ("soon", "unreadable-date")]
)
def test_where_a_date_is_needed_anything_else_is_refused(raw, code):
    with pytest.raises(Unreadable) as refusal:
        parse_date(raw)
    assert refusal.value.code == code


@given(days)
@modest
def test_every_way_of_writing_a_day_reads_back(day):
    written = [
        format_date(day),
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}.{day.month}.{day.year % 100:02d}",
        day.strftime("%d/%m/%Y 00:00:00"),
    ]
    assert {parse_date(text) for text in written} == {day}
    assert {Due.parse(text).date for text in written} == {day}


@given(
    st.one_of(
        st.text(max_size=40),
        st.from_regex(
            r"((by |end |from |Q[0-9] |[0-9]{1,4}|[./ -]|st |June |ſep |March |'|2019/20 |ongoing |\(|\)){1,10})",
            fullmatch=True,
        ),
    ),
    st.sampled_from(["", "2019/20"]),
)
@settings(max_examples=200, deadline=None)
def test_no_words_are_ever_lost(raw, year):
    due = Due.parse(raw, year=year)
    assert due.words == raw.strip()
    assert due.date or due.note or not due.words
