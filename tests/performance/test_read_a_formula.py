"""A formula is read, worked out, and refused with a sentence where it cannot be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.values.errors import Unreadable
from performance.rules.formula import cycle, parse, references, work_out

VALUES = {key: Decimal(number) for key, number in {"a": 6, "b": 4, "c": 2, "kcr3": 10, "phof2.01": 5, "z": 0}.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A + B", 10),
        ("A - B - C", 0),
        ("A − B + C", 4),
        ("A / B × 100", 150),
        ("C ÷ B * 1,000", 500),
        ("(A + B) / C", 5),
        ("A + B / C", 8),
        ("[KCR 3] - PHOF2.01", 5),
        ("sum(A, B, C)", 12),
        ("average(A, B)", 5),
        ("average(A: 3, B: 1)", "5.5"),
        ("average(A: C, B: C, C: [KCR 3])", "40 / 14"),
        ("a+b", 10),
        ("A / Z", None),
        ("average(A: Z)", None),
        ("A + MISSING", None),
        ("Z / Z", None),
    ],
)
def test_a_formula_is_worked_out(text, expected):
    if expected == "40 / 14":
        expected = Decimal(40) / Decimal(14)
    assert work_out(parse(text), VALUES) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    "text",
    ["", "  ", "A +", "+ A", "A B", "(A", "A)", "A ! B", "1 + 2", "average()", "average(A:)", "A ** B", "__import__('os')",
     "A.b()", "KCR-3 3", "[ ]", "A / / B", "(" * 50 + "A" + ")" * 50, "A+" * 400 + "A", "A\x00"],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_a_sentence(text):
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert refused.value.code == "formula-unreadable" and refused.value.sentence.endswith(".")


def test_its_references_are_told_once_in_their_order():
    found = references(parse("[kcr 3] + A / average(B: A, [KCR 3])"))
    assert [reference.key for reference in found] == ["kcr3", "a", "b"]


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_refused(text):
    try:
        work_out(parse(text), VALUES)
    except Unreadable as refused:
        assert refused.sentence


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"a": ("b", "c"), "b": ("c",)}, ()),
        ({"a": ("a",)}, ("a", "a")),
        ({"a": ("b",), "b": ("c",), "c": ("a",)}, ("a", "b", "c", "a")),
        ({"a": ("b",), "b": ("c",), "c": ("b",)}, ()),
    ],
)
def test_a_circle_is_found(inputs, expected):
    assert cycle("a", inputs) == expected
