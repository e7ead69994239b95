"""An officer enters or imports a result as it was printed; what is read is shown, and what cannot be is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.errors import Unreadable
from common.values.result import UNITS, ResultValue, format_value
from common.values.units import rounded

modest = settings(max_examples=150, deadline=None)
numbers = st.decimals(min_value=-(10**11), max_value=10**11, places=3)
counted = st.sampled_from([unit for unit in UNITS if unit not in ("text", "yes_no")])


@pytest.mark.parametrize(
    ("raw", "unit", "number"),
    [
        ("95%", "percent", 95),
        ("95", "percent", 95),
        ("+0.4%", "percent", Decimal("0.4")),
        ("1,000", "number", 1000),
        ("1,234,567.5", "number", Decimal("1234567.5")),
        (".5", "number", Decimal("0.5")),
        ("−5", "number", -5),
        ("–5", "number", -5),
        ("(5)", "number", -5),
        ("(£32k)", "gbp_thousands", -32),
        ("£(32)", "gbp_thousands", -32),
        ("£-32", "gbp_thousands", -32),
        ("-£32", "gbp_thousands", -32),
        ("£147", "gbp_thousands", 147),
        ("£1.5m", "gbp_thousands", 1500),
        ("£1.5m", "gbp", 1500000),
        ("£1.5M", "gbp_millions", Decimal("1.5")),
        ("£20.59m", "gbp_millions", Decimal("20.59")),
        ("£500k", "gbp_millions", Decimal("0.5")),
        ("8 days", "days", 8),
        ("5.2 per 1,000", "per_1000", Decimal("5.2")),
        ("\u200e 7\u00a0", "number", 7),
        (57.300000000000004, "number", Decimal("57.3")),
        (Decimal("943"), "gbp_thousands", 943),
    ],
)
def test_a_number_is_read_in_the_indicators_own_unit(raw, unit, number):
    result = ResultValue.parse(raw, unit=unit)
    assert (result.number, result.state, result.words) == (number, "value", "")


@pytest.mark.parametrize(
    ("raw", "unit", "note"),
    [
        ("(5)", "number", "“(5)” read as −5"),
        ("1,000", "number", "“1,000” read as 1000"),
        ("£1.5m", "gbp_thousands", "“£1.5m” read as 1500 (£000s)"),
        ("<100%", "percent", "“<100%” read as less than 100%"),
    ],
)
def test_how_it_was_read_is_shown(raw, unit, note):
    assert ResultValue.parse(raw, unit=unit).notes == (note,)


@pytest.mark.parametrize("raw", ["12", "-5", "−5", "88.4"])
def test_nothing_is_noted_where_nothing_was_changed(raw):
    assert ResultValue.parse(raw, unit="number").notes == ()


def test_a_percentage_typed_and_one_formatted_mean_the_same():
    typed = ResultValue.parse("95%", unit="percent")
    for number_format in ("0%", "0.0%"):
        assert ResultValue.parse(0.95, unit="percent", number_format=number_format) == typed
    assert ResultValue.parse(0.95, unit="percent", number_format='0.00"%"').number == Decimal("0.95")
    assert ResultValue.parse(0.12345678, unit="percent", number_format="0%").number == Decimal("12.345678")


@pytest.mark.parametrize(
    ("raw", "comparator", "number"),
    [("<100%", "<", 100), ("≤ 5", "≤", 5), (">=5", "≥", 5), ("at least 5", "≥", 5), ("5+", "≥", 5), ("c. 5", "~", 5)],
)
def test_a_comparator_is_kept_beside_the_number(raw, comparator, number):
    result = ResultValue.parse(raw, unit="percent")
    assert (result.comparator, result.number) == (comparator, number)


@pytest.mark.parametrize("raw", ["N/A", "n/a", "–", "-", "", "   ", None])
def test_not_available_is_not_zero(raw):
    result = ResultValue.parse(raw, unit="number")
    assert (result.state, result.number, result.words) == ("not_available", None, (raw or "").strip())
    assert result != ResultValue.parse(0, unit="number")


@pytest.mark.parametrize("raw", ["-0", "−0.00", -0.0, Decimal("-0")])
def test_minus_nought_is_nought(raw):
    assert str(ResultValue.parse(raw, unit="number", decimal_places=0).display("number", 0)) == "0"


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        ("To be defined", "words"),
        ("TBC", "words"),
        ("Not currently measured", "not_measured"),
        ("Not measured", "not_measured"),
    ],
)
def test_words_for_a_figure_to_come_are_kept(raw, state):
    result = ResultValue.parse(raw, unit="percent")
    assert (result.state, result.words, result.number) == (state, raw, None)
    assert result.display("percent", 1) == raw


@pytest.mark.parametrize("raw", ["3 star", "3 stars", "Level 3", "Grade 3"])
def test_a_level_is_read_only_where_the_indicator_has_levels(raw):
    result = ResultValue.parse(raw, unit="level")
    assert (result.number, result.words) == (3, raw)
    assert ResultValue.parse(raw, unit="number", levels=True).number == 3
    with pytest.raises(Unreadable) as refusal:
        ResultValue.parse(raw, unit="number")
    assert refusal.value.code == "wrong-unit"


@pytest.mark.parametrize(
    ("raw", "unit", "number"),
    [("4.14 (7 months)", "days", "4.14"), ("91.40% (06/07)", "percent", "91.40"), ("3 (?)", "level", "3")],
)
def test_a_remark_in_brackets_is_kept_with_the_number(raw, unit, number):
    result = ResultValue.parse(raw, unit=unit)
    assert (result.number, result.words) == (Decimal(number), raw)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ("1e308", "number", "not-a-number"),
        (1e308, "number", "too-large"),
        (2**40, "number", "too-large"),
        (str(2**40), "number", "too-large"),
        pytest.param(10**5000, "number", "too-large", id="thousands-of-digits"),
        ("£999999999m", "gbp", "too-large"),
        (float("inf"), "number", "not-a-number"),
        (float("nan"), "number", "not-a-number"),
        (Decimal("sNaN"), "number", "not-a-number"),
        ("NaN", "number", "not-a-number"),
        ("nan", "level", "not-a-number"),
        ("1_000", "number", "not-a-number"),
        ("٣", "number", "not-a-number"),
        ("１２", "number", "not-a-number"),
        ("1٣", "number", "not-a-number"),
        ("1,00", "number", "not-a-number"),
        ("1O0", "number", "not-a-number"),
        ("--5", "number", "not-a-number"),
        ("1 000", "number", "not-a-number"),
        ("0x10", "number", "not-a-number"),
        ("12 apples", "number", "not-a-number"),
        ("Good", "number", "not-a-number"),
        ("1.5m", "number", "not-a-number"),
        ("5%", "number", "wrong-unit"),
        ("£5", "number", "wrong-unit"),
        ("5", "yes_no", "wrong-unit"),
        (1, "yes_no", "wrong-unit"),
        ("#DIV/0!", "number", "error-cell"),
        ("#N/A", "text", "error-cell"),
        (True, "number", "boolean"),
        (False, "yes_no", "boolean"),
        (date(2019, 4, 3), "number", "date-not-value"),
        pytest.param("x" * 32768, "text", "too-long", id="longer-than-a-cell"),
        ("x" * 501, "number", "too-long"),
        ("a\x00b", "text", "null-byte"),
    ],
)
def test_what_is_not_a_value_is_refused_with_a_sentence(raw, unit, code):
    with pytest.raises(Unreadable) as refusal:
        ResultValue.parse(raw, unit=unit)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_a_percentage_cell_is_refused_for_a_count():
    with pytest.raises(Unreadable, match="“95%” is a percentage, but this indicator is a number"):
        ResultValue.parse(0.95, unit="number", number_format="0%")


def test_text_in_any_script_is_kept_as_it_is():
    for raw in ("😀 \u200fשלום", "x" * 32767):
        assert ResultValue.parse(raw, unit="text").words == raw


def test_yes_and_no():
    assert ResultValue.parse("yes", unit="yes_no").display("yes_no") == "Yes"
    assert ResultValue.parse("N", unit="yes_no").number == 0


def test_more_places_than_are_shown_are_kept_and_said():
    result = ResultValue.parse("57.333", unit="percent", decimal_places=1)
    assert result.number == Decimal("57.333")
    assert result.notes == ("kept as 57.333, shown as 57.3",)


@pytest.mark.parametrize(
    ("number", "unit", "places", "shown", "in_table"),
    [
        ("-32", "gbp_thousands", 0, "−£32k", "−32"),
        ("147", "gbp_thousands", 0, "£147k", "147"),
        ("943", "gbp_thousands", None, "£943k", "943"),
        ("20.59", "gbp_millions", 2, "£20.59m", "20.59"),
        ("88.36", "percent", 1, "88.4%", "88.4"),
        ("57", "number", 1, "57.0", "57.0"),
        ("1234567", "number", 0, "1,234,567", "1,234,567"),
        ("1", "days", 0, "1 day", "1"),
        ("4.1", "days", 1, "4.1 days", "4.1"),
        ("-0.04", "number", 1, "0.0", "0.0"),
        ("2.5", "number", 0, "3", "3"),
        ("5.2", "per_1000", 1, "5.2 per 1,000", "5.2"),
        ("12.5", "gbp", 2, "£12.50", "12.50"),
    ],
)
def test_values_are_shown_as_pages_and_tables_print_them(number, unit, places, shown, in_table):
    assert format_value(Decimal(number), unit, places) == shown
    assert format_value(Decimal(number), unit, places, plain=True) == in_table


def test_noughts_that_the_database_adds_are_not_shown():
    assert format_value(Decimal("943.000000"), "gbp_thousands") == "£943k"
    assert ResultValue(Decimal("57.500000")).cell == Decimal("57.5")
    assert str(ResultValue(Decimal("1000.000000"), comparator="<").cell) == "<1000"


def test_no_value_is_never_shown_as_nought():
    assert format_value(None, "number") == "Not available"
    assert format_value(None, "number", plain=True) == "–"
    assert format_value(Decimal(100), "percent", 0, "<") == "<100%"


@given(numbers, counted, st.sampled_from([0, 1, 3, None]))
@modest
def test_a_shown_value_reads_back_to_itself(number, unit, places):
    result = ResultValue.parse(number, unit=unit)
    for plain in (True, False):
        shown = result.display(unit, places, plain=plain)
        again = ResultValue.parse(shown, unit=unit)
        assert again.number == rounded(number, places)


@given(
    st.one_of(
        numbers.map(str),
        st.sampled_from(
            ["<5", "≥ 80%", "£1.5m", "(5)", "N/A", "", "To be defined", "3 star", "4.14 (7 months)", "Yes"]
        ),
    ),
    st.sampled_from(list(UNITS)),
)
@modest
def test_an_exported_result_imports_as_the_same(raw, unit):
    try:
        result = ResultValue.parse(raw, unit=unit)
    except Unreadable:
        return
    assert ResultValue.parse(result.cell, unit=unit) == result


@given(
    st.one_of(
        st.text(max_size=25),
        st.from_regex(r"[<(£$+-]{0,3}[0-9.,_ %kme()/\u0660-\u0669-]{1,12}[a-z)% ]{0,6}", fullmatch=True),
        st.floats(),
        st.integers(),
        st.decimals(),
        st.booleans(),
        st.dates(),
        st.none(),
    ),
    st.sampled_from(list(UNITS)),
    st.sampled_from(["", "0%", "General"]),
)
@settings(max_examples=200, deadline=None)
def test_any_cell_is_read_or_refused_and_nothing_else(raw, unit, number_format):
    try:
        result = ResultValue.parse(raw, unit=unit, number_format=number_format)
    except Unreadable as refusal:
        assert refusal.sentence.endswith(".") and refusal.code
    else:
        assert result.number is None or abs(result.number) < 10**12
        assert result.display(unit, 1)
