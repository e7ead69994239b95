"""Whole plans from elsewhere, in the shapes in which Word files come: each word is in the plan, or is named as left."""

import re
from collections import Counter

import pytest

from common.documents.word_reading import FALLBACK
from serviceplans.rules import parts_of
from serviceplans.word.matching import SYNONYMS
from serviceplans.word.placing import pieces_of, place, targets_of
from tests.serviceplans import foreign, foreign_whole
from tests.serviceplans.any_template import begun_in
from tests.serviceplans.foreign_whole import (
    BODY_TEXT,
    LINE_END,
    by_styles,
    dressed,
    numbered_by_word,
    reopened,
    split_tables,
)
from tests.serviceplans.word import read

SHAPES = {
    "as it is": lambda word: word,
    "headings in styles": by_styles,
    "headings that Word numbers": numbered_by_word,
    "content controls, boxes, merged cells": dressed,
    "tables split over two pages": split_tables,
}
DOCUMENTS = {
    ("york-2008", "whole"): foreign_whole.york_2008, ("salford-2002", "whole"): foreign_whole.salford_2002,
    **{(key, "part"): getattr(foreign, key.replace("-", "_")) for key in (
        "york-2019", "stockton-2008", "salford-2002", "south-cambs-2009", "york-2008",
    )},
}  # fmt: skip
WORD = re.compile(r"\w+")


def words_of(text):
    return Counter(word.casefold() for word in WORD.findall(str(text).replace("\\n", " ")))


def body_of(word):
    """Every word of the file's body, as its XML has it; what is written a second time for older programs once."""
    said = Counter()
    for paragraph in word.element.body.iter(BODY_TEXT.replace("}t", "}p")):
        if not any(above.tag == FALLBACK for above in paragraph.iterancestors()):
            runs = paragraph.iter(BODY_TEXT, LINE_END)
            own = (t for t in runs if next(t.iterancestors(paragraph.tag)) is paragraph)
            said += words_of("".join(" " if t.tag == LINE_END else t.text or "" for t in own))
    return said


def headings_of(content):
    """The words of the template's own headings and columns, and of what councils call these: they say where words belong."""
    said = words_of("Section Part Appendix Table")
    for section, part in parts_of(content):
        said += words_of([section["number"], section["heading"], part["number"], part["heading"], part["config"]])
    return set(said) | set(words_of(list(SYNONYMS.values())))


def told_by(found):
    """What the plan would say, and what is named as not taken over."""
    return words_of(found.after) + words_of([(one.where, one.text, one.why) for one in found.unread])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("document", DOCUMENTS, ids=" ".join)
def test_no_word_of_the_body_is_lost(people, document, shape):
    word = reopened(SHAPES[shape](DOCUMENTS[document]()))
    found = read(begun_in(people, document[0]), word)
    headings = headings_of(found.before)
    missing = {w: n for w, n in (body_of(word) - told_by(found)).items() if w not in headings}
    assert missing == {}


def test_what_stands_outside_the_text_is_named(people):
    found = read(begun_in(people, "york-2008"), reopened(dressed(foreign_whole.york_2008())))
    told = [(one.where, one.text) for one in found.unread]
    assert ("Header", "Restricted until September") in told
    assert "Page 1 of 9" not in [text for _, text in told]
    # A text box is read once, and stands where it is tied.
    assert f"{found.after} {told}".count("Said in a box") == 1


def test_all_that_is_left_can_be_placed_by_hand(people):
    found = read(begun_in(people, "salford-2002"), foreign_whole.salford_2002())
    target = next(t.key for t in targets_of(found.before) if t.key.endswith(".documents"))
    placed = place(found, {piece.name: target for piece in pieces_of(found)})
    assert [one for one in placed.unread if not one.why] == []


def data_of(found):
    return {part["key"]: part["data"] for _, part in parts_of(found.after)}


@pytest.mark.parametrize("shape", ["as it is", "headings in styles", "tables split over two pages"])
def test_york_2008_is_recognised(people, shape):
    data = data_of(read(begun_in(people, "york-2008"), SHAPES[shape](foreign_whole.york_2008())))
    assert data["header"]["workplans"] == "Policy, Improvement & Equalities Teams"
    assert [(row["type"], row["sources"]) for row in data["drivers"]["rows"]] == [
        ("", "CSR07"), ("Corporate drivers", "Corporate Strategy 2007-2011"), ("Directorate drivers", "OEP"),
    ]  # fmt: skip
    assert [row["factor"][:5] for row in data["success-factors"]["rows"]] == ["CSF1:", "CSF2:"]
    assert data["directions"]["statements"] == ["Communities that are cohesive"]
    targets = {
        key: [(r["measure"], r["group"], r["target_2"]) for r in data[f"{key}-measures"]["rows"]] for key in AREAS
    }
    assert targets == {
        "customer": [("Internal customer satisfaction", "Service specific measures", "To be defined")],
        "process": [("CPA rating", "Corporate measures", "N/a"), ("% of actions on time", "Service specific measures", "85%")],
        "resource": [("Budget Spend", "", "<100%")],
    }  # fmt: skip
    deadlines = {
        key: [a["completed_by"] for o in data[f"{key}-actions"]["objectives"] for a in o["actions"]] for key in AREAS
    }
    assert deadlines == {
        "customer": ["Ongoing throughout 08/09"], "process": ["June 2008"], "resource": ["By April 08"],
    }  # fmt: skip
    assert {row["head"]: row["last"] for row in data["budget"]["rows"] if row["last"]} == {
        "Employees": "424", "Less Income": "(533)",
    }  # fmt: skip
    assert "September and December" in data["monitoring"]["arrangements"]


AREAS = ("customer", "process", "resource")


def test_salford_2002_is_recognised(people):
    data = data_of(read(begun_in(people, "salford-2002"), foreign_whole.salford_2002()))
    # Numbers that are counted by themselves need not be kept.
    assert [row["text"][:14] for row in data["introduction"]["rows"]] == ["The plan names", "It is a summar"]
    assert [row["words"] for row in data["pledge-list"]["rows"]] == ["Better Education for all", "A Safer Salford"]
    told = [
        (o["extra"]["section"], o["extra"].get("number", ""), o["text"], [a["text"] for a in o["actions"]])
        for o in data["strategy-and-regeneration-objectives"]["objectives"]
    ]
    assert told == [
        (
            "6.1 Economic Development Section", "1.", "To Encourage Investment in the City",
            ["65 Potential inward investor enquiries received", "1000 Jobs created"],
        ),
        ("6.1 Economic Development Section", "2.", "Support Business Development", ["Generate 650 Business Enquiries"]),
        (
            "6.2 Community Safety Section", "", "Crime Reduction",
            ["Work to the Best Value Performance Indicators"],
        ),
    ]  # fmt: skip
    assert "Over 26000 jobs" in str(data["strategy-and-regeneration-context"])
