"""A plan holder writes amounts, staffing and text as the source prints them, and they print back the same."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values.errors import Unreadable
from common.values.money import Money, format_money
from common.values.quantity import Quantity
from common.values.words import word_count

modest = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("raw", "amount", "short"),
    [
        ("£20.59m", 20590000, "£20.59m"),
        ("£-32", -32, "−£32"),
        ("(5)", -5, "−£5"),
        ("(533)", -533, "−£533"),
        ("£10,000", 10000, "£10,000"),
        ("£40,000 for additional officer time", 40000, "£40k"),
        ("Potentially up to £5,000 if external support is used", 5000, "≤£5k"),
        (Decimal("147000"), 147000, "£147k"),
    ],
)
def test_one_amount(raw, amount, short):
    money = Money.parse(raw)
    assert (money.amount, money.short, money.is_range) == (amount, short, False)
    assert money.words == (raw if isinstance(raw, str) else "")


@pytest.mark.parametrize(
    ("raw", "low", "high", "short"),
    [
        ("£12,000 - £15,000", 12000, 15000, "£12k to £15k"),
        ("£12,000 – £15,000 – but other partners invited to contribute", 12000, 15000, "£12k to £15k"),
        ("between £2 and £4M in 2004/05 and beyond", 2000000, 4000000, "£2m to £4m"),
        ("£500 to £1m", 500, 1000000, "£500 to £1m"),
    ],
)
def test_a_range_keeps_both_ends_and_the_words(raw, low, high, short):
    money = Money.parse(raw)
    assert (money.amount, money.low, money.high, money.words, money.short) == (None, low, high, raw, short)


@pytest.mark.parametrize("raw", ["£XXX", "none", "To be confirmed", "3rd party costs", "5%", ""])
def test_words_without_an_amount_stay_words(raw):
    money = Money.parse(raw)
    assert (money.words, money.amount, money.low) == (raw, None, None)


def test_several_amounts_are_not_added_up():
    money = Money.parse("Half-time officer (£24,000 per annum); £3,000 for events")
    assert money.amount is None
    assert money.note.startswith("More than one amount")


def test_amounts_without_a_scale_are_in_the_tables_own():
    assert Money.parse("424", scale=1000).amount == 424000
    assert Money.parse("£1.5m", scale=1000).amount == 1500000


@pytest.mark.parametrize("raw", ["1_000", "1e308", "1,00", "£999999999m", True, float("nan"), "٣"])
def test_a_number_that_cannot_be_read_is_refused(raw):
    with pytest.raises(Unreadable):
        Money.parse(raw)


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        ("20590000", "£20.59m"),
        ("1000000", "£1m"),
        ("999999", "£1m"),
        ("995000", "£995k"),
        ("147000", "£147k"),
        ("1500", "£1.5k"),
        ("999.999", "£1k"),
        ("960", "£960"),
        ("12.5", "£12.50"),
        ("0", "£0"),
        ("-0.001", "£0"),
        ("-32000", "−£32k"),
        ("105000000", "£105m"),
    ],
)
def test_money_in_short(amount, short):
    assert format_money(Decimal(amount)) == short


@given(st.integers(min_value=-(10**9), max_value=10**9))
@modest
def test_short_money_reads_back_within_its_rounding(pounds):
    read = Money.parse(format_money(Decimal(pounds)).replace("−£", "-£")).amount
    assert abs(read - pounds) <= max(abs(pounds) * Decimal("0.05"), 0)


@given(
    st.one_of(
        st.text(max_size=30), st.from_regex(r"(between |£|[0-9,.]{1,5}|m|k|-| to | and |\(|\)| ){1,9}", fullmatch=True)
    )
)
@settings(max_examples=200, deadline=None)
def test_any_words_are_kept_or_refused(raw):
    try:
        money = Money.parse(raw)
    except Unreadable as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert money.words == raw.strip()
        assert money.low is None or money.low <= money.high


@pytest.mark.parametrize(("raw", "number"), [("203.60", "203.6"), ("1,250", "1250"), ("12 posts", "12"), (5.5, "5.5")])
def test_a_quantity_prints_back_as_typed(raw, number):
    quantity = Quantity.parse(raw)
    assert quantity.number == Decimal(number)
    assert str(quantity) == str(raw)


def test_a_quantity_may_be_words_but_not_money():
    assert Quantity.parse("To be confirmed").number is None
    for raw in ("£5", "5%", True, "1_000"):
        with pytest.raises(Unreadable):
            Quantity.parse(raw)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("One two  three\nfour", 4), ("- a list – of it's 2 well-kept items", 7), ("* # -", 0)]
)
def test_words_are_counted_as_an_officer_would(text, count):
    assert word_count(text) == count
