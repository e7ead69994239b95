"""What a plan holder who opens the Word file, changes it and sends it back, gets and keeps."""

import io
import time
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from common.documents.blocks import Bullets, Cell, Document, Facts, Heading, Paragraph, Table
from common.documents.word import to_docx

ACTIONS = Table(
    "Actions",
    ["Ref", "Action", "Cost"],
    [
        [Cell("Objective 1", bookmark="objective_7")],
        [Cell("CSS001", bookmark="_action_1"), Cell("Agree\nthe offer"), Cell("−32", number=True)],
        [Cell("CSS002", bookmark="_action_2"), Cell("Publish it"), Cell("Amber", tone="amber")],
    ],
    [1, 4, 1],
)
BLOCKS = [
    Heading(1, "About the service", "about-us"),
    Paragraph("What we do", "lead"),
    Facts([("Director", "Corporate Director\nand deputy")]),
    Heading(3, "Objectives"),
    Bullets(["Safe", "Heard"]),
    Bullets(["First", "Second"], numbered=True),
    Bullets(["One", "Two"], numbered=True),
    ACTIONS,
]


def plan(blocks=BLOCKS, **kept):
    return Document("Service plan", "Children’s services", blocks, author="A council", **kept)


def opened(document):
    return docx.Document(io.BytesIO(to_docx(document)))


def styled(word):
    return [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if paragraph.text]


def test_headings_lists_and_paragraphs_are_real_styles():
    assert styled(opened(plan())) == [
        ("Title", "Service plan"),
        ("Subtitle", "Children’s services"),
        ("Heading 1", "About the service"),
        ("Lead", "What we do"),
        ("Heading 2", "Objectives"),
        ("List Bullet", "Safe"),
        ("List Bullet", "Heard"),
        ("List Number", "First"),
        ("List Number", "Second"),
        ("List Number", "One"),
        ("List Number", "Two"),
        ("Caption", "Actions"),
    ]


def test_each_numbered_list_begins_at_one():
    word = opened(plan())
    lists = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert lists[0] == lists[1] != lists[2] == lists[3]
    numbering = word.part.numbering_part.element
    assert {numbering.num_having_numId(n).find(f".//{qn('w:startOverride')}").get(qn("w:val")) for n in lists} == {"1"}


def test_a_table_keeps_its_words_its_groups_and_repeats_its_header():
    facts, actions = opened(plan()).tables
    assert [cell.text for cell in facts.rows[0].cells] == ["Director", "Corporate Director\nand deputy"]
    rows = [[cell.text for cell in row.cells] for row in actions.rows]
    assert rows[0] == ["Ref", "Action", "Cost"]
    assert rows[1] == ["Objective 1"] * 3, "one cell across all three columns"
    assert rows[2] == ["CSS001", "Agree\nthe offer", "−32"]
    assert rows[3] == ["CSS002", "Publish it", "▲\u00a0Amber"]
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in actions.rows]
    assert repeated == [True, False, False, False]
    assert actions.style.name == "Plan Table"
    assert actions.columns[1].width > actions.columns[0].width


def test_rows_are_known_again_by_hidden_bookmarks():
    body = opened(plan()).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert names == ["about_us", "_objective_7", "_action_1", "_action_2"]
    first = next(mark for mark in body.iter(qn("w:bookmarkStart")) if mark.get(qn("w:name")) == "_action_1")
    cell = next(element for element in first.iterancestors() if element.tag == qn("w:tc"))
    assert [words.text for words in cell.iter(qn("w:t"))] == ["CSS001"]
    starts = {mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert starts == {mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))}
    assert len(starts) == 4


def test_a_bookmark_is_kept_once_and_a_bad_one_is_refused():
    twice = Table("t", ["a"], [[Cell("1", bookmark="_row_1")], [Cell("2", bookmark="_ROW_1")]])
    body = opened(plan([twice])).element.body
    assert len(list(body.iter(qn("w:bookmarkStart")))) == 1
    with pytest.raises(ValueError, match="cannot be a bookmark"):
        to_docx(plan([Table("t", ["a"], [[Cell("1", bookmark="two words")]])]))


def test_every_page_says_draft_its_title_and_its_number():
    section = opened(plan(watermark="Draft, version 1", footer="Not yet approved")).sections[0]
    assert section.header.paragraphs[0].text == "Service plan\t Draft, version 1 "
    assert section.footer.paragraphs[0].text.startswith("Not yet approved\tPage ")
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_file_says_its_title_author_date_and_language():
    word = opened(plan(dated=date(2019, 8, 6)))
    kept = word.core_properties
    assert (kept.title, kept.author, kept.language) == ("Service plan", "A council", "en-GB")
    assert kept.created.date() == kept.modified.date() == date(2019, 8, 6)
    assert {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_a_wide_plan_lies_on_its_side():
    wide, tall = opened(plan(landscape=True)).sections[0], opened(plan()).sections[0]
    assert (wide.orientation, tall.orientation) == (WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
    assert (wide.page_width.mm, wide.page_height.mm) == pytest.approx((297, 210), abs=0.1)


@pytest.mark.parametrize(
    "text", ["a\x00b\x0bc\ud800", "<w:p>&amp;]]>", "#panic() $x$", "tab\there", "\r\n", "😀 עברית", ""]
)
def test_no_text_breaks_the_file(text):
    blocks = [Heading(1, text, text), Paragraph(text), Bullets([text]), Facts([(text, text)])]
    hostile = Document(
        text, text, [*blocks, Table(text, [text], [[Cell(text)]])], author=text, footer=text, watermark=text
    )
    cell = opened(hostile).tables[-1].rows[1].cells[0].text
    assert cell == text.replace("\x00", "").replace("\x0b", "\n").replace("\ud800", "").replace("\r\n", "\n")


def test_the_same_document_is_the_same_bytes_at_any_time():
    first = to_docx(plan())
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]
    assert first == to_docx(plan())


def test_a_plan_of_400_actions_is_quick():
    rows = [[Cell(f"Words in row {row}, column {column}") for column in range(8)] for row in range(400)]
    began = time.process_time()
    to_docx(plan([Table("Actions", [f"Column {column}" for column in range(8)], rows)]))
    assert time.process_time() - began < 2
