"""An officer uploads a table as their program saved it; all of it is read, and what was set aside is said."""

import csv as csv_module
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.intake import limits
from tests.common.files import (
    HEADINGS,
    csv,
    notes,
    ods,
    ods_cell,
    ods_row,
    read,
)

LINES = ("Reference,Period,Result", "BPI108,2018/19,£943", "BPI109,2018/19,Café")


def first(intake, column="Result"):
    return intake.rows[0].cell(column)


def texts(intake):
    return [[cell.text for cell in row.cells.values()] for row in intake.rows]


# Encodings and delimiters: F11 to F13, F15, F16


@pytest.mark.parametrize(
    ("codec", "shown", "noted"),
    [
        ("utf-8", "UTF-8", False),
        ("utf-8-sig", "UTF-8 with byte-order mark", True),
        ("utf-16", "UTF-16", True),
        ("utf-16-le", "UTF-16", True),
        ("utf-16-be", "UTF-16", True),
        ("cp1252", "Windows-1252", True),
    ],
)
def test_the_encoding_is_found_and_said(codec, shown, noted):
    intake = read(csv(*LINES, encoding=codec), "results.csv")
    assert intake.encoding == shown
    assert texts(intake) == [["BPI108", "2018/19", "£943"], ["BPI109", "2018/19", "Café"]]
    assert ("encoding" in notes(intake)) is noted
    assert not noted or shown in notes(intake)["encoding"]


@pytest.mark.parametrize(("delimiter", "said"), [(",", None), (";", "semicolons"), ("\t", "tabs")])
def test_the_delimiter_is_found_and_said(delimiter, said):
    lines = (
        delimiter.join(["Reference", "Period", "Result", "Commentary"]),
        delimiter.join(["A", "2018", "1", '"x, y; z"']),
    )
    intake = read(csv(*lines), "results.csv")
    assert texts(intake) == [["A", "2018", "1", "x, y; z"]]
    assert notes(intake).get("delimiter", "").endswith(f"with {said}." if said else "")


def test_the_line_by_which_excel_says_its_delimiter():
    intake = read(csv("sep=;", "Reference;Period;Result", "A;2018;1,5"), "results.csv")
    assert (intake.header_row, intake.read, texts(intake)) == (2, 1, [["A", "2018", "1,5"]])


@pytest.mark.parametrize("newline", ["\r", "\n", "\r\n"])
def test_line_ends_of_every_kind_and_line_breaks_within_quotes(newline):
    intake = read(
        csv("Reference,Period,Result,Commentary", f'A,2018,1,"one{newline}two"', "B,2018,2,", newline=newline), "a.csv"
    )
    assert [row.number for row in intake.rows] == [2, 3]
    assert first(intake, "Commentary").value == f"one{newline}two"


# Columns: F19 and the ways to give a period


def test_extra_columns_are_named_and_not_read():
    intake = read(csv("Service,Reference,Period,Result,Team", "CSS,A,2018,1,x"), "results.csv")
    assert notes(intake)["extra-column"] == 'results.csv: columns "Service" (A) and "Team" (E) are not read.'
    assert intake.rows[0].text("Target") == ""


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Ref,Year,Value", ("Reference", "Period", "Result")),
        ("KPI,Quarter,Actual", ("Reference", "Period", "Result")),
        ("code,YEAR,Period,total", ("Reference", "Year", "Period", "Result")),
        ("Id,Year,Quarter,Result", ("Reference", "Year", "Period", "Result")),
        ('"Reference:",pe-riod,Result (%)', ("Reference", "Period", "Result")),
    ],
)
def test_headings_by_any_accepted_name(headings, columns):
    assert read(csv(headings, "A,2018,1,2"), "results.csv").columns == columns


# OpenDocument


def test_an_open_document_with_what_it_may_hold():
    intake = read(
        ods(
            ods_row("Reference", "Period", "Result", "Commentary"),
            ods_row(
                "A",
                ods_cell("Apr 18", "date", office__date_value="2018-04-01"),
                ods_cell("95%", "percentage", office__value="0.95"),
            ),
            '<table:table-row table:number-rows-repeated="40000"><table:table-cell/></table:table-row>',
            ods_row("B", "2018", ods_cell("#DIV/0!", "string", table__formula="of:=1/0", calcext__value_type="error")),
            ods_row("C", "2018", '<table:table-cell table:formula="of:=1+1"/>'),
            ods_row("D", "2018", ods_cell("5", "float", office__value="5"), attributes=' table:visibility="filter"'),
            ods_row(ods_cell("1.1", "float", office__value="1.1"), "2018", "x"),
            '<table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
            extra='<table:table table:name="Workings" table:style-name="hidden"/>',
        ),
        "results.ods",
    )
    assert (intake.kind, intake.sheet, intake.read, intake.ignored) == ("ods", "Results", 40_005, 40_001)
    assert [row.text("Reference") for row in intake.rows] == ["A", "B", "C", "1.1"]
    assert (first(intake, "Period").text, first(intake).text, first(intake).number_format) == (
        "April 2018",
        "95%",
        "0%",
    )
    assert [cell.error_code for row in intake.rows for _, cell in row.errors] == [
        "formula-error",
        "formula-not-calculated",
        "identifier-number",
    ]
    assert notes(intake)["hidden-sheet"] == 'Sheet "Workings" is hidden: not read.'


def test_spaces_paragraphs_and_remarks_in_an_open_document():
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>a remark</text:p></office:annotation>'
        '<text:p>one<text:s text:c="2"/><text:span>two</text:span></text:p><text:p>three</text:p></table:table-cell>'
    )
    intake = read(ods(ods_row(*HEADINGS), ods_row("A", "2018", cell)), "results.ods")
    assert first(intake).value == "one  two\nthree"


# Counting and speed


CELLS = st.one_of(st.sampled_from(["", " ", "A", "Total", "1.5", 'a "b"', "x,y", "one\ntwo", "£"]), st.text(max_size=5))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS.filter(lambda text: "\x00" not in text), max_size=5), max_size=12))
def test_every_row_under_the_headings_is_kept_or_ignored(lines):
    file = StringIO()
    writer = csv_module.writer(file)
    writer.writerow(HEADINGS)
    writer.writerows(lines)
    intake = read(file.getvalue().encode("utf-8", "replace"), "results.csv")
    filled = [n for n, line in enumerate(lines, 1) if any(text.strip() for text in line)]
    assert intake.read == (filled[-1] if filled else 0) == len(intake.rows) + intake.ignored
    for row in intake.rows:
        stored = [text.encode("utf-8", "replace").decode() for text in lines[row.number - 2]]
        assert [row.text(name) for name in HEADINGS] == ([text.strip() for text in stored] + [""] * 3)[:3]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    from common.intake import FileRefused

    for start in (b"", b"Reference,Period,Result\n"):
        try:
            intake = read(start + data, "results.csv")
        except FileRefused as refused:
            assert refused.code
            assert len(refused.sentence) > 30
        else:
            assert intake.read == len(intake.rows) + intake.ignored


def test_a_long_table_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 4)
    assert len(read(csv("Reference,Period,Result", *["A,2018,1"] * 3), "results.csv").rows) == 3
