"""Cause, event and consequence read as one sentence; references are given, compared and put in addresses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks.wording import key, measures, next_reference, sentence, slug

CLAUSE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@pytest.mark.parametrize(
    ("cause", "event", "consequence", "words"),
    [
        (
            "Failure to deliver community safety targets",
            "poor assessment of CDRP",
            "unfavourable review by Government Office",
            "Failure to deliver community safety targets leading to poor assessment of CDRP, "
            "resulting in unfavourable review by Government Office.",
        ),
        # South Cambs 2009, risk g: no third clause.
        (
            "Lack of progress in equalities",
            "compliance risks",
            "",
            "Lack of progress in equalities leading to compliance risks.",
        ),
        ("", "Partnerships not fit for purpose.", "", "Partnerships not fit for purpose."),
        ("", "A supplier fails", "a service stopped", "A supplier fails, resulting in a service stopped."),
        ("Flood, heat", "", "", "Flood, heat."),
        ("", "", "Services cut", "Resulting in services cut."),
        ("", " ", "", ""),
        # Function words lose their capital in mid-sentence; what may be a name keeps it.
        ("Thin margins", "A supplier fails", "", "Thin margins leading to a supplier fails."),
        ("Thin margins", "York Central stops", "", "Thin margins leading to York Central stops."),
        ("Flood, heat and frost", "roads closed", "", "Flood, heat and frost, leading to roads closed."),
    ],
)
def test_a_risk_reads_as_a_sentence(cause, event, consequence, words):
    assert sentence(cause, event, consequence) == words


@given(CLAUSE, CLAUSE, CLAUSE)
@settings(max_examples=150)
def test_no_clause_loses_a_word(cause, event, consequence):
    said = sentence(cause, event, consequence).upper()
    for clause in (cause, event, consequence):
        for word in clause.split():
            assert word.rstrip(".,;:").upper() in said


def test_each_mitigating_action_stands_alone():
    text = "survey the ground first; agree a longer lease.\r\n\r\nTell residents;;"
    assert measures(text) == ["Survey the ground first", "Agree a longer lease", "Tell residents"]
    assert measures("") == []


@pytest.mark.parametrize(
    ("prefix", "taken", "reference"),
    [
        ("CSS", [], "CSS-R1"),
        ("CSS", ["CSS-R1", "css - r4", "EDS-R9", "CSS-R2b", "KCR 3"], "CSS-R5"),
        ("CSS", ["CSS-R99999999999999999999"], "CSS-R1"),
    ],
)
def test_the_next_reference_follows_the_highest(prefix, taken, reference):
    assert next_reference(prefix, taken) == reference


def test_references_are_compared_without_case_and_blanks():
    assert key(" kcr  3") == key("KCR3")
    assert key("R1.1") != key("R11")


@pytest.mark.parametrize(
    ("reference", "address"), [("KCR 3", "kcr-3"), ("CSS-R1", "css-r1"), ("R1.1", "r1-1"), ("R11", "r11"), ("!!", "")]
)
def test_a_reference_makes_an_address(reference, address):
    assert slug(reference) == address
