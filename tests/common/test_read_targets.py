"""An officer sets a target as a number, a range or words, and how far a result may miss it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.errors import Unreadable
from common.values.numbers import parse_comparator
from common.values.target import TargetValue
from common.values.tolerance import Tolerance
from common.values.units import UNITS

modest = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("raw", "unit", "comparator", "number", "upper"),
    [
        ("80%", "percent", "", 80, None),
        ("≥ 80%", "percent", "≥", 80, None),
        ("at least 80", "percent", "≥", 80, None),
        ("no more than 8 days", "days", "≤", 8, None),
        ("<100%", "percent", "<", 100, None),
        (0.95, "percent", "", 95, None),
        ("10 to 12", "number", "within", 10, 12),
        ("10-12", "number", "within", 10, 12),
        ("within 10 to 12", "number", "within", 10, 12),
        ("between 10 and 12", "number", "within", 10, 12),
        ("80–85%", "percent", "within", 80, 85),
        ("-5 to 5", "number", "within", -5, 5),
        ("£2-4m", "gbp_thousands", "within", 2000, 4000),
        ("£-32", "gbp_thousands", "", -32, None),
    ],
)
def test_numbers_and_ranges(raw, unit, comparator, number, upper):
    target = TargetValue.parse(raw, unit=unit, number_format="0%")
    assert (target.comparator, target.number, target.upper, target.words) == (comparator, number, upper, "")


@pytest.mark.parametrize(
    "raw",
    [
        "To be defined",
        "Set baseline",
        "Set Baseline based on Place Survey",
        "Baseline +2.5%",
        "Baseline + 5%",
        "First judgement available",
        "Disaggregated targets being developed",
        "July 09",
        "1 st May 09",
        "31.7.08",
        "By end Q3",
        "85% by Q4",
        "50% in 2008/9 and 50% in 2009/10",
    ],
)
def test_words_are_kept_and_rate_nothing(raw):
    target = TargetValue.parse(raw, unit="percent")
    assert (target.words, target.number, target.state) == (raw, None, "words")
    assert target.display("percent", 1) == raw


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("£XXX", "gbp"),
        ("between £2 and £4M in 2004/05 and beyond", "gbp"),
        ("£12,000 - £15,000 – but other partners invited to contribute", "gbp"),
        ("£0.5M in 2003/04", "gbp_thousands"),
        ("1000 jobs", "number"),
        ("650 enquiries", "number"),
        ("185 wage subsidies", "number"),
        ("4 meetings/events per year", "number"),
    ],
)
def test_a_phrase_with_an_amount_or_a_count_in_it_is_kept_whole(raw, unit):
    target = TargetValue.parse(raw, unit=unit)
    assert (target.words, target.number, target.state) == (raw, None, "words")


@pytest.mark.parametrize(
    ("raw", "unit", "number"),
    [
        ("3 star", "level", 3),
        ("Level 3", "level", 3),
        ("3 (?)", "level", 3),
        ("3 (?)", "number", 3),
        ("8 days (Cex's)", "days", 8),
        ("8 days Cex's)", "days", 8),
        ("1.4 (Cex's)", "days", Decimal("1.4")),
        ("4.14 (7 months)", "days", Decimal("4.14")),
        ("3% p.a.", "percent", 3),
        ("£24,000 per annum", "gbp", 24000),
    ],
)
def test_a_number_among_words_is_rated_and_the_words_are_shown(raw, unit, number):
    target = TargetValue.parse(raw, unit=unit)
    assert (target.number, target.words, target.state) == (number, raw, "value")


@pytest.mark.parametrize("raw", ["N/A", "-", "", None])
def test_no_target_is_not_nought(raw):
    assert TargetValue.parse(raw, unit="number").state == "not_available"


@pytest.mark.parametrize(
    ("raw", "unit", "comparator", "code"),
    [
        ("3 star", "percent", "", "wrong-unit"),
        ("1O0", "number", "", "not-a-number"),
        ("10 OO", "number", "", "not-a-number"),
        ("£5 milion", "gbp", "", "not-a-number"),
        ("NaN", "number", "", "not-a-number"),
        ("1e309", "number", "", "not-a-number"),
        ("12-10", "number", "", "not-a-range"),
        ("10%-12%", "number", "", "wrong-unit"),
        ("10", "number", "within", "unreadable-comparator"),
        ("10-12", "number", "≥", "unreadable-comparator"),
        ("<10", "number", "≥", "unreadable-comparator"),
        ("10", "number", "roughly", "unreadable-comparator"),
        (True, "number", "", "boolean"),
        ("#REF!", "number", "", "error-cell"),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(raw, unit, comparator, code):
    with pytest.raises(Unreadable) as refusal:
        TargetValue.parse(raw, unit=unit, comparator=comparator)
    assert refusal.value.code == code


def test_a_comparator_may_stand_in_a_column_of_its_own():
    assert TargetValue.parse("80", unit="percent", comparator=">=") == TargetValue.parse("≥80%", unit="percent")
    assert TargetValue.parse("10 to 12", unit="number", comparator="Within").comparator == "within"
    assert parse_comparator("At least") == "≥"


def test_a_target_is_shown_in_its_unit():
    assert TargetValue.parse("at least 80", unit="percent").display("percent", 0) == "≥80%"
    assert TargetValue.parse("10 to 12", unit="days").display("days", 0, plain=True) == "10 to 12"


@given(
    st.one_of(
        st.text(max_size=25),
        st.from_regex(
            r"(within |at least |[<≥£+-])?[0-9.]{1,5}[%km]?( to |-|–)?[0-9.,]{0,5}[a-z() ]{0,6}", fullmatch=True
        ),
        st.floats(),
        st.integers(),
    ),
    st.sampled_from(list(UNITS)),
)
@settings(max_examples=200, deadline=None)
def test_any_target_is_read_or_refused_and_reads_back(raw, unit):
    try:
        target = TargetValue.parse(raw, unit=unit)
    except Unreadable as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert TargetValue.parse(target.cell, unit=unit) == target


@pytest.mark.parametrize(
    ("raw", "absolute", "shown"),
    [
        ("5", 5, "5"),
        ("5%", 4, "5%"),
        ("±5", 5, "5"),
        ("5 points", 5, "5"),
        (2.5, Decimal("2.5"), "2.5"),
        ("", 0, ""),
        (None, 0, ""),
    ],
)
def test_a_tolerance_is_in_units_or_of_the_target(raw, absolute, shown):
    tolerance = Tolerance.parse(raw)
    assert tolerance.absolute(Decimal(-80)) == absolute
    assert str(tolerance) == shown


def test_a_tolerance_cell_formatted_as_a_percentage_is_of_the_target():
    assert Tolerance.parse(0.05, number_format="0%") == Tolerance.parse("5%")


@pytest.mark.parametrize("raw", ["-5", "about 5", "five", "£5k", "5 apples", True, -1, "1e5"])
def test_what_is_not_a_tolerance_is_refused(raw):
    with pytest.raises(Unreadable):
        Tolerance.parse(raw)


@given(st.decimals(min_value=0, max_value=1000, places=2), st.booleans())
@modest
def test_a_shown_tolerance_reads_back(amount, percent):
    tolerance = Tolerance(amount, percent and amount > 0)
    assert Tolerance.parse(str(tolerance)) == tolerance
