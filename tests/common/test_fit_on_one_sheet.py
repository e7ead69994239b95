"""What somebody gets who prints a long table: one sheet that can be read, or the fewest that can."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from common.documents import pdf
from common.documents.blocks import Cell, Document, Paragraph, Table
from common.documents.fit import SETTINGS, fits
from common.documents.pdf import to_pdf
from common.documents.ruler import Ruler

FONTS = settings.BASE_DIR / "build" / "fonts"
SAYS = "Three people moved to other councils in May; offers have been made to five new starters for September."
A3_WIDE, A4_WIDE = pytest.approx(1190.6, abs=1), pytest.approx(841.9, abs=1)


def document(count, remark=SAYS, name="Children on a child protection plan for a second time", **kept):
    columns = ["Ref", "Indicator", "2018/19", "Latest", "Rating", "Trend", "Commentary"]
    rows = [
        [
            *(Cell(f"CSC{n:03}"), Cell(name), Cell("1,028,400", number=True), Cell(f"{n}.4%\n2018/19", number=True)),
            *(Cell("Not rated", "grey"), Cell("", spark=((0, 4), (40, 20), (96, 8))), Cell(remark)),
        ]
        for n in range(count)
    ]
    table = Table("Indicators", columns, [[Cell("Directorate")], *rows], [5, 15, 5, 6, 7, 6, 22], shortened=(6,))
    kept = {"landscape": True, "one_page": True, "shortened_note": "Words are cut.", **kept}
    return Document("Children, Education and Communities", "Q1 2019/20", [table], author="A council", **kept)


def sheets(made):
    with pikepdf.open(io.BytesIO(to_pdf(made))) as file:
        return [float(page.mediabox[2]) for page in file.pages]


def best(made):
    return next(fits(made, Ruler(FONTS)))


@pytest.mark.parametrize("count", [1, 12, 25])
def test_what_can_be_read_on_a4_is_a4(count):
    assert sheets(document(count)) == [A4_WIDE]
    assert best(document(count)).note == "A4 landscape"


@pytest.mark.parametrize("count", [35, 60, 90, 110])
def test_what_is_too_long_for_a4_is_one_sheet_of_a3_and_says_so(count):
    assert sheets(document(count)) == [A3_WIDE]
    assert best(document(count)).note.startswith("A3 landscape")


@pytest.mark.parametrize("count", [125, 200])
def test_what_cannot_be_read_on_one_sheet_stands_on_the_fewest_that_can_and_says_so(count):
    assert sheets(document(count)) == [A3_WIDE, A3_WIDE]
    said = f"{count} rows cannot be read on one sheet, so they stand on 2 sheets of A3 landscape"
    assert best(document(count)).note.startswith(said)


def test_only_words_that_may_be_cut_are_cut_and_the_page_says_that_they_are():
    long = document(40, remark=SAYS * 20, name="A name that is never cut " * 3)
    found = best(long)
    (table,) = found.document.blocks
    assert found.note == "A3 landscape. Words are cut."
    assert all(row[6].text.endswith(" …") and len(row[6].text) < len(SAYS * 20) for row in table.rows[1:])
    assert all(row[1].text == "A name that is never cut " * 3 for row in table.rows[1:])
    assert sheets(long) == [A3_WIDE]


def test_a_short_remark_is_not_cut_on_the_densest_page():
    (table,) = best(document(110, remark="No update: annual data.")).document.blocks
    assert {row[6].text for row in table.rows[1:]} == {"No update: annual data."}


def test_the_type_is_never_smaller_than_can_be_read():
    assert min(setting.size for setting in SETTINGS) == 5.0
    assert best(document(200)).setting.size >= 5.0


def test_what_no_number_of_sheets_holds_in_one_setting_is_still_a_document():
    assert len(sheets(document(50, name="Word " * 1500))) > 12


@pytest.mark.parametrize("count", [3, 25, 45, 70, 100, 112, 160, 200])
def test_the_first_setting_that_is_worked_out_holds(count, monkeypatch):
    """Were the measures of the two files not the same, the typesetter would refuse the first."""
    asked, typeset = [], pdf._typeset
    monkeypatch.setattr(pdf, "_typeset", lambda made, fonts: asked.append(made["fit"]) or typeset(made, fonts))
    to_pdf(document(count))
    assert len(asked) == 1 and asked[0]["sheets"] > 0


def test_a_setting_that_takes_more_sheets_than_was_said_is_refused_and_the_next_is_tried(monkeypatch):
    right = best(document(60))
    wrong = replace(right, setting=SETTINGS[0])
    monkeypatch.setattr(pdf, "fits", lambda made, ruler: iter([wrong, right]))
    assert sheets(document(60)) == [A3_WIDE]


def test_an_empty_document_is_one_sheet_of_a4():
    empty = Document("Nothing yet", "", [Paragraph("No indicator.", "muted")], one_page=True, landscape=True)
    assert sheets(empty) == [A4_WIDE]


@given(st.text(st.characters(categories=["L", "Zs", "P"]), max_size=300), st.floats(3, 60))
@examples(max_examples=60)
def test_lines_lose_no_word_and_shortened_text_fits(text, room):
    ruler, text = Ruler(FONTS), " ".join(text.split())
    lines = ruler.lines(text, room)
    assert " ".join(lines) == text
    assert all(ruler.wide(line) <= room or " " not in line for line in lines)
    short = ruler.shortened(text, room, 2)
    assert short == text or short.endswith(" …")
