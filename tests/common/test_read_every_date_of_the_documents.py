"""Every date in words that the five documents print: it keeps its words, and gives its day or says why it has none.

``!`` before a reason: the words name a day that does not exist. A plan's words are read in its own planning year.
"""

from datetime import date

import pytest

from common.values.due import Due

RECURS, ONGOING = "No single date: it recurs.", "No end date: it is ongoing."
STEP, BEGINS = "No end date: one of its steps is ongoing.", "No end date: the words say only when it begins."
SEASON, LENGTH = "No date: a season or a term", "No date: the words say how long"
NO_MONTH, UNREAD = "No date: the words name a year, but no month in it.", "No date can be read from these words."

YORK_2008 = {
    "April 2008 – March 2011": "2011-03-31",
    "2007-2011": NO_MONTH,
    "Pride in Our Communities 2005- 2008": NO_MONTH,
    "due in the next 12/18 months": LENGTH,
    "taking place Jan/Feb 2008": "2008-02-29",
    "May- June 08": "2008-06-30",
    "SCS April 2008": "2008-04-30",
    "to be reviewed during 08/09": "2009-03-31",
    "Develop measures and targets during q1 08/09": "2008-06-30",
    "Ongoing throughout (08/09": "2009-03-31",
    "Ongoing throughout 08/09": "2009-03-31",
    "Ongoing 08/09": "2009-03-31",
    "Ongoing": ONGOING,
    "May 2008": "2008-05-31",
    "June 2008": "2008-06-30",
    "Strategy approved by June 08 (existing strategy comes to an end May 2008)": "2008-06-30",
    "By March 08": "2008-03-31",
    "By April 08": "2008-04-30",
    "40% (06/07)": "2007-03-31",
    "4.14 (7 months)": UNREAD,
    "yearly through City Strategy EMAPs in September and December, with an annual out-turn report in June": RECURS,
}
STOCKTON_2008 = {
    "30.9.09": "2009-09-30",
    "30.6.08": "2008-06-30",
    "31.12.08": "2008-12-31",
    "31.03.09": "2009-03-31",
    "31.3.10": "2010-03-31",
    "31.7.08 and 31.1.09 (assuming trial continues)": "2009-01-31",
    "established by September 2009": "2009-09-30",
    "Baseline to be developed by March 2009": "2009-03-31",
    "by May 2008 and will be monitored quarterly thereafter": "2008-05-31",
    "by July 2007": "2007-07-31",
    "Framework (October 2007)": "2007-10-31",
    "developed during 2009": "2009-12-31",
    "by April 2008": "2008-04-30",
    "within 30 days by Q4": "2009-03-31",
    "forward looking Annual Efficiency Statement (April)": RECURS,
    "Data Quality Audit 2007": NO_MONTH,
    "launched in June 2007": "2007-06-30",
    "50% in 2008/9 and 50% in 2009/10": "2010-03-31",
    "2008/9 to 2010/11": "2011-03-31",
    "2008/09 – 2010/11": "2011-03-31",
    "Ongoing up to March 2010": "2010-03-31",
    "Ongoing to March 2011": "2011-03-31",
    "Annually (April)": RECURS,
    "Commenced 2007 & ongoing": ONGOING,
    "March 2008": "2008-03-31",
    "Phased over 3 years up to March 2010": "2010-03-31",
    "Phased over 3 years up to March 2010. All 1st 2nd and 3rd tier officers by March 2008": "2010-03-31",
    "April 2008 and annually thereafter": "2008-04-30",
    "August 2008": "2008-08-31",
    "December 2008": "2008-12-31",
}
SALFORD_2002 = {
    "by 31st June, 2002": "!The date 31 June 2002 does not exist: that month has 30 days.",
    "31st June, 2002": "!The date 31 June 2002 does not exist: that month has 30 days.",
    "by July 2002": "2002-07-31",
    "by April, 2002": "2002-04-30",
    "by December, 2002.": "2002-12-31",
    "2002-2005": NO_MONTH,
    "by 30th June, 2002": "2002-06-30",
    "by 30th July, 2002": "2002-07-30",
    "30th December, 2002": "2002-12-30",
    "By 30th April, 2002 to have systems in place, by 31st May, 2002": "2002-05-31",
    "by 12th February": "2003-02-12",
    "between 8th May and 28th August, 2002": "2002-08-28",
    "between 11th February and 31st March, 2003": "2003-03-31",
    "by 30th June, 2002 and to update this every 6 months": "2002-06-30",
    "monthly briefings (11 per year)": RECURS,
    "an annual meeting of all staff of the Directorate in April": RECURS,
    "by July 2002, and implement throughout 2002": "2002-12-31",
    "during 2002/2003": "2003-03-31",
    "by the end of June 2002": "2002-06-30",
    "by 30th September, 2003": "2003-09-30",
    "in the financial year 2002/03": "2003-03-31",
    "between £2 and £4M in 2004/05 and  beyond": "2005-03-31",
    "on-going": ONGOING,
}
SOUTH_CAMBS_2009 = {
    "April 2009": "2009-04-30",
    "Ongoing throughout the year": "2010-03-31",
    "1. April 2009; 2. April 2009; 3. May 2009; 4. Ongoing throughout the year": "2010-03-31",
    "From Jan 2009": BEGINS,
    "1. Ongoing; 2. From Jan 2009; 3. Ongoing": STEP,
    "1. June 2009; 2. Oct 2009; 3. Jan 2010": "2010-01-31",
    "1. April 2009; 2. Ongoing; 3. Ongoing": STEP,
    "1. Jan 2009; 2. Mar 2009; 3. April 2009; 4. July 2009; 5. Sept 2009; 6. Nov 2009; 7. Dec 2009": "2009-12-31",
    "by 2010": "2010-12-31",
    "in 2009": "2009-12-31",
    "from 2009": BEGINS,
    "by the end of 2009": "2009-12-31",
    "between 2008 and 2010": NO_MONTH,
    "2009 to 2010": NO_MONTH,
    "set dates for 2009": NO_MONTH,
    "Jan 09": "2009-01-31",
    "Jun 09": "2009-06-30",
    "Sept 09": "2009-09-30",
    "by March 09": "2009-03-31",
    "in the Autumn": SEASON,
    "early in 2010": NO_MONTH,
    "1st May 09": "2009-05-01",
    "1 st May 11": "2011-05-01",
    "July 10": "2010-07-31",
    "in place by April each year": RECURS,
    "By end Q3": "2009-12-31",
    "paid out by end Q1, subject to monitoring information received": "2009-06-30",
    "visited by December": "2009-12-31",
    "01/04/08": "2008-04-01",
    "available in January/February 2009": "2009-02-28",
    "Jan-Feb 09": "2009-02-28",
    "March – April 09": "2009-04-30",
    "up to April 09": "2009-04-30",
    "from April 09": BEGINS,
    "over the next three years": LENGTH,
    "10/11 Service Plans": "2011-03-31",
    "being developed during 2008/09": "2009-03-31",
    "As set out under actions": UNREAD,
    "See Actions": UNREAD,
    "March 2010 (at least partly in operation)": "2010-03-31",
    "As soon as possible – date to be given after receipt of stock-take report.": UNREAD,
    "six-monthly": RECURS,
}
YORK_2019 = {
    "31/10/2019": "2019-10-31",
    "2019-23": NO_MONTH,
    "carbon neutral city by 2030": "2030-12-31",
    "Q4 2018/2019": "2019-03-31",
    "June / July": "2019-07-31",
    "commence in July with the plans signed off, and completed in October": "2019-10-31",
    "March": "2020-03-31",
    "monthly": RECURS,
}
OF_A_PLAN = {
    "2008/09": YORK_2008 | STOCKTON_2008,
    "2002/03": SALFORD_2002,
    "2009/10": SOUTH_CAMBS_2009,
    "2019/20": YORK_2019,
}
DATES = [(year, words, said) for year, printed in OF_A_PLAN.items() for words, said in printed.items()]


@pytest.mark.parametrize(("year", "words", "said"), DATES)
def test_a_printed_date_gives_its_day_or_says_why_not(year, words, said):
    due = Due.parse(words, year=year)
    assert due.words == words
    assert due.impossible == said.startswith("!")
    if said[0].isdigit():
        assert due.date == date.fromisoformat(said)
    else:
        assert due.date is None
        assert due.note.startswith(said.removeprefix("!"))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Sept/Oct", "2009-10-31"),
        ("Sept/Oct 09", "2009-10-31"),
        ("March 09", "2009-03-31"),
        ("Q3 08/09", "2008-12-31"),
        ("Feb – Mar", "2010-03-31"),
        ("in June and December", "2009-12-31"),
        ("mid-May", "2009-05-31"),
        ("by May", "2009-05-31"),
        ("by year end", "2010-03-31"),
        ("by the end of the year", "2010-03-31"),
        ("late 2009", "2009-12-31"),
        ("2010", "2010-12-31"),
        ("By end Q3 in every service", "2009-12-31"),
        ("Annual review by July 09", "2009-07-31"),
        ("Ongoing throughout the year (31 March 2009)", "2009-03-31"),
    ],
)
def test_ranges_and_months_without_a_year_end_with_their_last_month(words, day):
    assert Due.parse(words, year="2009/10").date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("May be later", UNREAD),
        ("It may need more time, and may be dropped", UNREAD),
        ("in the year to come", UNREAD),
        ("within 6 months", LENGTH),
        ("Summer term", SEASON),
    ],
)
def test_what_names_no_day_is_not_taken_for_one(words, says):
    due = Due.parse(words, year="2009/10")
    assert due.date is None and due.note.startswith(says)


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("April 2008 and annually thereafter", "Read as 30 April 2008; it recurs after that."),
        ("Annual review by July 09", "Read as 31 July 2009."),
        ("2008/9 to 2010/11", "Read as 31 March 2011, the last date in the words."),
    ],
)
def test_what_else_the_words_say_is_said(words, note):
    assert Due.parse(words, year="2008/09").note == note
