"""An officer uploads an Excel workbook as it was saved; what it shows and what it hides are both seen."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.common.files import (
    HEADINGS,
    ROW,
    SHEET,
    csv,
    notes,
    read,
    rezipped,
    shared,
    workbook,
)


def first(intake, column="Result"):
    return intake.rows[0].cell(column)


def texts(intake):
    return [[cell.text for cell in row.cells.values()] for row in intake.rows]


# Workbooks: F8, F23 to F25, F29, F30, F42, F43, F45


@pytest.mark.parametrize("write", [workbook, shared])
def test_an_ordinary_workbook(write):
    intake = read(write(["ref", "Quarter ", "VALUE"], ["BPI108", "Q1 2018/19", 88.4], ["BPI109", "Q1 2018/19", -3]))
    assert (intake.kind, intake.sheet, intake.header_row, intake.encoding) == ("xlsx", "Results", 1, "")
    assert (intake.columns, intake.read, intake.ignored, intake.notes) == (("Reference", "Period", "Result"), 2, 0, [])
    assert [row.cell("Result").value for row in intake.rows] == [Decimal("88.4"), -3]
    assert (first(intake).ref, first(intake).text) == ("C2", "88.4")


def test_a_wrong_stored_extent_hides_nothing():
    many = workbook(HEADINGS, *[[f"A{n}", "2018/19", n] for n in range(1_000)])
    intake = read(rezipped(many, [(SHEET, b'ref="A1:C1001"', b'ref="A1:A1"')]))
    assert len(intake.rows) == 1_000
    assert intake.rows[-1].cell("Result").value == 999


def test_blank_rows_totals_and_rows_outside_the_table_are_counted_and_named():
    rows = [
        HEADINGS,
        ROW,
        [],
        [],
        ["B", "2018/19", 2],
        ["Grand total:", None, 945],
        [None, None, None, None, "see note"],
    ]
    intake = read(workbook(["Our results"], [], *rows))
    assert (intake.header_row, intake.read, intake.ignored) == (3, 6, 4)
    assert [row.number for row in intake.rows] == [4, 7]
    assert notes(intake) == {
        "title-rows": "Row 1 above the headings: not read.",
        "blank-rows": "Rows 5 to 6: blank: skipped.",
        "totals-row": "Row 8: a total, not a record: not read.",
        "outside-table": "Row 9: filled only outside the columns that are read: skipped.",
    }


def test_hidden_rows_and_sheets_are_named_and_not_read():
    def hide(book, sheet):
        sheet.row_dimensions[3].hidden = True
        book.create_sheet("Workings").sheet_state = "hidden"
        book.create_sheet("Secrets").sheet_state = "veryHidden"
        book.create_sheet("Guidance")["A1"] = "Write below"

    intake = read(workbook(HEADINGS, ROW, ["B", "2018/19", 2], ["C", "2018/19", 3], change=hide))
    assert [row.text("Reference") for row in intake.rows] == ["BPI108", "C"]
    assert (intake.read, intake.ignored) == (3, 1)
    assert notes(intake)["hidden-rows"].startswith("Row 3: hidden: not read.")
    assert notes(intake)["hidden-sheet"] == 'Sheets "Workings" and "Secrets" are hidden: not read.'
    assert notes(intake)["other-sheet"] == 'Sheet "Guidance" is not read; the rows come from "Results".'


def test_the_sheet_with_the_columns_is_found_or_the_one_named_is_read():
    def two(book, sheet):
        book.create_sheet("Notes", 0)["A1"] = "Please read this first"
        for row in (HEADINGS, ["Z", "2019/20", 5]):
            book.create_sheet("Later") if "Later" not in book.sheetnames else None
            book["Later"].append(row)

    data = workbook(HEADINGS, ROW, change=two)
    assert read(data).sheet == "Results"
    named = read(data, sheet="later ")
    assert (named.sheet, named.rows[0].text("Reference")) == ("Later", "Z")


@pytest.mark.parametrize(
    ("typed", "number_format", "code", "text"),
    [
        (1.1, "General", "identifier-number", "1.1"),
        (12, "General", "identifier-number", "12"),
        (date(2019, 4, 3), "d-mmm", "identifier-date", "03/04/2019"),
        (True, "General", "identifier-number", "TRUE"),
    ],
)
def test_a_reference_that_the_spreadsheet_turned_into_something_else(typed, number_format, code, text):
    def write(book, sheet):
        sheet["A2"] = typed
        sheet["A2"].number_format = number_format

    intake = read(workbook(HEADINGS, ROW, change=write))
    cell = first(intake, "Reference")
    assert (cell.error_code, cell.text, cell.value) == (code, text, None)
    assert "Cell A2" in cell.error
    assert intake.rows[0].errors == [("Reference", cell)]
    assert texts(read(csv("Reference,Period,Result", "1.10,2018,1"), "a.csv"))[0][0] == "1.10"


@pytest.mark.parametrize(
    ("value", "number_format", "read_as", "text"),
    [
        (0.95, "0%", Decimal("0.95"), "95%"),
        (0.9505, "0.0%", Decimal("0.9505"), "95.05%"),
        (0.95, '0.00"%"', Decimal("0.95"), "0.95"),
        (0.1 + 0.2, "General", Decimal("0.3"), "0.3"),
        (57.0, "0.0", 57, "57"),
        (-32, "#,##0", -32, "-32"),
        (1e300, "General", Decimal("1e300"), "1E+300"),
        (2**40, "General", 2**40, "1099511627776"),
        (True, "General", True, "TRUE"),
        (date(2019, 10, 31), "dd/mm/yyyy", date(2019, 10, 31), "31/10/2019"),
        (date(2018, 4, 1), "mmm-yy", date(2018, 4, 1), "April 2018"),
        (date(2018, 1, 1), "yyyy", date(2018, 1, 1), "2018"),
        (datetime(2019, 10, 31, 14, 30), "dd/mm/yyyy hh:mm", datetime(2019, 10, 31, 14, 30), "31/10/2019 14:30"),
        (" text ", "@", " text ", "text"),
    ],
)
def test_a_value_keeps_its_format_and_its_kind(value, number_format, read_as, text):
    def write(book, sheet):
        sheet["C2"] = value
        sheet["C2"].number_format = number_format

    cell = first(read(workbook(HEADINGS, ROW, change=write)))
    assert (cell.value, cell.text) == (read_as, text)
    assert type(cell.value) is type(read_as)
    assert cell.number_format == ("" if number_format == "General" else number_format)


def test_a_number_too_large_to_calculate_with_stays_text():
    cell = first(read(rezipped(workbook(HEADINGS, ROW), [(SHEET, b"<v>943</v>", b"<v>1e309</v>")])))
    assert cell.value == "1e309"


def test_the_1904_date_system():
    def old_mac(book, sheet):
        book.epoch = CALENDAR_MAC_1904
        sheet["C2"] = date(2019, 10, 31)

    data = workbook(HEADINGS, ROW, change=old_mac)
    assert first(read(data)).value == date(2019, 10, 31)
    modern = rezipped(data, [("xl/workbook.xml", b'date1904="1"', b'date1904="0"')])
    assert first(read(modern)).value == date(2015, 10, 30)


def test_a_formula_without_its_result_is_an_error_never_a_blank():
    cell = first(read(workbook(HEADINGS, ["A", "2018/19", "=SUM(1,2)"])))
    assert (cell.value, cell.is_blank, cell.error_code) == (None, False, "formula-not-calculated")
    assert "Cell C2" in cell.error
    assert "=SUM(1,2)" in cell.error


@pytest.mark.parametrize(
    ("result", "code", "value"), [(0, "formula-not-calculated", None), (3, "", 3), ("yes", "", "yes")]
)
def test_a_writer_that_calculates_nothing_leaves_zeros_that_are_not_believed(result, code, value):
    cell = first(
        read(shared(HEADINGS, ROW, change=lambda book, sheet: sheet.write_formula("C2", "=1+2", None, result)))
    )
    assert (cell.error_code, cell.value) == (code, value)


def test_a_calculated_zero_and_an_empty_result_are_believed():
    data = shared(HEADINGS, ROW, change=lambda book, sheet: sheet.write_formula("C2", "=1-1", None, 0))
    calculated = rezipped(data, [("xl/workbook.xml", b' fullCalcOnLoad="1"', b"")])
    assert first(read(calculated)).value == 0
    empty = rezipped(calculated, [(SHEET, b'<c r="C2"><f>1-1</f><v>0</v>', b'<c r="C2" t="str"><f>1-1</f><v></v>')])
    assert first(read(empty)).is_blank


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!"])
def test_an_error_value_is_an_error_never_a_blank(error):
    cell = first(read(rezipped(workbook(HEADINGS, ROW), [(SHEET, b't="n"><v>943', f't="e"><v>{error}'.encode())])))
    assert (cell.value, cell.text, cell.error_code) == (None, error, "formula-error")
    assert f"Cell C2 shows the error {error}." in cell.error


@pytest.mark.parametrize("text", ["\u200fשלום 🙂 e\u0301", "a & b < c", "x\ny"])
@pytest.mark.parametrize("write", [workbook, shared])
def test_marks_and_pictures_in_a_text_are_preserved(text, write):
    assert first(read(write([*HEADINGS, "Commentary"], [*ROW, text])), "Commentary").value == text


def test_characters_that_xml_cannot_hold_are_put_back():
    assert first(read(shared(HEADINGS, ["A", "2018/19", "bell \x07, _x0041_"]))).value == "bell \x07, _x0041_"


def test_texts_in_several_runs_without_their_reading_aids():
    runs = b"<is><r><t>BPI</t></r><r><t>108</t></r><rPh sb='0' eb='1'><t>aloud</t></rPh></is>"
    intake = read(rezipped(workbook(HEADINGS, ROW), [(SHEET, b"<is><t>BPI108</t></is>", runs)]))
    assert intake.rows[0].text("Reference") == "BPI108"


def test_rows_and_cells_that_do_not_say_where_they_are():
    bare = rezipped(
        workbook(HEADINGS, ROW), [(SHEET, f'{at}="{n}"'.encode(), b"") for at, n in (("r", "A2"), ("r", "2"))]
    )
    assert texts(read(bare)) == [["BPI108", "2018/19", "943"]]


def test_other_formula_cells_merged_titles_and_links_are_no_reason_to_refuse():
    def decorate(book, sheet):
        sheet.insert_rows(1)
        sheet["A1"] = "Results of the year"
        sheet.merge_cells("A1:C1")
        sheet["E3"] = "=[1]Other!A1"
        sheet["B3"].hyperlink = "https://example.invalid/"

    intake = read(workbook(HEADINGS, ROW, change=decorate))
    assert (intake.header_row, texts(intake)) == (2, [["BPI108", "2018/19", "943"]])
