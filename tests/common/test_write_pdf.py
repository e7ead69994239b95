"""What a director who prints a plan, and a person who has it read aloud, get in the PDF."""

import io
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from common.documents import glyphs, pdf
from common.documents.blocks import Bullets, Cell, Document, Facts, Heading, Paragraph, Table
from common.documents.pdf import PdfTrouble, to_pdf

HOSTILE = '#panic("no") $x$ <b>bold</b> *strong* _sly_ @ref `code` \\ "quotes" // comment /* */ = heading'
ACTIONS = Table(
    "Actions by objective",
    ["Ref", "Action", "Cost", "Rating"],
    [
        [Cell("Objective 1: children are safe")],
        [Cell("CSS001"), Cell("Agree the offer"), Cell("−32", number=True), Cell("Red", tone="red")],
        [
            Cell("CSS002"),
            Cell("Publish it\nand say so"),
            Cell("147", number=True),
            Cell("▲ Improving", tone="improving"),
        ],
    ],
)
BLOCKS = [
    Heading(1, "About the service", "about"),
    Paragraph("What we do", "lead"),
    Facts([("Director", "Corporate Director"), ("A term that is too long to stand beside its value", "£20.59m")]),
    Heading(2, "Objectives"),
    Bullets(["Safe", "Heard"]),
    Bullets(["First", "Second"], numbered=True),
    Paragraph("Boxed", "note"),
    ACTIONS,
]


def plan(blocks=BLOCKS, **kept):
    return Document("Service plan 2019/20", "Children’s services", blocks, author="A council", **kept)


def opened(document):
    import io

    return pikepdf.open(io.BytesIO(to_pdf(document)))


def tags(node):
    """The structure tags of a PDF, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [tag for child in node for tag in tags(child)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [str(node.S)] + (tags(node.K) if "/K" in node else [])


def tags_of(document):
    with opened(document) as file:
        return tags(file.Root.StructTreeRoot.K)


def test_the_file_says_its_title_language_and_that_it_is_accessible():
    with opened(plan(dated=date(2019, 8, 6))) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Service plan 2019/20"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:creator"] == ["A council"]
        assert str(file.docinfo["/CreationDate"]).startswith("D:20190806")


def test_headings_lists_and_tables_are_tagged_in_reading_order():
    found = tags_of(plan())
    assert [tag for tag in found if tag in ("/Title", "/H1", "/H2", "/L", "/Table")] == [
        "/Title", "/H1", "/L", "/H2", "/L", "/L", "/Table",
    ]  # fmt: skip
    # Four columns' headers and the group's; two rows of four.
    assert found.count("/TH") == 5
    assert found.count("/TD") == 8
    assert "/THead" in found
    assert "/Caption" in found


def test_a_skipped_heading_level_is_closed_up_rather_than_refused():
    found = tags_of(plan([Heading(3, "First"), Heading(4, "Under it"), Heading(2, ""), Heading(1, "Last")]))
    assert [tag for tag in found if tag.startswith("/H")] == ["/H1", "/H2", "/H1"]


def test_words_that_look_like_markup_are_printed_as_they_are():
    blocks = [
        Heading(1, HOSTILE),
        Paragraph(HOSTILE),
        Bullets([HOSTILE]),
        Facts([(HOSTILE, HOSTILE)]),
        Table(HOSTILE, [HOSTILE, HOSTILE], [[Cell(HOSTILE)], [Cell(HOSTILE), Cell(HOSTILE)]]),
    ]
    hostile = Document(HOSTILE, HOSTILE, blocks, author=HOSTILE, footer=HOSTILE, watermark=HOSTILE)
    with opened(hostile) as file, file.open_metadata() as metadata:
        assert metadata["dc:title"] == HOSTILE
        found = tags(file.Root.StructTreeRoot.K)
    assert found.count("/H1") == 1, "“= heading” in the words must not become a heading"


@pytest.mark.parametrize(
    "text", ["😀 🇬🇧", "עברית", "العربية", "中文", "a\x00b\x0cc", "e\u0301", "ﬁnd", "\u202eabc", "\ud800", ""]
)
def test_letters_that_the_fonts_lack_do_not_stop_the_document(text):
    blocks = [
        Paragraph(text),
        Bullets([text, ""]),
        Facts([(text, text)]),
        Table(text, [text], [[Cell(text, tone="red")]]),
    ]
    assert to_pdf(Document(text, text, [Heading(1, text), *blocks], watermark=text)).startswith(b"%PDF")


def test_a_sign_without_a_letter_form_is_named_and_a_ligature_spelt_out():
    characters = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz é□"))
    assert glyphs.showable("find ﬁnd e\u0301 😀 中", characters) == "find find é [grinning face] □"


def test_a_long_web_address_may_break():
    address = "https://example.org/a/very/long/address?and=so&on=1"
    assert glyphs.breakable("see " + address).replace(glyphs.BREAK_HERE, "") == "see " + address
    assert max(map(len, glyphs.breakable("x" * 100).split(glyphs.BREAK_HERE))) <= glyphs.LONGEST_WORD


@pytest.mark.parametrize("landscape", [False, True])
def test_a_page_is_a4_upright_or_on_its_side(landscape):
    with opened(plan(landscape=landscape)) as file:
        width, height = (float(side) for side in list(file.pages[0].mediabox)[2:])
    assert sorted((round(width), round(height))) == [595, 842]
    assert (width > height) is landscape


def test_a_row_longer_than_a_page_goes_on_to_the_next():
    rows = [[Cell("CSS001"), Cell("one two three four five " * 600)]]
    with opened(plan([Table("Actions", ["Ref", "Action"], rows)])) as file:
        assert len(file.pages) > 1


def test_an_empty_document_and_an_empty_table_are_still_documents():
    assert to_pdf(Document("", "", []))
    assert to_pdf(plan([Bullets([]), Facts([]), Table("Nothing yet", ["Ref", "Action"], [])]))


def test_groups_without_rows_are_kept():
    rows = [[Cell("First")], [Cell("Second", tone="red")], [Cell("1"), Cell("2")], [Cell("Last")]]
    found = tags_of(plan([Table("Groups", ["a", "b"], rows), Table("Only groups", ["a", "b"], rows[:2])]))
    assert (found.count("/TH"), found.count("/TD")) == (2 + 1 + 2, 2 + 2 + 2)


def test_a_row_that_does_not_fit_names_the_table_and_the_row():
    with pytest.raises(ValueError, match="Row 2 of the table “Risks” has 2 cells for 3 columns"):
        to_pdf(plan([Table("Risks", ["a", "b", "c"], [[Cell("group")], [Cell("1"), Cell("2")]])]))


def test_the_same_document_is_the_same_bytes():
    assert to_pdf(plan()) == to_pdf(plan())
    assert to_pdf(plan()) != to_pdf(plan(watermark="Draft"))


def test_without_fonts_the_error_says_what_to_run(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(PdfTrouble, match="make setup"):
        to_pdf(plan())


def test_a_layout_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0.001)
    with pytest.raises(PdfTrouble, match="was stopped"):
        to_pdf(plan())


def test_nested_groups_stay_together_and_are_repeated_together():
    """The page that a table breaks on repeats the groups of its own rows, not one of those before."""
    safe = [[Cell("Aim: safe")], [Cell("Objective: less crime")]]
    proud = [[Cell("Aim: proud")], *[[Cell("1"), Cell("2")]] * 20]
    burglaries = [[Cell(f"burglary {number}"), Cell("4")] for number in range(100)]
    made = to_pdf(plan([Table("Plan", ["a", "b"], [*proud, *safe, *burglaries], nested=True)]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 2 and "Aim: proud" not in pages[-1]
    for text in pages:
        assert ("burglary" in text) == ("Aim: safe" in text) == ("Objective: less crime" in text)
