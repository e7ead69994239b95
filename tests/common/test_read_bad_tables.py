"""An officer uploads a table that leaves its meaning open, and is told what is wrong, where, and how to mend it."""

import pytest

from tests.common.files import (
    HEADINGS,
    ROW,
    SHEET,
    csv,
    ods,
    ods_cell,
    ods_row,
    read,
    refusal,
    rezipped,
    workbook,
)

GOOD = workbook(HEADINGS, ROW)


# Text tables: F14


def test_nul_bytes():
    refused = refusal(b"Reference,Period,Result\nA,2018,\x001\n", "results.csv")
    assert refused.code == "nul-bytes"
    assert "line 2" in refused.sentence


def test_letters_in_no_known_encoding():
    assert refusal(b"Reference,Period,Result\nA\x81\x8d,2018,1\n", "results.csv").code == "unknown-encoding"


@pytest.mark.parametrize("lines", [('A,2018,"5', "B,2018,6"), ('A,2018,"5"6',)])
def test_a_quotation_mark_that_would_swallow_rows(lines):
    refused = refusal(csv("Reference,Period,Result", *lines), "results.csv")
    assert refused.code == "quotes"
    assert "line" in refused.sentence


# Shape: F17, F18, F20 to F22


@pytest.mark.parametrize(
    ("headings", "typed", "meant"),
    [
        (["Refrence", "Period", "Result"], "Refrence", "Reference"),
        (["Reference", "Period", "Resultt"], "Resultt", "Result"),
        (["Reference", "Period", "Result", "Commentry"], "Commentry", "Commentary"),
    ],
)
def test_a_heading_with_a_typing_error_is_suggested_never_guessed(headings, typed, meant):
    for data, name in (
        (csv(",".join(headings), "A,2018,1,x"), "results.csv"),
        (workbook(headings, ROW), "results.xlsx"),
    ):
        refused = refusal(data, name)
        assert refused.code == "misspelt-column"
        assert f'there is no column "{typed}"' in refused.sentence
        assert f'Did you mean "{meant}"?' in refused.sentence


def test_a_missing_column():
    refused = refusal(workbook(["Reference", "Period"], ROW[:2]))
    assert refused.code == "missing-column"
    assert 'no column "Result"' in refused.sentence
    assert 'sheet "Results"' in refused.sentence


def test_a_missing_period_names_both_ways_to_give_it():
    refused = refusal(csv("Reference,Result", "A,1"), "results.csv")
    assert refused.code == "missing-column"
    assert "Period, or else Year and Period" in refused.sentence


@pytest.mark.parametrize(
    "line", ["Reference,Period,Result,Value", "Reference,Period,Result,result ", "Ref,Period,Result,Misc,MISC"]
)
def test_two_columns_with_one_meaning(line):
    refused = refusal(csv(line, "A,2018,1,2,3"), "results.csv")
    assert refused.code == "duplicate-column"
    assert "1)" in refused.sentence


def test_a_merged_heading():
    refused = refusal(workbook(HEADINGS, ROW, change=lambda book, sheet: sheet.merge_cells("C1:D1")))
    assert refused.code == "merged-heading"
    assert "C1:D1" in refused.sentence


def test_merged_references():
    rows = [["A", "2017/18", 1], ["", "2018/19", 2]]
    refused = refusal(workbook(HEADINGS, *rows, change=lambda book, sheet: sheet.merge_cells("A2:A3")))
    assert refused.code == "merged-cells"
    assert "A2:A3" in refused.sentence
    assert "Reference" in refused.sentence


def test_merged_references_in_an_open_document():
    merged = ods_cell("A", table__number_rows_spanned="2")
    covered = "<table:covered-table-cell/>"
    data = ods(ods_row(*HEADINGS), ods_row(merged, "2017/18", "1"), ods_row(covered, "2018/19", "2"))
    refused = refusal(data, "results.ods")
    assert refused.code == "merged-cells"
    assert "A2:A3" in refused.sentence


@pytest.mark.parametrize(
    ("data", "name"), [(workbook(), "results.xlsx"), (ods(), "results.ods"), (csv(",,", ";"), "a.csv")]
)
def test_a_table_without_headings(data, name):
    assert refusal(data, name).code in {"no-headings", "missing-column"}


# Sheets


def test_a_sheet_that_is_not_there():
    refused = refusal(GOOD, sheet="Resuls")
    assert refused.code == "unknown-sheet"
    assert 'Did you mean "Results"?' in refused.sentence
    assert refusal(b"Reference,Period,Result", "results.csv", sheet="Results").code == "unknown-sheet"


def test_a_hidden_sheet_asked_for_by_name():
    def hide(book, sheet):
        book.create_sheet("Workings").sheet_state = "veryHidden"

    assert refusal(workbook(HEADINGS, ROW, change=hide), sheet="workings").code == "sheet-is-hidden"


# Values: F44


def test_text_that_no_spreadsheet_cell_keeps_whole():
    long = "x" * 32_768
    refused = refusal(csv("Reference,Period,Result,Commentary", f"A,2018,1,{long}"), "results.csv")
    assert (refused.code, "cell D2" in refused.sentence) == ("text-too-long", True)
    assert (
        refusal(csv("Reference,Period,Result,Commentary", f"A,2018,1,{long * 5}"), "results.csv").code
        == "text-too-long"
    )
    inline = b'<c r="D2" t="inlineStr"><is><t>' + long.encode() + b"</t></is></c></row></sheetData>"
    headings = workbook([*HEADINGS, "Commentary"], ROW)
    refused = refusal(rezipped(headings, [(SHEET, b"</row></sheetData>", inline)]))
    assert (refused.code, 'sheet "Results", cell D2' in refused.sentence) == ("text-too-long", True)
    assert read(csv("Reference,Period,Result,Commentary", f"A,2018,1,{long[1:]}"), "results.csv").rows
