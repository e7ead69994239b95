"""Two wordings of a text: what was kept, taken out and put in, in words that a person can follow, on page and paper."""

import io
import time

import docx
import pikepdf
import pytest
from django.template import Context, Template
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from common.differences import lines, pair_alike, plain, whole, words
from common.documents.blocks import ADDED, REMOVED, SAME, Changes, Document, Heading, Span
from common.documents.pdf import to_pdf
from common.documents.word import to_docx

text = st.text(
    st.sampled_from("a b c of the £1.50 3% 31/03/2020 don't, .\n é") | st.characters(codec="utf-8"), max_size=60
)


def shown(spans):
    """The spans with [what was taken out] and <what was put in>."""
    marks = {SAME: "{}", REMOVED: "[{}]", ADDED: "<{}>"}
    return "".join(marks[span.mark].format(span.text) for span in spans)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Reviews back to 85%", "Reviews back to 80%", "Reviews back to [85%]<80%>"),
        ("See families soon", "See all families soon", "See <all >families soon"),
        ("See all families soon", "See families soon", "See [all ]families soon"),
        ("Costs of £1,250.50 a year", "Costs of £1,500 a year", "Costs of [£1,250.50]<£1,500> a year"),
        # A small word between two changes does not cut them in pieces.
        (
            "One front door of the city for all",
            "One back gate of a city for all",
            "One [front door of the]<back gate of a> city for all",
        ),
        # What shares next to nothing is told as two texts.
        ("Recruit foster carers", "The contract ends", "[Recruit foster carers]<The contract ends>"),
        ("", "New words", "<New words>"),
        ("Old words", "", "[Old words]"),
        ("Spaces   and\nlines", "Spaces and lines", "Spaces and lines"),
        ("It’s here, and stays", "It’s here; and stays", "It’s here[,]<;> and stays"),
    ],
)
def test_words_are_compared_one_by_one(before, after, told):
    assert shown(words(before, after)) == told


@given(text, text)
def test_nothing_is_lost_or_invented(before, after):
    for way in (words, whole):
        spans = way(before, after)
        if plain(before) == plain(after):
            assert shown(spans) == after
        else:
            assert "".join(span.text for span in spans if span.mark != ADDED) == before
            assert "".join(span.text for span in spans if span.mark != REMOVED) == after


@given(text)
def test_a_text_compared_with_itself_shows_no_mark(same):
    for way in (words, whole, lines):
        assert all(span.mark == SAME for span in way(same, same))


def test_a_value_is_replaced_whole():
    assert shown(whole("31 March 2020", "31 May 2020")) == "[31 March 2020]<31 May 2020>"


def test_lists_are_compared_in_any_order_and_a_reworded_item_is_not_two():
    before = "Families with children\nSchools\nPeople who use drugs or alcohol"
    after = "Schools\nFamilies with children\nPeople who use drugs, alcohol or tobacco\nEmployers"
    told = shown(lines(before, after)).split("\n")
    assert told[:2] == ["Schools", "Families with children"]
    assert told[2].startswith("People who use drugs") and "tobacco" in told[2]
    assert told[3:] == ["<Employers>"]


def test_an_item_that_stood_twice_and_now_stands_once_is_taken_out_once():
    assert shown(lines("a one\na one\nb two", "a one\nb two")) == "a one\nb two\n[a one]"


def test_each_text_is_paired_once_and_the_most_alike_first():
    assert pair_alike(["ten new homes", "ten homes"], ["ten new homes now"]) == {"ten new homes now": "ten new homes"}
    assert pair_alike(["ten homes"], ["a park"]) == {}


def test_very_long_texts_are_compared_in_time():
    before = "\n".join(f"Line {number} says that we do this and that for the city of York." for number in range(2000))
    after = before.replace("Line 700 says", "Line 700 no longer says").replace("Line 9 says", "")
    began = time.perf_counter()
    spans = words(before, after)
    assert time.perf_counter() - began < 20
    assert "".join(span.text for span in spans if span.mark != REMOVED) == after


ROWS = Changes([("Outcomes", [Span("Fewer "), Span("delays ", REMOVED), Span("waits\nfor all", ADDED), Span(".")])])


def test_on_a_page_marks_are_elements_and_spoken_words():
    html = Template("{% load blocks %}{% blocks found %}").render(Context({"found": [ROWS]}))
    assert "<del>" in html and "<ins>" in html
    assert "removed: </span>delays<span" in html
    assert "added: </span>waits<br>for all<span" in html


def test_hostile_text_in_a_comparison_is_only_text():
    found = [Changes([("<b>x</b>", [Span("<script>alert(1)</script>", ADDED), Span("{{ 1|add:1 }}", REMOVED)])])]
    html = Template("{% load blocks %}{% blocks found %}").render(Context({"found": found}))
    assert "<script>" not in html and "<b>x" not in html and "{{ 1|add:1 }}" in html


def document():
    return Document("Plan: what changed", "Version 1 and 2", [Heading(1, "Actions"), ROWS], author="A council")


def test_in_word_what_was_taken_out_is_struck_through_in_brackets():
    word = docx.Document(io.BytesIO(to_docx(document())))
    runs = {r.text: r for p in word.tables[0].rows[0].cells[1].paragraphs for r in p.runs}
    assert list(runs) == ["Fewer ", "[delays] ", "‹waits\nfor all›", "."]
    assert runs["[delays] "].font.strike and not runs["Fewer "].font.strike
    underline = runs["‹waits\nfor all›"]._r.find(qn("w:rPr")).find(qn("w:u"))
    assert underline.get(qn("w:val")) == "single"


def test_the_pdf_of_a_comparison_is_accessible():
    with pikepdf.open(io.BytesIO(to_pdf(document()))) as file, file.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_a_comparison_without_rows_is_left_out_on_paper():
    empty = Document("T", "", [Heading(1, "Nothing"), Changes([])])
    assert to_pdf(empty)
    assert not docx.Document(io.BytesIO(to_docx(empty))).tables
